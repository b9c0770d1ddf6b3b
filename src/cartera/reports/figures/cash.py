"""The money of one day: received, deposited, applied, disbursed, refunded."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cartera.reports.figures.asking import rows_of

_CASH = """
SELECT
  (SELECT coalesce(sum(p.amount), 0) FROM payments_payment p
    WHERE p.received_on = %(day)s AND p.kind = 'cheque' AND p.state <> 'withdrawn'),
  (SELECT coalesce(sum(p.amount), 0) FROM payments_payment p
    WHERE p.received_on = %(day)s AND p.kind = 'transfer' AND p.state <> 'withdrawn'),
  (SELECT coalesce(sum(p.amount), 0) FROM payments_payment p
    WHERE p.received_on = %(day)s AND p.kind = 'cash' AND p.state <> 'withdrawn'),
  (SELECT coalesce(sum(s.total), 0) FROM banking_depositslip s
    WHERE s.effective_on = %(day)s AND s.state <> 'void'),
  (SELECT coalesce(sum(x.amount), 0) FROM payments_application x
    JOIN payments_paymentday r ON r.id = x.day_id WHERE r.on = %(day)s),
  (SELECT coalesce(sum(b.amount), 0) FROM (SELECT p.amount FROM payments_bounce o
    JOIN payments_payment p ON p.id = o.payment_id
    WHERE o.bounced_on = %(day)s AND o.state = 'confirmed') b),
  (SELECT coalesce(sum(d.amount_net), 0) FROM disbursements_disbursement d
    WHERE d.paid_on = %(day)s),
  (SELECT coalesce(sum(s.amount_to_return), 0) FROM settlements_settlement s
    WHERE s.paid_on = %(day)s),
  (SELECT coalesce(sum(p.amount), 0) FROM payments_payment p
    WHERE p.state = 'queued' AND p.kind <> 'deduction' AND NOT EXISTS (
        SELECT FROM banking_deposititem i WHERE i.payment_id = p.id AND i.is_live)),
  (SELECT coalesce(sum(s.amount_to_return), 0) FROM settlements_settlement s
    WHERE s.state IN ('squared', 'authorised'))
"""


@dataclass(frozen=True, slots=True)
class Cash:
    """One day's money. The last two are how things stand now, whichever the day.

    `applied` is what the day's rounds applied, deductions of clients' money too.
    """

    cheques: Decimal
    transfers: Decimal
    coins: Decimal
    deposited: Decimal
    applied: Decimal
    bounced: Decimal
    disbursed: Decimal
    refunded: Decimal
    in_hand: Decimal
    to_refund: Decimal

    @property
    def received(self) -> Decimal:
        """What came in, by whatever means."""
        return self.cheques + self.transfers + self.coins


def cash_of(day: date) -> Cash:
    """The money of the day."""
    return Cash(*rows_of(_CASH, day=day)[0])
