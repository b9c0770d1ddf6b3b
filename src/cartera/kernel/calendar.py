"""Business days, and deadlines in three units that are never taken for one another."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Final, Literal, Protocol, Self

from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _

DeadlineUnit = Literal["business_days", "hours", "days"]

SATURDAY_AND_SUNDAY: Final = frozenset({5, 6})
END_OF_DAY: Final = time(23, 59, 59, 999999)
_ONE_DAY: Final = timedelta(days=1)
_LONGEST_CLOSURE_DAYS: Final = 366


class CalendarUnknown(Refusal):
    sentence = _("No hay calendario de feriados para {country} {subdivision}.")


class NoBusinessDayInSight(Refusal):
    sentence = _("No hay un día hábil en el año que sigue al {day}; revise los días de cierre.")


class _Holidays(Protocol):
    def __contains__(self, day: date, /) -> bool: ...
    def get(self, day: date, /) -> str | None: ...


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """Which days a company works: its country's holidays, its weekend, its own closing days.

    `country` and `subdivision` are ISO 3166 codes ("SV" with "SS" has San Salvador's feast of
    August); `weekend_days` count from Monday, 0. Refused when asked: a country or subdivision
    without a calendar, a year without a business day.
    """

    country: str = "SV"
    subdivision: str | None = None
    closing_days: frozenset[date] = frozenset()
    weekend_days: frozenset[int] = SATURDAY_AND_SUNDAY

    def is_business_day(self, day: date) -> bool:
        """Whether the company works on `day`."""
        return (
            day.weekday() not in self.weekend_days
            and day not in self.closing_days
            and day not in _holidays_of(self.country, self.subdivision)
        )

    def next_business_day(self, day: date) -> date:
        """The first business day after `day`, itself not counted."""
        return self._first(day, _ONE_DAY)

    def previous_business_day(self, day: date) -> date:
        """The last business day before `day`, itself not counted."""
        return self._first(day, -_ONE_DAY)

    def on_or_after(self, day: date) -> date:
        """`day` where it is a business day, else the next one."""
        return day if self.is_business_day(day) else self.next_business_day(day)

    def add_business_days(self, day: date, n: int) -> date:
        """The n-th business day after `day`; with n = 0, `day` or the next business day.

        A negative n is a ValueError.
        """
        if n < 0:
            raise ValueError("business days are counted forwards")
        if n == 0:
            return self.on_or_after(day)
        for _step in range(n):
            day = self.next_business_day(day)
        return day

    def business_days_between(self, after: date, upto: date) -> int:
        """How many business days lie after `after` and up to `upto`, that one included."""
        days = (after + timedelta(days=n) for n in range(1, (upto - after).days + 1))
        return sum(1 for day in days if self.is_business_day(day))

    def feasts_in(self, year: int) -> list[tuple[date, str]]:
        """The country's holidays of a year, each with its name."""
        found = _holidays_of(self.country, self.subdivision)
        days = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
        return [(day, found.get(day) or "") for day in days if day.year == year and day in found]

    def closed_also_on(self, *days: date) -> Self:
        """The same calendar with these closing days more: a holiday decreed later."""
        return replace(self, closing_days=self.closing_days | set(days))

    def _first(self, day: date, step: timedelta) -> date:
        found = day
        for _try in range(_LONGEST_CLOSURE_DAYS):
            found += step
            if self.is_business_day(found):
                return found
        raise NoBusinessDayInSight(day=day)


@dataclass(frozen=True, slots=True)
class Deadline:
    """How long a step may take: an amount of business days, hours or days.

    Business days and days end with the day, where the company is; the day of the start is not
    counted. Hours run through nights, weekends and holidays. A negative amount or another unit is
    a ValueError.
    """

    amount: int
    unit: DeadlineUnit = "business_days"

    def __post_init__(self) -> None:
        if self.amount < 0 or self.unit not in ("business_days", "hours", "days"):
            raise ValueError(f"no deadline of {self.amount} {self.unit}")

    def due_at(self, start: datetime, calendar: BusinessCalendar, tz: tzinfo) -> datetime:
        """The last instant, in `tz`, that still meets the deadline. A naive start: ValueError."""
        if start.utcoffset() is None:
            raise ValueError("a deadline starts at an instant with its time zone")
        if self.unit == "hours":
            return (start.astimezone(UTC) + timedelta(hours=self.amount)).astimezone(tz)
        started_on = start.astimezone(tz).date()
        return datetime.combine(self._due_on(started_on, calendar), END_OF_DAY, tz)

    def _due_on(self, started_on: date, calendar: BusinessCalendar) -> date:
        if self.unit == "days":
            return started_on + timedelta(days=self.amount)
        return calendar.add_business_days(started_on, self.amount)


@lru_cache(maxsize=32)
def _holidays_of(country: str, subdivision: str | None) -> _Holidays:
    import holidays  # half a second that only those who ask for a day should pay

    try:
        found: _Holidays = holidays.country_holidays(country, subdivision, language="es")
    except NotImplementedError:
        raise CalendarUnknown(country=country, subdivision=subdivision or "") from None
    return found
