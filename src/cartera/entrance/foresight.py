"""What will happen before it happens: the act done in a transaction that is thrown away."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cartera.control.people.models import User
from cartera.control.workflow.constraints import refused_by_database
from cartera.control.workflow.engine import rehearse
from cartera.control.workflow.models import Task
from cartera.control.workflow.registry import step_of
from cartera.credit.payments.models import PaymentDay
from cartera.entrance.casework import Traces, traces_of, waiting_in
from cartera.entrance.words import role_name, said
from cartera.kernel.refusals import Refusal


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step that would wait."""

    number: int
    text: str
    role: str


@dataclass(frozen=True, slots=True)
class Foresight:
    """What would be posted, printed and receipted, and what would wait; or why it would not."""

    traces: Traces
    waits: tuple[NextStep, ...] = ()
    refused: str = ""


def is_cheap(task: Task) -> bool:
    """Whether it can be rehearsed each time its page is opened: a day's payments are many."""
    procedure, step = step_of(task.procedure, task.step)
    return task.kind == Task.Kind.STEP and procedure.subject is not PaymentDay and not step.repeats


def foresee(task: Task, actor: User, inputs: Mapping[str, Any]) -> Foresight | None:
    """What doing the task would bring. A signature alone brings nothing to show."""
    if task.kind != Task.Kind.STEP:
        return None
    before = traces_of(task.case_id)
    try:
        with refused_by_database():
            found: Foresight = rehearse(task.pk, actor, inputs, _look)
    except Refusal as refusal:
        return Foresight(Traces(), refused=said(refusal))
    return Foresight(found.traces.without(before), found.waits)


def _look(case_id: int) -> Foresight:
    waits = [_next(task) for task in waiting_in(case_id)]
    return Foresight(traces_of(case_id), tuple(waits))


def _next(task: Task) -> NextStep:
    _, step = step_of(task.procedure, task.step)
    return NextStep(task.step, step.text, role_name(task.role))
