"""The portfolio: what clients owe in capital, by how it stands and by client."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from cartera.kernel.money import ZERO
from cartera.reports.figures.asking import AsOf, held, rows_of, share_pct
from cartera.reports.figures.keeping import rows_kept

Situation = Literal["current", "overdue", "covered"]
SITUATIONS: tuple[Situation, ...] = ("current", "overdue", "covered")

_BY_SITUATION = """
WITH {held}
SELECT CASE WHEN capital <= 0 THEN 'covered' WHEN matures_on < %(day)s THEN 'overdue'
    ELSE 'current' END AS situation, count(*), sum(capital), sum(excess)
FROM held GROUP BY situation
"""

_BY_CLIENT = """
WITH {held}, summed AS (
    SELECT client_id, count(*) AS assignments, sum(capital) AS capital,
        coalesce(sum(capital) FILTER (WHERE matures_on < %(day)s), 0) AS overdue,
        sum(excess) AS excess
    FROM held GROUP BY client_id)
SELECT c.code, c.name, s.assignments, s.capital, s.overdue, s.excess
FROM summed s JOIN parties_client c ON c.id = s.client_id
ORDER BY s.capital DESC, c.code
"""

_IN_PROCESS = """
SELECT state, count(*), sum(CASE WHEN state IN ('prepared', 'recorded') THEN amount_advanced
    ELSE requested_amount END)
FROM assignments_assignment
WHERE state IN ('requested', 'received', 'verified', 'prepared', 'recorded') GROUP BY state
"""


@dataclass(frozen=True, slots=True)
class SituationRow:
    """Assignments that stand alike. `excess` is what of them is the client's money already."""

    situation: Situation
    assignments: int
    capital: Decimal
    excess: Decimal


@dataclass(frozen=True, slots=True)
class ClientRow:
    """What a client owes in capital, what of it is past maturity, his share of the whole."""

    code: str
    name: str
    assignments: int
    capital: Decimal
    overdue: Decimal
    excess: Decimal
    share_pct: Decimal


@dataclass(frozen=True, slots=True)
class ProcessRow:
    """Requests on their way to a disbursement, by state, with what they would take."""

    state: str
    assignments: int
    amount: Decimal


def portfolio_by_situation(asked: AsOf) -> list[SituationRow]:
    """The portfolio in three parts: not yet due, past maturity, covered and not yet settled."""
    rows = rows_kept(_BY_SITUATION.format(held=held(asked)), {"day": asked.day})
    found = {row[0]: SituationRow(*row) for row in rows}
    return [found.get(name, SituationRow(name, 0, ZERO, ZERO)) for name in SITUATIONS]


def portfolio_by_client(asked: AsOf) -> list[ClientRow]:
    """What each client owes in capital, who owes most first: the concentration by client."""
    rows = rows_kept(_BY_CLIENT.format(held=held(asked)), {"day": asked.day})
    whole = sum((row[3] for row in rows), ZERO)
    return [
        ClientRow(code, name, count, capital, overdue, excess, share_pct(capital, whole))
        for code, name, count, capital, overdue, excess in rows
    ]


def in_process() -> list[ProcessRow]:
    """Operations not yet disbursed, as they stand now; what was in process on a past day is not
    kept."""
    return [ProcessRow(*row) for row in rows_of(_IN_PROCESS)]


def capital_of(rows: Sequence[SituationRow] | Sequence[ClientRow]) -> Decimal:
    """The capital of the whole portfolio."""
    return sum((row.capital for row in rows), ZERO)
