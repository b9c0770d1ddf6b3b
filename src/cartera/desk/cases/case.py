"""A case's page: status and figures, what follows, flowchart, what it left, what was said of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from cartera.control.audit.models import Event
from cartera.control.dossiers.selectors import attachments_of, comments_of
from cartera.control.dossiers.sniffing import KINDS
from cartera.control.mail.selectors import messages_of
from cartera.control.workflow.definitions import Procedure, Step
from cartera.control.workflow.models import Case, Task
from cartera.control.workflow.registry import procedure_of
from cartera.control.workflow.selectors import holders_by_role
from cartera.desk.access import page
from cartera.desk.cases.figures import figures_for, price_of
from cartera.desk.cases.flowchart import Chart, Mark, chart_of, nodes_of
from cartera.desk.cases.progress import progress_of
from cartera.desk.cases.related import papers_in
from cartera.desk.cheques.showing import cheques_in
from cartera.desk.routes.showing import route_in
from cartera.desk.work.onward import why_not
from cartera.entrance.casework import (
    Happening,
    PrintedPaper,
    assignment_in,
    documents_in,
    events_of,
    for_clients,
    happening,
    payments_in,
    subject_of,
    traces_of,
    waiting_in,
)
from cartera.entrance.routes import Who
from cartera.entrance.visitor import Visitor
from cartera.entrance.words import role_name
from cartera.kernel.text import gettext_noop as _

CHILDREN_SHOWN = 50
FIN, REJECTED = _("Fin"), _("Rechazado")  # as the flowchart names its ends


@dataclass(frozen=True, slots=True)
class Ahead:
    """A task that waits: its step, who may do it, and whether that is the visitor."""

    task: Task
    step: Step | None
    holders: tuple[str, ...]
    is_yours: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the timeline with the papers that it made."""

    item: Happening
    papers: tuple[PrintedPaper, ...]


@page("casos/<int:case_id>/", Who.PARTY, _("Ver un caso"), of="case")
def case(request: HttpRequest, visitor: Visitor, case_id: int) -> HttpResponse:
    """All that is known of a case."""
    return case_page(request, visitor, case_id)


def case_page(
    request: HttpRequest,
    visitor: Visitor,
    case_id: int,
    *,
    refused: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; `refused` is what was typed into a form of it and what is wrong with that."""
    found = Case.objects.select_related("parent").filter(pk=case_id).first()
    if found is None:
        raise Http404
    procedure = procedure_of(found.procedure)
    subject = subject_of(procedure, found.pk)
    waiting = waiting_in(found.pk)
    events = events_of(found, visitor)
    traces = traces_of(found.pk)
    traces = traces if visitor.is_staff else for_clients(traces)
    shown = {
        "visitor": visitor,
        "case": found,
        "procedure": procedure,
        "assignment": assignment_in(subject),
        "groups": _groups(subject, visitor),
        "ahead": _ahead(waiting, procedure, visitor),
        "chart": _chart(procedure, events, waiting, found, visitor),
        "timeline": _told(events, traces.papers),
        "traces": traces,
        "documents": documents_in(subject),
        "stands": _stands(waiting),
        "cheques": cheques_in(subject) if visitor.is_staff else (),
        **papers_in(subject, is_staff=visitor.is_staff),
        "route_view": route_in(subject) if visitor.is_staff else None,
        "payments": payments_in(subject) if visitor.is_staff else (),
        "mail": messages_of(found.pk) if visitor.is_staff else (),
        "children": found.children.order_by("id")[:CHILDREN_SHOWN] if visitor.is_staff else (),
    }
    shown |= _dossier(found, visitor) | (refused or {})
    return render(request, "desk/cases/case.html", shown, status=status)


def _groups(subject: Any, visitor: Visitor) -> list[Any]:
    """The figures that bear on it; a client's own are what his operation is and costs."""
    if subject is not None and visitor.is_staff:
        return figures_for(subject, visitor)
    assignment = assignment_in(subject)
    return [price_of(assignment)] if assignment is not None else []


def _ahead(waiting: Sequence[Task], procedure: Procedure, visitor: Visitor) -> list[Ahead]:
    """What follows. Clients see the role, not the people."""
    on = visitor.standing.on
    roles = {task.role for task in waiting} if visitor.is_staff else set()
    holders = holders_by_role(roles, on) if roles else {}
    return [
        Ahead(
            task,
            procedure.step(task.step),
            tuple(holders.get(task.role, ())),
            why_not(task, visitor) is None,
        )
        for task in waiting
    ]


def _chart(
    procedure: Procedure,
    events: Iterable[Event],
    waiting: Sequence[Task],
    found: Case,
    visitor: Visitor,
) -> Chart:
    """The flowchart in the reader's language, with who did what and when."""
    zone = ZoneInfo(visitor.house.timezone)
    marked = [
        (event, Mark(str(event.actor or ""), f"{event.recorded_at.astimezone(zone):%d/%m %H:%M}"))
        for event in events
    ]
    progress = progress_of(procedure, marked, waiting, found.state)
    nodes = nodes_of(procedure)
    names = {node.role: role_name(node.role) for node in nodes}
    said = {node.text: gettext(node.text) for node in nodes if node.text}
    return chart_of(procedure, progress, names, said)


def _told(events: Iterable[Event], papers: Sequence[PrintedPaper]) -> list[Told]:
    """The timeline, each act with the papers that were issued in it."""
    made: dict[Any, list[PrintedPaper]] = {}
    for printed in papers:
        made.setdefault((printed.paper.step, printed.paper.issued_at), []).append(printed)
    told = []
    for event in events:
        acted = event.kind in ("opened", "performed")
        key = (event.step, event.recorded_at)
        told.append(Told(happening(event), tuple(made.pop(key, ())) if acted else ()))
    return told


def _stands(waiting: Sequence[Task]) -> str:
    """Where the papers of an operation under way are: with the role whose step waits."""
    if not waiting:
        return ""
    first = waiting[0]
    named = {"role": role_name(first.role), "step": first.step}
    return gettext("con %(role)s, paso %(step)s") % named


def _dossier(found: Case, visitor: Visitor) -> dict[str, Any]:
    outside = not visitor.is_staff
    attachments = attachments_of(found.pk, for_client=outside)
    return {
        "comments": comments_of(found.pk, for_client=outside),
        "attachments": [(row, KINDS[row.kind]) for row in attachments],
        "accepted": ",".join(f".{end}" for kind in KINDS.values() for end in kind.extensions),
        "key": uuid4().hex,
    }
