"""A bounced cheque's part that was a third party's: taken back, or claimed if he was given it.
(INT-06 step 2.)"""

from collections.abc import Sequence

from django.db import connection

from cartera.accounting.ledger.roles import Role
from cartera.accounting.ledger.rules import Posting, credit, debit
from cartera.control.workflow.definitions import Act
from cartera.credit.claims.models import Claim
from cartera.credit.payments.models import Bounce, Payment, Payout
from cartera.credit.payments.postings import reference_of, third_party, third_party_lines
from cartera.credit.payments.refusals import NotApplied
from cartera.credit.payments.third_party import undo_third_party

_BANK_OF_PAYMENT = """
SELECT b.ledger_account_id FROM banking_deposititem i
JOIN banking_depositslip s ON s.id = i.slip_id
JOIN banking_bankaccount b ON b.id = s.bank_account_id
WHERE i.payment_id = %s AND i.is_live
"""


def take_back(bounces: Sequence[Bounce], lead_id: int, act: Act) -> list[Posting]:
    """What third parties were owed by a cheque is owed no more; what they were given is claimed of
    the client of whose cheque it was. `lead_id` is the bounce that has the case."""
    applied = [bounce for bounce in bounces if bounce.payment.day_id is not None]
    if not applied:
        return []
    ids = [bounce.payment_id for bounce in applied]
    standing = Payout.objects.filter(payment__in=ids, returned=None)
    given = set(standing.values_list("payment", flat=True))
    held = [bounce for bounce in applied if bounce.payment_id not in given]
    undo_third_party([bounce.payment_id for bounce in held], act, lead_id)
    return [
        *third_party_lines(third_party(bounce_id=lead_id)),
        *(_out_of_bank(bounce.payment) for bounce in held),
        *(line for b in applied if b.payment_id in given for line in _claimed(b, act)),
    ]


def bank_of(payment: Payment) -> int:
    """The ledger account of the bank into which a payment was deposited."""
    with connection.cursor() as cursor:
        cursor.execute(_BANK_OF_PAYMENT, [payment.pk])
        row = cursor.fetchone()
    if row is None:
        raise NotApplied(payment=payment.pk)
    return int(row[0])


def _claimed(bounce: Bounce, act: Act) -> tuple[Posting, Posting]:
    payment = bounce.payment
    claim = Claim.objects.create(
        client_id=payment.client_id or 0,
        kind=Claim.Kind.BOUNCED_CHEQUE,
        amount=payment.amount,
        reason=f"{bounce.reason} ({payment.bank} {payment.reference})"[:300],
        claimed_on=act.on,
        state=Claim.State.OPEN,
    )
    Bounce.objects.filter(pk=bounce.pk).update(claim=claim)
    what = {
        "reference": reference_of(payment.paper_id or 0),
        "client_code": payment.client.code if payment.client else "",
    }
    return debit(Role.CLAIMS, payment.amount, **what), _out_of_bank(payment)


def _out_of_bank(payment: Payment) -> Posting:
    return credit(bank_of(payment), payment.amount, reference=f"cheque {payment.reference}")
