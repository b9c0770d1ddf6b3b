"""A day's payments: received, deposited, applied, reported, tied out, posted (PCI-F09)."""

from collections.abc import Sequence
from typing import Annotated

from django.db import connection
from django.db.models import Max, Q
from pydantic import Field

from cartera.accounting.banking.acts import (
    confirm_deposits,
    hand_over_slips,
    void_slip,
)
from cartera.accounting.banking.selectors import slips_of_case
from cartera.accounting.ledger.acts import INCOME, post_entry
from cartera.accounting.tax.models import TaxReceipt
from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import Label, Note
from cartera.credit.claims.models import Deduction
from cartera.credit.payments import sql
from cartera.credit.payments.applying import apply_all, queued
from cartera.credit.payments.models import Payment, PaymentDay
from cartera.credit.payments.postings import postings_of_day
from cartera.credit.payments.receipts import issue_for
from cartera.credit.payments.reception import PaymentRow, resolve
from cartera.credit.payments.refusals import (
    DoesNotTieOut,
    NothingReceived,
    PaymentNotQueued,
    RoundAlreadyApplied,
    RoundStillOpen,
    StillUnapplied,
)
from cartera.credit.payments.remitting import slips_for
from cartera.credit.payments.third_party import apply_third_party
from cartera.credit.payments.tie_out import Difference, differences_of, totals_of
from cartera.kernel.text import gettext_noop as _

Payments = Annotated[list[PaymentRow], Field(max_length=20_000), Label(_("Abonos recibidos"))]
Withdrawn = Annotated[
    list[int], Label(_("Abonos que se retiran"), _("Mal escritos; se vuelven a escribir"), "pick")
]
Remarks = Annotated[Note, Label(_("Observaciones"), widget="textarea")]
Finish = Annotated[bool, Label(_("Terminar este paso"), widget="check")]

_WHAT = {
    "deposit": _("abono {payment} ({reference}): aplicado {here}, remesado {there}"),
    "application": _("abono {payment} ({reference}): recibido {here}, aplicado {there}"),
    "receipt": _("abono {payment}: intereses {here}, comprobantes {there}"),
    "total_deposit": _("abonos {here}, remesas y descuentos {there}"),
    "total_application": _("abonos {here}, aplicaciones {there}"),
    "total_receipt": _("intereses y cargos {here}, comprobantes {there}"),
    "total_parts": _("aplicaciones {here}, suma de sus partes {there}"),
}


def receive_payments(
    day: PaymentDay | None,
    act: Act,
    *,
    payments: Payments = [],  # noqa: B006 (pydantic copies it)
    withdraw: Withdrawn = [],  # noqa: B006 (pydantic copies it)
    finish: Finish = True,
) -> Outcome:
    """Queue what comes in from every area; at the end take in what waits (PCI-F09 step 1).

    What has a value date still to come waits for its day. What was typed wrong is withdrawn and
    typed again; a round of which nothing is left ends there. Refuses a bad row, naming it, a second
    round while one is being received, and any change to a round that came back after it was
    applied.
    """
    opens = day is None
    if day is None:
        day = _open_round(act)
    elif _is_applied(day):
        if payments or withdraw:
            raise RoundAlreadyApplied(field="payments" if payments else "withdraw")
        return Outcome(result={"received": 0})
    elif day.state != PaymentDay.State.RECEIVING:
        _move(day, PaymentDay.State.RECEIVING)
    _withdraw(day, withdraw)
    received = {"received": _queue(day, payments, act)}
    if not finish:
        return Outcome(result=received)
    take_waiting(day, act)
    if Payment.objects.filter(day=day, state__in=("queued", "applied")).exists():
        return Outcome(result=received)
    if opens:
        raise NothingReceived(field="payments")
    _give_up(day)
    return Outcome("nothing", result=received)


def take_waiting(day: PaymentDay, act: Act) -> int:
    """Take in payments that wait for a round and whose value date has come; how many."""
    waiting = Payment.objects.filter(day__isnull=True, state="queued", value_on__lte=act.on)
    return waiting.update(day=day)


def queue_deductions(deductions: Sequence[Deduction], act: Act) -> int:
    """What a disbursement or a settlement withheld for other assignments waits to be applied."""
    rows = [
        Payment(
            assignment_id=deduction.to_assignment_id,
            document_id=deduction.claim.document_id if deduction.claim else None,
            kind=Payment.Kind.DEDUCTION,
            source=Payment.Source.DIRECT if deduction.claim else Payment.Source.DEDUCTION,
            amount=deduction.amount,
            value_on=act.on,
            received_on=act.on,
            received_at=act.at,
            received_by_id=act.actor_id,
            deduction=deduction,
            remarks=deduction.reason,
        )
        for deduction in deductions
        if deduction.to_assignment_id
    ]
    Payment.objects.bulk_create(rows)
    return len(rows)


def prepare_deposits(
    day: PaymentDay,
    act: Act,
    *,
    bank_account: Annotated[
        str, Label(_("Cuenta bancaria propia"), _("Vacía: la principal"), options="bank_accounts")
    ] = "",
    carrier: Annotated[str, Label(_("Gestor que lleva las remesas"))] = "",
) -> Outcome:
    """Stamp the cheques, group them into slips by bank, hand them over (PCI-F09 step 2).

    A cheque that the house carried to the bank before is on a slip already. Done again after the
    operation came back, the earlier slips of the round are void and keep their numbers.
    """
    for slip in slips_of_case(act.case_id):
        void_slip(slip, reason=_("remesa preparada de nuevo"))
    received = Payment.objects.filter(
        day=day, state__in=("queued", "applied"), cheque_id__isnull=True
    )
    payments = list(received.exclude(kind=Payment.Kind.DEDUCTION).order_by("id"))
    slips = slips_for(payments, act, bank_account)
    if slips:
        hand_over_slips(slips)
    _move(day, PaymentDay.State.DEPOSITED)
    return Outcome(result={"items": len(payments)})


def apply_payments(
    day: PaymentDay,
    act: Act,
    *,
    payments: Annotated[
        list[int] | None, Label(_("Abonos"), _("Vacío: todos los pendientes"), widget="pick")
    ] = None,
    finish: Finish = True,
) -> Outcome:
    """Apply payments: charges, default interest, interest, capital; the rest is the client's.

    What came in for a paper of no assignment is its owner's whole.
    All that wait, or the chosen ones, as one set (PCI-F09 step 3). Refuses a payment that does not
    wait in this case, and to finish while any is left.
    """
    waiting = queued(day.pk, payments)
    others = apply_third_party(day.pk, payments, act)
    missing = set(payments or ()) - {payment.payment for payment in waiting} - set(others)
    if missing:
        raise PaymentNotQueued(payment=min(missing), field="payments")
    if waiting:
        apply_all(waiting, act, day.pk)
    if finish:
        left = Payment.objects.filter(day=day, state="queued").count()
        if left:
            raise StillUnapplied(count=left, field="payments")
        _move(day, PaymentDay.State.APPLIED)
    return Outcome(result={"applied": len(waiting) + len(others)})


def report_applications(day: PaymentDay, act: Act, *, remarks: Remarks = "") -> Outcome:
    """Issue the day's application report and mark what is paid off (PCI-F09 step 4)."""
    with connection.cursor() as cursor:
        cursor.execute(sql.PAID_OFF, {"day": day.pk, "on": act.on})
        paid_off = cursor.fetchall()
    return Outcome(result={"paid_off": [number for number, _ in paid_off]})


def hand_to_custody(day: PaymentDay, act: Act, *, remarks: Remarks = "") -> None:
    """Give the application report to custody (PCI-F09 step 5)."""


def issue_interest_receipts(day: PaymentDay, act: Act, *, remarks: Remarks = "") -> Outcome:
    """Tax receipts for the interest collected, credit notes for what was recomputed (step 6)."""
    return Outcome(result={"receipts": len(issue_for(act, day_id=day.pk))})


def tie_out(day: PaymentDay, act: Act, *, remarks: Remarks = "") -> Outcome:
    """Applications equal deposits, and their parts equal the tax receipts (PCI-F09 step 7).

    Somebody else than who applied signs it. The day stops while anything differs, and each
    difference is named.
    """
    differences = differences_of(day.pk, act.case_id)
    if differences:
        summary = "; ".join(sentence_of(difference) for difference in differences[:5])
        raise DoesNotTieOut(summary=summary, differences=differences)
    confirm_deposits(list(slips_of_case(act.case_id)))
    day.tied_out_at = act.at
    day.state = PaymentDay.State.TIED_OUT
    day.save(update_fields=["tied_out_at", "state"])
    return Outcome(result={"applied": str(totals_of(day.pk, act.case_id).applied)})


def report_income(day: PaymentDay, act: Act, *, remarks: Remarks = "") -> None:
    """Issue the income report and the day's journal entry (PCI-F09 step 8)."""


def post_day(day: PaymentDay, act: Act, *, remarks: Remarks = "") -> Outcome:
    """Post the day: bank against receivables, interest, IVA and excess (PCI-F09 step 9)."""
    entry = post_entry(
        series=INCOME,
        effective_on=act.on,
        event="payments",
        description=_("Aplicación de abonos del {on}").format(on=f"{day.on:%d/%m/%Y}"),
        postings=postings_of_day(day.pk, act.case_id),
        prepared_by_id=act.actor_id,
        case_id=act.case_id,
    )
    day.entry, day.state = entry, PaymentDay.State.POSTED
    day.save(update_fields=["entry", "state"])
    return Outcome(result={"entry": entry.number})


def distribute_receipts(
    day: PaymentDay,
    act: Act,
    *,
    carrier: Annotated[str, Label(_("Mensajero o empresa de envío"))] = "",
) -> None:
    """Reception distributes the tax receipts (PCI-F09 step 10)."""


def sentence_of(difference: Difference) -> str:
    """A difference as a person reads it."""
    return _WHAT[difference.what].format(
        payment=difference.payment_id,
        reference=difference.reference,
        here=f"{difference.here:,.2f}",
        there=f"{difference.there:,.2f}",
    )


def _open_round(act: Act) -> PaymentDay:
    still_open = PaymentDay.objects.filter(state="receiving").select_related("case").first()
    if still_open:
        raise RoundStillOpen(on=still_open.on, case=still_open.case.number)
    last = PaymentDay.objects.filter(on=act.on).aggregate(last=Max("round"))["last"] or 0
    return PaymentDay.objects.create(case_id=act.case_id, on=act.on, round=last + 1)


def _queue(day: PaymentDay, rows: Sequence[PaymentRow], act: Act) -> int:
    """Queue rows that hold against the books; how many. A later value date waits for its day."""
    resolved = resolve(rows, on=act.on)
    Payment.objects.bulk_create(
        [
            Payment(
                day=day if row.value_on <= act.on else None,
                assignment=assignment,
                document=document,
                kind=row.kind,
                source=row.source,
                bank=row.bank,
                reference=row.reference,
                amount=row.amount,
                value_on=row.value_on,
                received_on=act.on,
                received_at=act.at,
                received_by_id=act.actor_id,
                remarks=row.remarks,
            )
            for row, assignment, document in resolved
        ],
        batch_size=2000,
    )
    return len(resolved)


def _is_applied(day: PaymentDay) -> bool:
    """Whether the round was applied whole, or has receipts already: what came back from there."""
    applied = day.state == PaymentDay.State.APPLIED
    return applied or TaxReceipt.objects.filter(case_id=day.case_id).exists()


def _give_up(day: PaymentDay) -> None:
    """A round of which nothing is left: its slips are void, and it holds no day's close up."""
    for slip in slips_of_case(day.case_id):
        void_slip(slip, reason=_("no quedó nada que remesar"))
    _move(day, PaymentDay.State.VOID)


def _withdraw(day: PaymentDay, payments: Sequence[int]) -> None:
    """Take back queued payments, from this round or waiting for one.

    What was withheld from the client is no mistake of typing: it waits until it is applied; so does
    what a cheque that is at the bank pays.
    """
    typed = ~Q(kind=Payment.Kind.DEDUCTION) & Q(cheque_id__isnull=True)
    own = (Q(day=day) | Q(day__isnull=True)) & typed
    queued_ids = Payment.objects.filter(own, pk__in=payments, state="queued")
    missing = set(payments) - set(queued_ids.values_list("pk", flat=True))
    if missing:
        raise PaymentNotQueued(payment=min(missing), field="withdraw")
    Payment.objects.filter(pk__in=payments, state="queued").update(state="withdrawn")


def _move(day: PaymentDay, state: str) -> None:
    day.state = state
    day.save(update_fields=["state"])
