"""Documents to collect, by debtor and by how long they are past their due day."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from cartera.kernel.money import ZERO
from cartera.kernel.text import gettext_noop as _
from cartera.reports.figures.asking import AsOf
from cartera.reports.figures.sweeps import Sections, documents_swept

# The last day past due of each part but the last.
LIMITS: Final = (0, 30, 60, 90)
PARTS: Final = (
    _("Al día"),
    _("1 a 30 días"),
    _("31 a 60 días"),
    _("61 a 90 días"),
    _("Más de 90 días"),
)


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
    return ages_of(documents_swept(asked))


def ages_of(swept: Sections) -> list[DebtorAge]:
    """The same of a sweep that was made."""
    return [
        DebtorAge(code, name, limit, documents, advanced, total, tuple(parts))
        for code, name, _day, limit, documents, advanced, total, *parts in swept["debtor"]
    ]


def ageing_in_all(rows: Iterable[DebtorAge]) -> tuple[Decimal, ...]:
    """The five parts over all debtors."""
    columns = list(zip(*(row.parts for row in rows), strict=True))
    return tuple(sum(column, ZERO) for column in columns) or (ZERO,) * len(PARTS)
