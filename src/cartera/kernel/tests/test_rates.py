"""Interest between two days: each basis, day count and compounding, by figures worked by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartera.kernel.money import round_cents
from cartera.kernel.rates import (
    COMPOUNDINGS,
    DAY_COUNTS,
    RATE_BASES,
    Compounding,
    DayCount,
    RateBasis,
    days_between,
    interest,
)

DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))


@pytest.mark.parametrize(
    ("rate", "basis", "day_count", "compounding", "from_on", "to_on", "cents"),
    [
        ("2", "monthly", "days/30", "simple", "2026-01-05", "2026-02-04", "180.00"),
        ("24", "annual", "days/30", "simple", "2026-01-05", "2026-02-04", "180.00"),
        ("24", "annual", "actual/360", "simple", "2026-01-05", "2026-02-04", "180.00"),
        ("24", "annual", "actual/365", "simple", "2026-01-05", "2026-02-04", "177.53"),
        ("2", "monthly", "actual/365", "simple", "2026-01-05", "2026-02-04", "177.53"),
        ("24", "annual", "actual/actual", "simple", "2026-01-05", "2026-02-04", "177.53"),
        ("24", "annual", "actual/actual", "simple", "2028-01-05", "2028-02-04", "177.05"),
        ("24", "annual", "actual/actual", "simple", "2027-12-31", "2028-12-31", "2160.00"),
        ("24", "annual", "actual/actual", "simple", "2027-12-21", "2028-01-10", "118.19"),
        ("2", "monthly", "days/30", "daily", "2026-01-05", "2026-02-04", "181.75"),
        ("36", "annual", "actual/365", "daily", "2026-01-05", "2026-01-07", "17.76"),
        ("2", "monthly", "days/30", "simple", "2028-02-28", "2028-03-01", "12.00"),
        ("2", "monthly", "days/30", "simple", "2026-02-28", "2026-03-01", "6.00"),
        ("2", "monthly", "days/30", "simple", "2026-01-05", "2026-01-05", "0.00"),
        ("0", "monthly", "days/30", "daily", "2026-01-05", "2026-02-05", "0.00"),
    ],
)
def test_interest_on_nine_thousand(
    rate: str,
    basis: RateBasis,
    day_count: DayCount,
    compounding: Compounding,
    from_on: str,
    to_on: str,
    cents: str,
) -> None:
    earned = interest(
        Decimal(9000),
        Decimal(rate),
        basis,
        day_count,
        compounding,
        date.fromisoformat(from_on),
        date.fromisoformat(to_on),
    )
    assert round_cents(earned) == Decimal(cents)


def test_interest_is_not_rounded() -> None:
    earned = interest(
        Decimal("100.00"),
        Decimal(1),
        "monthly",
        "days/30",
        "simple",
        date(2026, 1, 1),
        date(2026, 1, 2),
    )
    assert Decimal("0.03333333333333") < earned < Decimal("0.03333333333334")


@pytest.mark.parametrize("basis", RATE_BASES)
@pytest.mark.parametrize("day_count", DAY_COUNTS)
@pytest.mark.parametrize("compounding", COMPOUNDINGS)
@given(days=st.tuples(DAYS, DAYS, DAYS))
def test_a_day_between_does_not_change_what_is_earned(
    basis: RateBasis,
    day_count: DayCount,
    compounding: Compounding,
    days: tuple[date, date, date],
) -> None:
    start, middle, end = sorted(days)
    capital, rate = Decimal(1000), Decimal("2.5")

    def earned(on: Decimal, from_on: date, to_on: date) -> Decimal:
        return interest(on, rate, basis, day_count, compounding, from_on, to_on)

    first = earned(capital, start, middle)
    carried = capital + first if compounding == "daily" else capital
    whole = earned(capital, start, end)
    pieces = first + earned(carried, middle, end)
    assert abs(pieces - whole) <= abs(whole) * Decimal("1e-20") + Decimal("1e-20")


@given(DAYS, st.integers(0, 4000))
def test_each_day_of_a_year_has_its_share_of_it(start: date, days: int) -> None:
    one_by_one = sum(
        1 / Decimal(366 if (start + timedelta(days=n)).year % 4 == 0 else 365)
        for n in range(1, days + 1)
    )
    at_once = interest(
        Decimal(100),
        Decimal(1),
        "annual",
        "actual/actual",
        "simple",
        start,
        start + timedelta(days=days),
    )
    assert abs(at_once - one_by_one) < Decimal("1e-20")


def test_days_are_counted_first_out_last_in() -> None:
    assert days_between(date(2026, 1, 5), date(2026, 2, 4)) == 30
    assert days_between(date(2026, 1, 5), date(2026, 1, 5)) == 0


def test_reversed_days_are_an_error() -> None:
    with pytest.raises(ValueError, match="is before"):
        days_between(date(2026, 1, 5), date(2026, 1, 4))
