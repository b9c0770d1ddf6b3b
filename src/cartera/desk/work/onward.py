"""Where somebody goes after an act: what waits next for him, so that work flows by itself."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse

from cartera.control.workflow.models import Task
from cartera.control.workflow.performing import checked
from cartera.control.workflow.registry import step_of
from cartera.control.workflow.selectors import SCOPES, Wanted, waiting_for
from cartera.control.workflow.standing import standing_at
from cartera.entrance.visitor import Visitor
from cartera.kernel.refusals import Refusal

TRAY = "tray"  # where the session keeps which tab of the inbox was last worked from
TRIED = 5


def next_address(request: HttpRequest, visitor: Visitor, case_id: int, procedure: str = "") -> str:
    """The case's next task that is the visitor's; else the next of the same procedure, if one is
    named, in the tab that he works from; else his inbox."""
    waiting = Task.objects.filter(case_id=case_id, state="open").order_by("id")[:TRIED]
    found = _first_of(((task.pk, task.procedure, task.step) for task in waiting), visitor)
    scope = request.session.get(TRAY, "")
    if found is None and procedure and scope in SCOPES and scope != "snoozed":
        wanted = Wanted(scope=scope, procedure=procedure)
        others = waiting_for(visitor.viewer, wanted, TRIED)
        found = _first_of(((task.id, task.procedure, task.step) for task in others), visitor)
    return reverse("desk:task", kwargs={"task_id": found}) if found else reverse("desk:inbox")


def why_not(waiting: Task, visitor: Visitor) -> Refusal | None:
    """Why the visitor may not do a task now; None when he may."""
    return _refusal(waiting.pk, waiting.procedure, waiting.step, visitor)


def _first_of(tasks: Iterable[tuple[int, str, int]], visitor: Visitor) -> int | None:
    """The first task that the visitor may do now: a handful is tried, each by one query."""
    return next((task[0] for task in tasks if _refusal(*task, visitor) is None), None)


def _refusal(pk: int, procedure: str, number: int, visitor: Visitor) -> Refusal | None:
    _, step = step_of(procedure, number)
    try:
        checked(standing_at(pk, visitor.user.pk), step)
    except Refusal as refusal:
        return refusal
    return None
