"""Ageing, concentration, maturities, cash and lines over 1,000,000 documents; pages beside them.

The floor of the ageing, the concentration and what falls due is the same figure by one hand-written
statement over the bare table, without any index of ours. Goals: each report under 1 s from the
database, the page's p95 under 800 ms.
"""

import statistics
import sys
from datetime import timedelta
from typing import Any

import scene

GOAL_S, PAGE_GOAL_MS = 1.0, 800
ASSIGNMENTS, DOCUMENTS_EACH = 250_000, 4
CLIENTS, DEBTORS = 150, 900
RUNS, PAGE_RUNS = 7, 25
PAGES = ("/tablero/", "/clientes/0001/", "/deudores/D001/", "/cesiones/1/")
READERS = ("g_gral", "contab", "j_cob")

# Clients, lines and debtors like the first of each, and the portfolio shared out among them.
_SPREAD = (
    """INSERT INTO parties_client SELECT (jsonb_populate_record(c, jsonb_build_object(
        'id', 1000 + n, 'case_id', NULL, 'code', 'C' || n, 'name', 'Cliente ' || n,
        'tax_id', ''))).*
    FROM parties_client c, generate_series(1, %(clients)s) n WHERE c.code = '0001'""",
    """INSERT INTO lines_line SELECT (jsonb_populate_record(l, jsonb_build_object('id', 1000 + n,
        'case_id', NULL, 'client_id', 1000 + n))).*
    FROM lines_line l, generate_series(1, %(clients)s) n WHERE l.client_id < 1000""",
    """INSERT INTO parties_debtor SELECT (jsonb_populate_record(b, jsonb_build_object(
        'id', 1000 + n, 'case_id', NULL, 'code', 'B' || n, 'name', 'Deudor ' || n, 'tax_id', ''))).*
    FROM parties_debtor b, generate_series(1, %(debtors)s) n WHERE b.code = 'D001'""",
    """UPDATE assignments_assignment SET client_id = 1001 + id %% %(clients)s,
        line_id = 1001 + id %% %(clients)s, matures_on = disbursed_on + (id %% 120)::int
    WHERE number > 1000000""",
    """UPDATE assignments_assigneddocument SET debtor_id = 1001 + id %% %(debtors)s,
        due_on = %(today)s::date + (id %% 180)::int - 120
    WHERE assignment_id <> %(origin)s""",
)

_BY_HAND = {
    "ageing": """SELECT debtor_id, sum(amount - amount_collected),
        sum(amount - amount_collected) FILTER (WHERE due_on >= %(day)s),
        sum(amount - amount_collected) FILTER (WHERE %(day)s - due_on BETWEEN 1 AND 30),
        sum(amount - amount_collected) FILTER (WHERE %(day)s - due_on BETWEEN 31 AND 60),
        sum(amount - amount_collected) FILTER (WHERE %(day)s - due_on BETWEEN 61 AND 90),
        sum(amount - amount_collected) FILTER (WHERE %(day)s - due_on > 90)
        FROM assigned_document WHERE state = 'live' GROUP BY debtor_id""",
    "maturities": """SELECT due_on, count(*), sum(amount - amount_collected)
        FROM assigned_document WHERE state = 'live' AND due_on >= %(day)s
        AND due_on < %(day)s + 30 GROUP BY due_on""",
}
_BARE = """CREATE TABLE assigned_document AS SELECT id, debtor_id, state, due_on, amount,
    amount_collected, amount_advanced FROM assignments_assigneddocument"""


def main() -> int:
    """Measure, report; 1 where a goal is missed."""
    with scene.fresh_database():
        found = _measure()
    lines = [f"{found['documents']:,} documents, {found['assignments']:,} assignments"]
    lines += [f"{name}: {took} s (goal {GOAL_S})" for name, took in found["reports_s"].items()]
    lines += [f"of a past day, {name}: {took} s" for name, took in found["past_s"].items()]
    lines += [f"floor, {name}: {took} s" for name, took in found["floor_s"].items()]
    lines += [f"{page}: p95 {ms} ms (goal {PAGE_GOAL_MS})" for page, ms in found["p95_ms"].items()]
    scene.report("reports", found, lines)
    slow = max(found["reports_s"].values()) > GOAL_S
    return 1 if slow or max(found["p95_ms"].values()) > PAGE_GOAL_MS else 0


def _measure() -> dict[str, Any]:
    from django.core.management import call_command
    from django.db import connections

    from cartera.reports.figures.asking import AsOf

    call_command("collectstatic", interactive=False, verbosity=0)
    players = scene.company()
    origin = scene.live_assignment(players, DOCUMENTS_EACH)
    scene.clone_assignment(origin, ASSIGNMENTS)
    with connections["owner"].cursor() as cursor:
        counts = _spread(cursor, origin)
        floors = {name: _floor(cursor, text) for name, text in _BY_HAND.items()}
    today = AsOf(scene.TODAY, is_now=True)
    past = AsOf(scene.TODAY - timedelta(days=1), is_now=False)
    return {
        **counts,
        "reports_s": _times(_reports(today), RUNS),
        "past_s": _times(_reports(past), 1),
        "floor_s": floors,
        "p95_ms": _pages(players),
    }


def _reports(asked: Any) -> dict[str, Any]:
    from cartera.reports.figures.ageing import ageing_by_debtor
    from cartera.reports.figures.availability import lines_in_use
    from cartera.reports.figures.cash import cash_of
    from cartera.reports.figures.maturities import maturities_from
    from cartera.reports.figures.portfolio import portfolio_by_client, portfolio_by_situation

    return {
        "ageing and concentration": lambda: ageing_by_debtor(asked),
        "portfolio by situation": lambda: portfolio_by_situation(asked),
        "portfolio by client": lambda: portfolio_by_client(asked),
        "maturities": lambda: maturities_from(asked),
        "lines": lambda: lines_in_use(asked),
        "cash": lambda: cash_of(asked.day),
    }


def _spread(cursor: Any, origin: int) -> dict[str, int]:
    from contextlib import ExitStack

    values = {
        "clients": CLIENTS,
        "debtors": DEBTORS,
        "today": scene.TODAY,
        "origin": origin,
    }
    tables = ("assignments_assignment", "assignments_assigneddocument", "lines_line",
              "parties_client", "parties_debtor")  # fmt: skip
    with ExitStack() as stack:
        for table in tables:
            stack.enter_context(scene.unwatched(cursor, table))
        for statement in _SPREAD:
            cursor.execute(statement, values)
    for table in tables:
        cursor.execute(f"VACUUM ANALYZE {table}")
    cursor.execute(
        "SELECT (SELECT count(*) FROM assignments_assigneddocument), count(*)"
        " FROM assignments_assignment"
    )
    documents, assignments = cursor.fetchone()
    return {"documents": documents, "assignments": assignments}


def _floor(cursor: Any, statement: str) -> float:
    """The median time of the statement over a bare table of the same rows."""
    cursor.execute("SELECT to_regclass('assigned_document')")
    if cursor.fetchone()[0] is None:
        cursor.execute(_BARE)
        cursor.execute("VACUUM ANALYZE assigned_document")
    times = [scene.timed(cursor.execute, statement, {"day": scene.TODAY}) for _ in range(RUNS)]
    return round(scene.middle(times), 3)


def _times(reports: dict[str, Any], runs: int) -> dict[str, float]:
    return {
        name: round(scene.middle([scene.timed(read) for _ in range(runs)]), 3)
        for name, read in reports.items()
    }


def _pages(players: Any) -> dict[str, float]:
    """The p95 of each page in ms, asked for through Django's client by several readers in turn."""
    from django.test import Client

    from cartera.kernel.clock import current_clock

    current_clock().set(scene.instant(scene.TODAY))
    times: dict[str, list[float]] = {page: [] for page in PAGES}
    for reader in READERS:
        client = Client(headers={"host": "localhost"})
        client.force_login(players.users[reader], backend="cartera.config.accounts.OneHashATry")
        for turn in range(PAGE_RUNS):
            for page in PAGES:
                took = scene.timed(_get, client, page)
                if turn:
                    times[page].append(took * 1000)
    return {page: round(statistics.quantiles(ms, n=20)[-1], 1) for page, ms in times.items()}


def _get(client: Any, page: str) -> None:
    answer = client.get(page)
    if answer.status_code != 200:
        raise SystemExit(f"{page} answered {answer.status_code} {answer.headers.get('location')}")


if __name__ == "__main__":
    sys.exit(main())
