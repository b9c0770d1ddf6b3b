"""A cheque paid it: its way to the bank, or back to its owner (PCI-F07 steps 11 to 13)."""

from collections.abc import Collection
from typing import Annotated

from pydantic import Field

from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import Label
from cartera.credit.payments.third_party import payments_held
from cartera.kernel.money import ZERO
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.cheques.acts import move_cheques
from cartera.recovery.cheques.models import Cheque
from cartera.recovery.custody.acts import Why, accept, move, offer, withdraw_offered
from cartera.recovery.custody.counting import Seen
from cartera.recovery.custody.rules import Holder
from cartera.recovery.custody.selectors import offered_within
from cartera.recovery.third_party.finding import Remarks, change
from cartera.recovery.third_party.models import ForeignDocument
from cartera.recovery.third_party.refusals import (
    ChequeIsNegotiable,
    ChequeIsNotNegotiable,
    ChequeWentAlready,
    NotPaidYet,
    ReceiverUnsaid,
    ValueNotApplied,
)
from cartera.recovery.third_party.rules import Way, may_go

CREDIT = "credit"
ASSISTANT = "AUX_C"


def note_paid(documents: Collection[ForeignDocument], cheque: Cheque) -> None:
    """A cheque came that pays them: they wait for it to be routed (step 11)."""
    for document in documents:
        columns: dict[str, object] = {"cheque": cheque}
        if document.state == ForeignDocument.State.ROUTED:
            columns["state"] = ForeignDocument.State.PAID
        change(document, **columns)


def route_cheque(
    document: ForeignDocument,
    act: Act,
    *,
    way: Annotated[
        Way, Label(_("Camino del cheque"), _("No negociable: se canjea, o se acredita a su dueño"))
    ],
) -> Outcome:
    """Operations sends the cheque to be endorsed, exchanged, or credited to its owner (step 11).

    Refuses while no cheque that pays the document has come to operations, and a way that is not
    for its kind. One that went its way with another document of its own goes no second time.
    """
    cheque = document.cheque
    if cheque is None or document.state != ForeignDocument.State.PAID:
        raise NotPaidYet(number=document.number)
    if not may_go(way, is_negotiable=cheque.is_negotiable):
        why = ChequeIsNegotiable if cheque.is_negotiable else ChequeIsNotNegotiable
        raise why(number=cheque.number, field="way")
    if (cheque.state == "returned") is not (way == CREDIT) and cheque.state != "received":
        raise ChequeWentAlready(number=cheque.number, state=cheque.get_state_display(), field="way")
    if way != CREDIT:
        return Outcome()
    if cheque.state == "received" and cheque.original.person_id == act.actor_id:
        withdraw_offered(act.case_id, act)
        reason = _("no negociable: lo acredita su dueño en su cuenta")
        offer([cheque.original], act, role=ASSISTANT, reason=reason)
    return Outcome(CREDIT)


def apply_value(document: ForeignDocument, act: Act, *, remarks: Remarks = "") -> Outcome:
    """The foreign document's value has been applied by PCI-F09: it is held for its owner (12)."""
    held = payments_held(document.paper_id or 0)
    if not held:
        raise ValueNotApplied(number=document.number)
    amount = sum((payment.amount for payment in held), ZERO)
    change(document, collected=amount, collected_on=act.on, state=ForeignDocument.State.HELD)
    return Outcome(result={"held": str(amount)})


def credit_to_owner(
    document: ForeignDocument,
    act: Act,
    *,
    received_by: Annotated[
        str, Field(max_length=120), Label(_("Recibió"), _("Quien recibe por el cliente"))
    ] = "",
    seen: Seen = [],  # noqa: B006 (pydantic copies it)
) -> Outcome:
    """The client has the cheque and credits it to his own account (step 13).

    What it paid of ours he owes from now on (PCI-F04).
    """
    waiting = offered_within(act.case_id)
    cheque = document.cheque
    if waiting is not None and cheque is not None:
        if not received_by.strip():
            raise ReceiverUnsaid(field="received_by")
        accept(waiting, act, seen=seen)
        move_cheques([cheque], "returned", act, note=received_by.strip()[:120])
        owner = Holder.back_with("client", document.client.name)
        why = Why(_("lo acredita en su cuenta"), received_by.strip()[:120])
        move([cheque.original], owner, act, why)
    change(document, state=ForeignDocument.State.CREDITED)
    return Outcome(CREDIT)
