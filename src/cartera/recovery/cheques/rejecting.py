"""A cheque that the bank returned: deposited again, replaced by another, or given back (INT-22)."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import Amount, Day, Label, Row, Text
from cartera.credit.payments.models import Payout
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.cheques.acts import ChequeDraft, move_cheques, replace_cheque
from cartera.recovery.cheques.models import Cheque, ChequeCover, ChequeRejection
from cartera.recovery.cheques.refusals import ExchangeDiffers, NewChequeMissing, NotResolvable
from cartera.recovery.custody.acts import Why, accept, move, offer, withdraw_offered
from cartera.recovery.custody.rules import Holder
from cartera.recovery.custody.selectors import offered_within

REDEPOSIT = "redeposit"
COLLECTIONS = "AUX_C"


class NewCheque(Row):
    """The cheque that the client brings for the bounced one."""

    drawer: Annotated[str, Field(min_length=1, max_length=150), Label(_("Librador"))]
    bank: Annotated[str, Field(min_length=1, max_length=60), Label(_("Banco"))]
    number: Annotated[str, Field(min_length=1, max_length=40), Label(_("Número"))]
    amount: Annotated[Amount, Label(_("Valor"))]
    drawn_on: Annotated[Day, Label(_("Fecha del cheque"))]
    is_negotiable: Annotated[bool, Label(_("Negociable"), widget="check")] = True


def decide(
    rejection: ChequeRejection,
    act: Act,
    *,
    decision: Annotated[
        Literal["redeposit", "replaced", "returned"], Label(_("Qué se hace con el cheque"))
    ],
    remarks: Annotated[
        str, Field(max_length=300), Label(_("Observaciones"), widget="textarea")
    ] = "",
) -> None:
    """Say what is done with it, as agreed with the client (INT-22 step 1).

    Refuses anything but giving it back where what it paid is no longer to be collected, or where a
    third party's part of it was given out: that is claimed of the client.
    """
    covers = ChequeCover.objects.filter(cheque=rejection.cheque_id)
    ours = covers.filter(original__document__isnull=False)
    given = Payout.objects.filter(payment__cheque_id=rejection.cheque_id, returned=None).exists()
    if decision != "returned" and given:
        raise NotResolvable(number=rejection.cheque.number, field="decision")
    if decision != "returned" and ours.exclude(original__document__state="live").exists():
        raise NotResolvable(number=rejection.cheque.number, field="decision")
    rejection.decision, rejection.remarks, rejection.state = decision, remarks, "decided"
    rejection.save(update_fields=["decision", "remarks", "state"])


def content_of_rejection(rejection: ChequeRejection) -> dict[str, Any]:
    """What the second person signs."""
    cheque = rejection.cheque
    return {
        "cheque": f"{cheque.bank} {cheque.number}",
        "amount": str(cheque.amount),
        "decision": rejection.decision,
        "remarks": rejection.remarks,
    }


def confirm(
    rejection: ChequeRejection,
    act: Act,
    *,
    remarks: Annotated[str, Field(max_length=300), Label(_("Observaciones"))] = "",
) -> Outcome:
    """Somebody else agrees (INT-22 step 2). What is deposited again goes straight to its slip."""
    if rejection.decision == REDEPOSIT:
        ChequeRejection.objects.filter(pk=rejection.pk).update(state="done")
        return Outcome(REDEPOSIT)
    return Outcome()


def hand_to_collections(rejection: ChequeRejection, act: Act) -> None:
    """Who has the paper hands it to collections (INT-22 step 3)."""
    withdraw_offered(act.case_id, act)
    reason = _("cheque rechazado, para el cliente")
    offer([rejection.cheque.original], act, role=COLLECTIONS, reason=reason)


def carry_out(
    rejection: ChequeRejection,
    act: Act,
    *,
    received_by: Annotated[Text, Label(_("Recibió"), _("Quien recibe por el cliente"))],
    came: Annotated[
        list[NewCheque],
        Field(max_length=1),
        Label(_("Cheque que trae el cliente"), _("Si se decidió que trae otro")),
    ] = [],  # noqa: B006 (pydantic copies it)
) -> Outcome:
    """The client has the bounced cheque back; where he brings another, it is received (step 4).

    Refuses where none is told though one was to come, and one of another amount.
    """
    hand_over = offered_within(act.case_id)
    if hand_over:
        accept(hand_over, act)
    old = rejection.cheque
    if rejection.decision == "replaced":
        replace_cheque(old, _draft(old, came), act)
    else:
        move_cheques([old], "returned", act, note=received_by)
    owner = Holder.back_with("client", old.client.name)
    move([old.original], owner, act, Why(_("rechazado: vuelve al cliente"), received_by[:120]))
    ChequeRejection.objects.filter(pk=rejection.pk).update(state="done")
    return Outcome(rejection.decision)


def _draft(old: Cheque, came: Sequence[NewCheque]) -> ChequeDraft:
    if not came:
        raise NewChequeMissing(field="came")
    new = came[0]
    if new.amount != old.amount:
        raise ExchangeDiffers(expected=old.amount, amount=new.amount, field="came.0.amount")
    return ChequeDraft(
        purpose=old.purpose,
        client_id=old.client_id,
        debtor_id=old.debtor_id,
        **new.model_dump(),
    )
