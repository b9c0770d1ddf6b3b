"""Whose house, which calendar, which business day."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.models import Max

from cartera.company.models import (
    ClosingDay,
    Company,
    DayClose,
    LegalCeiling,
    TaxedConcept,
)
from cartera.kernel.calendar import BusinessCalendar
from cartera.kernel.clock import now


def company() -> Company:
    """The company's settings."""
    return Company.objects.get()


def is_training() -> bool:
    """Whether whose house this is only practises; not where nobody has set the house up yet."""
    return Company.objects.filter(is_training=True).exists()


def business_calendar(house: Company | None = None) -> BusinessCalendar:
    """The country's holidays plus the company's own closing days."""
    house = house or company()
    return BusinessCalendar(
        country=house.country,
        subdivision=house.subdivision or None,
        closing_days=frozenset(ClosingDay.objects.values_list("on", flat=True)),
        weekend_days=frozenset(int(day) for day in house.weekend.split(",") if day),
    )


def last_closed_on() -> date | None:
    """The latest business day that stands closed."""
    closed: date | None = DayClose.objects.filter(reopened_at__isnull=True).aggregate(
        last=Max("on")
    )["last"]
    return closed


def business_day(instant: datetime, timezone: str, closed_on: date | None) -> date:
    """The day on which an act of `instant` counts.

    The local day, or, where that day or a later one is already closed, the first business day
    after the last closed one: a clock that runs on does not reopen books.
    """
    today = instant.astimezone(ZoneInfo(timezone)).date()
    if closed_on is None or closed_on < today:
        return today
    return business_calendar().next_business_day(closed_on)


def current_business_day() -> date:
    """The day on which an act counts if it is done now."""
    return business_day(now(), company().timezone, last_closed_on())


def day_to_post(happened_on: date | None, on: date) -> date:
    """The day under which an act of `on` posts what happened on another: that day, if open."""
    if happened_on is None:
        return on
    closed_on = last_closed_on()
    return on if closed_on is not None and happened_on <= closed_on else happened_on


def legal_ceiling(segment: str, on: date) -> Decimal | None:
    """The highest effective yearly rate, in %, for a segment on a day; None where none is typed."""
    in_force = LegalCeiling.objects.filter(segment=segment, from_on__lte=on).order_by("-from_on")
    rate: Decimal | None = in_force.values_list("rate_pct", flat=True).first()
    return rate


def taxed_concepts(on: date) -> dict[str, bool]:
    """The concepts of which the company says whether they carry IVA on a day, and how."""
    rows = TaxedConcept.objects.filter(from_on__lte=on).order_by("from_on")
    return dict(rows.values_list("concept", "carries_vat"))
