"""PCI-F05, steps 12 to 16: cheques that cannot be negotiated, exchanged by the client."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from pydantic import Field

from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import Amount, Day, Label, Note, Row, Text
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.cheques.acts import ChequeDraft, exchange_cheque, move_cheques
from cartera.recovery.cheques.batches import (
    accept_offered,
    add_to_batch,
    cheques_of,
    leave_batch,
    named_in,
    papers_of,
    set_batch,
)
from cartera.recovery.cheques.depositing import BankAccountNumber, stamp_and_slip
from cartera.recovery.cheques.endorsing import NOTHING, ReceivedBy, give_back
from cartera.recovery.cheques.models import Cheque, ChequeBatch
from cartera.recovery.cheques.refusals import ChequesStillPending, ToldUnsaid
from cartera.recovery.custody.acts import Why, move, offer, withdraw_offered
from cartera.recovery.custody.counting import Seen
from cartera.recovery.custody.rules import Holder

EXCHANGER = "AUX_C"


class Exchange(Row):
    """A cheque that the client brings for one that cannot be deposited."""

    cheque: Annotated[Text, Label(_("Cheque que se canjea"), _("Su número"))]
    drawer: Annotated[Text, Label(_("Librador del nuevo"))]
    bank: Annotated[str, Field(min_length=1, max_length=60), Label(_("Banco"))]
    number: Annotated[str, Field(min_length=1, max_length=40), Label(_("Número del nuevo"))]
    amount: Annotated[Amount, Label(_("Valor"))]
    drawn_on: Annotated[Day, Label(_("Fecha del cheque"))]


class GivenBack(Row):
    """A cheque that the client did not exchange and that goes back to him."""

    cheque: Annotated[Text, Label(_("Cheque"), _("Su número"))]
    reason: Annotated[Text, Label(_("Motivo"))]


def hand_for_exchange(
    batch: ChequeBatch, act: Act, *, remarks: Annotated[Note, Label(_("Observaciones"))] = ""
) -> None:
    """Hand originals, copies and report to the collections assistant (PCI-F05 step 13)."""
    withdraw_offered(batch.case_id, act)
    papers = papers_of(cheques_of(batch, "received"))
    offer(papers, act, role=EXCHANGER, reason=_("para canje con el cliente"))


def notify_client(
    batch: ChequeBatch,
    act: Act,
    *,
    seen: Seen = [],  # noqa: B006 (pydantic copies it)
    told_by: Annotated[
        str,
        Field(max_length=200),
        Label(_("Cómo se le avisó"), _("Solo si el cliente no tiene correo registrado")),
    ] = "",
) -> Outcome:
    """Take the cheques, send the client report and copies, ask for the exchange (step 14).

    Refuses a client without address of whom it is not said how he was told.
    """
    accept_offered(batch, act, seen)
    if not (batch.client.email or told_by.strip()):
        raise ToldUnsaid(client=batch.client.name, field="told_by")
    waiting = cheques_of(batch, "received")
    note = batch.client.email or told_by.strip()
    move_cheques(waiting, "notified", act, note=note)
    return Outcome(result={"notified": len(waiting)})


def confirm_reception(
    batch: ChequeBatch,
    act: Act,
    *,
    confirmed_by: Annotated[Text, Label(_("Confirmó"), _("Quien atiende por el cliente"))],
    confirmed_at: Annotated[datetime, Label(_("Día y hora"))],
) -> None:
    """Confirm with the client that report and copies arrived (PCI-F05 step 15)."""


def receive_exchange(
    batch: ChequeBatch,
    act: Act,
    *,
    exchanges: Annotated[
        list[Exchange], Field(max_length=200), Label(_("Cheques que trae el cliente"))
    ] = [],  # noqa: B006 (pydantic copies it)
    given_back: Annotated[
        list[GivenBack], Field(max_length=200), Label(_("Cheques que se devuelven sin canje"))
    ] = [],  # noqa: B006 (pydantic copies it)
    received_by: ReceivedBy = "",
    bank_account: BankAccountNumber = "",
    finish: Annotated[bool, Label(_("Terminar este paso"), widget="check")] = True,
) -> Outcome:
    """Receive what the client brings for each cheque, which he gets back (PCI-F05 step 16).

    Done as often as he comes; at the end the new ones are stamped and put on slips. Refuses to end
    while a cheque is neither exchanged nor given back.
    """
    _exchange(batch, exchanges, act, received_by)
    _give_back(batch, given_back, act, received_by)
    if not finish:
        return Outcome(result={"exchanged": len(exchanges), "given_back": len(given_back)})
    left = cheques_of(batch, "notified")
    if left:
        raise ChequesStillPending(count=len(left), field="finish")
    came = cheques_of(batch, "received")
    if not came:
        set_batch(batch, state="closed")
        return Outcome(NOTHING)
    return Outcome(result={"slips": stamp_and_slip(batch, came, act, bank_account)})


def _exchange(batch: ChequeBatch, rows: Iterable[Exchange], act: Act, received_by: str) -> None:
    told = named_in(cheques_of(batch, "notified"), list(rows), "exchanges")
    old = [each for each in cheques_of(batch, "notified") if each.pk in told]
    if not old:
        return
    came = [exchange_cheque(each, _draft(each, told[each.pk]), act) for each in old]
    leave_batch(old, act)
    add_to_batch(batch, came)
    why = Why(_("canjeado: vuelve al cliente"), received_by.strip())
    move(papers_of(old), Holder.back_with("client", batch.client.name), act, why)


def _give_back(batch: ChequeBatch, rows: Iterable[GivenBack], act: Act, received_by: str) -> None:
    waiting = cheques_of(batch, "notified")
    told = named_in(waiting, list(rows), "given_back")
    if told:
        chosen = [each for each in waiting if each.pk in told]
        notes = {key: row.reason for key, row in told.items()}
        give_back(batch, chosen, act, received_by=received_by, notes=notes)


def _draft(old: Cheque, row: Exchange) -> ChequeDraft:
    return ChequeDraft(
        purpose=old.purpose,
        client_id=old.client_id,
        drawer=row.drawer,
        bank=row.bank,
        number=row.number,
        amount=row.amount,
        drawn_on=row.drawn_on,
        is_negotiable=True,
        debtor_id=old.debtor_id,
    )
