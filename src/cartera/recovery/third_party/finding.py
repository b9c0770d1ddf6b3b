"""Another document in the cheque: told by the debtor, looked for, asked of the client (PCI-F07
steps 1 to 5)."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import Amount, Day, Label, Note, Text
from cartera.credit.payments.third_party import payments_held
from cartera.kernel.money import ZERO
from cartera.kernel.search import number_key
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.custody.acts import Draft, Why, move, register
from cartera.recovery.custody.models import Original
from cartera.recovery.custody.rules import Holder
from cartera.recovery.routes.rescheduling import reschedule
from cartera.recovery.routes.rules import is_proposable
from cartera.recovery.third_party.models import ForeignDocument
from cartera.recovery.third_party.refusals import (
    FollowedAlready,
    NewDayPast,
    NewDayUnsaid,
    NotOurs,
    ReasonUnsaid,
    RecordedByHouse,
    StillHeld,
    StillPaid,
)
from cartera.recovery.third_party.selectors import (
    assigned_elsewhere,
    followed,
    is_paid,
    ours_named,
)

ASSIGNED = "assigned"
ANOTHER_FACTOR = "another_factor"
Reason = Annotated[str, Field(max_length=200), Label(_("Motivo"))]
Number = Annotated[str, Field(min_length=1, max_length=40)]
Remarks = Annotated[Note, Label(_("Observaciones"), widget="textarea")]


def tell_of_other(
    document: ForeignDocument | None,
    act: Act,
    *,
    ours: Annotated[Text, Label(_("Documento nuestro"), _("Etiqueta o número"))],
    number: Annotated[Number, Label(_("El otro documento"))],
    amount: Annotated[Amount, Label(_("Valor del otro documento"))],
) -> None:
    """The debtor's cheque includes another document, so he does not release it (step 1).

    Refuses a document that is not ours to collect, and another that is followed already.
    """
    found = ours_named(ours)
    if found is None or found.client_id is None or found.debtor_id is None:
        raise NotOurs(document=ours, field="ours")
    begin_foreign(act.case_id, found, number, amount, client_id=found.client_id, state="told")


def begin_foreign(
    case_id: int,
    ours: Original,
    number: str,
    amount: Decimal,
    *,
    client_id: int,
    **columns: Any,
) -> ForeignDocument:
    """The record of a foreign document of a client's, in the case that follows it."""
    already = followed(client_id, ours.debtor_id or 0, number)
    if already is not None:
        raise FollowedAlready(number=number, case=already.case.number, field="number")
    return ForeignDocument.objects.create(
        case_id=case_id,
        client_id=client_id,
        debtor_id=ours.debtor_id or 0,
        ours=ours,
        number=number,
        number_key=number_key(number),
        amount=amount,
        **columns,
    )


def settle_uncollected(
    document: ForeignDocument,
    act: Act,
    *,
    new_on: Annotated[Day, Label(_("Nueva fecha probable de cobro"))],
) -> None:
    """The collector settles the document as not collected, with the other's data (step 2)."""
    _check_day(new_on, act.on)
    reschedule([document.ours], new_on, act)
    change(document, state=ForeignDocument.State.SETTLED)


def check_route(document: ForeignDocument, act: Act, *, reason: Reason = "") -> None:
    """The head of collections checks the route and records the reason (step 3)."""
    said = reason.strip() or document.reason
    if not said:
        raise ReasonUnsaid(field="reason")
    change(document, reason=said, state=ForeignDocument.State.CHECKED)


def look_for(
    document: ForeignDocument,
    act: Act,
    *,
    new_on: Annotated[
        Day | None, Label(_("Cuándo cobrar ambos"), _("Si está en otra cesión del cliente"))
    ] = None,
    asked: Annotated[str, Field(max_length=120), Label(_("A quién del cliente se pidió"))] = "",
) -> Outcome:
    """Look in the client's other live assignments; if it is there, both are collected together;
    if not, it is asked of the client (step 4).

    Refuses to end without a day where it is there. One that a cheque has paid meanwhile is here.
    """
    found = None if document.paper_id else assigned_elsewhere(document)
    if found is None:
        note = _("pedido a {who}").format(who=asked) if asked else ""
        change(document, state=ForeignDocument.State.ASKED)
        return Outcome(note=note)
    number = found.assignment.number
    if new_on is None:
        raise NewDayUnsaid(number=document.number, assignment=number, field="new_on")
    _check_day(new_on, act.on)
    others = list(Original.objects.filter(document=found))
    reschedule([document.ours, *others], new_on, act)
    change(document, state=ForeignDocument.State.ASSIGNED)
    return Outcome(ASSIGNED, result={"assignment": number})


def answer(
    document: ForeignDocument,
    act: Act,
    *,
    gives: Annotated[
        Literal["document", "another_factor"],
        Label(_("Qué responde el cliente"), _("Lo entrega, o lo tiene otra factoraje")),
    ],
    number: Annotated[
        str, Field(max_length=40), Label(_("Número"), _("El que dice el papel; vacío: el dicho"))
    ] = "",
    amount: Annotated[
        Amount | None, Label(_("Valor"), _("El que dice el papel; vacío: el dicho"))
    ] = None,
    due_on: Annotated[Day | None, Label(_("Fecha de cobro"), _("La que dice el papel"))] = None,
) -> Outcome:
    """The client hands the document over, or tells that another factor has it (step 5).

    The paper comes into the hands of who records it, who is never the client himself. Asked again
    since the paper was read wrong, it is registered anew. One that a cheque paid meanwhile is
    here already.
    """
    if is_paid(document):
        change(document, state=ForeignDocument.State.BROUGHT)
        return Outcome()
    if gives == ANOTHER_FACTOR:
        change(document, state=ForeignDocument.State.ELSEWHERE)
        return Outcome(ANOTHER_FACTOR)
    if act.role == "CTE":
        raise RecordedByHouse(field="gives")
    draft = Draft(
        Original.Kind.UNASSIGNED,
        client_id=document.client_id,
        debtor_id=document.debtor_id,
        number=number or document.number,
        amount=amount or document.amount,
        due_on=due_on,
    )
    _give_back(document, act)
    hands = Holder.in_hands_of(act.actor_id)
    (paper,) = register([draft], hands, act, _("lo entrega el cliente: lo paga el mismo cheque"))
    change(document, paper=paper, state=ForeignDocument.State.BROUGHT)
    return Outcome()


def _give_back(document: ForeignDocument, act: Act) -> None:
    """What was registered of the paper before gives way to how it is read now."""
    if document.paper is not None and document.paper.state == Original.State.IN_HAND:
        owner = Holder.back_with("client", document.client.name[:120])
        move([document.paper], owner, act, Why(_("se registró mal; se registra de nuevo")))


def void_foreign(document: ForeignDocument, act: Act, reason: str) -> None:
    """There is no such document, or nobody pays it after all: its paper stays where it is.

    Refuses while a cheque that pays it stands, or its money is in the house.
    """
    if is_paid(document):
        raise StillPaid(number=document.number)
    held = sum((each.amount for each in payments_held(document.paper_id or 0)), ZERO)
    if held:
        raise StillHeld(number=document.number, amount=held)
    change(document, state=ForeignDocument.State.VOID)


def change(document: ForeignDocument, **columns: object) -> None:
    """Write columns of a foreign document, whose row is held by its step."""
    for name, value in columns.items():
        setattr(document, name, value)
    document.save(update_fields=list(columns))


def describe(document: ForeignDocument) -> tuple[str, str]:
    """What its case is called: document and client; the client's code."""
    return f"{document.number} · {document.client.name}", document.client.code


def _check_day(new_on: date, today: date) -> None:
    if not is_proposable(new_on, today):
        raise NewDayPast(field="new_on")
