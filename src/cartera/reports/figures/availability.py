"""How much of each client's line is used, held for operations in process, and free."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cartera.reports.figures.asking import AsOf, held, rows_of
from cartera.reports.figures.keeping import rows_kept

_NOW = """
SELECT l.id, l.client_id, l.amount_approved, l.expires_on FROM lines_line l
WHERE l.state = 'active' {only}
"""
# The line that was approved last by then; one brought in without a case counts from its first day.
_THEN = """
SELECT DISTINCT ON (l.client_id) l.id, l.client_id, l.amount_approved, l.expires_on
FROM lines_line l CROSS JOIN LATERAL (SELECT coalesce((
    SELECT max(e.effective_on) FROM audit_event e
    WHERE e.case_id = l.case_id AND e.step = 2 AND e.kind = 'performed'), l.from_on) AS on_day) a
WHERE l.state IN ('active', 'closed') AND a.on_day <= %(day)s {only}
ORDER BY l.client_id, a.on_day DESC, l.id DESC
"""
_RESERVED = """
SELECT client_id, sum(amount_advanced) AS reserved FROM assignments_assignment
WHERE state IN ('prepared', 'recorded') {only} GROUP BY client_id
"""

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
_NOTHING_KEPT = "SELECT NULL::bigint AS client_id, NULL::numeric AS reserved WHERE false"


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
    of_client = client_id is not None
    statement = _LINES.format(
        held=held(asked, of_client=of_client),
        line=(_NOW if asked.is_now else _THEN).format(
            only="AND l.client_id = %(client)s" if of_client else ""
        ),
        reserved=_RESERVED.format(only="AND client_id = %(client)s" if of_client else "")
        if asked.is_now
        else _NOTHING_KEPT,
    )
    values = {"day": asked.day, "client": client_id}
    rows = rows_of(statement, **values) if of_client else rows_kept(statement, values)
    return [LineUse(*row) for row in rows]
