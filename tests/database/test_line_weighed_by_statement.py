"""Assignments that come in one statement are weighed together against their lines.

What was weighed row by row before is refused as then, in every case; and two who fill one line at
once are not both let in.
"""

import json
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from threading import Event
from typing import Any

import psycopg
import pytest
from django.db import connections, transaction
from django.db.utils import IntegrityError

from cartera.credit.assignments.guards import ADDED_REVERSED
from cartera.credit.assignments.models import Assignment
from cartera.credit.lines.models import Line
from cartera.kernel.clock import FixedClock
from tests.cast import OPENING, a_company, a_live_assignment

RULE = "the_line_covers_what_is_reserved"
APPROVED = 100_000
STATES = ("requested", "prepared", "recorded", "live", "paid_off", "settled", "rejected")
_COPY = """INSERT INTO assignments_assignment
SELECT (jsonb_populate_record(a, x)).* FROM jsonb_array_elements(%s::jsonb) x
JOIN assignments_assignment a ON a.number = 1"""
_ids = count(900_000)


@pytest.fixture
def lines(committed_db: str, clock: FixedClock) -> list[Line]:
    """Of two clients, each of 100,000; of the first 9,000 are used."""
    players = a_company(clock)
    a_live_assignment(players)
    day = OPENING.date()
    players.admit_client("0002", "Otra, S.A. de C.V.")
    players.approve_line("0002", f"{APPROVED}.00", day, day + timedelta(days=700))
    return list(Line.objects.filter(state="active").order_by("client__code"))


def a_row(line: Line, state: str, amount: int, *, excepted: bool = False) -> dict[str, Any]:
    """An assignment like the first one, of this size and in this state."""
    pk = next(_ids)
    free = {"commission": 0, "vat": 0, "deductions": 0, "upfront_interest": 0, "upfront_vat": 0}
    sizes = {"amount_face": amount, "amount_advanced": amount, "amount_net": amount}
    return free | sizes | {
        "id": pk, "number": pk, "case_id": None, "client_id": line.client_id, "line_id": line.pk,
        "state": state, "capital": amount, "exceptions": ["line"] if excepted else [],
    }  # fmt: skip


def test_what_fits_alone_but_not_together_is_refused_whole(lines: list[Line]) -> None:
    line = lines[0]
    assert _verdict([a_row(line, "live", 45_000)]) == ""
    assert _verdict([a_row(line, "live", 45_000), a_row(line, "prepared", 46_000)]) == ""
    over = [a_row(line, "live", 45_000), a_row(line, "prepared", 46_001)]
    assert _verdict(over) == RULE
    assert _verdict([*over, a_row(lines[1], "live", 1)]) == RULE


def test_what_management_let_through_passes_and_what_is_paid_off_counts(lines: list[Line]) -> None:
    line = lines[0]
    assert _verdict([a_row(line, "live", 200_000, excepted=True)]) == ""
    assert _verdict([a_row(line, "paid_off", 200_000)]) == ""
    assert _verdict([a_row(line, "paid_off", 200_000), a_row(line, "live", 1)]) == RULE


def test_it_is_refused_as_it_was_row_by_row(lines: list[Line]) -> None:
    chance = random.Random(17)  # noqa: S311 - cases, not secrets
    asked = [[_any_row(chance, lines) for _ in range(chance.randint(1, 5))] for _ in range(150)]
    with transaction.atomic(using="owner"):
        together = [_verdict(rows, "owner") for rows in asked]
        with connections["owner"].cursor() as cursor:
            cursor.execute(ADDED_REVERSED)
        by_row = [_verdict(rows, "owner") for rows in asked]
        transaction.set_rollback(True, using="owner")
    assert together == by_row
    assert set(together) == {"", RULE}


def _any_row(chance: random.Random, lines: list[Line]) -> dict[str, Any]:
    amount = chance.choice((1, 20_000, 45_500, 91_000, 91_001, 100_000))
    excepted = chance.random() < 0.2
    return a_row(chance.choice(lines), chance.choice(STATES), amount, excepted=excepted)


def test_of_two_who_fill_a_line_at_once_one_is_let_in(lines: list[Line]) -> None:
    first_is_in, second = Event(), [a_row(lines[0], "live", 60_000)]

    def fill() -> str:
        first_is_in.wait(timeout=30)
        try:
            return _verdict(second, keep=True)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            _insert([a_row(lines[0], "live", 60_000)])
            first_is_in.set()
            filling = pool.submit(fill)
            _wait_until_somebody_waits()
        assert filling.result(timeout=30) == RULE
    assert Assignment.objects.filter(line=lines[0]).count() == 2


def _wait_until_somebody_waits() -> None:
    for _turn in range(600):
        with connections["owner"].cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.05), EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
            if cursor.fetchone()[1]:
                return
    raise TimeoutError


def _verdict(rows: list[dict[str, Any]], using: str = "default", *, keep: bool = False) -> str:
    """Which rule refuses to take these rows in one statement; '' if none does."""
    try:
        with transaction.atomic(using=using):
            _insert(rows, using)
            transaction.set_rollback(not keep, using=using)
    except IntegrityError as refused:
        cause = refused.__cause__
        assert isinstance(cause, psycopg.Error)
        return str(cause.diag.constraint_name)
    return ""


def _insert(rows: list[dict[str, Any]], using: str = "default") -> None:
    with connections[using].cursor() as cursor:
        cursor.execute(_COPY, [json.dumps(rows)])
