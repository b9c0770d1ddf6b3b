"""The paper of a foreign document that nobody follows any more goes back to its client (INT-27)."""

from typing import Annotated

from pydantic import Field

from cartera.control.workflow.definitions import Act
from cartera.control.workflow.inputs import Label, Text
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.custody.acts import Why, accept, move, offer, take_out, withdraw_offered
from cartera.recovery.custody.counting import Seen
from cartera.recovery.custody.models import Original
from cartera.recovery.custody.rules import Holder, number_of
from cartera.recovery.custody.selectors import offered_within
from cartera.recovery.third_party.models import OVER, ForeignDocument, PaperReturn
from cartera.recovery.third_party.refusals import PaperNotLeftHere, PaperUnderWay
from cartera.recovery.third_party.selectors import HERE, is_under_way

RECEPTION = "REC"


def paper_left_here(document: ForeignDocument) -> Original | None:
    """The paper of a document that is given up, if the house has it.

    Refuses one that a collector carries, or that is in a hand-over that nobody has answered.
    """
    paper = Original.objects.filter(pk=document.paper_id or 0, state__in=HERE).first()
    if paper is not None and is_under_way(paper.pk):
        raise PaperUnderWay(number=document.number)
    return paper


def begin_return(document: ForeignDocument, case_id: int) -> PaperReturn:
    """The way back of a document's paper, in its own case."""
    return PaperReturn.objects.create(case_id=case_id, document=document)


def keeper_of(back: PaperReturn) -> int | None:
    """Who has the paper in his hands; nobody while it is in the vault."""
    found = Original.objects.filter(pk=back.document.paper_id or 0, state="in_hand")
    return found.values_list("person_id", flat=True).first()


def hand_to_reception(
    back: PaperReturn | None,
    act: Act,
    *,
    original: Annotated[
        str,
        Field(max_length=40),
        Label(_("Etiqueta del documento"), _("Solo si la devolución empieza aquí")),
    ] = "",
) -> None:
    """Custody takes the paper out of the vault and hands it to reception (step 1)."""
    _offer(back or begin_return(_left(original), act.case_id), act)


def pass_to_reception(back: PaperReturn, act: Act) -> None:
    """Whoever has the paper in his hands hands it to reception (step 2)."""
    _offer(back, act)


def _offer(back: PaperReturn, act: Act) -> None:
    withdraw_offered(act.case_id, act)
    paper = Original.objects.get(pk=back.document.paper_id or 0)
    reason = _("documento ajeno que ya nadie cobra, para su cliente")
    if paper.state == "vault":
        take_out([paper], act, reason)
    offer([paper], act, role=RECEPTION, reason=reason)


def receive_for_client(
    back: PaperReturn,
    act: Act,
    *,
    seen: Seen = [],  # noqa: B006 (pydantic copies it)
) -> None:
    """Reception has it and answers for it (step 3)."""
    waiting = offered_within(act.case_id)
    if waiting is not None:
        accept(waiting, act, seen=seen)


def deliver_to_client(
    back: PaperReturn,
    act: Act,
    *,
    received_by: Annotated[Text, Label(_("Recibió"), _("Nombre de quien recibe por el cliente"))],
) -> None:
    """The client has his document back, against his signature (step 4)."""
    paper = Original.objects.get(pk=back.document.paper_id or 0)
    owner = Holder.back_with("client", back.document.client.name[:120])
    move([paper], owner, act, Why(_("devuelto al cliente: ya nadie lo cobra"), received_by[:120]))
    back.received_by, back.delivered_on = received_by[:120], act.on
    back.state = PaperReturn.State.DELIVERED
    back.save(update_fields=["received_by", "delivered_on", "state"])


def _left(label: str) -> ForeignDocument:
    """A document that is over and whose paper is here still, by its paper's label."""
    number = number_of(label) if label else None
    found = ForeignDocument.objects.filter(paper=number or 0, state__in=OVER)
    document = found.select_related("client").first()
    if document is None or paper_left_here(document) is None:
        raise PaperNotLeftHere(field="original")
    return document
