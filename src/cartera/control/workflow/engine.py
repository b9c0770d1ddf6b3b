"""The one door through which business data is written: perform, open, send back, reject.

Every call asks in the same order: is the task open, does the actor hold the role today, is he
barred by four eyes, are the inputs valid; then the act decides. All of it is one transaction; a
refused act changes nothing and is itself recorded.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from cartera.control.audit.acts import Record, append
from cartera.control.people.models import User
from cartera.control.workflow.constraints import deadlocks_retried, refused_by_database
from cartera.control.workflow.definitions import Act, Outcome, Procedure, Step
from cartera.control.workflow.inputs import Validated, digest, validate
from cartera.control.workflow.models import Approval, Task
from cartera.control.workflow.moves import Move, Waiting, advance, new_cases
from cartera.control.workflow.refusals import (
    ApprovalOutdated,
    CannotReject,
    CannotSendBack,
    ClaimedByAnother,
    ContentChanged,
    KeyReused,
    ReasonMissing,
    TaskNotOpen,
)
from cartera.control.workflow.registry import procedure_of, step_of
from cartera.control.workflow.standing import (
    Standing,
    free_seat_for,
    seat_for,
    standing_at,
    standing_of,
)
from cartera.kernel.clock import now
from cartera.kernel.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Done:
    """The answer to an act: its case, its outcome and what the act wants shown. JSON throughout."""

    case_id: int
    outcome: str = ""
    note: str = ""
    result: Mapping[str, Any] = field(default_factory=dict)
    repeated: bool = False

    def to_json(self) -> str:
        """What is kept beside an idempotency key."""
        kept = {"case": self.case_id, "outcome": self.outcome, "note": self.note}
        return json.dumps(kept | {"result": dict(self.result)}, default=str)


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

    def attempt(trace: "Trace") -> Done:
        standing = trace.see(standing_at(task_id, actor.pk))
        repeated = _earlier_answer(key, body)
        if repeated:
            return repeated
        if standing.kind == "authorisation":
            return _authorise(standing, key, seen)
        return _perform(standing, trace, inputs, key, seen)

    return _recorded(actor, attempt)


def open_case(code: str, actor: User, inputs: Mapping[str, Any], *, key: str | None = None) -> Done:
    """Open a case of a procedure by doing its first step."""
    procedure = procedure_of(code)
    body = digest({"opens": code, "actor": actor.pk, "inputs": dict(inputs)})

    def attempt(trace: "Trace") -> Done:
        standing = trace.see(standing_of(actor.pk, procedure))
        repeated = _earlier_answer(key, body)
        if repeated:
            return repeated
        step = procedure.first
        seat = seat_for(standing, step.roles)
        validated = trace.checks(validate(step.act, inputs))
        case = new_cases(procedure, standing.act(seat), [("", "")])[0]
        act = standing.act(seat, case_id=case.pk)
        outcome = _outcome(step.act(None, act, **validated.arguments))
        subject = procedure.subject.objects.get(case_id=case.pk)
        if step.repeats and not validated.finishes:
            return _begin(procedure, step, subject, act, validated, outcome, key)
        return _finish(procedure, step, subject, act, validated, outcome, key)

    return _recorded(actor, attempt)


def send_back(task_id: int, actor: User, reason: str, to: int | None = None) -> Done:
    """Return the operation to an earlier step, with a reason that is kept."""

    def attempt(trace: "Trace") -> Done:
        standing = trace.see(standing_at(task_id, actor.pk))
        procedure, step = step_of(standing.procedure, standing.step)
        act = _checked(standing, step)
        allowed = (step.number,) if standing.kind == "authorisation" else step.sends_back_to
        target = procedure.step(to if to is not None else (allowed or (-1,))[0])
        if target is None or target.number not in allowed:
            raise CannotSendBack(step=step.number)
        _need_reason(reason)
        _take(standing, Task.State.SENT_BACK, act, note=reason)
        waits = (Waiting(target, target.role, note=reason),)
        _cancel_waiting(act.case_id)
        advance(act, "sent_back", Move(waits))
        _append(act, "sent_back", result=str(target.number), reason=reason)
        return Done(act.case_id, outcome="sent_back")

    return _recorded(actor, attempt)


def reject(task_id: int, actor: User, reason: str) -> Done:
    """Refuse the operation for good: what it reserved is set free, the reason is kept."""

    def attempt(trace: "Trace") -> Done:
        standing = trace.see(standing_at(task_id, actor.pk))
        procedure, step = step_of(standing.procedure, standing.step)
        act = _checked(standing, step)
        if not step.can_reject or procedure.on_reject is None:
            raise CannotReject(step=step.number)
        _need_reason(reason)
        _take(standing, Task.State.CANCELLED, act, note=reason)
        procedure.on_reject(_subject(procedure, step, act.case_id), act, reason)
        _cancel_waiting(act.case_id)
        advance(act, "rejected", Move(ends="rejected"))
        _append(act, "rejected", reason=reason)
        return Done(act.case_id, outcome="rejected")

    return _recorded(actor, attempt)


class _Rehearsed(Exception):
    """Carries what a rehearsal saw out of the transaction that is thrown away."""


def rehearse(
    task_id: int, actor: User, inputs: Mapping[str, Any], look: Callable[[int], Any]
) -> Any:
    """What would happen: do the act, `look` at its case, undo all of it. Nothing is recorded."""
    seen: list[Any] = []
    try:
        with transaction.atomic():
            trace = Trace()
            standing = trace.see(standing_at(task_id, actor.pk))
            done = _perform(standing, trace, inputs, None, None)
            seen.append(look(done.case_id))
            raise _Rehearsed
    except _Rehearsed:
        return seen[0]


# --- one attempt -------------------------------------------------------------------------------


@dataclass(slots=True)
class Trace:
    """How far an attempt came: what is recorded of it when it is refused."""

    standing: Standing | None = None
    digest: str = ""

    def see(self, standing: Standing) -> Standing:
        """Remember where the attempt stood."""
        self.standing = standing
        return standing

    def checks(self, validated: Validated) -> Validated:
        """Remember the hash of the inputs."""
        self.digest = validated.digest
        return validated


def _recorded(actor: User, attempt: Callable[[Trace], Done]) -> Done:
    """Run an attempt in one transaction; a refusal undoes it and is appended to the chain."""
    trace = Trace()
    try:
        with refused_by_database():
            return deadlocks_retried(lambda: _atomically(attempt, trace))
    except Refusal as refusal:
        _append_refusal(actor, trace, refusal)
        raise


def _atomically(attempt: Callable[[Trace], Done], trace: Trace) -> Done:
    with transaction.atomic():
        return attempt(trace)


def _perform(
    standing: Standing,
    trace: Trace,
    inputs: Mapping[str, Any],
    key: str | None,
    seen: str | None,
) -> Done:
    procedure, step = step_of(standing.procedure, standing.step)
    act = _checked(standing, step)
    validated = trace.checks(validate(step.act, inputs))
    stays = step.repeats and not validated.finishes
    _take(standing, "" if stays else Task.State.DONE, act)
    subject = _subject(procedure, step, act.case_id)
    _check_signatures(standing, procedure, step, subject, seen)
    outcome = _outcome(step.act(subject, act, **validated.arguments))
    if stays:
        return _stay(act, validated, outcome, key)
    return _finish(procedure, step, subject, act, validated, outcome, key)


def _checked(standing: Standing, step: Step) -> Act:
    """The task is open and unclaimed by others, the role is held, four eyes are kept."""
    if standing.state != Task.State.OPEN:
        raise TaskNotOpen(step=standing.step)
    authorising = standing.kind == "authorisation"
    roles = (standing.role,) if authorising else step.roles
    seat = free_seat_for(standing, step, roles)
    if standing.claimed_by_id not in (None, standing.actor_id):
        raise ClaimedByAnother(who=User.objects.get(pk=standing.claimed_by_id).full_name)
    return standing.act(seat)


def _take(standing: Standing, state: str, act: Act, note: str = "") -> None:
    """Compare-and-set the open task to `state`; with no state, hold it open for this act.

    Of many who try at once exactly one passes; those who repeat a step share it, and who
    finishes it waits for them.
    """
    if state:
        sql = (
            "UPDATE workflow_task SET state = %s, done_at = %s, done_by_id = %s,"
            " note = CASE WHEN %s = '' THEN note ELSE %s END"
            " WHERE id = %s AND state = 'open' RETURNING id"
        )
        values = [state, act.at, act.actor_id, note, note, standing.task_id]
    else:
        sql = "SELECT id FROM workflow_task WHERE id = %s AND state = 'open' FOR SHARE"
        values = [standing.task_id]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        if cursor.fetchone() is None:
            raise TaskNotOpen(step=standing.step)


def _subject(procedure: Procedure, step: Step, case_id: int) -> Any:
    """What the case is about, its row locked unless several may repeat the step side by side."""
    rows = procedure.subject.objects
    rows = rows.all() if step.repeats else rows.select_for_update(of=("self",))
    return rows.get(case_id=case_id)


def _check_signatures(
    standing: Standing, procedure: Procedure, step: Step, subject: Any, seen: str | None
) -> None:
    """Signatures that this step rests on still match what they signed."""
    if step.approves and seen and digest(step.approves(subject)) != seen:
        raise ContentChanged
    for number in step.requires:
        signed_step = procedure.step(number)
        if signed_step is None or signed_step.approves is None:
            raise ValueError(f"{procedure.code}.{number} signs nothing")
        if (standing.signed or {}).get(number) != digest(signed_step.approves(subject)):
            raise ApprovalOutdated(step=number)


def _finish(
    procedure: Procedure,
    step: Step,
    subject: Any,
    act: Act,
    validated: Validated,
    outcome: Outcome,
    key: str | None,
) -> Done:
    """The step is done: papers, signature, next tasks, the row in the chain."""
    if step.approves:
        _sign(act, step.approves(subject))
    if step.then:
        step.then(subject, act)
    if procedure.issue and step.makes:
        procedure.issue(step.makes, subject, act)
    done = Done(act.case_id, outcome.name, outcome.note, outcome.result)
    if procedure.describe and step is procedure.first:
        _entitle(act.case_id, procedure.describe(subject))
    move = _next(procedure, step, subject, outcome)
    advance(act, "step", Move(move.waits, move.ends, key, done.to_json()))
    kind = "opened" if step is procedure.first else "performed"
    _append(act, kind, validated.digest, outcome.name)
    return done


def _begin(
    procedure: Procedure,
    step: Step,
    subject: Any,
    act: Act,
    validated: Validated,
    outcome: Outcome,
    key: str | None,
) -> Done:
    """A case was opened by a first step that goes on: its task waits for more."""
    done = Done(act.case_id, outcome.name, outcome.note, outcome.result)
    if procedure.describe:
        _entitle(act.case_id, procedure.describe(subject))
    advance(act, "step", Move((Waiting(step, step.role),), key=key, answer=done.to_json()))
    _append(act, "opened", validated.digest, outcome.name)
    return done


def _stay(act: Act, validated: Validated, outcome: Outcome, key: str | None) -> Done:
    done = Done(act.case_id, outcome.name, outcome.note, outcome.result)
    advance(act, "step", Move(key=key, answer=done.to_json()))
    _append(act, "performed", validated.digest, outcome.name)
    return done


def _next(procedure: Procedure, step: Step, subject: Any, outcome: Outcome) -> Move:
    """The signatures that `step` waits for, or the step after it, or the end."""
    wanted = step.authorises
    if wanted and wanted.when(subject):
        roles = [role for group in wanted.groups for role in group]
        return Move(tuple(Waiting(step, role, "authorisation", outcome.name) for role in roles))
    following = procedure.after(step, outcome.name)
    if following is None:
        return Move(ends="closed")
    return Move((Waiting(following, following.role),))


def _authorise(standing: Standing, key: str | None, seen: str | None) -> Done:
    """Sign what a step waits for; the last signature lets the case go on."""
    procedure, step = step_of(standing.procedure, standing.step)
    act = _checked(standing, step)
    wanted = step.authorises
    if wanted is None:
        raise ValueError(f"{procedure.code}.{step.number} waits for no signature")
    _take(standing, Task.State.DONE, act)
    subject = _subject(procedure, step, act.case_id)
    content = (step.approves or _whole)(subject)
    if seen and digest(content) != seen:
        raise ContentChanged
    _sign(act, content)
    group = next(group for group in wanted.groups if standing.role in group)
    waiting = Task.objects.filter(case_id=act.case_id, kind="authorisation", state="open")
    waiting.filter(role__in=group).update(state=Task.State.CANCELLED)
    done = Done(act.case_id, "authorised")
    move = Move()
    if not waiting.exists():
        following = procedure.after(step, "")
        waits = (Waiting(following, following.role),) if following else ()
        move = Move(waits, "" if following else "closed")
    advance(act, "authorisation", Move(move.waits, move.ends, key, done.to_json()))
    _append(act, "authorised", digest(content))
    return done


def _whole(subject: Any) -> dict[str, Any]:
    """Every column of a row: what is signed where a step names nothing narrower."""
    return {f.attname: getattr(subject, f.attname) for f in subject._meta.concrete_fields}


def _sign(act: Act, content: Mapping[str, Any]) -> None:
    Approval.objects.create(
        case_id=act.case_id,
        step=act.step,
        signer_id=act.actor_id,
        role=act.role,
        content_hash=digest(content),
        signed_at=act.at,
    )


def _entitle(case_id: int, described: tuple[str, str]) -> None:
    title, client_code = described
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE workflow_case SET title = %s, client_code = %s WHERE id = %s",
            [title[:200], client_code, case_id],
        )


def _cancel_waiting(case_id: int) -> None:
    Task.objects.filter(case_id=case_id, state="open").update(state=Task.State.CANCELLED)


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing(field="reason")


def _outcome(answer: Outcome | str | None) -> Outcome:
    if isinstance(answer, Outcome):
        return answer
    return Outcome(answer or "")


def _earlier_answer(key: str | None, body: str) -> Done | None:
    """Take `key` for this request, or find what it was answered the first time."""
    if key is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO workflow_request (key, body_hash, recorded_at) VALUES (%s, %s, %s)"
            " ON CONFLICT DO NOTHING RETURNING key",
            [key, body, now()],
        )
        if cursor.fetchone():
            return None
        cursor.execute("SELECT body_hash, answer FROM workflow_request WHERE key = %s", [key])
        body_hash, answer = cursor.fetchone()
    if body_hash != body:
        raise KeyReused
    kept = answer if isinstance(answer, dict) else json.loads(answer)
    return Done(kept["case"], kept["outcome"], kept["note"], kept["result"], repeated=True)


def _append(act: Act, kind: str, inputs: str = "", result: str = "", reason: str = "") -> None:
    append(
        Record(
            recorded_at=act.at,
            effective_on=act.on,
            kind=kind,
            actor_id=act.actor_id,
            on_behalf_of_id=act.on_behalf_of_id,
            role=act.role,
            procedure=act.procedure,
            step=act.step,
            case_id=act.case_id,
            inputs_hash=inputs,
            result=result,
            reason=reason,
        )
    )


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
