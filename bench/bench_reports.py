"""Ageing, concentration, maturities, cash and lines over 1,000,000 documents; pages beside them.

The floor of the ageing, the concentration and what falls due is the same figure by one hand-written
statement over the bare table, without any index of ours. Goals: each report under 1 s from the
database, the page's p95 under 800 ms.
"""

import statistics
import sys
from datetime import timedelta
from typing import Any

import portfolio
import scene

GOAL_S, PAGE_GOAL_MS = 1.0, 800
RUNS, PAGE_RUNS = 7, 25
PAGES = ("/tablero/", "/clientes/C17/", "/deudores/B17/", f"/cesiones/{portfolio.FIRST_NUMBER}/")
READERS = ("g_gral", "contab", "j_cob")

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
    players = portfolio.stored()
    with connections["owner"].cursor() as cursor:
        floors = {name: _floor(cursor, text) for name, text in _BY_HAND.items()}
    today = AsOf(portfolio.TODAY, is_now=True)
    past = AsOf(portfolio.TODAY - timedelta(days=1), is_now=False)
    return {
        **portfolio.counted(),
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


def _floor(cursor: Any, statement: str) -> float:
    """The median time of the statement over a bare table of the same rows."""
    cursor.execute("SELECT to_regclass('assigned_document')")
    if cursor.fetchone()[0] is None:
        cursor.execute(_BARE)
        cursor.execute("VACUUM ANALYZE assigned_document")
    times = [scene.timed(cursor.execute, statement, {"day": portfolio.TODAY}) for _ in range(RUNS)]
    return round(scene.middle(times), 3)


def _times(reports: dict[str, Any], runs: int) -> dict[str, float]:
    return {
        name: round(scene.middle([scene.timed(read) for _ in range(runs)]), 3)
        for name, read in reports.items()
    }


def _pages(players: Any) -> dict[str, float]:
    """The p95 of each page in ms, asked for through Django's client by several readers in turn."""
    from django.test import Client

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
