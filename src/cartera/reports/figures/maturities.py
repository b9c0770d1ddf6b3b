"""What falls due on each of the days ahead: documents to collect, assignments that mature."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cartera.reports.figures.asking import AsOf, due, held
from cartera.reports.figures.keeping import rows_kept

DAYS_AHEAD = 30

_BY_DAY = """
WITH {due}, {held}, documents AS (
    SELECT due_on AS day, count(*) AS documents, sum(left_over) AS to_collect FROM due
    WHERE due_on >= %(day)s AND due_on < %(day)s + %(days)s::int GROUP BY due_on
), assignments AS (
    SELECT matures_on AS day, count(*) AS assignments, sum(capital) AS capital FROM held
    WHERE capital > 0 AND matures_on >= %(day)s AND matures_on < %(day)s + %(days)s::int
    GROUP BY matures_on
)
SELECT s.day::date, coalesce(d.documents, 0), coalesce(d.to_collect, 0),
    coalesce(a.assignments, 0), coalesce(a.capital, 0)
FROM generate_series(%(day)s::date, %(day)s::date + %(days)s::int - 1, '1 day') s (day)
LEFT JOIN documents d ON d.day = s.day LEFT JOIN assignments a ON a.day = s.day
ORDER BY s.day
"""


@dataclass(frozen=True, slots=True)
class DayAhead:
    """A day with what falls due on it; a day without anything is there too."""

    day: date
    documents: int
    to_collect: Decimal
    assignments: int
    capital: Decimal


def maturities_from(asked: AsOf, days: int = DAYS_AHEAD) -> list[DayAhead]:
    """The day asked for and those that follow it, in order."""
    statement = _BY_DAY.format(due=due(asked), held=held(asked))
    return [DayAhead(*row) for row in rows_kept(statement, {"day": asked.day, "days": days})]
