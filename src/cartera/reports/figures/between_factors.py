"""Documents between factoring companies, both ways, against their clocks."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from cartera.reports.figures.asking import rows_of

SHOWN_AT_MOST = 50

# One row a loan: ours to another company, or another's to us; those under way first.
_LOANS = """
SELECT k.procedure || ' ' || k.number, x.case_id, x.way, f.code, f.name, x.number, b.name, x.state,
    x.amount, x.lent_at, x.back_by_at, k.state = 'open'
FROM (
    SELECT l.case_id, 'lent' AS way, l.factor_id, o.number, o.debtor_id, l.state, l.amount,
        l.lent_at, l.back_by_at
    FROM delegations_documentloan l JOIN custody_original o ON o.id = l.original_id
    UNION ALL
    SELECT l.case_id, 'borrowed', l.factor_id, l.number, o.debtor_id, l.state, l.amount,
        l.lent_at, l.back_by_at
    FROM delegations_borrowing l JOIN custody_original o ON o.id = l.original_id
) x JOIN workflow_case k ON k.id = x.case_id JOIN parties_factor f ON f.id = x.factor_id
LEFT JOIN parties_debtor b ON b.id = x.debtor_id
WHERE (%(factor)s::bigint IS NULL AND k.state = 'open' OR x.factor_id = %(factor)s)
ORDER BY k.state <> 'open', x.back_by_at NULLS LAST, x.case_id DESC LIMIT %(most)s"""


@dataclass(frozen=True, slots=True)
class FactorLoan:
    """A document `lent` to another company, or `borrowed` from it, in the company's currency.

    `state` is of the loan of its way; `back_by_at` its deadline, in hours from when it was lent.
    """

    case: str
    case_id: int
    way: str
    factor_code: str
    factor: str
    number: str
    debtor: str | None
    state: str
    amount: Decimal
    lent_at: datetime | None
    back_by_at: datetime | None
    is_open: bool

    def is_late(self, at: datetime) -> bool:
        """Whether it is under way past its deadline."""
        return self.is_open and self.back_by_at is not None and self.back_by_at < at


def loans_under_way() -> list[FactorLoan]:
    """With every company, the first to end first. One query."""
    return [FactorLoan(*row) for row in rows_of(_LOANS, factor=None, most=SHOWN_AT_MOST)]


def loans_with(factor_id: int) -> list[FactorLoan]:
    """All with one company, those under way first. One query."""
    return [FactorLoan(*row) for row in rows_of(_LOANS, factor=factor_id, most=SHOWN_AT_MOST)]
