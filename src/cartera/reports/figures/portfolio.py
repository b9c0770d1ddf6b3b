"""The portfolio: what clients owe in capital, by how it stands and by client."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from cartera.kernel.money import ZERO
from cartera.reports.figures.asking import AsOf, rows_of, share_pct
from cartera.reports.figures.sweeps import Sections, assignments_swept

Situation = Literal["current", "overdue", "covered"]
SITUATIONS: tuple[Situation, ...] = ("current", "overdue", "covered")

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
    return situations_of(assignments_swept(asked))


def situations_of(swept: Sections) -> list[SituationRow]:
    """The same of a sweep that was made."""
    found = {
        situation: SituationRow(situation, count, capital, excess)
        for _key, situation, _name, _day, count, capital, _overdue, excess in swept["situation"]
    }
    return [found.get(name, SituationRow(name, 0, ZERO, ZERO)) for name in SITUATIONS]


def portfolio_by_client(asked: AsOf) -> list[ClientRow]:
    """What each client owes in capital, who owes most first: the concentration by client."""
    return clients_of(assignments_swept(asked))


def clients_of(swept: Sections) -> list[ClientRow]:
    """The same of a sweep that was made."""
    rows = sorted(swept["client"], key=lambda row: -row[5])  # by code where they owe alike
    whole = sum((row[5] for row in rows), ZERO)
    return [
        ClientRow(code, name, count, capital, overdue, excess, share_pct(capital, whole))
        for _key, code, name, _day, count, capital, overdue, excess in rows
    ]


def in_process() -> list[ProcessRow]:
    """Operations not yet disbursed, as they stand now; what was in process on a past day is not
    kept."""
    return [ProcessRow(*row) for row in rows_of(_IN_PROCESS)]


def capital_of(rows: Sequence[SituationRow] | Sequence[ClientRow]) -> Decimal:
    """The capital of the whole portfolio."""
    return sum((row.capital for row in rows), ZERO)
