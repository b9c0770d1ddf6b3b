"""Amounts: one rounding, strict reading, writing, sharing out."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartera.kernel.money import (
    PLAIN,
    ZERO,
    AmountInExponent,
    AmountMisgrouped,
    AmountMissing,
    AmountNotInCents,
    AmountNotPositive,
    AmountNotText,
    AmountSigned,
    AmountTooLarge,
    AmountTooManyDecimals,
    AmountUnreadable,
    AmountWrongMark,
    format_amount,
    parse_amount,
    parse_percentage,
    positive_cents,
    round_cents,
    share_out,
)
from cartera.kernel.refusals import Refusal

AMOUNTS = st.decimals(Decimal(0), Decimal("99999999999999.99"), places=2)


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [
        ("0.005", "0.01"),
        ("0.015", "0.02"),
        ("0.025", "0.03"),
        ("2.675", "2.68"),
        ("1.0049999999", "1.00"),
        ("-0.005", "-0.01"),
        ("-0.0049", "0.00"),
        ("7", "7.00"),
    ],
)
def test_amounts_are_rounded_half_up(exact: str, rounded: str) -> None:
    assert round_cents(Decimal(exact)) == Decimal(rounded)


@pytest.mark.parametrize("not_money", [1.1, 1, "1.10", None, True])
def test_only_a_decimal_is_money(not_money: object) -> None:
    with pytest.raises(TypeError, match="money is a Decimal"):
        round_cents(not_money)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "locale", "amount"),
    [
        ("1,234.56", "es_SV", "1234.56"),
        ("1234.56", "es_SV", "1234.56"),
        (" 7 ", "es_SV", "7.00"),
        ("0.5", "es_SV", "0.50"),
        ("1,234", "es_SV", "1234.00"),
        ("12,345,678.90", "es_SV", "12345678.90"),
        ("99999999999999.99", "es_SV", "99999999999999.99"),
        ("000000000000000000012.00", "es_SV", "12.00"),
        ("1.234,56", "es_CO", "1234.56"),
        ("1234,56", "es_CO", "1234.56"),
        ("1.234", "es_CO", "1234.00"),
        ("1234.56", PLAIN, "1234.56"),
    ],
)
def test_an_amount_is_read_as_its_country_writes_it(text: str, locale: str, amount: str) -> None:
    assert parse_amount(text, locale) == Decimal(amount)
    assert str(parse_amount(text, locale)) == amount


def test_a_whole_number_of_json_is_an_amount_and_a_sign_is_read_where_it_may_stand() -> None:
    assert parse_amount(12, PLAIN) == Decimal(12)
    assert parse_amount("-1,250.10", signed=True) == Decimal("-1250.10")


@pytest.mark.parametrize(
    ("text", "locale", "refusal"),
    [
        ("1234,56", "es_SV", AmountWrongMark),
        ("1.234,56", "es_SV", AmountWrongMark),
        ("0,5", "es_SV", AmountWrongMark),
        ("1234.56", "es_CO", AmountWrongMark),
        ("1,234.56", "es_CO", AmountWrongMark),
        ("1,234.56", PLAIN, AmountWrongMark),
        ("1,234", PLAIN, AmountWrongMark),
        ("1234.5678", "es_SV", AmountTooManyDecimals),
        ("1.234", "es_SV", AmountTooManyDecimals),
        ("1234,5678", "es_CO", AmountTooManyDecimals),
        ("1,23.00", "es_SV", AmountMisgrouped),
        ("1234,567.00", "es_SV", AmountMisgrouped),
        ("1,,234", "es_SV", AmountMisgrouped),
        ("1.2.3", "es_SV", AmountMisgrouped),
        ("1.23,00", "es_CO", AmountMisgrouped),
        ("NaN", "es_SV", AmountUnreadable),
        ("Infinity", "es_SV", AmountUnreadable),
        ("mil", "es_SV", AmountUnreadable),
        ("$5.00", "es_SV", AmountUnreadable),
        ("5.", "es_SV", AmountUnreadable),
        (".5", "es_SV", AmountUnreadable),
        ("1_000", "es_SV", AmountUnreadable),
        ("٣٤", "es_SV", AmountUnreadable),
        ("1 234.00", "es_SV", AmountUnreadable),
        ("=1+1", "es_SV", AmountUnreadable),
        ("1e5", "es_SV", AmountInExponent),
        ("-2.5E+10", "es_SV", AmountInExponent),
        ("-5.00", "es_SV", AmountSigned),
        ("+5.00", "es_SV", AmountSigned),
        ("100000000000000", "es_SV", AmountTooLarge),
        ("9" * 5000, "es_SV", AmountTooLarge),
        ("", "es_SV", AmountMissing),
        ("   ", "es_SV", AmountMissing),
        (None, "es_SV", AmountMissing),
        (1234.56, "es_SV", AmountNotText),
        (True, "es_SV", AmountNotText),
        ([], "es_SV", AmountNotText),
    ],
)
def test_what_is_not_an_amount_is_refused(
    text: object, locale: str, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal) as refused:
        parse_amount(text, locale, field="documents.3.amount")
    assert refused.value.field == "documents.3.amount"
    assert len(str(refused.value)) < 120


def test_the_refusal_of_the_wrong_mark_says_how_to_write_it() -> None:
    with pytest.raises(AmountWrongMark) as refused:
        parse_amount("1234,56", "es_SV")
    assert str(refused.value) == (
        "En «1234,56» los decimales se separan con «.»; escríbalo como 1,234.56."
    )


@given(AMOUNTS, st.sampled_from(["es_SV", "es_CO", PLAIN]))
def test_what_is_written_reads_back(amount: Decimal, locale: str) -> None:
    assert parse_amount(format_amount(amount, locale), locale) == amount


@given(st.text(alphabet="0123456789.,-+eE $", max_size=12))
def test_whatever_is_typed_is_read_exactly_or_refused(text: str) -> None:
    try:
        amount = parse_amount(text, "es_SV")
    except Refusal:
        return
    assert Decimal(text.strip().replace(",", "")) == amount


def test_amounts_are_written_with_two_decimals() -> None:
    assert format_amount(Decimal("1234567.895")) == "1,234,567.90"
    assert format_amount(Decimal("-1234.5"), "es_CO") == "-1.234,50"
    assert format_amount(ZERO, PLAIN) == "0.00"


def test_a_percentage_keeps_its_decimals() -> None:
    assert parse_percentage("2.125") == Decimal("2.125")
    assert parse_percentage("2,5", "es_CO") == Decimal("2.5")


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("2,5", AmountWrongMark),
        ("1000", AmountTooLarge),
        ("1.2345678", AmountTooManyDecimals),
        ("-1", AmountSigned),
        ("2%", AmountUnreadable),
    ],
)
def test_what_is_not_a_percentage_is_refused(text: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        parse_percentage(text)


def test_an_amount_to_pay_is_positive_and_in_cents() -> None:
    assert positive_cents(Decimal("0.01")) == Decimal("0.01")


@pytest.mark.parametrize("amount", ["0.00", "-1.00", "NaN", "Infinity"])
def test_an_amount_that_is_not_positive_is_refused(amount: str) -> None:
    with pytest.raises(AmountNotPositive):
        positive_cents(Decimal(amount))


def test_an_amount_with_fractions_of_a_cent_is_refused() -> None:
    with pytest.raises(AmountNotInCents):
        positive_cents(Decimal("1.005"))


def test_a_total_is_shared_out_to_the_last_cent() -> None:
    thirds = share_out(Decimal("100.00"), [Decimal(1)] * 3)
    assert sorted(thirds) == [Decimal("33.33"), Decimal("33.33"), Decimal("33.34")]


@given(AMOUNTS, st.lists(st.decimals(0, 10**9, places=2), min_size=1).filter(any))
def test_shares_sum_to_the_whole(total: Decimal, weights: list[Decimal]) -> None:
    shares = share_out(total, weights)
    assert sum(shares) == total
    assert min(shares) >= 0


def test_nothing_to_share_by_is_an_error() -> None:
    with pytest.raises(ValueError, match="more than zero"):
        share_out(Decimal("1.00"), [])
