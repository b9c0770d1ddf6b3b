"""What falls due on each of the days ahead: documents to collect, assignments that mature."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from cartera.kernel.money import ZERO
from cartera.reports.figures.asking import AsOf
from cartera.reports.figures.sweeps import (
    DAYS_AHEAD,
    Sections,
    assignments_swept,
    documents_swept,
)


@dataclass(frozen=True, slots=True)
class DayAhead:
    """A day with what falls due on it; a day without anything is there too."""

    day: date
    documents: int
    to_collect: Decimal
    assignments: int
    capital: Decimal


def maturities_from(asked: AsOf) -> list[DayAhead]:
    """The day asked for and those that follow it, in order."""
    return days_ahead(asked, assignments_swept(asked), documents_swept(asked))


def days_ahead(asked: AsOf, assignments: Sections, documents: Sections) -> list[DayAhead]:
    """The same of sweeps that were made."""
    due = {row[2]: (row[4], row[6]) for row in documents["day"]}
    maturing = {row[3]: (row[4], row[5]) for row in assignments["day"]}
    nothing = (0, ZERO)
    days = [asked.day + timedelta(days=ahead) for ahead in range(DAYS_AHEAD)]
    return [DayAhead(day, *due.get(day, nothing), *maturing.get(day, nothing)) for day in days]
