"""What a figure said at the end of a day is what it says of that day for ever."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from cartera.credit.assignments.models import AssignedDocument, Assignment
from cartera.credit.payments.models import Application
from cartera.kernel.clock import FixedClock, now
from cartera.kernel.money import ZERO
from cartera.reports.figures.ageing import ageing_by_debtor, ageing_in_all
from cartera.reports.figures.asking import AsOf, as_of
from cartera.reports.figures.availability import lines_in_use
from cartera.reports.figures.concentration import debtor_shares
from cartera.reports.figures.maturities import maturities_from
from cartera.reports.figures.portfolio import (
    capital_of,
    portfolio_by_client,
    portfolio_by_situation,
)
from cartera.reports.figures.waiting import waiting_by_procedure
from tests.figures.months import LAST, LATE_ON, live, open_tasks

pytestmark = pytest.mark.django_db


def _figures(asked: AsOf) -> dict[str, Any]:
    """All that can be asked of a past day; what operations in process reserve is not kept."""
    return {
        "by situation": portfolio_by_situation(asked),
        "by client": portfolio_by_client(asked),
        "ageing": ageing_by_debtor(asked),
        "ahead": maturities_from(asked),
        "lines": [replace(line, reserved=ZERO) for line in lines_in_use(asked)],
    }


@pytest.fixture
def printed(clock: FixedClock) -> dict[date, dict[str, Any]]:
    """The figures of each day of two months, read at its end."""
    kept: dict[date, dict[str, Any]] = {}

    def keep(on: date) -> None:
        kept[on] = _figures(as_of(on, on))

    live(clock, keep)
    return kept


def test_the_figures_of_a_past_day_are_what_they_were(printed: dict[date, dict[str, Any]]) -> None:
    assert len(printed) == 12
    for on, figures in printed.items():
        again = _figures(AsOf(on, is_now=False))
        assert again == figures, on


def test_a_late_payment_changed_what_came_after_it(printed: dict[date, dict[str, Any]]) -> None:
    """Otherwise the test above would prove nothing."""
    before, after = printed[date(2026, 2, 9)], printed[LATE_ON]
    assert capital_of(before["by client"]) - capital_of(after["by client"]) > 1_400
    assert before["ageing"] != after["ageing"]
    assert [line.approved for line in before["lines"]] == [Decimal(100_000), Decimal(60_000)]
    assert [line.approved for line in after["lines"]] == [Decimal(100_000), Decimal(45_000)]
    situations = {on: [row.assignments for row in f["by situation"]] for on, f in printed.items()}
    assert situations[date(2026, 1, 7)] == [2, 0, 0]
    assert situations[date(2026, 2, 4)] == [1, 1, 0]
    assert situations[date(2026, 3, 2)] == [0, 1, 1]
    assert situations[date(2026, 3, 6)] == [0, 0, 1]


def test_every_breakdown_adds_up_to_the_same_whole(printed: dict[date, dict[str, Any]]) -> None:
    for on, figures in printed.items():
        capital = capital_of(figures["by situation"])
        assert capital_of(figures["by client"]) == capital, on
        assert sum((line.outstanding for line in figures["lines"]), ZERO) == capital, on
        for row in figures["ageing"]:
            assert sum(row.parts) == row.total, on
        whole = sum((row.total for row in figures["ageing"]), ZERO)
        assert sum(ageing_in_all(figures["ageing"])) == whole, on
        shares = debtor_shares(figures["ageing"])
        assert abs(sum((row.share_pct for row in shares), ZERO) - 100) <= Decimal("0.02"), on
        current = sum((row.parts[0] for row in figures["ageing"]), ZERO)
        ahead = sum((row.to_collect for row in figures["ahead"]), ZERO)
        beyond = _due_after(on + timedelta(days=29), on)
        assert ahead + beyond == current, on


def test_the_figures_are_those_of_an_independent_reckoning(
    printed: dict[date, dict[str, Any]],
) -> None:
    """Each assignment and document added up by itself, in Python, from the rows of evidence."""
    for on, figures in printed.items():
        owed = {
            one.pk: one.amount_advanced - _paid_by(on, assignment=one.pk, of="capital")
            for one in Assignment.objects.filter(disbursed_on__lte=on)
            if one.settled_on is None or one.settled_on > on
        }
        assert capital_of(figures["by client"]) == sum(max(c, ZERO) for c in owed.values()), on
        excess = sum((row.excess for row in figures["by situation"]), ZERO)
        assert excess == sum(max(-c, ZERO) for c in owed.values()), on
        left = sum(_left_of(document, on) for document in _documents(on))
        if on < date(2026, 3, 10):  # the day on which the last document went back to its client
            assert sum((row.total for row in figures["ageing"]), ZERO) == left, on


def test_a_day_to_come_is_read_as_today(clock: FixedClock) -> None:
    assert as_of(LAST, LATE_ON) == AsOf(LATE_ON, is_now=True)
    assert as_of(LATE_ON, LAST) == AsOf(LATE_ON, is_now=False)


def test_work_waits_by_procedure(clock: FixedClock) -> None:
    live(clock, lambda _on: None)
    rows = waiting_by_procedure(now())
    assert {row.procedure: row.tasks for row in rows} == open_tasks()
    assert all(row.since <= now() and row.overdue <= row.tasks for row in rows)


def test_an_empty_company_has_figures_too(clock: FixedClock) -> None:
    asked = as_of(LAST, LAST)
    assert capital_of(portfolio_by_situation(asked)) == ZERO
    assert ageing_in_all(ageing_by_debtor(asked)) == (ZERO,) * 5
    assert len(maturities_from(asked)) == 30


def _paid_by(on: date, of: str, **whose: int) -> Decimal:
    rows = Application.objects.filter(applied_on__lte=on, **whose).values_list(of, flat=True)
    return sum(rows, ZERO)


def _documents(on: date) -> list[AssignedDocument]:
    found = AssignedDocument.objects.filter(assignment__disbursed_on__lte=on)
    return [d for d in found.select_related("assignment") if not _is_settled(d, on)]


def _is_settled(document: AssignedDocument, on: date) -> bool:
    settled_on = document.assignment.settled_on
    return settled_on is not None and settled_on <= on


def _left_of(document: AssignedDocument, on: date) -> Decimal:
    paid = sum(
        (_paid_by(on, of="amount", payment=payment.pk) for payment in document.payments.all()), ZERO
    )
    return max(document.amount - paid, ZERO)


def _due_after(last: date, on: date) -> Decimal:
    return sum((_left_of(d, on) for d in _documents(on) if d.due_on > last), ZERO)
