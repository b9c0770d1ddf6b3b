"""A cheque that the bank returns: application undone, interest as if unpaid, a charge claimed."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated

from django.db.models import Case, F, Q, Value, When

from cartera.accounting.ledger.acts import JOURNAL, post_entry
from cartera.accounting.ledger.models import Entry
from cartera.accounting.ledger.roles import Role
from cartera.accounting.ledger.rules import Posting, credit, debit
from cartera.company.selectors import company
from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import AnyAmount, Label, Note, Text
from cartera.credit.assignments.models import AssignedDocument, Assignment
from cartera.credit.claims.models import Claim
from cartera.credit.parties.models import Client
from cartera.credit.payments.applying import Batch, reapply, write
from cartera.credit.payments.models import Bounce, Charge, Payment
from cartera.credit.payments.postings import credited, credits_of
from cartera.credit.payments.receipts import issue_for
from cartera.credit.payments.refusals import (
    AlreadyBounced,
    BouncedBeforeValue,
    DayNotPosted,
    NobodyToCharge,
    NotApplied,
)
from cartera.credit.payments.returned import bank_of, take_back
from cartera.kernel.money import ZERO
from cartera.kernel.text import gettext_noop as _

# What a payment is in until it bounces or is withdrawn.
_STANDING = ("awaiting", "queued", "applied")


def record_bounce(
    bounce: Bounce | None,
    act: Act,
    *,
    payment: Annotated[int, Label(_("Abono"), options="bank_cheques")],
    bounced_on: Annotated[date, Label(_("Rechazado el"))],
    reason: Annotated[Text, Label(_("Motivo del banco"))],
    charge: Annotated[
        AnyAmount | None, Label(_("Cargo por cheque rechazado"), _("Vacío: el de la empresa"))
    ] = None,
) -> None:
    """Record that the bank returned a cheque (INT-06 step 1).

    One that was applied, or one that the house carried to the bank and whose payments still wait.
    Refuses another payment, a second return, a day before its value date (before its reception,
    while it is not applied).
    """
    found = _leading(payment)
    if found is None or found.kind != "cheque" or not _may_bounce(found):
        raise NotApplied(payment=payment, field="payment")
    earliest = found.value_on if found.state == "applied" else found.received_on
    if not earliest <= bounced_on <= act.on:
        raise BouncedBeforeValue(value_on=earliest, field="bounced_on")
    if _bounces_already(found, act.case_id):
        raise AlreadyBounced(field="payment")
    bounce = bounce or Bounce(case_id=act.case_id)
    bounce.payment, bounce.bounced_on, bounce.reason = found, bounced_on, reason
    usual = company().bounce_charge if found.assignment_id else ZERO
    bounce.charge = usual if charge is None else charge
    if bounce.charge and found.assignment_id is None:
        raise NobodyToCharge(field="charge")
    bounce.save()


def confirm_bounce(
    bounce: Bounce,
    act: Act,
    *,
    remarks: Annotated[Note, Label(_("Observaciones"), widget="textarea")] = "",
) -> Outcome:
    """Somebody else confirms: the application is reversed and the charge claimed (INT-06 step 2).

    All that the cheque paid bounces with it. An assignment that was already settled stays so: the
    whole amount becomes a claim. What was not applied yet never will be.
    """
    payments = _payments_of_cheque(bounce.payment_id)
    origins = {origin for origin in map(_origin_of, payments) if origin}
    ids = [payment.pk for payment in payments]
    if Payment.objects.filter(pk__in=ids, state__in=_STANDING).update(state="bounced") != len(ids):
        raise AlreadyBounced
    with_it = _bounce_together(bounce, payments)
    entry = _post(bounce, _undo(with_it, act), act, max(origins, default=None))
    Bounce.objects.filter(pk__in=[each.pk for each in with_it]).update(
        state="confirmed", entry=entry
    )
    return Outcome(result={"entry": entry.number if entry else 0})


def client_of(payment: Payment) -> Client:
    """Whose payment it is: the client of its assignment, or who told of a third party's paper."""
    client = payment.assignment.client if payment.assignment else payment.client
    if client is None:
        raise ValueError(f"payment {payment.pk} is nobody's")
    return client


def void_bounce(bounce: Bounce, act: Act, reason: str) -> None:
    """It was not returned after all."""
    Bounce.objects.filter(pk=bounce.pk).update(state="void")


def _leading(payment_id: int) -> Payment | None:
    """The payment that a bounce is told of: one of an assignment, where its cheque has any."""
    found = Payment.objects.filter(pk=payment_id).first()
    if found is None or found.assignment_id is not None:
        return found
    others = Payment.objects.filter(cheque_id=found.cheque_id, assignment__isnull=False)
    return others.filter(state__in=_STANDING).order_by("pk").first() or found


def _may_bounce(payment: Payment) -> bool:
    """Applied; or by a cheque that is at the bank, and in no round yet."""
    at_bank = payment.cheque_id is not None and payment.day_id is None
    return payment.state == "applied" or (at_bank and payment.state in ("awaiting", "queued"))


def _bounces_already(payment: Payment, case_id: int) -> bool:
    same = Q(payment=payment)
    if payment.cheque_id is not None:
        same |= Q(payment__cheque_id=payment.cheque_id, payment__state__in=_STANDING)
    earlier = Bounce.objects.filter(same).exclude(state="void").exclude(case_id=case_id)
    return earlier.exists()


def _payments_of_cheque(payment_id: int) -> list[Payment]:
    """A payment, first, and the others that its cheque made; locked, with their assignments."""
    payments = Payment.objects.select_for_update(of=("self",)).select_related("day")
    first = payments.get(pk=payment_id)
    if first.cheque_id is None:
        return [first]
    others = payments.filter(cheque_id=first.cheque_id, state__in=_STANDING).exclude(pk=first.pk)
    return [first, *others.order_by("pk")]


def _origin_of(payment: Payment) -> int | None:
    """The entry of the day that applied a payment; None where none did. Refuses a day to post."""
    if payment.day is None:
        return None
    if payment.day.entry_id is None:
        raise DayNotPosted(payment=payment.pk)
    return payment.day.entry_id


def _bounce_together(bounce: Bounce, payments: Sequence[Payment]) -> list[Bounce]:
    """The bounce of each payment of the cheque, that of the case first."""
    bounce.payment = payments[0]
    others = [
        Bounce(
            with_bounce=bounce,
            payment=payment,
            bounced_on=bounce.bounced_on,
            reason=bounce.reason,
        )
        for payment in payments[1:]
    ]
    return [bounce, *Bounce.objects.bulk_create(others)]


def _undo(together: Sequence[Bounce], act: Act) -> list[Posting]:
    """What each bounce takes back from an assignment that goes on, or claims of a settled one; and
    from a third party, or claims where he was given it."""
    ours = [bounce for bounce in together if bounce.payment.assignment_id is not None]
    theirs = [bounce for bounce in together if bounce.payment.assignment_id is None]
    ids = {_assignment_of(bounce.payment) for bounce in ours}
    rows = Assignment.objects.select_for_update(of=("self",)).select_related("client")
    assignments = {row.pk: row for row in rows.filter(pk__in=ids).order_by("pk")}
    postings: list[Posting] = []
    goes_on: list[Bounce] = []
    for bounce in ours:
        assignment = assignments[_assignment_of(bounce.payment)]
        if assignment.state == "settled":
            postings += _claim_all(bounce, assignment, act)
        else:
            goes_on.append(bounce)
    lead = together[0]
    back = take_back(theirs, lead.pk, act)
    return [*_reverse(goes_on, assignments, lead, act), *postings, *back]


def _reverse(
    bounces: Sequence[Bounce], assignments: Mapping[int, Assignment], lead: Bounce, act: Act
) -> list[Posting]:
    """Payments leave their assignments, which are recomputed; the charge is their first one's."""
    if not bounces:
        return []
    ids = {_assignment_of(bounce.payment) for bounce in bounces}
    applied = [bounce.payment for bounce in bounces if bounce.payment.day_id]
    owes_again = {_assignment_of(payment) for payment in applied}
    if lead.charge:
        owes_again.add(_assignment_of(lead.payment))
    Assignment.objects.filter(pk__in=owes_again & ids, state="paid_off").update(
        state="live", paid_off_on=None
    )
    for payment in applied:
        if payment.document_id:
            _uncollect(payment.document_id, payment.amount)
    charged = assignments[_assignment_of(lead.payment)]
    if lead.charge and lead in bounces:
        Charge.objects.create(
            assignment=charged,
            bounce=lead,
            amount=lead.charge,
            charged_on=lead.bounced_on,
            recorded_at=act.at,
        )
    batch = Batch()
    reapply(sorted(ids), batch, leaving={bounce.payment_id for bounce in bounces})
    write(batch, act, bounce_id=lead.pk)
    issue_for(act, bounce_id=lead.pk)
    return [
        *credits_of(credited(bounce_id=lead.pk)),
        *(
            credit(bank_of(payment), payment.amount, reference=f"cheque {payment.reference}")
            for payment in applied
        ),
        *(_charge_lines(lead.charge, charged) if lead in bounces else ()),
    ]


def _assignment_of(payment: Payment) -> int:
    if payment.assignment_id is None:
        raise ValueError(f"payment {payment.pk} is a third party's")
    return payment.assignment_id


def _claim_all(bounce: Bounce, assignment: Assignment, act: Act) -> list[Posting]:
    """A settled assignment stays so: what was applied to it, and the charge, become a claim."""
    payment = bounce.payment
    amount = (payment.amount if payment.day_id else ZERO) + bounce.charge
    if amount == ZERO:
        return []
    claim = Claim.objects.create(
        client_id=assignment.client_id,
        assignment=assignment,
        kind=Claim.Kind.BOUNCED_CHEQUE,
        amount=amount,
        reason=f"{bounce.reason} ({payment.bank} {payment.reference})"[:300],
        claimed_on=act.on,
        state=Claim.State.OPEN,
    )
    Bounce.objects.filter(pk=bounce.pk).update(claim=claim)
    code, reference = assignment.client.code, f"cs {assignment.number}"
    lines = _charge_lines(bounce.charge, assignment)
    if payment.day_id is None:
        return lines
    return [
        debit(Role.CLAIMS, payment.amount, reference=reference, client_code=code),
        credit(bank_of(payment), payment.amount, reference=f"cheque {payment.reference}"),
        *lines,
    ]


def _post(
    bounce: Bounce, postings: Sequence[Posting], act: Act, origin: int | None
) -> Entry | None:
    """The counter-entry; none where nothing had been applied and nothing is charged."""
    if not postings:
        return None
    payment = bounce.payment
    return post_entry(
        series=JOURNAL,
        effective_on=act.on,
        event="bounce",
        description=_("Cheque {reference} rechazado, cesión {number}").format(
            reference=payment.reference,
            number=payment.assignment.number if payment.assignment else "-",
        ),
        postings=postings,
        prepared_by_id=act.actor_id,
        case_id=act.case_id,
        corrects_id=origin,
    )


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
