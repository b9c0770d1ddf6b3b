"""What waits: the inbox, one task, and all that can be done with it besides doing it."""

import base64
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

from django.db import transaction
from django.http import Http404, HttpRequest
from ninja import Schema
from ninja.params.functions import Query

from cartera.api.bodies import body_of, key_of, object_of, takes
from cartera.api.calls.offers import Offers, offers_to
from cartera.api.calls.steps import Answer, answer_of, by_page, hold_role
from cartera.api.refusals import PlaceUnreadable
from cartera.api.schemas import example_of, schema_of
from cartera.api.site import Caller, Id, Limit, call, row_of
from cartera.control.people.models import User
from cartera.control.workflow.answers import answered_once
from cartera.control.workflow.claiming import claim_task, release_task
from cartera.control.workflow.definitions import Procedure, Step
from cartera.control.workflow.engine import Done, reject, send_back
from cartera.control.workflow.inputs import digest
from cartera.control.workflow.models import Task
from cartera.control.workflow.performing import checked
from cartera.control.workflow.registry import step_of
from cartera.control.workflow.selectors import Scope, Wanted, waiting_for
from cartera.control.workflow.signing import content_of
from cartera.control.workflow.standing import standing_at
from cartera.entrance.casework import for_clients, subject_of
from cartera.entrance.foresight import foresee
from cartera.entrance.routes import Who
from cartera.entrance.words import said
from cartera.kernel.numbers import LARGEST_ID
from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _

TAG = _("Tareas")


class CaseName(Schema):
    """How a case is called."""

    id: int
    procedure: str
    number: int
    title: str
    client: str


class TaskLine(Schema):
    """A line of the inbox."""

    id: int
    case: CaseName
    step: int
    kind: Literal["step", "authorisation"]
    role: str
    text: str
    opened_at: datetime
    due_at: datetime | None
    claimed_by: str
    note: str


class TaskPage(Schema):
    """Some lines; `next` asks for those after them."""

    items: list[TaskLine]
    next: str | None


class WhyNot(Schema):
    """Why the caller may not do it."""

    code: str
    sentence: str


class TaskDetail(TaskLine):
    """A task with all that is needed to do it. `offers`: for who holds its role."""

    state: str
    roles: list[str]
    why_not: WhyNot | None
    by_page: bool
    perform: str | None
    seen: str
    inputs: dict[str, Any]
    offers: Offers
    sends_back_to: list[int]
    can_reject: bool


class EntryLine(Schema):
    """A line of an entry that would be posted."""

    account: str
    debit: str
    credit: str


class NextTask(Schema):
    """A step that would wait."""

    step: int
    text: str
    role: str


class Rehearsal(Schema):
    """What doing the step would bring, or why it would be refused. Nothing of it is kept."""

    refused: str
    entries: list[list[EntryLine]]
    papers: list[str]
    waits: list[NextTask]


@call(
    "GET",
    "/tasks",
    row_of("tasks", "GET", Who.SIGNED_IN, _("Mi bandeja")),
    answers=TaskPage,
    tag=TAG,
    about=_("Lo que espera a sus roles: primero lo que vence primero."),
)
def tasks(
    request: HttpRequest,
    scope: Scope = "all",
    procedure: str = Query("", max_length=12),
    client: str = Query("", max_length=12),
    cursor: str = Query("", max_length=200),
    limit: Limit = 50,
) -> TaskPage:
    """What waits for the caller's roles, in pages."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    after, due = _place(cursor) if cursor else (None, None)
    clients = (client,) if client else None
    wanted = Wanted(scope, procedure, clients, after=after, after_due=due)
    found = waiting_for(caller.viewer, wanted, limit + 1) if caller.roles else []
    last = found[limit - 1] if len(found) > limit else None
    return TaskPage(
        items=[_line(task, _case_of(task)) for task in found[:limit]],
        next=_name(last.id, last.due_at) if last else None,
    )


@call(
    "GET", "/tasks/{task_id}", row_of("task", "GET", Who.PARTY, _("Una tarea"), of="task"),
    answers=TaskDetail, tag=TAG,
    about=_("Qué pide el paso, quién puede hacerlo, y por qué no usted."),
)  # fmt: skip
def task(request: HttpRequest, task_id: Id) -> TaskDetail:
    """One task, with all that is needed to do it."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    found, procedure, step = _found(task_id)
    signs = found.kind == Task.Kind.AUTHORISATION
    refusal = _why_not(found, step, caller)
    subject = subject_of(procedure, found.case_id)
    page = signs or by_page(procedure, step)
    address = f"/api/v1/procedures/{procedure.code}/steps/{step.number}/{found.pk}"
    return TaskDetail(
        **_line(found, found.case).model_dump(),
        state=found.state,
        roles=list(_roles(found, step)),
        why_not=WhyNot(code=refusal.code, sentence=said(refusal)) if refusal else None,
        by_page=page,
        perform=None if page else address,
        seen=digest(content_of(step, subject)) if subject is not None else "",
        inputs={} if signs else schema_of(step.act),
        offers=[] if signs else offers_to(caller, step, subject),
        sends_back_to=[step.number] if signs else list(step.sends_back_to),
        can_reject=step.can_reject and procedure.on_reject is not None,
    )


def _on_task(
    name: str,
    text: str,
    schema: dict[str, Any],
    *,
    about: str,
    key: bool = True,
    answers: Any = Answer,
    example: Any = None,
) -> Callable[[Any], Any]:
    """The call that does something with a task, for who holds its role."""
    row = row_of(f"task_{name}", "POST", Who.PARTY, text, acts=True, of="task")
    return call(
        "POST", f"/tasks/{{task_id}}/{name.replace('_', '-')}", row, answers=answers, tag=TAG,
        writes=True, told=takes(schema, key=key, example=example), about=about,
    )  # fmt: skip


_NOTHING = object_of({})
_REASON = {"type": "string", "title": _("Motivo"), "minLength": 1, "maxLength": 1000}
_SEND_BACK = object_of(
    {"reason": _REASON, "to": {"type": "integer", "title": _("Paso al que vuelve"), "minimum": 1}},
    "reason",
)
_REJECT = object_of({"reason": _REASON}, "reason")
_REHEARSE = object_of({"inputs": {"type": "object", "title": _("Lo que pide el paso")}})
# What the reception of a request takes, as each task tells of its own in `inputs`.
_REHEARSED = {"inputs": example_of(schema_of(step_of("PCI-F01", 2)[1].act))}


@_on_task(
    "claim",
    _("Tomar una tarea"),
    _NOTHING,
    about=_("La tarea queda para usted; de varios a la vez, uno la toma."),
)
def claim(request: HttpRequest, task_id: Id) -> Answer:
    """Take a task."""
    return _once(request, task_id, claim_task, "claimed")


@_on_task("release", _("Dejar una tarea"), _NOTHING, about=_("La tarea vuelve a su rol."))
def release(request: HttpRequest, task_id: Id) -> Answer:
    """Hand a task back."""
    return _once(request, task_id, release_task, "released")


@_on_task(
    "send_back",
    _("Devolver a un paso anterior"),
    _SEND_BACK,
    about=_("La operación vuelve a un paso anterior, con su motivo."),
)
def back(request: HttpRequest, task_id: Id) -> Answer:
    """Send the case back to an earlier step."""
    user, key, asked = _asked(request, task_id, _SEND_BACK)
    return answer_of(send_back(task_id, user, asked["reason"], asked.get("to"), key=key))


@_on_task(
    "reject",
    _("Rechazar la operación"),
    _REJECT,
    about=_("La operación se rechaza del todo, con su motivo; lo reservado queda libre."),
)
def refuse(request: HttpRequest, task_id: Id) -> Answer:
    """Reject the case."""
    user, key, asked = _asked(request, task_id, _REJECT)
    return answer_of(reject(task_id, user, asked["reason"], key=key))


@_on_task(
    "rehearse",
    _("Ver qué pasaría"),
    _REHEARSE,
    key=False,
    answers=Rehearsal,
    example=_REHEARSED,
    about=_(
        "El paso se hace y se deshace: qué se contabilizaría, qué se imprimiría, qué esperaría."
    ),
)
def rehearse(request: HttpRequest, task_id: Id) -> Rehearsal:
    """Do the step and undo it, telling what it did."""
    caller = _doer(request, task_id)
    found, _, step = _found(task_id)
    inputs = body_of(request, object_of({"inputs": schema_of(step.act)})).get("inputs", {})
    seen = foresee(found, caller.user, inputs)
    if seen is None:
        return Rehearsal(refused="", entries=[], papers=[], waits=[])
    traces = seen.traces if caller.is_staff else for_clients(seen.traces)
    return Rehearsal(
        refused=seen.refused,
        entries=[[_entry_line(line) for line in posted.lines] for posted in traces.entries],
        papers=[printed.paper.form for printed in traces.papers],
        waits=[NextTask(step=n.number, text=n.text, role=n.role) for n in seen.waits],
    )


def _entry_line(line: Any) -> EntryLine:
    return EntryLine(
        account=line.account.code, debit=f"{line.debit:.2f}", credit=f"{line.credit:.2f}"
    )


def _once(request: Any, task_id: int, act: Callable[[int, User], int], outcome: str) -> Answer:
    """Done once under its key, in one transaction with its answer."""
    user, key, _ = _asked(request, task_id, _NOTHING)
    said_so = digest({"task": task_id, "does": outcome})

    def do() -> Done:
        act(task_id, user)
        return Done(Task.objects.values_list("case_id", flat=True).get(pk=task_id), outcome)

    with transaction.atomic():
        return answer_of(answered_once(key, said_so, do))


def _asked(request: Any, task_id: int, schema: dict[str, Any]) -> tuple[User, str, dict[str, Any]]:
    """Who asks, who holds the role of the task; under which key; and what."""
    return _doer(request, task_id).user, key_of(request), body_of(request, schema)


def _doer(request: Any, task_id: int) -> Caller:
    """The caller, who holds the role of the task."""
    caller: Caller = request.auth
    found, _, step = _found(task_id)
    hold_role(caller, _roles(found, step))
    return caller


def _found(task_id: int) -> tuple[Task, Procedure, Step]:
    found = Task.objects.select_related("case", "claimed_by").filter(pk=task_id).first()
    if found is None:
        raise Http404
    return found, *step_of(found.procedure, found.step)


def _roles(found: Task, step: Step) -> tuple[str, ...]:
    return (found.role,) if found.kind == Task.Kind.AUTHORISATION else step.roles


def _why_not(found: Task, step: Step, caller: Caller) -> Refusal | None:
    try:
        checked(standing_at(found.pk, caller.user.pk), step)
    except Refusal as refusal:
        return refusal
    return None


def _case_of(line: Any) -> Any:
    """A line of the inbox carries its case's columns itself."""
    return CaseName(
        id=line.case_id,
        procedure=line.procedure,
        number=line.number,
        title=line.title,
        client=line.client_code,
    )


def _line(found: Any, case: Any) -> TaskLine:
    _, step = step_of(found.procedure, found.step)
    signs = found.kind == "authorisation" and step.authorises is not None
    named = case if isinstance(case, CaseName) else case_name(case)
    return TaskLine(
        id=found.id,
        case=named,
        step=found.step,
        kind=found.kind,
        role=found.role,
        text=step.authorises.text if signs and step.authorises else step.text,
        opened_at=found.opened_at,
        due_at=found.due_at,
        claimed_by=str(found.claimed_by or ""),
        note=found.note,
    )


def case_name(case: Any) -> CaseName:
    """How a case of the database is called."""
    return CaseName(
        id=case.pk,
        procedure=case.procedure,
        number=case.number,
        title=case.title,
        client=case.client_code,
    )


def _name(task_id: int, due_at: datetime | None) -> str:
    told = json.dumps([task_id, due_at.isoformat() if due_at else None])
    return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


def _place(cursor: str) -> tuple[int, datetime | None]:
    """The task after which the page begins. Refuses what `_name` never wrote."""
    try:
        told = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        task_id, due = told
        at = datetime.fromisoformat(due) if due is not None else None
    except (ValueError, TypeError, RecursionError):
        raise PlaceUnreadable(field="cursor") from None
    names_one = type(task_id) is int and 0 < task_id <= LARGEST_ID
    if not names_one or (at is not None and at.tzinfo is None):
        raise PlaceUnreadable(field="cursor")
    return task_id, at
