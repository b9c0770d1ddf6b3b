"""The last rounds of payments and whether each ties out: four totals, each from its own rows."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from cartera.credit.payments.sql import CARRIED
from cartera.reports.figures.asking import rows_of

_ROUNDS = f"""
SELECT r.case_id, r.on, r.round, r.state, r.tied_out_at, p.received, p.deducted, i.deposited,
    x.applied, x.costs, t.receipted
FROM (SELECT * FROM payments_paymentday WHERE "on" <= %(day)s AND state <> 'void'
    ORDER BY "on" DESC, round DESC LIMIT %(most)s) r
CROSS JOIN LATERAL (SELECT coalesce(sum(p.amount), 0) AS received,
    coalesce(sum(p.amount) FILTER (WHERE p.kind = 'deduction'), 0) AS deducted
    FROM payments_payment p
    WHERE p.day_id = r.id AND p.state IN ('queued', 'applied', 'bounced')) p
CROSS JOIN LATERAL (SELECT coalesce(sum(i.amount), 0) AS deposited
    FROM ({CARRIED.format(case="r.case_id", day="r.id")}) i) i
CROSS JOIN LATERAL (SELECT coalesce(sum(x.amount), 0) AS applied,
    coalesce(sum(x.charges + x.default_interest + x.interest + x.vat), 0) AS costs
    FROM payments_application x WHERE x.day_id = r.id) x
CROSS JOIN LATERAL (
    SELECT coalesce(sum(CASE c.kind WHEN 'NC' THEN -c.total ELSE c.total END), 0) AS receipted
    FROM tax_taxreceipt c WHERE c.case_id = r.case_id
        AND NOT EXISTS (SELECT FROM tax_taxreceiptvoid v WHERE v.receipt_id = c.id)) t
ORDER BY r.on DESC, r.round DESC
"""


@dataclass(frozen=True, slots=True)
class Round:
    """A round of PCI-F09 in figures; `receipted` is of the charges, interest and IVA in `costs`."""

    case_id: int
    on: date
    number: int
    state: str
    tied_out_at: datetime | None
    received: Decimal
    deducted: Decimal
    deposited: Decimal
    applied: Decimal
    costs: Decimal
    receipted: Decimal

    @property
    def difference(self) -> Decimal:
        """What of it does not tie: between received, deposited, applied and receipted."""
        gaps = (
            self.received - self.deducted - self.deposited,
            self.received - self.applied,
            self.costs - self.receipted,
        )
        return max(gaps, key=abs)

    @property
    def is_done(self) -> bool:
        """Whether it was tied out and signed."""
        return self.state in ("tied_out", "posted")


def last_rounds(day: date, most: int = 5) -> list[Round]:
    """The rounds of the day and before, the last first; a round of nothing is left out."""
    return [Round(*row) for row in rows_of(_ROUNDS, day=day, most=most)]
