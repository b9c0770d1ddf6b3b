"""A cheque paid it: its way to the bank, or back to its owner (PCI-F07 steps 11 to 13)."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import Label
from cartera.credit.payments.third_party import payments_held
from cartera.kernel.money import ZERO
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.cheques.acts import move_cheques
from cartera.recovery.cheques.models import Cheque
from cartera.recovery.cheques.selectors import standing_covers
from cartera.recovery.custody.acts import Why, accept, move, offer, withdraw_offered
from cartera.recovery.custody.counting import Seen
from cartera.recovery.custody.models import Original
from cartera.recovery.custody.rules import Holder
from cartera.recovery.custody.selectors import holder_words, offered_within
from cartera.recovery.third_party.finding import Remarks, change
from cartera.recovery.third_party.models import ForeignDocument
from cartera.recovery.third_party.refusals import (
    ChequeElsewhere,
    ChequeIsNegotiable,
    ChequeIsNotNegotiable,
    ChequePaysALoan,
    ChequeStillHere,
    ChequeWentAlready,
    NotPaidYet,
    ReceiverUnsaid,
    ValueNotApplied,
)
from cartera.recovery.third_party.rules import Way, may_go
from cartera.recovery.third_party.selectors import received_for

CREDIT = "credit"
ASSISTANT = "AUX_C"


def note_paid(document: ForeignDocument, cheque: Cheque) -> None:
    """A cheque came that pays it: it waits to be routed (step 11). The first of several is kept."""
    columns: dict[str, object] = {}
    if document.cheque_id is None or document.state == ForeignDocument.State.ROUTED:
        columns["cheque"] = cheque
    if document.state == ForeignDocument.State.ROUTED:
        columns["state"] = ForeignDocument.State.PAID
    if columns:
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

    Refuses while no cheque that pays the document has come to operations, a way that is not for its
    kind, whoever does not have it, and to credit to its owner one that pays what another company
    lent. One that went its way with another document of its own goes no second time.
    """
    cheque = document.cheque
    if cheque is None or document.state != ForeignDocument.State.PAID:
        raise NotPaidYet(number=document.number)
    withdraw_offered(act.case_id, act)
    if not may_go(way, is_negotiable=cheque.is_negotiable):
        why = ChequeIsNegotiable if cheque.is_negotiable else ChequeIsNotNegotiable
        raise why(number=cheque.number, field="way")
    went = cheque.state != "received" or cheque.batched.filter(left_at__isnull=True).exists()
    if went and (cheque.state == "returned") is not (way == CREDIT):
        raise ChequeWentAlready(number=cheque.number, state=cheque.get_state_display(), field="way")
    _check_hands(received_for(document), act)
    if way != CREDIT:
        return Outcome()
    if not went:
        if cheque.covers.filter(original__kind=Original.Kind.BORROWED).exists():
            raise ChequePaysALoan(number=cheque.number, field="way")
        reason = _("no negociable: lo acredita su dueño en su cuenta")
        offer([cheque.original], act, role=ASSISTANT, reason=reason)
    return Outcome(CREDIT)


def _check_hands(cheques: Sequence[Cheque], act: Act) -> None:
    """Refuses a cheque that is in other hands than those of who acts, or for whom he acts."""
    for cheque in cheques:
        if cheque.original.person_id not in (act.actor_id, act.on_behalf_of_id):
            raise ChequeElsewhere(number=cheque.number, holder=holder_words(cheque.original))


def apply_value(document: ForeignDocument, act: Act, *, remarks: Remarks = "") -> Outcome:
    """The foreign document's value has been applied by PCI-F09: it is held for its owner (12).

    Refuses while a cheque that pays it is still on its way: all of it is held, or nothing yet.
    """
    held = payments_held(document.paper_id or 0)
    on_their_way = standing_covers(document.paper_id or 0).exclude(cheque__state="cleared")
    if not held or on_their_way.exists():
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
        (cheque,) = move_cheques([cheque], "returned", act, note=received_by.strip()[:120])
        owner = Holder.back_with("client", document.client.name)
        why = Why(_("lo acredita en su cuenta"), received_by.strip()[:120])
        move([cheque.original], owner, act, why)
    if cheque is not None and cheque.state != "returned":
        raise ChequeStillHere(number=cheque.number, state=cheque.get_state_display())
    change(document, state=ForeignDocument.State.CREDITED)
    return Outcome(CREDIT)
