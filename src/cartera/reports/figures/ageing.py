"""Documents to collect, by debtor and by how long they are past their due day."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from cartera.kernel.money import ZERO
from cartera.kernel.text import gettext_noop as _
from cartera.reports.figures.asking import AsOf, due
from cartera.reports.figures.keeping import rows_kept

# The last day past due of each part but the last.
LIMITS: Final = (0, 30, 60, 90)
PARTS: Final = (
    _("Al día"),
    _("1 a 30 días"),
    _("31 a 60 días"),
    _("61 a 90 días"),
    _("Más de 90 días"),
)

# Added up by day first, in the order of the index `document_to_collect`; then shared out by age.
_BY_DEBTOR = """
WITH {due}, daily AS (
    SELECT debtor_id, due_on, count(*) AS documents, sum(left_over) AS left_over,
        sum(advanced) AS advanced
    FROM due GROUP BY due_on, debtor_id
), summed AS (
    SELECT debtor_id, sum(documents)::bigint AS documents, sum(left_over) AS total,
        sum(CASE WHEN due_on >= %(day)s THEN left_over ELSE 0 END) AS current,
        sum(CASE WHEN %(day)s - due_on BETWEEN 1 AND 30 THEN left_over ELSE 0 END) AS to_30,
        sum(CASE WHEN %(day)s - due_on BETWEEN 31 AND 60 THEN left_over ELSE 0 END) AS to_60,
        sum(CASE WHEN %(day)s - due_on BETWEEN 61 AND 90 THEN left_over ELSE 0 END) AS to_90,
        sum(CASE WHEN %(day)s - due_on > 90 THEN left_over ELSE 0 END) AS beyond,
        sum(advanced) AS advanced
    FROM daily GROUP BY debtor_id)
SELECT b.code, b.name, b.limit_amount, s.documents, s.advanced, s.total, s.current, s.to_30,
    s.to_60, s.to_90, s.beyond
FROM summed s JOIN parties_debtor b ON b.id = s.debtor_id
ORDER BY s.total DESC, b.code
"""


@dataclass(frozen=True, slots=True)
class DebtorAge:
    """What is left to collect from a debtor, over all clients, in five parts by age.

    `total` and `parts` are face amounts not yet collected; `advanced` is what was lent on them,
    which is what counts against `limit_amount`.
    """

    code: str
    name: str
    limit_amount: Decimal
    documents: int
    advanced: Decimal
    total: Decimal
    parts: tuple[Decimal, ...]

    @property
    def past_due(self) -> Decimal:
        """What of it is past its due day."""
        return self.total - self.parts[0]


def ageing_by_debtor(asked: AsOf) -> list[DebtorAge]:
    """Documents to collect by debtor and age, who owes most first."""
    rows = rows_kept(_BY_DEBTOR.format(due=due(asked)), {"day": asked.day})
    return [
        DebtorAge(code, name, limit, documents, advanced, total, tuple(parts))
        for code, name, limit, documents, advanced, total, *parts in rows
    ]


def ageing_in_all(rows: Iterable[DebtorAge]) -> tuple[Decimal, ...]:
    """The five parts over all debtors."""
    columns = list(zip(*(row.parts for row in rows), strict=True))
    return tuple(sum(column, ZERO) for column in columns) or (ZERO,) * len(PARTS)
