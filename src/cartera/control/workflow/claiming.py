"""Taking a task for oneself, handing it back, putting it off: optional, personal, and no act of a
procedure. Each may be taken back for some seconds (`undoing`); each answers the number to ask with.
"""

from datetime import datetime, timedelta

from django.db import transaction

from cartera.control.people.models import User
from cartera.control.workflow.models import Snooze, Task, Undoable
from cartera.control.workflow.performing import checked
from cartera.control.workflow.refusals import (
    NoSuchTask,
    NotSnoozed,
    OverdueStays,
    RemarkTooLong,
    SnoozeNotAhead,
    SnoozeTooLong,
    TaskNotOpen,
    TouchedSince,
)
from cartera.control.workflow.registry import step_of
from cartera.control.workflow.standing import seat_for, standing_at
from cartera.control.workflow.undoing import keep_undo, register_undo

LONGEST_REMARK = 200
LONGEST_SNOOZE_DAYS = 30


@transaction.atomic
def claim_task(task_id: int, actor: User) -> int:
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
    Snooze.objects.filter(task_id=task_id, user=actor).delete()
    before = {"task": task_id, "claimed_by": standing.claimed_by_id}
    return keep_undo("claim", actor.pk, standing.case_id, before)


@transaction.atomic
def release_task(task_id: int, actor: User, remark: str = "") -> int:
    """Hand back a task that `actor` had taken, with a word for who takes it next.

    Refuses one that is not his, and a remark that is too long.
    """
    said = " ".join(remark.split())
    if len(said) > LONGEST_REMARK:
        raise RemarkTooLong(most=LONGEST_REMARK, field="remark")
    task = Task.objects.filter(pk=task_id).first()
    if task is None:
        raise NoSuchTask(task=task_id)
    left = f"{str(actor)[:90]}: {said}" if said else ""
    held = Task.objects.filter(pk=task_id, state="open", claimed_by=actor)
    if not held.update(claimed_by=None, remark=left):
        raise TaskNotOpen(step=task.step)
    return keep_undo("release", actor.pk, task.case_id, {"task": task_id, "remark": task.remark})


@transaction.atomic
def snooze_task(task_id: int, actor: User, until: datetime) -> int:
    """Put a task off in `actor`'s own inbox until an instant, at the latest when it is due.

    Colleagues still see it and may take it: who had taken it lets it go. Refuses who has not its
    role, an instant that has passed or is far off, and a task that is overdue.
    """
    standing = standing_at(task_id, actor.pk)
    if standing.state != Task.State.OPEN:
        raise TaskNotOpen(step=standing.step)
    _, step = step_of(standing.procedure, standing.step)
    seat_for(standing, (standing.role,) if standing.kind == "authorisation" else step.roles)
    due_at = Task.objects.values_list("due_at", flat=True).get(pk=task_id)
    _check_snooze(until, standing.at, due_at)
    earlier = Snooze.objects.filter(task_id=task_id, user=actor).first()
    Snooze.objects.update_or_create(
        task_id=task_id, user=actor, defaults={"until_at": min(until, due_at or until)}
    )
    freed = Task.objects.filter(pk=task_id, state="open", claimed_by=actor).update(claimed_by=None)
    before = {
        "task": task_id,
        "until": earlier.until_at.isoformat() if earlier else "",
        "held": bool(freed),
    }
    return keep_undo("snooze", actor.pk, standing.case_id, before)


def wake_task(task_id: int, actor: User) -> None:
    """Let a task that `actor` put off come back now. Refuses one that he had not."""
    if not Snooze.objects.filter(task_id=task_id, user=actor).delete()[0]:
        raise NotSnoozed


def _check_snooze(until: datetime, at: datetime, due_at: datetime | None) -> None:
    if due_at is not None and due_at <= at:
        raise OverdueStays
    if until <= at:
        raise SnoozeNotAhead(field="until")
    if until > at + timedelta(days=LONGEST_SNOOZE_DAYS):
        raise SnoozeTooLong(days=LONGEST_SNOOZE_DAYS, field="until")


@register_undo("claim")
def _undo_claim(found: Undoable) -> None:
    held = Task.objects.filter(pk=found.before["task"], state="open", claimed_by=found.actor_id)
    if not held.update(claimed_by=found.before["claimed_by"]):
        raise TouchedSince


@register_undo("release")
def _undo_release(found: Undoable) -> None:
    free = Task.objects.filter(pk=found.before["task"], state="open", claimed_by=None)
    if not free.update(claimed_by=found.actor_id, remark=found.before["remark"]):
        raise TouchedSince


@register_undo("snooze")
def _undo_snooze(found: Undoable) -> None:
    """Back as it was: seen, put off until another time, or held where nobody took it since."""
    before = found.before
    mine = Snooze.objects.filter(task_id=before["task"], user_id=found.actor_id)
    if before["until"]:
        mine.update(until_at=datetime.fromisoformat(before["until"]))
    else:
        mine.delete()
    free = Task.objects.filter(pk=before["task"], state="open", claimed_by=None)
    if before["held"] and not free.update(claimed_by=found.actor_id):
        raise TouchedSince
