"""The day that a figure is asked for, and how its statement is run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import connection

from cartera.kernel.money import CENT, ZERO


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day of a figure. Of the present day the totals kept for speed are read; of a past day
    the evidence recorded by its end, so that a report prints the same as it did then."""

    day: date
    is_now: bool


def as_of(day: date, today: date) -> AsOf:
    """The day asked for; a day to come is read as today, since nothing is known of it."""
    return AsOf(min(day, today), day >= today)


def rows_of(statement: str, **values: Any) -> list[tuple[Any, ...]]:
    """The rows that a statement finds. One query."""
    return rows_with(statement, values)


def rows_with(statement: str, values: Mapping[str, Any] | Sequence[Any]) -> list[tuple[Any, ...]]:
    """The same with the values in one mapping, or in their order. One query."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def share_pct(part: Decimal, whole: Decimal) -> Decimal:
    """What part of a whole something is, in percent with two decimals; of nothing, nothing."""
    return (part * 100 / whole).quantize(CENT, ROUND_HALF_UP) if whole else ZERO


# What each assignment owed in capital at the end of a past day: what was lent, or what was left of
# it when it came in with the opening balances, less what of the
# applications recorded by then paid capital. The excess of a payment is the client's: it pays none.
_HELD_THEN = """
held AS (
    SELECT a.id, a.client_id, a.matures_on,
        CASE WHEN a.brought IS NULL THEN a.amount_advanced
             ELSE greatest((a.brought->>'capital')::numeric, 0) END
            - coalesce(sum(x.capital - x.excess), 0) AS capital,
        CASE WHEN a.brought IS NULL THEN 0
             ELSE greatest(-(a.brought->>'capital')::numeric, 0) END
            + coalesce(sum(x.excess), 0) AS excess
    FROM assignments_assignment a
    LEFT JOIN payments_application x ON x.assignment_id = a.id AND x.applied_on <= %(day)s
    WHERE coalesce((a.brought->>'on')::date, a.disbursed_on) <= %(day)s
        AND a.state <> 'withdrawn' AND (a.settled_on IS NULL OR a.settled_on > %(day)s) {only}
    GROUP BY a.id)
"""
_HELD_NOW = """
held AS (
    SELECT a.id, a.client_id, a.matures_on, greatest(a.capital, 0) AS capital,
        greatest(-a.capital, 0) AS excess
    FROM assignments_assignment a WHERE a.state IN ('live', 'paid_off') {only})
"""

# What was left to collect of each document at the end of a past day. One that was returned to its
# client counts until the day on which operations confirmed it.
_DUE_THEN = """
due AS (
    SELECT d.id, d.assignment_id, d.debtor_id, d.due_on, d.amount_advanced AS advanced,
        d.amount - d.brought_collected - coalesce(sum(x.amount), 0) AS left_over
    FROM assignments_assigneddocument d
    JOIN assignments_assignment a ON a.id = d.assignment_id
    LEFT JOIN payments_payment p ON p.document_id = d.id
    LEFT JOIN payments_application x ON x.payment_id = p.id AND x.applied_on <= %(day)s
    WHERE coalesce((a.brought->>'on')::date, a.disbursed_on) <= %(day)s
        AND (a.settled_on IS NULL OR a.settled_on > %(day)s)
        AND d.state IN ('live', 'collected', 'returned')
        AND (d.state <> 'returned' OR NOT EXISTS (
            SELECT FROM settlements_documentreturn r JOIN audit_event e ON e.case_id = r.case_id
            WHERE r.assignment_id = a.id AND r.state = 'done' AND r.documents ? d.number_key
                AND e.step = 2 AND e.kind = 'performed' AND e.effective_on <= %(day)s)) {only}
    GROUP BY d.id HAVING d.amount > d.brought_collected + coalesce(sum(x.amount), 0))
"""
_DUE_NOW = """
due AS (
    SELECT d.id, d.assignment_id, d.debtor_id, d.due_on, d.amount_advanced AS advanced,
        greatest(d.amount - d.amount_collected, 0) AS left_over
    FROM assignments_assigneddocument d
    WHERE d.state = 'live' {only})
"""


_OF_CLIENT = "AND a.client_id = %(client)s"
_OF_DEBTOR = "AND d.debtor_id = %(debtor)s"


def held(asked: AsOf, *, of_client: bool = False) -> str:
    """The assignments of the portfolio on the day: id, client, maturity, capital, excess.

    `of_client`: those of `%(client)s` alone.
    """
    text = _HELD_NOW if asked.is_now else _HELD_THEN
    return text.format(only=_OF_CLIENT if of_client else "")


def due(asked: AsOf, *, of_debtor: bool = False) -> str:
    """The documents to collect on the day: id, assignment, debtor, due day, advanced, what is left.

    `of_debtor`: those of `%(debtor)s` alone.
    """
    text = _DUE_NOW if asked.is_now else _DUE_THEN
    return text.format(only=_OF_DEBTOR if of_debtor else "")
