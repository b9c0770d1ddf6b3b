"""Where somebody goes after an act: what waits next for him, so that work flows by itself."""

from django.http import HttpRequest
from django.urls import reverse

from cartera.control.workflow.models import Task
from cartera.control.workflow.performing import checked
from cartera.control.workflow.registry import step_of
from cartera.control.workflow.selectors import SCOPES, Wanted, waiting_for
from cartera.control.workflow.standing import standing_at
from cartera.entrance.visitor import Visitor
from cartera.kernel.refusals import Refusal

TRIED = 5


def next_address(request: HttpRequest, visitor: Visitor, case_id: int, procedure: str) -> str:
    """The case's next task that is the visitor's; else the next of the same procedure in the tab
    he works from; else his inbox."""
    waiting = Task.objects.filter(case_id=case_id, state="open").order_by("id")
    ids = [*waiting.values_list("pk", flat=True)[:TRIED]]
    mine = _first_of(ids, visitor)
    if mine is None and visitor.roles:
        kept = request.session.get("tray", "all")
        scope = kept if kept in SCOPES and kept != "snoozed" else "all"
        others = waiting_for(visitor.viewer, Wanted(scope=scope, procedure=procedure), TRIED)
        mine = _first_of([task.id for task in others], visitor)
    return reverse("desk:task", kwargs={"task_id": mine}) if mine else reverse("desk:inbox")


def _first_of(ids: list[int], visitor: Visitor) -> int | None:
    """The first task that the visitor may do now; a handful is tried, each by one query."""
    return next((pk for pk in ids if why_not(pk, visitor) is None), None)


def why_not(task_id: int, visitor: Visitor) -> Refusal | None:
    """Why the visitor may not do a task now; None when he may."""
    try:
        standing = standing_at(task_id, visitor.user.pk)
        _, step = step_of(standing.procedure, standing.step)
        checked(standing, step)
    except Refusal as refusal:
        return refusal
    return None
