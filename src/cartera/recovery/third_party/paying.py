"""A released value is paid to the client: ordered, checked, authorised twice, posted (PCI-F07 steps
19 to 21; INT-26, which follows PCI-F01 from its step 8)."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import Label
from cartera.credit.disbursements.selectors import own_bank_account
from cartera.credit.parties.selectors import credit_account
from cartera.credit.payments.third_party import pay_out, payments_held, post_payouts
from cartera.kernel.money import ZERO
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.third_party.finding import Remarks, change, void_foreign
from cartera.recovery.third_party.models import ForeignDocument, ValuePayment
from cartera.recovery.third_party.refusals import (
    HeldIsOtherwise,
    OrderedAlready,
    ValueNotApplied,
    ValueNotPaid,
)
from cartera.recovery.third_party.selectors import running_payment

OwnAccount = Annotated[
    str, Label(_("Cuenta bancaria propia"), _("Vacía: la principal"), options="bank_accounts")
]


def order_payment(document: ForeignDocument, act: Act, *, remarks: Remarks = "") -> None:
    """Disbursements orders the credit to the client (step 19, PCI-F01 from step 8).

    Refuses a value that is not held any more: its cheque bounced.
    """
    running = running_payment(document)
    if running is not None:
        raise OrderedAlready(case=running.case.number)
    if not payments_held(document.paper_id or 0):
        raise ValueNotApplied(number=document.number)
    change(document, state=ForeignDocument.State.ORDERED)


def begin_payment(document: ForeignDocument, case_id: int) -> ValuePayment:
    """The payment of a value, in its own case; to the client's first account until it is said.

    It is of what is held by now: one of its cheques may have bounced since it was applied.
    """
    return ValuePayment.objects.create(
        case_id=case_id,
        value=document,
        amount=_held_by_now(document),
        account=credit_account(document.client),
        bank_account=own_bank_account(),
    )


def hand_credit_note(
    document: ForeignDocument,
    act: Act,
    *,
    credit_note: Annotated[str, Field(max_length=60), Label(_("Nota de abono del banco"))] = "",
) -> None:
    """Disbursements gives the credit note to custody (step 20). Refuses before the money left."""
    _check_given(document)


def attach_and_pass(document: ForeignDocument, act: Act, *, remarks: Remarks = "") -> None:
    """Custody attaches it to the document's copy, for reception to deliver (step 21).

    Refuses where the money came back and did not leave anew.
    """
    _check_given(document)
    change(document, state=ForeignDocument.State.CLOSED)


def start_credit(
    payment: ValuePayment,
    act: Act,
    *,
    account: Annotated[str, Label(_("Cuenta del cliente"), _("Vacía: la primera"))] = "",
    bank_account: OwnAccount = "",
) -> None:
    """Start the on-line credit to the client's account (INT-26 step 8). No money moves yet.

    It is of what is held by now: where one of its cheques bounced, it is begun again here.
    """
    payment.amount = _held_by_now(payment.value)
    payment.account = credit_account(payment.value.client, account)
    payment.bank_account = own_bank_account(bank_account)
    payment.state = ValuePayment.State.STARTED
    payment.save(update_fields=["amount", "account", "bank_account", "state"])


def review_payment(payment: ValuePayment, act: Act, *, remarks: Remarks = "") -> None:
    """Operations checks what was recorded against the report (INT-26 step 10)."""
    _set(payment, ValuePayment.State.REVIEWED)


def authorise_payment(payment: ValuePayment, act: Act, *, remarks: Remarks = "") -> None:
    """Operations authorises the credit (INT-26 step 11)."""
    _set(payment, ValuePayment.State.AUTHORISED)


def release_payment(
    payment: ValuePayment,
    act: Act,
    *,
    reference: Annotated[str, Field(max_length=60), Label(_("Referencia del banco"))] = "",
) -> Outcome:
    """General management authorises and the money leaves now (INT-26 step 12).

    Refuses a value that is not held any more, and one of which another amount is.
    """
    value = payment.value
    held = payments_held(value.paper_id or 0)
    amount = sum((each.amount for each in held), ZERO)
    if amount == ZERO:
        raise ValueNotApplied(number=value.number)
    if amount != payment.amount:
        raise HeldIsOtherwise(number=value.number, held=amount, amount=payment.amount)
    pay_out(
        [each.pk for each in held],
        act,
        bank_account=payment.bank_account,
        paid_to=str(payment.value.client),
        reference=reference,
    )
    ValuePayment.objects.filter(pk=payment.pk).update(state="paid", paid_on=act.on)
    change(value, state=ForeignDocument.State.GIVEN)
    return Outcome(result={"paid": str(payment.amount)})


def post_payment(payment: ValuePayment, act: Act, *, remarks: Remarks = "") -> Outcome:
    """Post it: the third party's money against bank (INT-26 step 16).

    One that is paid anew, when its document's case is over, is done with that.
    """
    what = _("Valor ajeno pagado: documento {number}").format(number=payment.value.number)
    entry = post_payouts(act, what)
    _set(payment, ValuePayment.State.POSTED)
    if _is_over(payment):
        change(payment.value, state=ForeignDocument.State.CLOSED)
    return Outcome(result={"entry": entry.number})


def give_up_payment(payment: ValuePayment, act: Act, reason: str) -> None:
    """It is not paid: the value is released still, and may be ordered anew.

    One that is paid anew, when its document's case is over, is given up only once no cheque pays
    the document any more.
    """
    _set(payment, ValuePayment.State.VOID)
    if _is_over(payment):
        void_foreign(payment.value, act, reason)
    else:
        change(payment.value, state=ForeignDocument.State.RELEASED)


def take_back_payment(payment: ValuePayment) -> None:
    """What was paid came back: it is to be paid again, by a payment of its own (INT-28 step 2)."""
    _set(payment, ValuePayment.State.RETURNED)
    change(payment.value, state=ForeignDocument.State.ORDERED)


def content_of_payment(payment: ValuePayment) -> dict[str, Any]:
    """What is authorised: how much, to which account, from which, for which document."""
    return {
        "document": payment.value.number,
        "client": payment.value.client.code,
        "amount": str(payment.amount),
        "account": str(payment.account),
        "bank_account": str(payment.bank_account),
    }


def _held_by_now(document: ForeignDocument) -> Decimal:
    """What the house has of a document's money, written on it; what it had, once all is gone."""
    held = sum((each.amount for each in payments_held(document.paper_id or 0)), ZERO)
    if held not in (ZERO, document.collected):
        change(document, collected=held)
    return document.collected or ZERO


def _is_over(payment: ValuePayment) -> bool:
    return bool(payment.value.case.state != "open")


def _check_given(document: ForeignDocument) -> None:
    if document.state != ForeignDocument.State.GIVEN:
        running = ValuePayment.objects.filter(value=document).order_by("-id").first()
        case = running.case.number if running else "-"
        raise ValueNotPaid(number=document.number, case=case)


def _set(payment: ValuePayment, state: str) -> None:
    payment.state = state
    payment.save(update_fields=["state"])
