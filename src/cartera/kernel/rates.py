"""Interest between two days: rate bases, day counts and compounding, unrounded.

Days are counted first day out, last day in. Every rate is nominal: a monthly rate is a twelfth
of the annual one. docs/algorithms/interest.md works each convention out.
"""

from datetime import date
from decimal import Decimal
from typing import Final, Literal, get_args

RateBasis = Literal["monthly", "annual"]
DayCount = Literal["days/30", "actual/360", "actual/365", "actual/actual"]
Compounding = Literal["simple", "daily"]

RATE_BASES: Final[tuple[str, ...]] = get_args(RateBasis)
DAY_COUNTS: Final[tuple[str, ...]] = get_args(DayCount)
COMPOUNDINGS: Final[tuple[str, ...]] = get_args(Compounding)

_YEAR_DAYS: Final[dict[str, int]] = {"days/30": 360, "actual/360": 360, "actual/365": 365}
_MONTHS: Final = 12
_ONE: Final = Decimal(1)
_NOTHING: Final = Decimal(0)


def days_between(from_on: date, to_on: date) -> int:
    """The days counted from `from_on` (out) to `to_on` (in). A reversed pair is a ValueError."""
    days = (to_on - from_on).days
    if days < 0:
        raise ValueError(f"{to_on} is before {from_on}")
    return days


def interest(
    capital: Decimal,
    rate_pct: Decimal,
    basis: RateBasis,
    day_count: DayCount,
    compounding: Compounding,
    from_on: date,
    to_on: date,
) -> Decimal:
    """The interest on `capital` from `from_on` (out) to `to_on` (in), not rounded.

    `rate_pct` is a nominal percentage for each month or year, as `basis` says. A reversed pair of
    days is a ValueError.
    """
    days = days_between(from_on, to_on)
    if not days or not capital or not rate_pct:
        return _NOTHING
    yearly_pct = rate_pct * _MONTHS if basis == "monthly" else rate_pct
    if compounding == "daily":
        return capital * (_growth(yearly_pct, day_count, from_on, to_on) - _ONE)
    if day_count == "actual/actual":
        return sum(
            (capital * yearly_pct * n / (100 * year) for n, year in _by_year(from_on, to_on)),
            _NOTHING,
        )
    return capital * yearly_pct * days / (100 * _YEAR_DAYS[day_count])


def _growth(yearly_pct: Decimal, day_count: DayCount, from_on: date, to_on: date) -> Decimal:
    """What one unit grows to when each day's interest earns interest the next day."""
    if day_count != "actual/actual":
        days = days_between(from_on, to_on)
        return (_ONE + yearly_pct / (100 * _YEAR_DAYS[day_count])) ** days
    growth = _ONE
    for days, year_days in _by_year(from_on, to_on):
        growth *= (_ONE + yearly_pct / (100 * year_days)) ** days
    return growth


def _by_year(from_on: date, to_on: date) -> list[tuple[int, int]]:
    """The days counted in each calendar year, with that year's length; 1 January is in its own."""
    pieces: list[tuple[int, int]] = []
    start = from_on
    for year in range(from_on.year, to_on.year + 1):
        end = min(to_on, date(year, 12, 31))
        if days := (end - start).days:
            pieces.append((days, _length_of_year(year)))
        start = end
    return pieces


def _length_of_year(year: int) -> int:
    return (date(year, 12, 31) - date(year, 1, 1)).days + 1
