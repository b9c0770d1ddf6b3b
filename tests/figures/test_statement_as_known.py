"""A statement printed on a day prints the same for ever when it is asked as known on that day."""

from datetime import date, timedelta
from typing import Any

import pytest

from cartera.credit.assignments.models import Assignment
from cartera.credit.assignments.selectors import owed_on
from cartera.credit.payments.statements import Statement, statement_of, statements_of
from cartera.kernel.clock import FixedClock
from cartera.papers.collect.statement import statement as form_22
from tests.figures.months import LATE_ON, LATE_VALUE_ON, live

pytestmark = pytest.mark.django_db


def _printed(found: Statement) -> tuple[Any, ...]:
    """What a statement says, without the rows' own numbers."""
    rows = tuple((row.value_on, row.amount, row.interest, row.balance) for row in found.standing)
    charges = tuple((row.charged_on, row.amount) for row in found.charges)
    return found.as_of, rows, charges, found.owed


@pytest.fixture
def printed(clock: FixedClock) -> dict[tuple[int, date], tuple[Any, ...]]:
    """The statement of each assignment, printed at the end of each day of two months."""
    kept: dict[tuple[int, date], tuple[Any, ...]] = {}

    def keep(on: date) -> None:
        for one in Assignment.objects.filter(number__isnull=False).order_by("number"):
            kept[one.number or 0, on] = _printed(statement_of(one, on))

    live(clock, keep)
    return kept


def test_a_statement_as_known_on_a_day_prints_as_it_did_then(
    printed: dict[tuple[int, date], tuple[Any, ...]],
) -> None:
    assert len(printed) == 23
    for (number, on), then in printed.items():
        assignment = Assignment.objects.get(number=number)
        assert _printed(statement_of(assignment, on, known_on=on)) == then, (number, on)


def test_a_late_payment_counts_from_its_value_date_in_what_is_known_now(
    printed: dict[tuple[int, date], tuple[Any, ...]],
) -> None:
    assignment = Assignment.objects.get(number=1)
    before = LATE_ON - timedelta(days=1)
    then, now = statement_of(assignment, before, known_on=before), statement_of(assignment, before)
    assert {row.value_on for row in now.standing} - {row.value_on for row in then.standing} == {
        LATE_VALUE_ON
    }
    assert then.owed is not None
    assert now.owed is not None
    assert then.owed.total - now.owed.total > 1_500
    assert not then.undone
    assert [row.reverses_id is None for row in now.undone] == [True, True, False, False]


def test_a_charge_is_known_when_it_was_confirmed_not_when_the_bank_made_it(
    printed: dict[tuple[int, date], tuple[Any, ...]],
) -> None:
    """Returned by the bank on 5 February, confirmed here on the 9th."""
    assignment = Assignment.objects.get(number=2)
    day = date(2026, 2, 6)
    assert len(statement_of(assignment, day, known_on=day).charges) == 0
    assert len(statement_of(assignment, day, known_on=date(2026, 2, 9)).charges) == 1
    assert len(statement_of(assignment, day).charges) == 1


def test_the_paper_says_what_the_page_says(
    printed: dict[tuple[int, date], tuple[Any, ...]],
) -> None:
    for number, on in printed:
        assignment = Assignment.objects.get(number=number)
        if assignment.disbursed_on is None or on < assignment.disbursed_on:
            continue
        owed, page = form_22(assignment, on, on).owed, statement_of(assignment, on, on).owed
        assert page is not None
        assert owed is not None
        assert (owed.capital, owed.interest, owed.total) == (
            page.capital,
            page.interest,
            page.total,
        )


def test_what_is_owed_is_what_the_kept_position_gives(clock: FixedClock) -> None:
    """After each day, computed anew from the evidence, and from the columns kept for speed."""

    def hold(on: date) -> None:
        for one in Assignment.objects.filter(state__in=("live", "paid_off")):
            for day in (on, on + timedelta(days=17), on + timedelta(days=90)):
                assert statement_of(one, day).owed == owed_on(one, day), (one, on, day)

    live(clock, hold)


def test_before_the_money_left_nothing_is_owed(clock: FixedClock) -> None:
    live(clock, lambda _on: None)
    one = Assignment.objects.get(number=2)
    early = date(2026, 1, 6)
    assert statement_of(one, early).owed is None
    assert statement_of(one, LATE_ON, known_on=early).owed is None


def test_many_statements_cost_two_queries(
    clock: FixedClock, django_assert_num_queries: Any
) -> None:
    live(clock, lambda _on: None)
    assignments = list(Assignment.objects.order_by("pk"))
    with django_assert_num_queries(2):
        found = statements_of(assignments, LATE_ON)
    for one, together in zip(assignments, found, strict=True):
        assert _printed(together) == _printed(statement_of(one, LATE_ON))
