"""What will happen before it happens: the act done in a transaction that is thrown away."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from cartera.control.people.models import User
from cartera.control.workflow.constraints import refused_by_database
from cartera.control.workflow.definitions import Procedure, Step
from cartera.control.workflow.engine import rehearse, rehearse_opening
from cartera.control.workflow.models import Task
from cartera.control.workflow.refusals import InputsInvalid
from cartera.control.workflow.registry import procedure_of, step_of
from cartera.credit.payments.models import PaymentDay
from cartera.entrance.casework import Traces, subject_of, traces_of, waiting_in
from cartera.entrance.words import role_name, said
from cartera.kernel.refusals import Refusal

# What the engine says of a field, and of a table, in which nothing was typed.
NOT_TYPED = "falta este dato"
NO_ROWS = "agregue al menos"


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step that would wait."""

    number: int
    text: str
    role: str


@dataclass(frozen=True, slots=True)
class Foresight:
    """What would be posted, printed and receipted, and what would wait; or why it would not.

    `seen` is what the caller looked at while the act stood.
    """

    traces: Traces
    waits: tuple[NextStep, ...] = ()
    refused: str = ""
    refusal: Refusal | None = None
    seen: Any = None

    @property
    def is_unfinished(self) -> bool:
        """Whether it is refused only because something was not typed yet."""
        refusal = self.refusal
        return isinstance(refusal, InputsInvalid) and all(
            told == NOT_TYPED or told.startswith(NO_ROWS) for _, told in refusal.errors
        )


See = Callable[[Any], Any]
"""Called with the case's subject as the act would leave it."""


def is_cheap(task: Task) -> bool:
    """Whether it can be rehearsed each time its page is opened."""
    procedure, step = step_of(task.procedure, task.step)
    return task.kind == Task.Kind.STEP and is_cheap_step(procedure, step)


def is_cheap_step(procedure: Procedure, step: Step) -> bool:
    """Whether a step can be rehearsed while somebody types: a day's payments are many."""
    return procedure.subject is not PaymentDay and not step.repeats


def foresee(
    task: Task, actor: User, inputs: Mapping[str, Any], see: See | None = None
) -> Foresight | None:
    """What doing the task would bring. A signature alone brings nothing to show."""
    if task.kind != Task.Kind.STEP:
        return None
    before = traces_of(task.case_id)
    look = partial(_look, procedure_of(task.procedure), see)
    found = _rehearsed(lambda: rehearse(task.pk, actor, inputs, look))
    return replace(found, traces=found.traces.without(before))


def foresee_opening(
    code: str, actor: User, inputs: Mapping[str, Any], see: See | None = None
) -> Foresight:
    """What opening a case would bring."""
    look = partial(_look, procedure_of(code), see)
    return _rehearsed(lambda: rehearse_opening(code, actor, inputs, look))


def _rehearsed(attempt: Callable[[], Any]) -> Foresight:
    try:
        with refused_by_database():
            found: Foresight = attempt()
    except Refusal as refusal:
        return Foresight(Traces(), refused=said(refusal), refusal=refusal)
    return found


def _look(procedure: Procedure, see: See | None, case_id: int) -> Foresight:
    waits = [_next(task) for task in waiting_in(case_id)]
    seen = see(subject_of(procedure, case_id)) if see else None
    return Foresight(traces_of(case_id), tuple(waits), seen=seen)


def _next(task: Task) -> NextStep:
    _, step = step_of(task.procedure, task.step)
    return NextStep(task.step, step.text, role_name(task.role))
