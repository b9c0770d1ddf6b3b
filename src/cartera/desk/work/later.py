"""Steps that can take long: a worker does them in the name of who asked, on a page he may leave.

What is long is not rehearsed when its page is opened either.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from cartera.control.workflow.models import Task
from cartera.desk.work.at import At
from cartera.procedures.opening.background import ask_posting, ask_undoing, is_large, under_way
from cartera.procedures.opening.models import OpeningUndoing


@dataclass(frozen=True, slots=True)
class Later:
    """When a step is long, how it is asked for, and the page that tells of it."""

    is_long: Callable[[Any], bool]
    ask: Callable[..., Any]
    page: str


def _undoes_much(undoing: OpeningUndoing) -> bool:
    return is_large(undoing.batch)


_LATER: Mapping[tuple[str, int], Later] = {
    ("INT-12", 2): Later(is_large, ask_posting, "desk:opening_work"),
    ("INT-13", 2): Later(_undoes_much, ask_undoing, "desk:opening_work"),
}


def is_long(at: At) -> bool:
    """Whether doing the step takes longer than somebody waits for a page."""
    later = _LATER.get((at.procedure.code, at.step.number))
    step = at.task.kind == Task.Kind.STEP
    return later is not None and step and later.is_long(at.subject)


def going(at: At) -> str:
    """The page of the worker who is at the step already; '' where none is."""
    later = _LATER.get((at.procedure.code, at.step.number))
    work = under_way(at.task.pk) if later else None
    return reverse(later.page, args=[work.pk]) if later and work else ""


def put_off(at: At, inputs: Mapping[str, Any], key: str | None, seen: str | None) -> str:
    """Leave the step to a worker; the address of the page that tells how it goes."""
    later = _LATER[at.procedure.code, at.step.number]
    work = later.ask(at.visitor.user, at.task, dict(inputs), key, seen)
    return reverse(later.page, args=[work.pk])
