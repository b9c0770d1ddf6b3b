"""Business days and deadlines: the 150 cases of time that the design asks for."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartera.kernel.calendar import (
    END_OF_DAY,
    BusinessCalendar,
    CalendarUnknown,
    Deadline,
    DeadlineUnit,
    NoBusinessDayInSight,
)

CALENDARS = {
    "SS": BusinessCalendar("SV", "SS"),
    "SV": BusinessCalendar("SV"),
    "CO": BusinessCalendar("CO"),
}
ZONES = {
    "SS": ZoneInfo("America/El_Salvador"),
    "SV": ZoneInfo("America/El_Salvador"),
    "CO": ZoneInfo("America/Bogota"),
}

# calendar: day, + for a business day or - for none
WORKED = """
SS: 2026-01-01 - 2026-01-02 + 2026-01-03 - 2026-01-04 - 2026-01-05 +
SS: 2024-03-27 + 2024-03-28 - 2024-03-29 - 2024-03-30 - 2024-04-01 +
SS: 2025-04-16 + 2025-04-17 - 2025-04-18 - 2025-04-19 - 2025-04-21 +
SS: 2026-04-01 + 2026-04-02 - 2026-04-03 - 2026-04-04 - 2026-04-06 +
SS: 2027-03-24 + 2027-03-25 - 2027-03-26 - 2027-03-29 +
SS: 2026-07-31 + 2026-08-03 - 2026-08-04 + 2026-08-05 - 2026-08-06 - 2026-08-07 +
SS: 2027-08-02 + 2027-08-03 - 2027-08-04 + 2027-08-05 - 2027-08-06 - 2027-08-09 +
SV: 2026-08-03 + 2026-08-04 + 2026-08-05 + 2026-08-06 - 2026-08-07 +
SS: 2026-05-01 - 2026-09-15 - 2026-11-02 - 2026-12-24 + 2026-12-25 - 2026-12-31 +
SS: 2028-02-29 + 2026-02-28 - 2024-02-29 +
CO: 2026-04-01 + 2026-04-02 - 2026-04-03 - 2026-04-06 + 2026-08-03 + 2026-08-06 + 2026-08-07 -
CO: 2026-01-06 + 2026-01-12 - 2026-07-20 - 2026-08-17 - 2028-02-29 + 2026-06-29 -
"""

# calendar: where the act happened, what it allows, the last day or instant that meets it
DUE = """
SS: 2026-01-05T08:00-06:00 1 business_days 2026-01-06
SS: 2026-01-05T23:59-06:00 1 business_days 2026-01-06
SS: 2026-01-06T00:00-06:00 1 business_days 2026-01-07
SS: 2026-01-06T05:59+00:00 1 business_days 2026-01-06
SS: 2026-01-06T06:00+00:00 1 business_days 2026-01-07
CO: 2026-01-06T04:59+00:00 1 business_days 2026-01-06
CO: 2026-01-06T05:00+00:00 1 business_days 2026-01-07
CO: 2026-01-06T05:59+00:00 1 business_days 2026-01-07
SS: 2026-01-06T05:59+00:00 1 days 2026-01-06
SS: 2026-01-06T06:00+00:00 1 days 2026-01-07
CO: 2026-01-06T04:59+00:00 1 days 2026-01-06
CO: 2026-01-06T05:00+00:00 1 days 2026-01-07
SS: 2026-01-06T05:59+00:00 2 hours 2026-01-06T01:59-06:00
SS: 2026-01-06T06:00+00:00 2 hours 2026-01-06T02:00-06:00
CO: 2026-01-06T04:59+00:00 2 hours 2026-01-06T01:59-05:00
CO: 2026-01-05T23:00-05:00 1 hours 2026-01-06T00:00-05:00
SS: 2026-01-01T05:00+00:00 1 business_days 2026-01-02
SS: 2026-01-01T07:00+00:00 1 business_days 2026-01-02
CO: 2026-01-01T04:59+00:00 0 days 2025-12-31
CO: 2026-01-01T05:00+00:00 0 days 2026-01-01
SS: 2026-01-09T17:00-06:00 1 business_days 2026-01-12
SS: 2026-01-09T17:00-06:00 1 days 2026-01-10
SS: 2026-01-09T17:00-06:00 24 hours 2026-01-10T17:00-06:00
SS: 2026-01-09T17:00-06:00 48 hours 2026-01-11T17:00-06:00
SS: 2026-01-09T17:00-06:00 2 business_days 2026-01-13
SS: 2026-01-10T09:00-06:00 1 business_days 2026-01-12
SS: 2026-01-11T09:00-06:00 1 business_days 2026-01-12
SS: 2026-01-10T09:00-06:00 0 business_days 2026-01-12
SS: 2026-01-12T09:00-06:00 0 business_days 2026-01-12
SS: 2026-01-10T09:00-06:00 0 days 2026-01-10
SS: 2028-02-28T10:00-06:00 1 days 2028-02-29
SS: 2028-02-28T10:00-06:00 2 days 2028-03-01
SS: 2027-02-28T10:00-06:00 1 days 2027-03-01
SS: 2028-02-28T10:00-06:00 1 business_days 2028-02-29
SS: 2028-02-28T10:00-06:00 2 business_days 2028-03-01
SS: 2028-02-29T10:00-06:00 1 business_days 2028-03-01
SS: 2028-02-29T10:00-06:00 365 days 2029-02-28
SS: 2028-02-29T10:00-06:00 366 days 2029-03-01
SS: 2028-02-28T10:00-06:00 24 hours 2028-02-29T10:00-06:00
SS: 2028-02-28T10:00-06:00 48 hours 2028-03-01T10:00-06:00
SS: 2027-02-28T10:00-06:00 24 hours 2027-03-01T10:00-06:00
CO: 2028-02-28T23:30-05:00 1 hours 2028-02-29T00:30-05:00
CO: 2028-02-29T23:30-05:00 1 hours 2028-03-01T00:30-05:00
CO: 2028-02-29T10:00-05:00 1 business_days 2028-03-01
SS: 2024-02-28T10:00-06:00 1 business_days 2024-02-29
SS: 2026-01-30T10:00-06:00 1 business_days 2026-02-02
SS: 2026-01-31T10:00-06:00 1 days 2026-02-01
SS: 2026-04-30T10:00-06:00 1 business_days 2026-05-04
SS: 2026-04-30T10:00-06:00 1 days 2026-05-01
SS: 2026-06-30T23:30-06:00 1 hours 2026-07-01T00:30-06:00
SS: 2026-07-01T05:30+00:00 1 business_days 2026-07-01
SS: 2026-12-31T23:00-06:00 2 hours 2027-01-01T01:00-06:00
SS: 2026-12-31T10:00-06:00 1 business_days 2027-01-04
SS: 2026-12-30T10:00-06:00 2 business_days 2027-01-04
SS: 2026-12-31T10:00-06:00 30 days 2027-01-30
CO: 2026-12-31T10:00-05:00 1 business_days 2027-01-04
CO: 2026-10-30T10:00-05:00 1 business_days 2026-11-03
CO: 2026-01-30T10:00-05:00 2 business_days 2026-02-03
SS: 2026-03-31T10:00-06:00 1 business_days 2026-04-01
SS: 2026-04-01T10:00-06:00 1 business_days 2026-04-06
SS: 2026-04-01T10:00-06:00 2 business_days 2026-04-07
SS: 2026-04-01T10:00-06:00 1 days 2026-04-02
SS: 2026-04-01T10:00-06:00 48 hours 2026-04-03T10:00-06:00
SS: 2026-04-02T10:00-06:00 1 business_days 2026-04-06
SS: 2026-04-03T10:00-06:00 0 business_days 2026-04-06
SS: 2027-03-24T10:00-06:00 1 business_days 2027-03-29
SS: 2025-04-16T10:00-06:00 1 business_days 2025-04-21
SS: 2024-03-27T10:00-06:00 2 business_days 2024-04-02
CO: 2026-04-01T10:00-05:00 1 business_days 2026-04-06
CO: 2026-03-20T10:00-05:00 1 business_days 2026-03-24
CO: 2026-04-01T10:00-05:00 24 hours 2026-04-02T10:00-05:00
SS: 2026-07-31T10:00-06:00 1 business_days 2026-08-04
SS: 2026-07-31T10:00-06:00 2 business_days 2026-08-07
SS: 2026-08-03T10:00-06:00 1 business_days 2026-08-04
SS: 2026-08-04T10:00-06:00 1 business_days 2026-08-07
SS: 2026-08-05T10:00-06:00 0 business_days 2026-08-07
SS: 2026-08-06T10:00-06:00 1 business_days 2026-08-07
SS: 2026-08-04T10:00-06:00 48 hours 2026-08-06T10:00-06:00
SS: 2026-08-04T10:00-06:00 2 days 2026-08-06
SV: 2026-07-31T10:00-06:00 1 business_days 2026-08-03
SV: 2026-08-04T10:00-06:00 1 business_days 2026-08-05
SV: 2026-08-05T10:00-06:00 1 business_days 2026-08-07
CO: 2026-07-31T10:00-05:00 1 business_days 2026-08-03
CO: 2026-08-06T10:00-05:00 1 business_days 2026-08-10
SS: 2027-08-02T10:00-06:00 2 business_days 2027-08-09
SS: 2026-12-24T10:00-06:00 1 business_days 2026-12-28
SS: 2026-12-24T10:00-06:00 36 hours 2026-12-25T22:00-06:00
SS: 2026-09-14T10:00-06:00 1 business_days 2026-09-16
"""


def _worked() -> list[tuple[str, str, bool]]:
    cases = []
    for line in WORKED.strip().splitlines():
        calendar, *words = line.replace(":", "").split()
        cases += [
            (calendar, day, mark == "+") for day, mark in zip(words[::2], words[1::2], strict=True)
        ]
    return cases


def _due() -> list[tuple[str, str, int, DeadlineUnit, str]]:
    cases = []
    for line in DUE.strip().splitlines():
        calendar, start, amount, unit, due = line.split()
        cases.append((calendar[:-1], start, int(amount), unit, due))
    return cases  # type: ignore[return-value]


@pytest.mark.parametrize(("calendar", "day", "is_worked"), _worked())
def test_a_day_is_worked_or_not(calendar: str, day: str, is_worked: bool) -> None:
    assert CALENDARS[calendar].is_business_day(date.fromisoformat(day)) is is_worked


@pytest.mark.parametrize(("calendar", "start", "amount", "unit", "due"), _due())
def test_a_deadline_ends_in_its_own_unit(
    calendar: str, start: str, amount: int, unit: DeadlineUnit, due: str
) -> None:
    zone = ZONES[calendar]
    due_at = Deadline(amount, unit).due_at(datetime.fromisoformat(start), CALENDARS[calendar], zone)
    if "T" in due:
        assert due_at == datetime.fromisoformat(due)
    else:
        assert due_at == datetime.combine(date.fromisoformat(due), END_OF_DAY, zone)


def test_the_tables_hold_the_cases_that_were_asked_for() -> None:
    assert len(_worked()) + len(_due()) >= 150


@pytest.mark.parametrize(
    ("start", "amount", "before", "after"),
    [
        ("2026-06-19", 1, "2026-06-22", "2026-06-23"),
        ("2026-06-18", 2, "2026-06-22", "2026-06-23"),
        ("2026-06-22", 1, "2026-06-23", "2026-06-23"),
        ("2026-06-21", 0, "2026-06-22", "2026-06-23"),
        ("2026-06-17", 1, "2026-06-18", "2026-06-18"),
    ],
)
def test_a_holiday_added_later_moves_only_what_spans_it(
    start: str, amount: int, before: str, after: str
) -> None:
    usual = CALENDARS["SS"]
    decreed = usual.closed_also_on(date(2026, 6, 22))
    assert usual.add_business_days(date.fromisoformat(start), amount).isoformat() == before
    assert decreed.add_business_days(date.fromisoformat(start), amount).isoformat() == after


@pytest.mark.parametrize(
    ("closed_on", "next_on"),
    [
        ("2026-01-05", "2026-01-06"),
        ("2026-01-09", "2026-01-12"),
        ("2026-04-01", "2026-04-06"),
        ("2026-08-04", "2026-08-07"),
        ("2026-12-31", "2027-01-04"),
    ],
)
def test_after_a_closed_day_the_next_business_day_is_open(closed_on: str, next_on: str) -> None:
    calendar = CALENDARS["SS"]
    assert calendar.next_business_day(date.fromisoformat(closed_on)).isoformat() == next_on
    assert calendar.previous_business_day(date.fromisoformat(next_on)).isoformat() == closed_on


def test_a_company_that_works_on_saturday_says_so() -> None:
    saturday = date(2026, 1, 10)
    assert BusinessCalendar("SV", weekend_days=frozenset({6})).is_business_day(saturday)
    assert not BusinessCalendar("SV").is_business_day(saturday)


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.integers(0, 40))
def test_counting_forwards_and_counting_between_agree(day: date, n: int) -> None:
    calendar = CALENDARS["SS"]
    reached = calendar.add_business_days(day, n)
    assert calendar.is_business_day(reached)
    counted = calendar.business_days_between(day, reached)
    assert counted == n or (n == 0 and not calendar.is_business_day(day) and counted == 1)


def test_a_country_without_calendar_is_refused() -> None:
    with pytest.raises(CalendarUnknown):
        BusinessCalendar("XX").is_business_day(date(2026, 1, 5))
    with pytest.raises(CalendarUnknown):
        BusinessCalendar("SV", "XX").is_business_day(date(2026, 1, 5))


def test_a_company_that_never_opens_is_refused() -> None:
    with pytest.raises(NoBusinessDayInSight):
        BusinessCalendar("SV", weekend_days=frozenset(range(7))).on_or_after(date(2026, 1, 5))


@pytest.mark.parametrize(("amount", "unit"), [(-1, "days"), (1, "weeks")])
def test_a_deadline_of_another_kind_is_an_error(amount: int, unit: str) -> None:
    with pytest.raises(ValueError, match="no deadline"):
        Deadline(amount, unit)  # type: ignore[arg-type]


def test_a_deadline_does_not_start_at_an_instant_without_time_zone() -> None:
    naive = datetime(2026, 1, 5)  # noqa: DTZ001 - the naive instant is what is refused
    with pytest.raises(ValueError, match="time zone"):
        Deadline(1).due_at(naive, CALENDARS["SS"], ZONES["SS"])


def test_business_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        CALENDARS["SS"].add_business_days(date(2026, 1, 5), -1)
    assert CALENDARS["SS"].business_days_between(date(2026, 1, 5), date(2026, 1, 4)) == 0
