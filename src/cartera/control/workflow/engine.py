"""The one door through which business data is written: perform, open, send back, reject.

Every call asks in the same order: is the task open, does the actor hold the role today, is he
barred by four eyes, are the inputs valid; then the act decides. All of it is one transaction; a
refused act changes nothing and is itself recorded.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation

from cartera.control.audit.acts import Record, append
from cartera.control.people.models import User
from cartera.control.workflow.answers import Done, earlier_answer
from cartera.control.workflow.constraints import deadlocks_retried, refused_by_database
from cartera.control.workflow.definitions import Procedure, Step
from cartera.control.workflow.inputs import digest
from cartera.control.workflow.models import Task
from cartera.control.workflow.moves import Move, advance
from cartera.control.workflow.performing import (
    Trace,
    authorise_step,
    checked,
    open_with_first_step,
    perform_step,
    record_of,
    subject_of,
    take,
    waiting_at,
)
from cartera.control.workflow.refusals import CannotReject, CannotSendBack, ReasonMissing
from cartera.control.workflow.registry import procedure_of, step_of
from cartera.control.workflow.standing import Standing, standing_at, standing_of
from cartera.control.workflow.undoing import sending_back
from cartera.kernel.clock import now
from cartera.kernel.refusals import Refusal

__all__ = [
    "Done",
    "open_case",
    "perform",
    "rehearse",
    "rehearse_opening",
    "reject",
    "send_back",
]


def perform(
    task_id: int,
    actor: User,
    inputs: Mapping[str, Any],
    *,
    key: str | None = None,
    seen: str | None = None,
) -> Done:
    """Do the step that `task_id` waits for, as `actor`.

    `key` makes a repeated call return the first answer; `seen` is the hash of what a signer was
    shown. Raises a Refusal, which is recorded.
    """
    body = digest({"task": task_id, "actor": actor.pk, "inputs": dict(inputs)})

    def attempt(trace: Trace) -> Done:
        standing = trace.see(standing_at(task_id, actor.pk))
        repeated = earlier_answer(key, body)
        if repeated:
            return repeated
        if standing.kind == "authorisation":
            return authorise_step(standing, key, seen)
        return perform_step(standing, trace, inputs, key, seen)

    return _recorded(actor, attempt)


def open_case(code: str, actor: User, inputs: Mapping[str, Any], *, key: str | None = None) -> Done:
    """Open a case of a procedure by doing its first step."""
    procedure = procedure_of(code)
    body = digest({"opens": code, "actor": actor.pk, "inputs": dict(inputs)})

    def attempt(trace: Trace) -> Done:
        standing = trace.see(standing_of(actor.pk, procedure))
        repeated = earlier_answer(key, body)
        return repeated or open_with_first_step(standing, procedure, trace, inputs, key)

    return _recorded(actor, attempt)


def send_back(
    task_id: int, actor: User, reason: str, to: int | None = None, *, key: str | None = None
) -> Done:
    """Return the operation to an earlier step, with a reason that is kept. `key` as in perform.

    It only moves the workflow, so its doer may undo it for some seconds (`undoing.undo`, with the
    number in `result`).
    """
    body = digest({"back": task_id, "actor": actor.pk, "reason": reason, "to": to})

    def attempt(trace: Trace) -> Done:
        standing = trace.see(standing_at(task_id, actor.pk))
        repeated = earlier_answer(key, body)
        if repeated:
            return repeated
        procedure, step = step_of(standing.procedure, standing.step)
        act = checked(standing, step)
        target = _target(procedure, step, standing, to)
        _need_reason(reason)
        take(standing, Task.State.SENT_BACK, act, note=reason)
        cancelled = _cancel_waiting(act.case_id)
        waits = waiting_at(target, subject_of(procedure, target, act.case_id), reason)
        undoable = sending_back(standing, waits, act, cancelled)
        record = record_of(act, "sent_back", result=str(target.number), reason=reason)
        done = Done(act.case_id, outcome="sent_back", result={"undo": undoable})
        advance(record, Move((waits,), key=key, answer=done.to_json()), "sent_back")
        return done

    return _recorded(actor, attempt)


def reject(task_id: int, actor: User, reason: str, *, key: str | None = None) -> Done:
    """Refuse the operation for good: what it reserved is set free, the reason is kept."""
    body = digest({"rejects": task_id, "actor": actor.pk, "reason": reason})

    def attempt(trace: Trace) -> Done:
        standing = trace.see(standing_at(task_id, actor.pk))
        repeated = earlier_answer(key, body)
        if repeated:
            return repeated
        procedure, step = step_of(standing.procedure, standing.step)
        act = checked(standing, step)
        if not step.can_reject or procedure.on_reject is None:
            raise CannotReject(step=step.number)
        _need_reason(reason)
        take(standing, Task.State.CANCELLED, act, note=reason)
        procedure.on_reject(subject_of(procedure, step, act.case_id), act, reason)
        _cancel_waiting(act.case_id)
        done = Done(act.case_id, outcome="rejected")
        move = Move(ends="rejected", key=key, answer=done.to_json())
        advance(record_of(act, "rejected", reason=reason), move, "rejected")
        return done

    return _recorded(actor, attempt)


class _Rehearsed(Exception):
    """Carries what a rehearsal saw out of the transaction that is thrown away."""

    def __init__(self, seen: Any) -> None:
        super().__init__()
        self.seen = seen


def rehearse(
    task_id: int, actor: User, inputs: Mapping[str, Any], look: Callable[[int], Any]
) -> Any:
    """What would happen: do the act, `look` at its case, undo all of it. Nothing is recorded."""

    def attempt(trace: Trace) -> Done:
        return perform_step(trace.see(standing_at(task_id, actor.pk)), trace, inputs)

    return _rehearsed(attempt, look)


def rehearse_opening(
    code: str, actor: User, inputs: Mapping[str, Any], look: Callable[[int], Any]
) -> Any:
    """What opening a case would bring; as `rehearse`."""
    procedure = procedure_of(code)

    def attempt(trace: Trace) -> Done:
        standing = trace.see(standing_of(actor.pk, procedure))
        return open_with_first_step(standing, procedure, trace, inputs, None)

    return _rehearsed(attempt, look)


def _rehearsed(attempt: Callable[[Trace], Done], look: Callable[[int], Any]) -> Any:
    trace = Trace()
    try:
        with transaction.atomic():
            with translation.override(settings.LANGUAGE_CODE):
                done = attempt(trace)
            _show(look(done.case_id))
    except _Rehearsed as rehearsed:
        return rehearsed.seen
    except Refusal as refusal:
        raise _as_told(refusal, trace) from refusal.__cause__


def _show(seen: Any) -> None:
    raise _Rehearsed(seen)


def _recorded(actor: User, attempt: Callable[[Trace], Done]) -> Done:
    """Run an attempt in one transaction; a refusal undoes it and is appended to the chain.

    What is kept is in the house's language, whatever language the actor reads.
    """
    trace = Trace()
    with translation.override(settings.LANGUAGE_CODE):
        try:
            with refused_by_database():
                return deadlocks_retried(lambda: _atomically(attempt, trace))
        except Refusal as refusal:
            _append_refusal(actor, trace, refusal)
            raise _as_told(refusal, trace) from refusal.__cause__


def _atomically(attempt: Callable[[Trace], Done], trace: Trace) -> Done:
    with transaction.atomic():
        return attempt(trace)


def _target(procedure: Procedure, step: Step, standing: Standing, to: int | None) -> Step:
    """The step that an operation goes back to: from a signature, the step that waits for it."""
    authorising = standing.kind == "authorisation"
    allowed = (step.number,) if authorising else step.sends_back_to
    number = to if to is not None else next(iter(allowed), None)
    target = procedure.step(number) if number in allowed else None
    if target is None:
        raise CannotSendBack(step=step.number)
    return target


def _cancel_waiting(case_id: int) -> list[int]:
    """Cancel what waits in the case; the ids of it."""
    waiting = Task.objects.filter(case_id=case_id, state="open").select_for_update()
    ids = list(waiting.values_list("pk", flat=True))
    Task.objects.filter(pk__in=ids).update(state=Task.State.CANCELLED)
    return ids


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing(field="reason")


def _as_told(refusal: Refusal, trace: Trace) -> Refusal:
    """The refusal as its actor may hear it: other operations are not named to a client."""
    outside = trace.standing is not None and trace.standing.is_outside
    return refusal.for_outside() if outside else refusal


def _append_refusal(actor: User, trace: Trace, refusal: Refusal) -> None:
    """A refused act is evidence too; it is written by itself, after the act was undone."""
    stood = trace.standing
    with transaction.atomic():
        append(
            Record(
                recorded_at=stood.at if stood else now(),
                effective_on=stood.on if stood else now().date(),
                kind="refused",
                actor_id=actor.pk,
                role=stood.role if stood else "",
                procedure=stood.procedure if stood else "",
                step=stood.step if stood else None,
                case_id=(stood.case_id or None) if stood else None,
                inputs_hash=trace.digest,
                result=refusal.code[:80],
                reason=str(refusal)[:1000],
            )
        )
