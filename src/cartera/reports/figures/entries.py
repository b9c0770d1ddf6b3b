"""The last journal entries."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cartera.reports.figures.asking import rows_of

_ENTRIES = """
SELECT e.id, s.code, e.number, e.effective_on, e.description, e.amount, e.case_id
FROM ledger_entry e JOIN ledger_series s ON s.id = e.series_id
WHERE e.effective_on <= %(day)s ORDER BY e.effective_on DESC, e.id DESC LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class PostedEntry:
    """An entry as a line."""

    id: int
    series: str
    number: int
    on: date
    description: str
    amount: Decimal
    case_id: int | None


def last_entries(day: date, most: int = 10) -> list[PostedEntry]:
    """The entries of the day and before, the last first."""
    return [PostedEntry(*row) for row in rows_of(_ENTRIES, day=day, most=most)]
