"""How a payment is split: the order first, then what short payments and returns leave."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from cartera.credit.assignments.rules import Position, opening_position, owed_as_of, price
from cartera.credit.lines.rules import Terms
from cartera.credit.payments.refusals import PaymentBeforeLastCharge
from cartera.credit.payments.rules import (
    Charged,
    MaturityMoved,
    Paid,
    Split,
    replay,
    split_payment,
)
from cartera.kernel.money import ZERO, AmountNotInCents, AmountNotPositive

DISBURSED_ON = date(2026, 1, 5)
MATURES_ON = date(2026, 2, 19)
TERMS = Terms()
TAXED = replace(TERMS, vat_on=frozenset({"commission", "interest", "default_interest"}))
UPFRONT = replace(TAXED, interest_charged="upfront")


def after(days: int) -> date:
    return DISBURSED_ON + timedelta(days=days)


def opened(terms: Terms) -> Position:
    priced = price(terms, [Decimal("10000.00")], DISBURSED_ON, MATURES_ON)
    return opening_position(priced, DISBURSED_ON)


def paid(terms: Terms, days: int, amount: str) -> tuple[Split, Position]:
    return split_payment(terms, opened(terms), MATURES_ON, after(days), Decimal(amount))


def shown(split: Split) -> dict[str, str]:
    """The parts that are not zero."""
    parts = ("charges", "default_interest", "interest", "vat", "capital", "excess", "balance")
    return {part: str(getattr(split, part)) for part in parts if getattr(split, part)}


def test_the_worked_example_is_split_to_the_cent() -> None:
    first, position = paid(TERMS, 30, "5000.00")
    assert shown(first) == {"interest": "180.00", "capital": "4820.00", "balance": "4180.00"}
    second, position = split_payment(TERMS, position, MATURES_ON, after(45), Decimal("5000.00"))
    assert shown(second) == {
        "interest": "41.80",
        "capital": "4958.20",
        "excess": "778.20",
        "balance": "-778.20",
    }
    assert position == Position(capital=Decimal("-778.20"), charged_to=MATURES_ON)


def test_charges_then_default_then_ordinary_interest_each_with_its_iva_then_capital() -> None:
    position = replace(opened(TAXED), charges_due=Decimal("25.00"))
    split, left = split_payment(TAXED, position, MATURES_ON, after(75), Decimal("2000.00"))
    assert shown(split) == {
        "charges": "25.00",
        "default_interest": "266.30",
        "interest": "450.00",
        "vat": "93.12",
        "capital": "1165.58",
        "balance": "7834.42",
    }
    assert left == Position(capital=Decimal("7834.42"), charged_to=after(75))


@pytest.mark.parametrize(
    ("amount", "parts"),
    [
        ("10.00", {"charges": "10.00"}),
        ("25.00", {"charges": "25.00"}),
        ("26.13", {"charges": "25.00", "default_interest": "1.00", "vat": "0.13"}),
        ("325.92", {"charges": "25.00", "default_interest": "266.30", "vat": "34.62"}),
        (
            "438.92",
            {
                "charges": "25.00",
                "default_interest": "266.30",
                "interest": "100.00",
                "vat": "47.62",
            },
        ),
    ],
)
def test_a_short_payment_stops_where_the_order_takes_it(amount: str, parts: dict[str, str]) -> None:
    position = replace(opened(TAXED), charges_due=Decimal("25.00"))
    split, left = split_payment(TAXED, position, MATURES_ON, after(75), Decimal(amount))
    assert shown(split) == {**parts, "balance": "9000.00"}
    assert left.charges_due == Decimal("25.00") - split.charges
    assert left.default_interest_due == Decimal("266.30") - split.default_interest
    assert left.interest_due == Decimal("450.00") - split.interest
    assert left.charged_to == after(75)


def test_what_a_short_payment_left_is_paid_by_the_next_and_earned_nothing() -> None:
    _split, position = paid(TERMS, 30, "100.00")
    split, position = split_payment(TERMS, position, MATURES_ON, after(45), Decimal("9170.00"))
    assert shown(split) == {"interest": "170.00", "capital": "9000.00"}


def test_while_anything_is_unpaid_a_cent_of_interest_stays_due() -> None:
    position = Position(Decimal("9000.00"), DISBURSED_ON, interest_due=Decimal("0.50"))
    split, left = split_payment(TAXED, position, MATURES_ON, DISBURSED_ON, Decimal("0.56"))
    assert shown(split) == {"interest": "0.49", "vat": "0.07", "balance": "9000.00"}
    assert left.interest_due == Decimal("0.01")


def test_a_short_payment_of_a_cent_is_a_cent_of_interest() -> None:
    split, _left = paid(TAXED, 1, "0.01")
    assert shown(split) == {"interest": "0.01", "balance": "9000.00"}


def test_a_payment_on_the_day_of_the_disbursement_is_all_capital() -> None:
    split, _left = paid(TERMS, 0, "100.00")
    assert shown(split) == {"capital": "100.00", "balance": "8900.00"}


def test_what_is_paid_beyond_everything_is_the_clients() -> None:
    _split, position = paid(TERMS, 30, "10000.00")
    split, position = split_payment(TERMS, position, MATURES_ON, after(60), Decimal("50.00"))
    assert shown(split) == {"capital": "50.00", "excess": "50.00", "balance": "-870.00"}


def test_interest_charged_upfront_comes_back_for_the_days_that_did_not_run() -> None:
    split, left = paid(UPFRONT, 30, "8898.30")
    assert shown(split) == {"interest": "-90.00", "vat": "-11.70", "capital": "9000.00"}
    assert left == Position(capital=ZERO, charged_to=after(30))


def test_interest_charged_upfront_is_topped_up_for_the_days_that_ran_beyond() -> None:
    split, _left = paid(replace(UPFRONT, default_rate_pct=Decimal(0)), 50, "9033.90")
    assert shown(split) == {"interest": "30.00", "vat": "3.90", "capital": "9000.00"}


def test_after_a_part_payment_trued_up_interest_runs_in_arrears() -> None:
    split, position = paid(UPFRONT, 30, "5000.00")
    assert shown(split) == {
        "interest": "-90.00",
        "vat": "-11.70",
        "capital": "5101.70",
        "balance": "3898.30",
    }
    assert (position.prepaid_interest, position.prepaid_vat) == (ZERO, ZERO)
    split, position = split_payment(UPFRONT, position, MATURES_ON, after(45), Decimal("3942.35"))
    assert shown(split) == {"interest": "38.98", "vat": "5.07", "capital": "3898.30"}


def test_what_comes_back_pays_charges_before_capital() -> None:
    position = replace(opened(UPFRONT), charges_due=Decimal("150.00"))
    split, _left = split_payment(UPFRONT, position, MATURES_ON, after(30), Decimal("50.00"))
    assert shown(split) == {
        "charges": "150.00",
        "interest": "-90.00",
        "vat": "-11.70",
        "capital": "1.70",
        "balance": "8998.30",
    }


def test_paying_what_is_owed_leaves_nothing() -> None:
    for terms in (TERMS, TAXED, UPFRONT):
        for days in (0, 1, 45, 46, 400):
            owed = owed_as_of(terms, opened(terms), MATURES_ON, after(days))
            _split, left = split_payment(terms, opened(terms), MATURES_ON, after(days), owed.total)
            assert left == Position(capital=ZERO, charged_to=after(days))


@pytest.mark.parametrize("amount", ["0.00", "-5.00"])
def test_a_payment_of_nothing_is_refused(amount: str) -> None:
    with pytest.raises(AmountNotPositive) as refused:
        paid(TERMS, 30, amount)
    assert refused.value.field == "amount"


def test_a_payment_with_fractions_of_a_cent_is_refused() -> None:
    with pytest.raises(AmountNotInCents):
        paid(TERMS, 30, "10.001")


def test_a_float_is_not_a_payment() -> None:
    with pytest.raises(TypeError, match="money is a Decimal"):
        split_payment(TERMS, opened(TERMS), MATURES_ON, MATURES_ON, 5000.0)  # type: ignore[arg-type]


def test_a_payment_before_the_last_charge_is_refused_and_must_be_replayed() -> None:
    _split, position = paid(TERMS, 30, "100.00")
    with pytest.raises(PaymentBeforeLastCharge) as refused:
        split_payment(TERMS, position, MATURES_ON, after(29), Decimal("100.00"))
    assert "03/02/2026" in str(refused.value)


def test_replay_puts_a_backdated_payment_where_it_belongs() -> None:
    late = Paid(after(45), Decimal("5000.00"))
    backdated = Paid(after(30), Decimal("5000.00"))
    steps = replay(TERMS, opened(TERMS), MATURES_ON, [late, backdated])
    assert [step.event for step in steps] == [backdated, late]
    assert steps[-1].position.capital == Decimal("-778.20")


def test_replay_without_a_payment_that_bounced_is_as_if_it_had_not_been_paid() -> None:
    charge = Charged(after(35), Decimal("25.00"))
    steps = replay(TERMS, opened(TERMS), MATURES_ON, [charge, Paid(after(45), Decimal("5000.00"))])
    assert steps[0].split is None
    split = steps[1].split
    assert split is not None
    assert shown(split) == {
        "charges": "25.00",
        "interest": "270.00",
        "capital": "4705.00",
        "balance": "4295.00",
    }


def test_replay_moves_the_maturity_and_keeps_the_default_interest_that_ran() -> None:
    moved = MaturityMoved(after(55), after(100))
    steps = replay(TERMS, opened(TERMS), MATURES_ON, [moved])
    assert steps[0].matures_on == after(100)
    owed = owed_as_of(TERMS, steps[0].position, after(100), after(100))
    assert (owed.interest, owed.default_interest) == (Decimal("600.00"), Decimal("88.77"))


def test_replay_refuses_what_a_payment_refuses() -> None:
    with pytest.raises(PaymentBeforeLastCharge):
        replay(TERMS, opened(TERMS), MATURES_ON, [Paid(after(-1), Decimal("1.00"))])
