"""Taking a task for oneself and handing it back: optional, exclusive, and no act of a procedure."""

from cartera.control.people.models import User
from cartera.control.workflow.models import Task
from cartera.control.workflow.performing import checked
from cartera.control.workflow.refusals import TaskNotOpen
from cartera.control.workflow.registry import step_of
from cartera.control.workflow.standing import standing_at


def claim_task(task_id: int, actor: User) -> None:
    """Keep an open task for `actor`. Refuses who may not do the step, and a task that another took.

    Who took it and may not do it any more keeps it no longer.
    Of several who try at once exactly one takes it.
    """
    standing = standing_at(task_id, actor.pk)
    _, step = step_of(standing.procedure, standing.step)
    checked(standing, step)
    as_read = Task.objects.filter(pk=task_id, state="open", claimed_by=standing.claimed_by_id)
    if not as_read.update(claimed_by=actor):
        raise TaskNotOpen(step=standing.step)


def release_task(task_id: int, actor: User) -> None:
    """Hand back a task that `actor` had taken. Refuses one that is not his."""
    if not Task.objects.filter(pk=task_id, state="open", claimed_by=actor).update(claimed_by=None):
        raise TaskNotOpen(step=standing_at(task_id, actor.pk).step)
