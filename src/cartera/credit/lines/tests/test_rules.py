"""Terms: the conventions of a line as plain values."""

from dataclasses import FrozenInstanceError
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartera.credit.lines.refusals import TermsMissing, TermUnknown, TermValueUnknown
from cartera.credit.lines.rules import VAT_CONCEPTS, Terms
from cartera.kernel.money import (
    AmountMissing,
    AmountNotText,
    AmountUnreadable,
    PercentageOutOfRange,
)
from cartera.kernel.rates import COMPOUNDINGS, DAY_COUNTS, RATE_BASES
from cartera.kernel.refusals import Refusal, Refusals

PRINTED = {
    "advance_pct": "90",
    "commission_pct": "1",
    "commission_base": "advanced",
    "rate_pct": "2",
    "rate_basis": "monthly",
    "day_count": "days/30",
    "compounding": "simple",
    "interest_charged": "arrears",
    "default_rate_pct": "36",
    "default_basis": "annual",
    "default_day_count": "actual/365",
    "default_compounding": "simple",
    "default_mode": "added",
    "vat_pct": "13",
    "vat_on": ["commission"],
}
PERCENTAGES = st.decimals(Decimal("0.000001"), Decimal(100), places=6)
ANY_TERMS = st.builds(
    Terms,
    advance_pct=PERCENTAGES,
    commission_pct=PERCENTAGES,
    commission_base=st.sampled_from(["advanced", "face"]),
    rate_pct=PERCENTAGES,
    rate_basis=st.sampled_from(RATE_BASES),
    day_count=st.sampled_from(DAY_COUNTS),
    compounding=st.sampled_from(COMPOUNDINGS),
    interest_charged=st.sampled_from(["arrears", "upfront"]),
    default_mode=st.sampled_from(["added", "replacing"]),
    vat_on=st.frozensets(st.sampled_from(VAT_CONCEPTS)),
)


def test_what_is_left_out_has_the_default_of_the_source() -> None:
    assert Terms.from_json({}) == Terms()
    assert Terms().to_json() == PRINTED


@given(ANY_TERMS)
def test_terms_come_back_from_their_json(terms: Terms) -> None:
    assert Terms.from_json(terms.to_json()) == terms


def test_two_spellings_of_the_same_terms_have_one_json() -> None:
    spelled = Terms.from_json({"rate_pct": "2.50", "vat_on": ["interest", "commission"]})
    assert spelled.to_json() == {
        **PRINTED,
        "rate_pct": "2.5",
        "vat_on": ["commission", "interest"],
    }


def test_terms_do_not_change_once_made() -> None:
    with pytest.raises(FrozenInstanceError):
        Terms().rate_pct = Decimal(3)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("key", "value", "refusal"),
    [
        ("interest_rate", "2", TermUnknown),
        ("rate_basis", "weekly", TermValueUnknown),
        ("day_count", "30/360", TermValueUnknown),
        ("compounding", None, TermValueUnknown),
        ("default_mode", ["added"], TermValueUnknown),
        ("vat_on", ["capital"], TermValueUnknown),
        ("vat_on", [["commission"]], TermValueUnknown),
        ("vat_on", "commission", TermValueUnknown),
        ("rate_pct", "dos", AmountUnreadable),
        ("rate_pct", 2.5, AmountNotText),
        ("rate_pct", "", AmountMissing),
        ("advance_pct", "100.01", PercentageOutOfRange),
        ("advance_pct", "0", PercentageOutOfRange),
        ("vat_pct", "101", PercentageOutOfRange),
    ],
)
def test_a_term_that_is_wrong_is_refused_at_its_place(
    key: str, value: object, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal) as refused:
        Terms.from_json({key: value})
    assert refused.value.field == f"terms.{key}"


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(Refusals) as refused:
        Terms.from_json({"rate_pct": "x", "plazo": "45", "vat_pct": "13"}, "line.terms")
    assert [refusal.field for refusal in refused.value] == [
        "line.terms.rate_pct",
        "line.terms.plazo",
    ]


@pytest.mark.parametrize("typed", [None, [], "terms", 2])
def test_terms_that_are_no_mapping_are_refused(typed: object) -> None:
    with pytest.raises(TermsMissing):
        Terms.from_json(typed)


def test_terms_made_in_code_are_checked_too() -> None:
    with pytest.raises(PercentageOutOfRange):
        Terms(advance_pct=Decimal(101))
    with pytest.raises(TermValueUnknown):
        Terms(day_count="30E/360")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="money is a Decimal"):
        Terms(rate_pct=2.0)  # type: ignore[arg-type]
