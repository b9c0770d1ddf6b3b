"""A whole company's portfolio: 150 clients, 900 debtors, 1,000,000 documents to collect.

What `scene.clone_assignment` made is shared out among clients and debtors, and each row gets an
amount, a number and days of its own, so that lists, figures and searches find what they would in a
company that lived it. A database named by ``CARTERA_BENCH_KEPT`` is stored once and read again.
"""

import os
from contextlib import ExitStack
from datetime import UTC, date, datetime
from typing import Any

import scene

ASSIGNMENTS = int(os.environ.get("CARTERA_BENCH_ASSIGNMENTS", "250000"))
DOCUMENTS_EACH = 4
TODAY = datetime.now(UTC).date()  # a server lives in the machine's time, and so does what is due
CLIENTS, DEBTORS = 150, 900
FIRST_NUMBER = 1_000_001  # of the assignments that were cloned
_TABLES = ("assignments_assignment", "assignments_assigneddocument", "lines_line",
           "parties_client", "parties_debtor", "workflow_case")  # fmt: skip

_SHARED_OUT = (
    """INSERT INTO parties_client SELECT (jsonb_populate_record(c, jsonb_build_object(
        'id', 1000 + n, 'case_id', NULL, 'code', 'C' || n, 'name', w.name || ' ' || n,
        'search_name', lower(w.name) || ' ' || n,
        'tax_id', '0614-' || lpad(n::text, 6, '0') || '-101-' || n %% 10))).*
    FROM parties_client c, generate_series(1, %(clients)s) n JOIN (VALUES
        (0, 'Distribuidora Chaparrastique'), (1, 'Alimentos del Golfo'), (2, 'Textiles Lempa'),
        (3, 'Transportes Cuscatlan')) w (place, name) ON w.place = n %% 4
    WHERE c.code = '0001'""",
    """INSERT INTO lines_line SELECT (jsonb_populate_record(l, jsonb_build_object('id', 1000 + n,
        'case_id', NULL, 'client_id', 1000 + n))).*
    FROM lines_line l, generate_series(1, %(clients)s) n WHERE l.client_id < 1000""",
    """INSERT INTO parties_debtor SELECT (jsonb_populate_record(b, jsonb_build_object(
        'id', 1000 + n, 'case_id', NULL, 'code', 'B' || n, 'name', w.name || ' ' || n,
        'search_name', lower(w.name) || ' ' || n,
        'tax_id', '0210-' || lpad(n::text, 6, '0') || '-102-' || n %% 10))).*
    FROM parties_debtor b, generate_series(1, %(debtors)s) n JOIN (VALUES
        (0, 'Comercial Sonsonate'), (1, 'Supermercados del Valle'), (2, 'Hospital Santa Tecla'),
        (3, 'Constructora Ilopango')) w (place, name) ON w.place = n %% 4
    WHERE b.code = 'D001'""",
    """UPDATE assignments_assignment SET client_id = 1001 + id %% %(clients)s,
        line_id = 1001 + id %% %(clients)s, matures_on = %(today)s::date + (id %% 120)::int - 60,
        amount_face = amount_face + x, amount_advanced = amount_advanced + x,
        amount_net = amount_net + x, capital = capital + x
    FROM (SELECT id AS one, id * 7919 %% 100000 / 100.0 AS x FROM assignments_assignment) m
    WHERE one = id AND number >= %(first)s""",
    """UPDATE workflow_case k SET client_code = c.code
    FROM assignments_assignment a JOIN parties_client c ON c.id = a.client_id
    WHERE a.case_id = k.id AND k.number >= %(first)s""",
    """UPDATE assignments_assigneddocument SET debtor_id = 1001 + id %% %(debtors)s,
        due_on = %(today)s::date + (id %% 180)::int - 120, number = 'Q-' || (100000 + id),
        number_key = 'Q' || (100000 + id), amount = amount + id * 7919 %% 100000 / 100.0
    WHERE assignment_id <> %(origin)s""",
)


def stored(today: date = TODAY) -> Any:
    """The players of a company whose portfolio is stored, falling due over months around `today`,
    on whose morning the clock is left. Where the database was kept, what it holds stays.
    """
    from cartera.kernel.clock import current_clock

    players = _stored(today)
    current_clock().set(scene.instant(today))
    return players


def _stored(today: date) -> Any:
    from cartera.credit.assignments.models import Assignment

    if Assignment.objects.filter(number__gte=FIRST_NUMBER).exists():
        return scene.players_again()
    players = scene.company()
    origin = scene.live_assignment(players, DOCUMENTS_EACH)
    scene.clone_assignment(origin, ASSIGNMENTS)
    share_out(origin, today)
    return players


def share_out(origin: int, today: date) -> None:
    """The cloned rows among clients and debtors, each with values of its own."""
    from django.db import connections

    values = {"clients": CLIENTS, "debtors": DEBTORS, "today": today, "origin": origin,
              "first": FIRST_NUMBER}  # fmt: skip
    with connections["owner"].cursor() as cursor:
        with ExitStack() as stack:
            for table in _TABLES:
                stack.enter_context(scene.unwatched(cursor, table))
            for statement in _SHARED_OUT:
                cursor.execute(statement, values)
        for table in _TABLES:
            cursor.execute(f"VACUUM ANALYZE {table}")


def counted() -> dict[str, int]:
    """How many documents and assignments there are."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM assignments_assigneddocument), count(*)"
            " FROM assignments_assignment"
        )
        documents, assignments = cursor.fetchone()
    return {"documents": documents, "assignments": assignments}
