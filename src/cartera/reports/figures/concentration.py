"""How much of what is lent hangs on each debtor."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from cartera.kernel.money import ZERO
from cartera.reports.figures.ageing import DebtorAge
from cartera.reports.figures.asking import share_pct


@dataclass(frozen=True, slots=True)
class DebtorShare:
    """What is lent on a debtor's documents, its share of all that is lent, its limit."""

    code: str
    name: str
    documents: int
    advanced: Decimal
    share_pct: Decimal
    limit_amount: Decimal

    @property
    def is_over(self) -> bool:
        """Whether more is lent on it than its limit."""
        return self.advanced > self.limit_amount


def debtor_shares(rows: Iterable[DebtorAge]) -> list[DebtorShare]:
    """The concentration by debtor, from the ageing that was read: no query of its own."""
    aged = sorted(rows, key=lambda row: (-row.advanced, row.code))
    whole = sum((row.advanced for row in aged), ZERO)
    return [
        DebtorShare(
            row.code,
            row.name,
            row.documents,
            row.advanced,
            share_pct(row.advanced, whole),
            row.limit_amount,
        )
        for row in aged
    ]
