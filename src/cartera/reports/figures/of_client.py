"""What is known of one client: his documents, what befell his money, how his line was used."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cartera.reports.figures.asking import AsOf, held, rows_of

_DOCUMENTS = """
SELECT d.state, count(*), sum(d.amount), sum(d.amount_advanced),
    sum(greatest(d.amount - d.amount_collected, 0)) FILTER (WHERE d.state = 'live'),
    count(*) FILTER (WHERE d.state = 'live' AND d.due_on < %(today)s)
FROM assignments_assigneddocument d JOIN assignments_assignment a ON a.id = d.assignment_id
WHERE a.client_id = %(client)s AND a.state <> 'rejected' GROUP BY d.state
"""

_USED = """
WITH moved AS (
    SELECT disbursed_on AS day, amount_advanced AS amount FROM assignments_assignment
    WHERE client_id = %(client)s AND disbursed_on IS NOT NULL
    UNION ALL
    SELECT x.applied_on, x.excess - x.capital FROM payments_application x
    JOIN assignments_assignment a ON a.id = x.assignment_id WHERE a.client_id = %(client)s
)
SELECT day, sum(amount) AS moved, sum(sum(amount)) OVER (ORDER BY day) AS used
FROM moved GROUP BY day ORDER BY day
"""


_CAPITAL = "WITH {held} SELECT coalesce(sum(capital), 0) FROM held"


@dataclass(frozen=True, slots=True)
class DocumentsInState:
    """A client's documents in one state, as they stand now."""

    state: str
    documents: int
    face: Decimal
    advanced: Decimal
    left_over: Decimal
    past_due: int


@dataclass(frozen=True, slots=True)
class UseOfLine:
    """What a client owed in capital at the end of a day on which it moved, as known that day."""

    day: date
    moved: Decimal
    used: Decimal


def documents_by_state(client_id: int, today: date) -> list[DocumentsInState]:
    """The client's documents, in the order in which a document lives."""
    order = ("presented", "verified", "live", "collected", "returned", "withdrawn")
    rows = rows_of(_DOCUMENTS, client=client_id, today=today)
    found = [
        DocumentsInState(state, count, face, advanced, left or Decimal(0), late)
        for state, count, face, advanced, left, late in rows
    ]
    return sorted(found, key=lambda row: order.index(row.state))


def capital_owed(client_id: int, asked: AsOf) -> Decimal:
    """What the client owed in capital on the day, over all his assignments. One query."""
    statement = _CAPITAL.format(held=held(asked, of_client=True))
    return Decimal(rows_of(statement, client=client_id, day=asked.day)[0][0])


def use_of_line(client_id: int) -> list[UseOfLine]:
    """How what the client owes in capital went up and down, oldest first, days of moves only."""
    return [UseOfLine(*row) for row in rows_of(_USED, client=client_id)]
