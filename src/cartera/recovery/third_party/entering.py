"""The foreign document comes into the house and onto a route (PCI-F07 steps 6 to 10)."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import Amount, Day, Label, Text
from cartera.kernel.money import ZERO
from cartera.kernel.refusals import Refusal, raise_gathered
from cartera.kernel.search import number_key
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.custody.acts import CUSTODIAN, Why, accept, move, offer, withdraw_offered
from cartera.recovery.custody.counting import Seen
from cartera.recovery.custody.models import HandOver, Original
from cartera.recovery.custody.rules import Holder
from cartera.recovery.custody.selectors import offered_within, place_by_code
from cartera.recovery.routes.rescheduling import reschedule
from cartera.recovery.routes.rules import is_proposable
from cartera.recovery.third_party.finding import Remarks, change
from cartera.recovery.third_party.models import ForeignDocument
from cartera.recovery.third_party.refusals import (
    AmountReadOtherwise,
    AmountToldOtherwise,
    NewDayPast,
    NumberReadOtherwise,
    NumberToldOtherwise,
)
from cartera.recovery.third_party.selectors import read_again

HEAD = "J_OP"
PAID = "paid"


def enter_foreign(
    document: ForeignDocument,
    act: Act,
    *,
    number: Annotated[
        Annotated[str, Field(min_length=1, max_length=40)],
        Label(_("Número del documento"), _("Como lo lee en el papel, si está aquí")),
    ],
    amount: Annotated[Amount, Label(_("Valor"), _("Como lo lee en el papel, si está aquí"))],
) -> None:
    """The head of collections enters the document as foreign, as he reads it (step 6).

    It is a second reading: refuses other figures than those told when the paper came, without
    saying which these are. Where the debtor kept the paper there is none: what was told with the
    cheque is confirmed as it is.
    """
    paper, reads = paper_of(document), read_again(document)
    told_number, told_amount = told_of(paper)
    wrong: list[Refusal] = []
    if number_key(number) != number_key(told_number):
        wrong.append(
            NumberReadOtherwise(field="number")
            if reads
            else NumberToldOtherwise(number=told_number, field="number")
        )
    if amount != told_amount:
        wrong.append(
            AmountReadOtherwise(field="amount")
            if reads
            else AmountToldOtherwise(amount=told_amount, field="amount")
        )
    raise_gathered(wrong)
    change(document, amount=amount, state=ForeignDocument.State.ENTERED)


def report_unassigned(document: ForeignDocument, act: Act, *, remarks: Remarks = "") -> Outcome:
    """Print the report of documents that are not assigned (step 7).

    One that a cheque paid before it was entered is here no more: its cheque is looked at next.
    """
    if document.cheque_id is None:
        return Outcome()
    change(document, state=ForeignDocument.State.PAID)
    return Outcome(PAID)


def pass_document(document: ForeignDocument, act: Act) -> None:
    """Document and report go to the head of operations (step 8)."""
    withdraw_offered(act.case_id, act)
    offer([paper_of(document)], act, role=HEAD, reason=_("documento no cedido, con su reporte"))


def sign_for_document(
    document: ForeignDocument,
    act: Act,
    *,
    seen: Seen = [],  # noqa: B006 (pydantic copies it)
) -> None:
    """Operations signs the copy, and hands the document to custody (step 9)."""
    waiting = offered_within(act.case_id)
    if waiting is not None and waiting.giver_id == act.actor_id:
        withdraw_offered(act.case_id, act)
    elif waiting is not None:
        accept(waiting, act, seen=seen)
    reason = _("documento no cedido, para una ruta de cobro")
    offer([paper_of(document)], act, role=CUSTODIAN, reason=reason)


def put_on_route(
    document: ForeignDocument,
    act: Act,
    *,
    place: Annotated[Text, Label(_("Lugar de la bóveda"), options="vault_places")],
    new_on: Annotated[Day, Label(_("Cuándo cobrar ambos documentos"))],
    seen: Seen = [],  # noqa: B006 (pydantic copies it)
) -> Outcome:
    """Custody takes it, and it is due on a route together with ours (step 10, PCI-F02 step 1)."""
    if not is_proposable(new_on, act.on):
        raise NewDayPast(field="new_on")
    waiting: HandOver | None = offered_within(act.case_id)
    if waiting is not None:
        accept(waiting, act, seen=seen)
    paper = paper_of(document)
    there = Holder.in_place(place_by_code(place).pk)
    move([paper], there, act, Why(_("documento no cedido, por cobrar")))
    reschedule([document.ours, paper], new_on, act)
    change(document, state=ForeignDocument.State.ROUTED)
    return Outcome(result={"on": new_on.isoformat()})


def told_of(paper: Original) -> tuple[str, Decimal]:
    """What was told of a foreign paper when it was registered: its number, its amount."""
    return paper.number or paper.label, paper.amount or ZERO


def paper_of(document: ForeignDocument) -> Original:
    """The foreign document's own original, as it is now."""
    return Original.objects.get(pk=document.paper_id or 0)
