"""A cheque that the bank returns: application undone, interest as if unpaid, a charge claimed."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from django.db import connection
from django.db.models import Case, F, Value, When

from cartera.accounting.ledger.acts import JOURNAL, post_entry
from cartera.accounting.ledger.roles import Role
from cartera.accounting.ledger.rules import Posting, credit, debit
from cartera.company.selectors import company
from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import AnyAmount, Label, Note, Text
from cartera.credit.assignments.models import AssignedDocument, Assignment
from cartera.credit.claims.models import Claim
from cartera.credit.payments.applying import Batch, reapply, write
from cartera.credit.payments.models import Bounce, Charge, Payment
from cartera.credit.payments.postings import credited, credits_of
from cartera.credit.payments.receipts import issue_for
from cartera.credit.payments.refusals import (
    AlreadyBounced,
    BouncedBeforeValue,
    DayNotPosted,
    NotApplied,
)
from cartera.kernel.money import ZERO
from cartera.kernel.text import gettext_noop as _

_BANK_OF_PAYMENT = """
SELECT b.ledger_account_id FROM banking_deposititem i
JOIN banking_depositslip s ON s.id = i.slip_id
JOIN banking_bankaccount b ON b.id = s.bank_account_id
WHERE i.payment_id = %s AND i.is_live
"""


def record_bounce(
    bounce: Bounce | None,
    act: Act,
    *,
    payment: Annotated[int, Label(_("Abono"), options="applied_cheques")],
    bounced_on: Annotated[date, Label(_("Rechazado el"))],
    reason: Annotated[Text, Label(_("Motivo del banco"))],
    charge: Annotated[
        AnyAmount | None, Label(_("Cargo por cheque rechazado"), _("Vacío: el de la empresa"))
    ] = None,
) -> None:
    """Record that the bank returned a cheque that had been applied (INT-06 step 1).

    Refuses a payment that is not an applied cheque, a second return, a day before its value date.
    """
    found = Payment.objects.filter(pk=payment).first()
    if found is None or found.state != "applied" or found.kind != "cheque":
        raise NotApplied(payment=payment, field="payment")
    if not found.value_on <= bounced_on <= act.on:
        raise BouncedBeforeValue(value_on=found.value_on, field="bounced_on")
    if (
        Bounce.objects.filter(payment=found)
        .exclude(state="void")
        .exclude(case_id=act.case_id)
        .exists()
    ):
        raise AlreadyBounced(field="payment")
    bounce = bounce or Bounce(case_id=act.case_id)
    bounce.payment, bounce.bounced_on, bounce.reason = found, bounced_on, reason
    bounce.charge = company().bounce_charge if charge is None else charge
    bounce.save()


def confirm_bounce(
    bounce: Bounce,
    act: Act,
    *,
    remarks: Annotated[Note, Label(_("Observaciones"), widget="textarea")] = "",
) -> Outcome:
    """Somebody else confirms: the application is reversed and the charge claimed (INT-06 step 2).

    An assignment that was already settled stays so: the whole amount becomes a claim.
    """
    payments = Payment.objects.select_for_update(of=("self",)).select_related("day")
    payment = payments.get(pk=bounce.payment_id)
    origin = payment.day and payment.day.entry_id
    if not origin:
        raise DayNotPosted(payment=payment.pk)
    if not Payment.objects.filter(pk=payment.pk, state="applied").update(state="bounced"):
        raise AlreadyBounced
    assignment = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("client")
        .get(pk=payment.assignment_id)
    )
    if assignment.state == "settled":
        postings = _claim_all(bounce, payment, assignment, act)
    else:
        postings = _undo(bounce, payment, assignment, act)
    entry = post_entry(
        series=JOURNAL,
        effective_on=act.on,
        event="bounce",
        description=_("Cheque {reference} rechazado, cesión {number}").format(
            reference=payment.reference, number=assignment.number
        ),
        postings=postings,
        prepared_by_id=act.actor_id,
        case_id=act.case_id,
        corrects_id=origin,
    )
    Bounce.objects.filter(pk=bounce.pk).update(state="confirmed", entry=entry)
    return Outcome(result={"entry": entry.number})


def void_bounce(bounce: Bounce, act: Act, reason: str) -> None:
    """It was not returned after all."""
    Bounce.objects.filter(pk=bounce.pk).update(state="void")


def _undo(bounce: Bounce, payment: Payment, assignment: Assignment, act: Act) -> list[Posting]:
    if assignment.state == "paid_off":
        Assignment.objects.filter(pk=assignment.pk).update(state="live", paid_off_on=None)
    if payment.document_id:
        _uncollect(payment.document_id, payment.amount)
    if bounce.charge:
        Charge.objects.create(
            assignment=assignment,
            bounce=bounce,
            amount=bounce.charge,
            charged_on=bounce.bounced_on,
            recorded_at=act.at,
        )
    batch = Batch()
    reapply([assignment.pk], batch, leaving=payment.pk)
    write(batch, act, bounce_id=bounce.pk)
    issue_for(act, bounce_id=bounce.pk)
    return [
        *credits_of(credited(bounce_id=bounce.pk)),
        credit(_bank_of(payment), payment.amount, reference=f"cheque {payment.reference}"),
        *_charge_lines(bounce.charge, assignment),
    ]


def _claim_all(bounce: Bounce, payment: Payment, assignment: Assignment, act: Act) -> list[Posting]:
    claim = Claim.objects.create(
        client_id=assignment.client_id,
        assignment=assignment,
        kind=Claim.Kind.BOUNCED_CHEQUE,
        amount=payment.amount + bounce.charge,
        reason=f"{bounce.reason} ({payment.bank} {payment.reference})"[:300],
        claimed_on=act.on,
        state=Claim.State.OPEN,
    )
    Bounce.objects.filter(pk=bounce.pk).update(claim=claim)
    code, reference = assignment.client.code, f"cs {assignment.number}"
    return [
        debit(Role.CLAIMS, payment.amount, reference=reference, client_code=code),
        credit(_bank_of(payment), payment.amount, reference=f"cheque {payment.reference}"),
        *_charge_lines(bounce.charge, assignment),
    ]


def _charge_lines(amount: Decimal, assignment: Assignment) -> list[Posting]:
    if amount == ZERO:
        return []
    code, reference = assignment.client.code, f"cs {assignment.number}"
    return [
        debit(Role.CLAIMS, amount, reference=reference, client_code=code),
        credit(Role.CHARGES, amount, reference=reference, client_code=code),
    ]


def _uncollect(document_id: int, amount: Decimal) -> None:
    """The document is to be collected again, unless other payments still cover it."""
    left = F("amount_collected") - amount
    covered = When(state="collected", amount__gt=left, then=Value("live"))
    AssignedDocument.objects.filter(pk=document_id).update(
        amount_collected=left,
        state=Case(covered, default=F("state")),
        collected_on=Case(When(amount__gt=left, then=None), default=F("collected_on")),
    )


def _bank_of(payment: Payment) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_BANK_OF_PAYMENT, [payment.pk])
        row = cursor.fetchone()
    if row is None:
        raise NotApplied(payment=payment.pk)
    return int(row[0])
