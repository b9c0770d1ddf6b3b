"""Ten seconds in which a cheap act may be taken back by whoever did it.

Only what moves no money, prints nothing and signs nothing is cheap; the rest is reversed by a
procedure. Each kind of act says how it is undone (`register_undo`); of several who try at once
exactly one does it, and what others touched meanwhile is left as they made it.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from cartera.control.audit.acts import Record, append
from cartera.control.audit.models import Event
from cartera.control.people.models import User
from cartera.control.workflow.definitions import Act
from cartera.control.workflow.models import Task, Undoable
from cartera.control.workflow.moves import Waiting
from cartera.control.workflow.refusals import NothingToUndo, TooLateToUndo, TouchedSince
from cartera.control.workflow.standing import Standing
from cartera.kernel.clock import now

SECONDS = 10

Undoer = Callable[[Undoable], None]
_undoers: dict[str, Undoer] = {}


def register_undo(kind: str) -> Callable[[Undoer], Undoer]:
    """Let acts of `kind` be undone by the function below; it raises `TouchedSince`."""

    def known(undoer: Undoer) -> Undoer:
        _undoers[kind] = undoer
        return undoer

    return known


def keep_undo(kind: str, actor_id: int, case_id: int, before: Mapping[str, Any]) -> int:
    """Let `actor_id` take back for some seconds what he just did; the number to ask with."""
    at = now()
    kept = Undoable.objects.create(
        kind=kind,
        actor_id=actor_id,
        case_id=case_id,
        before=dict(before),
        done_at=at,
        until_at=at + timedelta(seconds=SECONDS),
    )
    return kept.pk


@transaction.atomic
def undo(undoable_id: int, actor: User) -> Undoable:
    """Take back a cheap act. Refuses another's, one that is too old or already taken back, and one
    upon which somebody has acted since."""
    found = Undoable.objects.filter(pk=undoable_id, actor=actor).first()
    if found is None or found.kind not in _undoers:
        raise NothingToUndo
    at = now()
    in_time = Undoable.objects.filter(pk=found.pk, undone_at=None, until_at__gte=at)
    if not in_time.update(undone_at=at):
        raise TooLateToUndo(seconds=SECONDS)
    _undoers[found.kind](found)
    return found


def sending_back(standing: Standing, waits: Waiting, act: Act, others: Sequence[int]) -> int:
    """Keep what a return cancels: its own task as it was read, and `others` that waited beside;
    and what it opens, `waits`, with the person for whom it does."""
    before = {
        "task": standing.task_id,
        "note": standing.note,
        "claimed_by": standing.claimed_by_id,
        "others": list(others),
        "to": waits.step.number,
        "for": waits.claimed_by_id,
        "at": act.at.isoformat(),
    }
    return keep_undo("send_back", act.actor_id, act.case_id, before)


@register_undo("send_back")
def _undo_send_back(found: Undoable) -> None:
    """Cancel the task that the return opened and let wait again what waited before it.

    The lock on the new task comes first: who acts on it meanwhile either came before, and shows in
    the chain, or finds it cancelled.
    """
    before = found.before
    opened = Task.objects.filter(
        case_id=found.case_id,
        state="open",
        step=before["to"],
        claimed_by=before["for"],
        pk__gt=max([before["task"], *before["others"]]),
    )
    if opened.update(state=Task.State.CANCELLED) != 1:
        raise TouchedSince
    sent = Event.objects.filter(case_id=found.case_id).exclude(kind="refused").order_by("-seq")[0]
    his = (sent.kind, sent.actor_id) == ("sent_back", found.actor_id)
    if not his or sent.recorded_at != datetime.fromisoformat(before["at"]):
        raise TouchedSince
    Task.objects.bulk_create(_as_before(before))
    append(_undone(sent))


def _as_before(before: Mapping[str, Any]) -> list[Task]:
    """What waited before a return, as rows of their own: the old ones stay as they ended."""
    rows = Task.objects.filter(pk__in=[before["task"], *before["others"]]).order_by("pk")
    return [
        Task(
            case_id=row.case_id,
            procedure=row.procedure,
            step=row.step,
            kind=row.kind,
            role=row.role,
            opened_at=row.opened_at,
            due_at=row.due_at,
            claimed_by_id=before["claimed_by"] if row.pk == before["task"] else row.claimed_by_id,
            note=before["note"] if row.pk == before["task"] else row.note,
            remark=row.remark,
        )
        for row in rows
    ]


def _undone(event: Event) -> Record:
    """What the chain will say: the same person, in the same seat, took that event back."""
    return Record(
        recorded_at=now(),
        effective_on=event.effective_on,
        kind="undone",
        actor_id=event.actor_id,
        on_behalf_of_id=event.on_behalf_of_id,
        role=event.role,
        procedure=event.procedure,
        step=event.step,
        case_id=event.case_id,
        result=event.kind,
    )
