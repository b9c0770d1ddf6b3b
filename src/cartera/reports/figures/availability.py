"""How much of each client's line is used, held for operations in process, and free."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cartera.reports.figures.asking import AsOf, held, rows_of
from cartera.reports.figures.sweeps import (
    LINES_NOW,
    LINES_THEN,
    NOTHING_RESERVED,
    RESERVED,
    Sections,
    assignments_swept,
)

_LINES = """
WITH {held}, line AS ({line}), used AS (
    SELECT client_id, sum(capital) AS outstanding FROM held GROUP BY client_id
), kept AS ({reserved})
SELECT l.id, c.code, c.name, l.amount_approved, coalesce(u.outstanding, 0),
    coalesce(k.reserved, 0), l.expires_on
FROM line l JOIN parties_client c ON c.id = l.client_id
LEFT JOIN used u ON u.client_id = l.client_id LEFT JOIN kept k ON k.client_id = l.client_id
ORDER BY c.code
"""


@dataclass(frozen=True, slots=True)
class LineUse:
    """A client's line on a day. `reserved` is known of the present day only."""

    line_id: int
    code: str
    name: str
    approved: Decimal
    outstanding: Decimal
    reserved: Decimal
    expires_on: date

    @property
    def available(self) -> Decimal:
        """What is left; below zero where an exception was authorised."""
        return self.approved - self.outstanding - self.reserved


def lines_in_use(asked: AsOf, client_id: int | None = None) -> list[LineUse]:
    """The line in force of each client on the day, or of one, with its use, by client's code."""
    if client_id is None:
        return lines_of(assignments_swept(asked))
    statement = _LINES.format(
        held=held(asked, of_client=True),
        line=(LINES_NOW if asked.is_now else LINES_THEN).format(
            only="AND l.client_id = %(client)s"
        ),
        reserved=RESERVED.format(only="AND client_id = %(client)s")
        if asked.is_now
        else NOTHING_RESERVED,
    )
    return [LineUse(*row) for row in rows_of(statement, day=asked.day, client=client_id)]


def lines_of(swept: Sections) -> list[LineUse]:
    """Every client's line of a sweep that was made."""
    return [
        LineUse(line_id, code, name, approved, outstanding, reserved, expires_on)
        for line_id, code, name, expires_on, _n, approved, outstanding, reserved in swept["line"]
    ]
