"""What was recovered goes to operations, is entered and handed on (PCI-F02 steps 7 to 12)."""

from collections.abc import Iterable
from typing import Annotated

from django.db.models import Exists, OuterRef
from pydantic import Field

from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import Amount, Label, Note, Row, Text
from cartera.kernel.search import number_key
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.cheques.models import Cheque
from cartera.recovery.custody.acts import CUSTODIAN, accept, offer, withdraw_offered
from cartera.recovery.custody.counting import Seen
from cartera.recovery.custody.models import HandedOriginal, HandOver, Original
from cartera.recovery.custody.rules import number_of, tally
from cartera.recovery.custody.selectors import offered_within
from cartera.recovery.routes.issuing import move_route
from cartera.recovery.routes.models import Route, RouteItem
from cartera.recovery.routes.refusals import FiguresDiffer, PapersNotAttached
from cartera.recovery.routes.selectors import cheques_of, items_of, taken_papers

OPERATIONS = "J_OP"

Remarks = Annotated[Note, Label(_("Observaciones"), widget="textarea")]


class Figure(Row):
    """A paper and its amount, as operations reads them."""

    paper: Annotated[Text, Label(_("Papel"), _("N.º de cheque o de nota, o etiqueta"))]
    amount: Annotated[Amount, Label(_("Valor"))]


def hand_recovered_over(route: Route, act: Act) -> Outcome:
    """Custody hands operations all that was recovered (step 7).

    A cheque that differs without a reason stays until it is explained (PCI-F08).
    """
    withdraw_offered(route.case_id, act)
    papers = _recovered(route)
    if papers:
        offer(papers, act, role=OPERATIONS, reason=_("lo recuperado en la ruta de cobro"))
    move_route(route, Route.State.PASSED)
    return Outcome(result={"papers": len(papers)})


def take_recovered(
    route: Route,
    act: Act,
    *,
    seen: Seen = [],  # noqa: B006 (pydantic copies it)
) -> Outcome:
    """Operations counts cheques and notes and answers for them (step 8)."""
    handed = offered_within(route.case_id)
    held = accept(handed, act, seen=seen) if handed else []
    move_route(route, Route.State.TAKEN)
    return Outcome(result={"papers": len(held)})


def enter_recovered(
    route: Route,
    act: Act,
    *,
    figures: Annotated[
        list[Figure],
        Field(max_length=1000),
        Label(_("Lo recuperado"), _("Como lo lee en cada papel")),
    ] = [],  # noqa: B006 (pydantic copies it)
) -> Outcome:
    """Operations enters each paper as it reads it; it must be what was recorded (step 9).

    Refuses where they differ, naming the paper.
    """
    papers = taken_papers(route.case_id, OPERATIONS)
    named = {number_key(paper.number): paper for paper in papers if paper.number}
    by_id = {paper.pk: paper for paper in papers}

    def read(row: Figure) -> str:
        paper = by_id.get(number_of(row.paper) or 0) or named.get(number_key(row.paper))
        return _told(paper, row.amount) if paper else f"{row.paper} {row.amount:.2f}"

    found = tally((_told(paper, paper.amount) for paper in papers), map(read, figures))
    if not found.agrees or len(figures) > len(papers):
        nothing = _("nada")
        raise FiguresDiffer(
            missing=", ".join(found.missing) or nothing,
            strange=", ".join(found.strange) or nothing,
            field="figures",
        )
    move_route(route, Route.State.ENTERED)
    return Outcome(result={"papers": len(papers)})


def print_reports(route: Route, act: Act, *, remarks: Remarks = "") -> None:
    """Print what was recovered by client: cheques of each kind, notes; copy each (step 10)."""


def attach_papers(
    route: Route,
    act: Act,
    *,
    are_attached: Annotated[
        bool, Label(_("Originales y copias adjuntos a su reporte"), widget="check")
    ] = False,
) -> None:
    """Originals and copies go with their report (step 11)."""
    if not are_attached:
        raise PapersNotAttached(field="are_attached")


def distribute_recovered(route: Route, act: Act) -> Outcome:
    """Each thing goes to its procedure, and the route is over (step 12)."""
    move_route(route, Route.State.CLOSED)
    return Outcome(
        result={"cheques": len(cheques_taken(route)), "notes": len(list(notes_taken(route)))}
    )


def cheques_taken(route: Route) -> list[Cheque]:
    """The payment cheques of the route that operations has taken. Two queries."""
    there = {paper.pk for paper in taken_papers(route.case_id, OPERATIONS)}
    rows = cheques_of(route.pk).filter(cheque__purpose=Cheque.Purpose.PAYMENT)
    return [row.cheque for row in rows if row.cheque.original_id in there]


def notes_taken(route: Route) -> Iterable[RouteItem]:
    """The documents of the route that were paid straight to the client, each with its note."""
    return items_of(route.pk).filter(state="note")


def _recovered(route: Route) -> list[Original]:
    """Cheques, notes and guarantees of the route that custody took and still has. Two queries.

    What it was offered to others meanwhile (PCI-F08), or given to them, is on its own way.
    """
    taken = HandOver.objects.filter(within=route.case_id, role=CUSTODIAN, state="accepted")
    last = taken.order_by("-id").first()
    if last is None:
        return []
    offered = HandedOriginal.objects.filter(original=OuterRef("pk"), closed_at__isnull=True)
    held = Original.objects.filter(
        handed__hand_over=last, state="in_hand", person=last.answered_by_id
    )
    return list(held.exclude(Exists(offered)).order_by("id"))


def _told(paper: Original, amount: object) -> str:
    return f"{paper.number or paper.label} {amount:.2f}"
