"""Every step of every procedure as a call of its own, made from the procedures' tables.

The body is what the act takes; the answer is the act's. Nothing is decided here: the engine asks
what it asks of a page.
"""

from typing import Any

from django.http import HttpRequest
from ninja import Schema
from ninja.params.functions import Query

from cartera.api.bodies import body_of, key_of, takes
from cartera.api.refusals import NeedsThePage, TaskOfAnotherStep
from cartera.api.schemas import schema_of
from cartera.api.site import Caller, Id, call, deny, row_of
from cartera.control.people.roles import ROLES, name_of
from cartera.control.workflow.definitions import Procedure, Step
from cartera.control.workflow.engine import Done, open_case, perform
from cartera.control.workflow.inputs import opens_by_hand
from cartera.control.workflow.models import Task
from cartera.control.workflow.refusals import NoSuchTask, RoleMissing
from cartera.control.workflow.registry import procedures
from cartera.entrance.routes import Who
from cartera.kernel.text import gettext_noop as _
from cartera.procedures.opening.background import check_small

TAG = _("Pasos")


class Answer(Schema):
    """What an act answers: its case, which way the case went, what the act made."""

    case: int
    outcome: str
    note: str
    result: dict[str, Any]


def answer_of(done: Done, response: Any = None) -> Answer:
    """The answer as it was the first time, whenever it is asked again under its key."""
    return Answer(case=done.case_id, outcome=done.outcome, note=done.note, result=dict(done.result))


def by_page(procedure: Procedure, step: Step) -> bool:
    """Whether the step is done on its page alone: it signs, money leaves by it, or it is where a
    second person decides in a procedure of the house, which no program does for him."""
    decides = procedure.house and bool(step.not_by)
    return step.approves is not None or step.dear is not None or decides


def hold_role(caller: Caller, roles: tuple[str, ...]) -> None:
    """Refuse who has none of the step's roles today; recorded, as the engine would."""
    if not set(roles) & set(caller.roles):
        raise deny(caller, RoleMissing(role=name_of(roles[0])))


def open_a_case(procedure: Procedure) -> None:
    """The call that begins a procedure."""
    step, schema = procedure.first, schema_of(procedure.first.act)
    row = row_of(f"open_{_slug(procedure.code)}", "POST", Who.SIGNED_IN, procedure.title)

    def begin(request: HttpRequest) -> Answer:
        caller: Caller = request.auth  # type: ignore[attr-defined]
        hold_role(caller, step.roles)
        key, inputs = key_of(request), body_of(request, schema)
        check_small(procedure.code, inputs)
        return answer_of(open_case(procedure.code, caller.user, inputs, key=key))

    call(
        "POST", f"/procedures/{procedure.code}/cases", row, answers=Answer, tag=TAG, writes=True,
        told=takes(schema, key=True), about=f"{procedure.title}. {_about(procedure, step)}",
    )(begin)  # fmt: skip


def do_a_step(procedure: Procedure, step: Step) -> None:
    """The call that does a step that waits."""
    schema = schema_of(step.act)
    name = f"step_{_slug(procedure.code)}_{step.number}"
    row = row_of(name, "POST", Who.PARTY, step.text, of="task")

    def do(
        request: HttpRequest, task_id: Id, seen: str = Query("", max_length=64, description=_SEEN)
    ) -> Answer:
        caller: Caller = request.auth  # type: ignore[attr-defined]
        hold_role(caller, step.roles)
        _check_task(task_id, procedure, step)
        if by_page(procedure, step):
            raise deny(caller, NeedsThePage())
        key, inputs = key_of(request), body_of(request, schema)
        return answer_of(perform(task_id, caller.user, inputs, key=key, seen=seen or None))

    call(
        "POST", f"/procedures/{procedure.code}/steps/{step.number}/{{task_id}}", row,
        answers=Answer, tag=TAG, writes=True, told=takes(schema, key=True),
        about=_about(procedure, step),
    )(do)  # fmt: skip


_SEEN = _("La huella de lo que vio (de la tarea): si cambió desde entonces, el paso no se hace.")


def _check_task(task_id: int, procedure: Procedure, step: Step) -> None:
    """The task is there, and waits for this step and not for a signature."""
    found = Task.objects.filter(pk=task_id).values_list("procedure", "step", "kind").first()
    if found is None:
        raise NoSuchTask(task=task_id)
    if found != (procedure.code, step.number, Task.Kind.STEP):
        raise TaskOfAnotherStep(task=task_id, step=step.number, procedure=procedure.code)


def _about(procedure: Procedure, step: Step) -> str:
    who = ", ".join(str(ROLES[role].name) for role in step.roles if role in ROLES)
    page = " Se firma en su página: ninguna llave lo hace." if by_page(procedure, step) else ""
    return f"{step.text}. Lo hace: {who}.{page}"


def _slug(code: str) -> str:
    return code.replace("-", "_").lower()


for each in procedures():
    if opens_by_hand(each.first.act):
        open_a_case(each)
    for one in each.steps:
        do_a_step(each, one)
