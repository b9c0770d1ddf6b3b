"""PCI-F06, steps 1 to 5: negotiable cheques go to the client for his endorsement and come back."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import Field

from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import Label, Note, Row, Text
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.cheques.acts import move_cheques
from cartera.recovery.cheques.batches import (
    COLLECTOR,
    accept_offered,
    cheques_of,
    collector_named,
    leave_batch,
    named_in,
    papers_of,
    set_batch,
)
from cartera.recovery.cheques.models import Cheque, ChequeBatch
from cartera.recovery.cheques.refusals import ReceiverUnsaid
from cartera.recovery.custody.acts import CUSTODIAN, Why, move, offer, withdraw_offered
from cartera.recovery.custody.counting import Seen
from cartera.recovery.custody.rules import Holder

CollectorName = Annotated[Text, Label(_("Gestor de cobro"), options="collectors")]
ReceivedBy = Annotated[
    str,
    Field(max_length=120),
    Label(_("Recibió"), _("Quien recibe por el cliente, si algo se queda con él")),
]
Remarks = Annotated[Note, Label(_("Observaciones"), widget="textarea")]
NOTHING = "nothing"


class Unendorsed(Row):
    """A cheque that the client did not endorse."""

    cheque: Annotated[Text, Label(_("Cheque"), _("Su número"))]
    reason: Annotated[Text, Label(_("Motivo"))]
    given_back: Annotated[
        bool, Label(_("Se queda con el cliente"), _("Si no, vuelve a intentarse"), widget="check")
    ] = False


def print_report(batch: ChequeBatch, act: Act, *, remarks: Remarks = "") -> None:
    """Print the report of the client's cheques and copy each (PCI-F05 step 12, PCI-F06 step 1).

    Takes what whoever began the batch handed over with it.
    """
    accept_offered(batch, act)


def hand_for_endorsement(batch: ChequeBatch, act: Act, *, collector: CollectorName) -> None:
    """Hand cheques and report to a collector by name (PCI-F06 step 2).

    Refuses who is no collector, and cheques that somebody else has. Done again after the collector
    said what is missing, the earlier offer is withdrawn.
    """
    who = collector_named(collector, act)
    withdraw_offered(batch.case_id, act)
    papers = papers_of(cheques_of(batch, "received"))
    reason = _("a endoso del cliente")
    offer(papers, act, role=COLLECTOR, reason=reason, receiver_id=who.pk)
    set_batch(batch, carrier_id=who.pk)


def accept_for_endorsement(
    batch: ChequeBatch,
    act: Act,
    *,
    seen: Seen = [],  # noqa: B006 (pydantic copies it)
) -> Outcome:
    """The collector counts the cheques and signs the report (PCI-F06 step 3)."""
    accepted = accept_offered(batch, act, seen)
    move_cheques(cheques_of(batch, "received"), "endorsing", act)
    return Outcome(result={"accepted": accepted})


def visit_client(
    batch: ChequeBatch,
    act: Act,
    *,
    unendorsed: Annotated[
        list[Unendorsed],
        Field(max_length=500),
        Label(_("No endosados"), _("Los que no estén aquí quedan endosados")),
    ] = [],  # noqa: B006 (pydantic copies it)
    received_by: ReceivedBy = "",
) -> Outcome:
    """Visit the client; hand to custody what he endorsed and what is to be tried again (step 4).

    What stays with the client leaves the batch; where nothing else is left the case ends. Refuses a
    number that is not in the batch, and not to say who received.
    """
    taken = cheques_of(batch, "endorsing")
    told = named_in(taken, unendorsed, "unendorsed")
    back = [each for each in taken if each.pk in told and told[each.pk].given_back]
    later = [each for each in taken if each.pk in told and not told[each.pk].given_back]
    endorsed = [each for each in taken if each.pk not in told]
    reasons = {key: row.reason for key, row in told.items()}
    withdraw_offered(batch.case_id, act)
    if endorsed:
        move_cheques(endorsed, "endorsed", act)
    if later:
        move_cheques(later, "received", act, notes=reasons)
    if back:
        give_back(batch, back, act, received_by=received_by, notes=reasons)
    left = cheques_of(batch, "endorsed", "received")
    if not left:
        set_batch(batch, state="closed")
        return Outcome(NOTHING)
    offer(papers_of(left), act, role=CUSTODIAN, reason=_("vuelven de endoso"))
    return Outcome(result={"endorsed": len(endorsed), "given_back": len(back)})


def receive_endorsed(
    batch: ChequeBatch,
    act: Act,
    *,
    seen: Seen = [],  # noqa: B006 (pydantic copies it)
) -> Outcome:
    """Custody counts against the report and hands the endorsed ones to application (step 5).

    What was not endorsed begins anew, in a batch of its own.
    """
    accept_offered(batch, act, seen)
    endorsed = cheques_of(batch, "endorsed", "held")
    if not endorsed:
        set_batch(batch, state="closed")
        return Outcome(NOTHING)
    offer(papers_of(endorsed), act, role="AP_AB", reason=_("endosados, para depósito"))
    return Outcome(result={"endorsed": len(endorsed)})


def give_back(
    batch: ChequeBatch,
    cheques: Sequence[Cheque],
    act: Act,
    *,
    received_by: str,
    notes: Mapping[int, str],
) -> None:
    """Cheques stay with the client, or go back to him, and leave the batch.

    Refuses not to say who received them.
    """
    if not received_by.strip():
        raise ReceiverUnsaid(field="received_by")
    move_cheques(cheques, "returned", act, notes=notes)
    owner = Holder.back_with("client", batch.client.name)
    move(papers_of(cheques), owner, act, Why(_("devuelto al cliente"), received_by.strip()))
    leave_batch(cheques, act)
