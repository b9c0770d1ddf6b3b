"""The figures of FORM-23, and that they are the statement's balance turned round."""

from datetime import date
from decimal import Decimal

import pytest

from cartera.credit.assignments.rules import Position, opening_position, price
from cartera.credit.lines.rules import Terms
from cartera.credit.payments.rules import Charged, Paid, Split, replay
from cartera.credit.settlements.refusals import (
    AssignmentStillOwed,
    ReturnIsNegative,
    SettlementDiffersFromStatement,
)
from cartera.credit.settlements.rules import (
    SettlementExtras,
    check_against_statement,
    settle,
    settlement_figures,
)
from cartera.kernel.money import ZERO

DISBURSED_ON = date(2026, 1, 5)
MATURES_ON = date(2026, 2, 19)
ADVANCED = Decimal("9000.00")
COLLECTED = Decimal("10000.00")
TERMS = Terms()
EXTRAS = SettlementExtras(
    other_credits=Decimal("12.00"),
    other_charges=Decimal("3.00"),
    rejected_cheque_charges=Decimal("25.00"),
    rejected_cheque_interest=Decimal("4.00"),
    vat=Decimal("3.25"),
    deductions=Decimal("100.00"),
)


def on_time(*more: Charged) -> tuple[list[Split], Position]:
    """The worked example: 5,000.00 on day 30 and again on day 45."""
    opening = opening_position(
        price(TERMS, [Decimal("10000.00")], DISBURSED_ON, MATURES_ON), DISBURSED_ON
    )
    payments = [Paid(on, Decimal("5000.00")) for on in (date(2026, 2, 4), MATURES_ON)]
    steps = replay(TERMS, opening, MATURES_ON, [*more, *payments])
    return [step.split for step in steps if step.split], steps[-1].position


def test_the_worked_example_returns_what_its_balance_says() -> None:
    splits, final = on_time()
    figures = settle(COLLECTED, ADVANCED, splits, final)
    assert figures.interest == Decimal("221.80")
    assert figures.amount_settled == Decimal("778.20")
    assert figures.amount_to_return == Decimal("778.20") == -final.capital


def test_credits_are_added_and_charges_and_deductions_taken() -> None:
    splits, final = on_time()
    figures = settle(COLLECTED, ADVANCED, splits, final, EXTRAS)
    assert figures.amount_settled == Decimal("778.20")
    assert figures.amount_to_return == Decimal("654.95") == -final.capital + EXTRAS.net


def test_charges_that_a_payment_paid_are_printed_and_taken_once() -> None:
    splits, final = on_time(Charged(date(2026, 2, 1), Decimal("25.00")))
    figures = settle(COLLECTED, ADVANCED, splits, final)
    assert figures.rejected_cheque_charges == Decimal("25.00")
    assert figures.amount_to_return == -final.capital == Decimal("752.95")


def test_nothing_to_return_is_a_settlement_too() -> None:
    splits, final = on_time()
    extras = SettlementExtras(deductions=Decimal("778.20"))
    assert settle(COLLECTED, ADVANCED, splits, final, extras).amount_to_return == ZERO


def test_deductions_beyond_what_there_is_are_refused() -> None:
    splits, final = on_time()
    with pytest.raises(ReturnIsNegative) as refused:
        settle(COLLECTED, ADVANCED, splits, final, SettlementExtras(deductions=Decimal("778.21")))
    assert refused.value.details == {"exceeds": Decimal("0.01")}


@pytest.mark.parametrize(
    "owing",
    [
        Position(Decimal("0.01"), MATURES_ON),
        Position(ZERO, MATURES_ON, interest_due=Decimal("0.01")),
        Position(ZERO, MATURES_ON, default_interest_due=Decimal("0.01")),
        Position(Decimal("-5.00"), MATURES_ON, charges_due=Decimal("0.01")),
    ],
)
def test_an_assignment_that_owes_a_cent_is_not_settled(owing: Position) -> None:
    splits, _final = on_time()
    with pytest.raises(AssignmentStillOwed) as refused:
        settle(COLLECTED, ADVANCED, splits, owing)
    assert refused.value.details == {"owed": Decimal("0.01")}


@pytest.mark.parametrize(
    ("collected", "balance"), [("10000.01", "-778.20"), ("10000.00", "-778.19")]
)
def test_figures_that_differ_from_the_statement_are_refused(collected: str, balance: str) -> None:
    splits, _final = on_time()
    figures = settlement_figures(Decimal(collected), ADVANCED, splits)
    with pytest.raises(SettlementDiffersFromStatement):
        check_against_statement(figures, Decimal(balance))
