"""What an assignment costs and what it owes, by figures worked by hand."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

import pytest

from cartera.credit.assignments.refusals import (
    DayBeforeLastCharge,
    MaturityNotAfterDisbursement,
    NetIsNegative,
    NoDocuments,
)
from cartera.credit.assignments.rules import (
    Owed,
    Position,
    charge_up_to,
    effective_annual_rate,
    opening_position,
    owed_as_of,
    price,
)
from cartera.credit.lines.rules import Terms, VatConcept
from cartera.kernel.money import ZERO, AmountNotInCents, AmountNotPositive, round_cents

DISBURSED_ON = date(2026, 1, 5)
MATURES_ON = date(2026, 2, 19)
TEN_THOUSAND = [Decimal("10000.00")]
TERMS = Terms()
VAT_ON_ALL: Final[frozenset[VatConcept]] = frozenset({"commission", "interest", "default_interest"})


def cents(text: str) -> Decimal:
    return Decimal(text)


def opened(terms: Terms) -> Position:
    return opening_position(price(terms, TEN_THOUSAND, DISBURSED_ON, MATURES_ON), DISBURSED_ON)


def owed_after(terms: Terms, days: int) -> Owed:
    return owed_as_of(terms, opened(terms), MATURES_ON, DISBURSED_ON + timedelta(days=days))


def test_the_worked_example_is_priced_to_the_cent() -> None:
    priced = price(TERMS, TEN_THOUSAND, DISBURSED_ON, MATURES_ON)
    assert priced.advanced == cents("9000.00")
    assert priced.commission == cents("90.00")
    assert priced.vat == cents("11.70")
    assert priced.net == cents("8898.30")


def test_each_document_is_advanced_and_rounded_by_itself() -> None:
    priced = price(TERMS, [cents("0.05"), cents("0.05"), cents("10.15")], DISBURSED_ON, MATURES_ON)
    assert priced.advanced_each == (cents("0.05"), cents("0.05"), cents("9.14"))
    assert priced.advanced == cents("9.24")


def test_the_commission_may_be_on_the_face_amount() -> None:
    terms = replace(TERMS, commission_base="face")
    priced = price(terms, TEN_THOUSAND, DISBURSED_ON, MATURES_ON)
    assert (priced.commission, priced.vat) == (cents("100.00"), cents("13.00"))


def test_without_iva_on_commission_none_is_taken() -> None:
    terms = replace(TERMS, vat_on=frozenset())
    assert price(terms, TEN_THOUSAND, DISBURSED_ON, MATURES_ON).vat == ZERO


def test_deductions_are_taken_from_the_net() -> None:
    priced = price(TERMS, TEN_THOUSAND, DISBURSED_ON, MATURES_ON, cents("898.30"))
    assert priced.net == cents("8000.00")


def test_interest_charged_upfront_is_taken_with_its_iva_and_stays_prepaid() -> None:
    terms = replace(TERMS, interest_charged="upfront", vat_on=VAT_ON_ALL)
    priced = price(terms, TEN_THOUSAND, DISBURSED_ON, MATURES_ON)
    assert (priced.upfront_interest, priced.upfront_vat) == (cents("270.00"), cents("35.10"))
    assert priced.net == cents("8593.20")
    opening = opening_position(priced, DISBURSED_ON)
    assert (opening.prepaid_interest, opening.prepaid_vat) == (cents("270.00"), cents("35.10"))


def test_a_net_of_zero_is_a_disbursement() -> None:
    assert price(TERMS, TEN_THOUSAND, DISBURSED_ON, MATURES_ON, cents("8898.30")).net == ZERO


def test_a_net_below_zero_is_refused_with_what_does_not_fit() -> None:
    with pytest.raises(NetIsNegative) as refused:
        price(TERMS, TEN_THOUSAND, DISBURSED_ON, MATURES_ON, cents("8898.31"))
    assert refused.value.details == {"exceeds": cents("0.01")}


def test_an_assignment_without_documents_is_refused() -> None:
    with pytest.raises(NoDocuments):
        price(TERMS, [], DISBURSED_ON, MATURES_ON)


def test_a_document_that_is_not_worth_anything_is_refused_at_its_place() -> None:
    with pytest.raises(AmountNotPositive) as refused:
        price(TERMS, [*TEN_THOUSAND, ZERO], DISBURSED_ON, MATURES_ON)
    assert refused.value.field == "documents.1.amount"


def test_fractions_of_a_cent_are_refused() -> None:
    with pytest.raises(AmountNotInCents):
        price(TERMS, [cents("10.005")], DISBURSED_ON, MATURES_ON)
    with pytest.raises(AmountNotInCents):
        price(TERMS, TEN_THOUSAND, DISBURSED_ON, MATURES_ON, cents("10.005"))


@pytest.mark.parametrize("matures_on", [DISBURSED_ON, DISBURSED_ON - timedelta(days=1)])
def test_a_maturity_that_is_not_after_the_disbursement_is_refused(matures_on: date) -> None:
    with pytest.raises(MaturityNotAfterDisbursement):
        price(TERMS, TEN_THOUSAND, DISBURSED_ON, matures_on)


def test_nothing_but_capital_is_owed_on_the_day_of_the_disbursement() -> None:
    owed = owed_after(TERMS, 0)
    assert (owed.capital, owed.interest, owed.total) == (
        cents("9000.00"),
        ZERO,
        cents("9000.00"),
    )


@pytest.mark.parametrize(
    ("days", "interest", "default_interest"),
    [(1, "6.00", "0.00"), (45, "270.00", "0.00"), (46, "276.00", "8.88"), (75, "450.00", "266.30")],
)
def test_default_interest_runs_from_the_day_after_maturity_on_top(
    days: int, interest: str, default_interest: str
) -> None:
    owed = owed_after(TERMS, days)
    assert owed.interest == cents(interest)
    assert owed.default_interest == cents(default_interest)
    assert owed.total == cents("9000.00") + owed.interest + owed.default_interest


def test_default_interest_may_replace_the_ordinary() -> None:
    owed = owed_after(replace(TERMS, default_mode="replacing"), 75)
    assert (owed.interest, owed.default_interest) == (cents("270.00"), cents("266.30"))


def test_each_interest_carries_its_own_iva() -> None:
    owed = owed_after(replace(TERMS, vat_on=VAT_ON_ALL), 75)
    assert owed.vat == cents("58.50") + cents("34.62")


def test_daily_compounding_earns_on_what_it_earned() -> None:
    owed = owed_after(replace(TERMS, compounding="daily"), 30)
    assert owed.interest == cents("181.75")


def test_interest_that_was_not_paid_earns_only_where_it_compounds() -> None:
    position = replace(opened(TERMS), interest_due=cents("1000.00"))
    after = DISBURSED_ON + timedelta(days=30)
    simple = owed_as_of(TERMS, position, MATURES_ON, after)
    daily = owed_as_of(replace(TERMS, compounding="daily"), position, MATURES_ON, after)
    assert simple.interest == cents("1180.00")
    assert daily.interest == cents("1201.95")


def test_default_interest_that_was_not_paid_earns_only_where_it_compounds() -> None:
    position = Position(cents("9000.00"), MATURES_ON, default_interest_due=cents("1000.00"))
    after = MATURES_ON + timedelta(days=2)
    compounding = replace(TERMS, default_compounding="daily")
    simple = owed_as_of(TERMS, position, MATURES_ON, after)
    daily = owed_as_of(compounding, position, MATURES_ON, after)
    assert simple.default_interest == cents("1017.75")
    assert daily.default_interest == cents("1019.74")


def test_in_upfront_mode_what_has_not_run_is_the_clients() -> None:
    terms = replace(TERMS, interest_charged="upfront", vat_on=VAT_ON_ALL)
    owed = owed_after(terms, 30)
    assert (owed.interest, owed.vat) == (cents("-90.00"), cents("-11.70"))
    assert owed.total == cents("8898.30")
    assert owed_after(terms, 45).total == cents("9000.00")
    assert owed_after(terms, 46).interest == cents("6.00")


def test_iva_is_trued_up_on_the_whole_and_not_on_the_difference() -> None:
    position = replace(opened(TERMS), prepaid_interest=cents("0.50"), prepaid_vat=cents("0.07"))
    terms = replace(TERMS, vat_on=VAT_ON_ALL)
    owed = owed_as_of(terms, position, MATURES_ON, DISBURSED_ON + timedelta(days=30))
    assert (owed.interest, owed.vat) == (cents("179.50"), cents("23.33"))


def test_the_clients_money_earns_nothing() -> None:
    position = Position(capital=cents("-778.20"), charged_to=MATURES_ON)
    owed = owed_as_of(TERMS, position, MATURES_ON, MATURES_ON + timedelta(days=90))
    assert (owed.interest, owed.default_interest, owed.total) == (ZERO, ZERO, cents("-778.20"))


def test_charges_are_owed_as_they_stand() -> None:
    position = replace(opened(TERMS), charges_due=cents("25.00"))
    owed = owed_as_of(TERMS, position, MATURES_ON, DISBURSED_ON)
    assert (owed.charges, owed.total) == (cents("25.00"), cents("9025.00"))


def test_a_day_before_the_last_charge_is_refused() -> None:
    with pytest.raises(DayBeforeLastCharge):
        owed_after(TERMS, -1)


def test_charging_up_to_a_day_changes_nothing_that_is_owed_then() -> None:
    for terms in (TERMS, replace(TERMS, interest_charged="upfront", vat_on=VAT_ON_ALL)):
        late = MATURES_ON + timedelta(days=20)
        charged = charge_up_to(terms, opened(terms), MATURES_ON, late)
        assert charged.charged_to == late
        assert owed_as_of(terms, charged, MATURES_ON, late) == owed_as_of(
            terms, opened(terms), MATURES_ON, late
        )


def test_charging_up_to_a_day_takes_what_was_prepaid_first() -> None:
    terms = replace(TERMS, interest_charged="upfront", vat_on=VAT_ON_ALL)
    charged = charge_up_to(terms, opened(terms), MATURES_ON, DISBURSED_ON + timedelta(days=30))
    assert (charged.interest_due, charged.prepaid_interest) == (ZERO, cents("90.00"))
    assert charged.prepaid_vat == cents("11.70")


def test_a_later_maturity_starts_default_interest_later() -> None:
    extended = MATURES_ON + timedelta(days=30)
    owed = owed_as_of(TERMS, opened(TERMS), extended, extended)
    assert (owed.interest, owed.default_interest) == (cents("450.00"), ZERO)


def test_a_rate_of_ten_per_cent_a_year_is_found() -> None:
    flows = [(date(2025, 1, 1), cents("1000.00")), (date(2026, 1, 1), cents("-1100.00"))]
    rate = effective_annual_rate(flows)
    assert rate is not None
    assert abs(rate - 10) < Decimal("1e-12")


def test_the_rate_counts_the_commission_and_each_payment_on_its_day() -> None:
    flows = [
        (DISBURSED_ON, cents("8898.30")),
        (date(2026, 2, 4), cents("-5000.00")),
        (date(2026, 2, 19), cents("-4221.80")),
    ]
    rate = effective_annual_rate(flows)
    assert rate is not None
    assert round_cents(rate) == cents("42.45")


def test_less_repaid_than_received_is_a_rate_below_zero() -> None:
    flows = [(date(2025, 1, 1), cents("1000.00")), (date(2026, 1, 1), cents("-900.00"))]
    rate = effective_annual_rate(flows)
    assert rate is not None
    assert round_cents(rate) == cents("-10.00")


@pytest.mark.parametrize(
    "flows",
    [
        [],
        [(DISBURSED_ON, cents("1000.00"))],
        [(DISBURSED_ON, cents("1000.00")), (DISBURSED_ON, cents("-1100.00"))],
        [(DISBURSED_ON, ZERO), (MATURES_ON, cents("-1100.00"))],
    ],
)
def test_without_money_both_ways_on_two_days_there_is_no_rate(
    flows: list[tuple[date, Decimal]],
) -> None:
    assert effective_annual_rate(flows) is None
