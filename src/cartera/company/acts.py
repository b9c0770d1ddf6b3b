"""The only writers of the company's closed days."""

from collections.abc import Mapping
from datetime import date, datetime

from cartera.company.models import DayClose


def record_day_close(
    on: date, *, at: datetime, by_id: int, totals: Mapping[str, str], chain: tuple[int, str]
) -> DayClose:
    """From the commit on nothing is posted on `on` or before it.

    `chain` is the audit chain's sequence and head when the day was closed. PostgreSQL refuses a
    day that stands closed already.
    """
    return DayClose.objects.create(
        on=on,
        closed_at=at,
        closed_by_id=by_id,
        totals=dict(totals),
        chain_seq=chain[0],
        chain_hash=chain[1],
    )


def reopen_days(from_on: date, *, at: datetime, by_id: int, reason: str) -> list[date]:
    """Reopen a closed day and every later one, whose totals rest on it; the days, oldest first."""
    standing = DayClose.objects.filter(on__gte=from_on, reopened_at__isnull=True)
    days = sorted(standing.values_list("on", flat=True))
    standing.update(reopened_at=at, reopened_by_id=by_id, reopening_reason=reason)
    return days
