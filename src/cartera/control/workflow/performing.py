"""One attempt at a task, from the checks to the row in the chain."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from cartera.control.audit.acts import Record
from cartera.control.audit.prepared import prepared_cursor
from cartera.control.people.models import User
from cartera.control.workflow.answers import Done
from cartera.control.workflow.definitions import Act, Outcome, Procedure, Step
from cartera.control.workflow.inputs import Validated, opens_by_hand, validate
from cartera.control.workflow.models import Task
from cartera.control.workflow.moves import Move, Waiting, advance, new_cases
from cartera.control.workflow.refusals import ClaimedByAnother, OpenedByAnother, TaskNotOpen
from cartera.control.workflow.registry import step_of
from cartera.control.workflow.signing import (
    check_seen,
    check_signatures,
    content_of,
    signature_of,
    signed,
)
from cartera.control.workflow.standing import Standing, free_seat_for, seat_for, standing_today


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


@dataclass(frozen=True, slots=True)
class Performed:
    """An act that was done: all that is needed to finish its step."""

    procedure: Procedure
    step: Step
    subject: Any
    act: Act
    validated: Validated
    outcome: Outcome
    key: str | None

    @property
    def done(self) -> Done:
        """Its answer."""
        said = self.outcome
        return Done(self.act.case_id, said.name, said.note, said.result)

    @property
    def stays(self) -> bool:
        """Whether a repeating step goes on after it."""
        return self.step.repeats and not self.validated.finishes


def perform_step(
    standing: Standing,
    trace: Trace,
    inputs: Mapping[str, Any],
    key: str | None = None,
    seen: str | None = None,
) -> Done:
    """Do the step of an open task; see `engine.perform`."""
    procedure, step = step_of(standing.procedure, standing.step)
    act = checked(standing, step)
    validated = trace.checks(validate(step.act, inputs))
    stays = step.repeats and not validated.finishes
    take(standing, "" if stays else Task.State.DONE, act)
    subject = subject_of(procedure, step, act.case_id)
    check_seen(step, subject, seen)
    check_signatures(standing, procedure, step, subject)
    outcome = _outcome(step.act(subject, act, **validated.arguments))
    performed = Performed(procedure, step, subject, act, validated, outcome, key)
    if stays:
        return _go_on(performed, Move(), "performed")
    return _finish(performed, "performed")


def open_with_first_step(
    standing: Standing,
    procedure: Procedure,
    trace: Trace,
    inputs: Mapping[str, Any],
    key: str | None,
) -> Done:
    """Open a case by doing its first step; see `engine.open_case`."""
    step = procedure.first
    seat = seat_for(standing, step.roles)
    if not opens_by_hand(step.act):
        raise OpenedByAnother(procedure=procedure.code)
    validated = trace.checks(validate(step.act, inputs))
    case = new_cases(procedure, standing.act(seat), [("", "")])[0]
    act = standing.act(seat, case_id=case.pk)
    outcome = _outcome(step.act(None, act, **validated.arguments))
    subject = _rows_of(procedure).get(case_id=case.pk)
    performed = Performed(procedure, step, subject, act, validated, outcome, key)
    if performed.stays:
        move = Move((Waiting(step, step.role),), called=_called(performed))
        return _go_on(performed, move, "opened")
    return _finish(performed, "opened")


def authorise_step(standing: Standing, key: str | None, seen: str | None) -> Done:
    """Sign what a step waits for; the last signature lets the case go on."""
    procedure, step = step_of(standing.procedure, standing.step)
    act = checked(standing, step)
    wanted = step.authorises
    if wanted is None:
        raise ValueError(f"{procedure.code}.{step.number} waits for no signature")
    take(standing, Task.State.DONE, act)
    subject = subject_of(procedure, step, act.case_id)
    check_seen(step, subject, seen)
    signature = signed(content_of(step, subject))
    group = next(group for group in wanted.groups if standing.role in group)
    waiting = Task.objects.filter(case_id=act.case_id, kind="authorisation", state="open")
    waiting.filter(role__in=group).update(state=Task.State.CANCELLED)
    done = Done(act.case_id, "authorised")
    move = Move() if waiting.exists() else _after(procedure, step, standing.note, subject)
    advance(
        record_of(act, "authorised", signature.hash),
        replace(move, key=key, answer=done.to_json(), signature=signature),
        Task.Kind.AUTHORISATION,
    )
    return done


def checked(standing: Standing, step: Step) -> Act:
    """The task is open, the role is held, four eyes are kept, nobody who could do it took it."""
    if standing.state != Task.State.OPEN:
        raise TaskNotOpen(step=standing.step)
    authorising = standing.kind == "authorisation"
    roles = (standing.role,) if authorising else step.roles
    seat = free_seat_for(standing, step, roles)
    if _is_kept_by_another(standing, roles):
        keeper = User.objects.get(pk=standing.claimed_by_id or 0)
        raise ClaimedByAnother(who=keeper.full_name)
    return standing.act(seat)


def _is_kept_by_another(standing: Standing, roles: tuple[str, ...]) -> bool:
    """Whether somebody else took the task and still holds the role to do it."""
    keeper = standing.claimed_by_id
    if keeper is None or keeper == standing.actor_id:
        return False
    return any(seat.role in roles for seat in standing_today(keeper).held)


def take(standing: Standing, state: str, act: Act, note: str = "") -> None:
    """Compare-and-set the open task to `state`; with no state, hold it open for this act.

    Of many who try at once exactly one passes; those who repeat a step share it, and who
    finishes it waits for them.
    """
    sql = "SELECT id FROM workflow_task WHERE id = %(task)s AND state = 'open' FOR SHARE"
    if state:
        sql = (
            "UPDATE workflow_task SET state = %(state)s, done_at = %(at)s, done_by_id = %(by)s,"
            " note = CASE WHEN %(note)s = '' THEN note ELSE %(note)s END"
            " WHERE id = %(task)s AND state = 'open' RETURNING id"
        )
    values = {
        "task": standing.task_id,
        "state": state,
        "at": act.at,
        "by": act.actor_id,
        "note": note,
    }
    with prepared_cursor() as cursor:
        cursor.execute(sql, values)
        if cursor.fetchone() is None:
            raise TaskNotOpen(step=standing.step)


def subject_of(procedure: Procedure, step: Step, case_id: int) -> Any:
    """What the case is about, its row locked unless several may repeat the step side by side."""
    rows = _rows_of(procedure)
    if not step.repeats:
        rows = rows.select_for_update(of=("self",))
    return rows.get(case_id=case_id)


def _rows_of(procedure: Procedure) -> QuerySet[Any]:
    """The subjects of a procedure with what it names beside them.

    Django takes `select_related()` of nothing for everything.
    """
    rows: QuerySet[Any] = procedure.subject.objects.all()
    return rows.select_related(*procedure.subject_with) if procedure.subject_with else rows


def record_of(
    act: Act, kind: str, inputs_hash: str = "", result: str = "", reason: str = ""
) -> Record:
    """What the chain will say of the act."""
    return Record(
        recorded_at=act.at,
        effective_on=act.on,
        kind=kind,
        actor_id=act.actor_id,
        on_behalf_of_id=act.on_behalf_of_id,
        role=act.role,
        procedure=act.procedure,
        step=act.step,
        case_id=act.case_id,
        inputs_hash=inputs_hash,
        result=result,
        reason=reason,
    )


def _finish(performed: Performed, kind: str) -> Done:
    """The step is done: what other rooms must hear, papers, signature, the next tasks."""
    step, subject, act = performed.step, performed.subject, performed.act
    if step.then:
        step.then(subject, act)
    if performed.procedure.issue and step.makes:
        performed.procedure.issue(step.makes, subject, act)
    named = step.entitles or step is performed.procedure.first
    move = replace(
        _next(performed),
        signature=signature_of(step, subject),
        called=_called(performed) if named else None,
    )
    return _go_on(performed, move, kind)


def _go_on(performed: Performed, move: Move, kind: str) -> Done:
    done, act = performed.done, performed.act
    record = record_of(act, kind, performed.validated.digest, performed.outcome.name)
    advance(record, replace(move, key=performed.key, answer=done.to_json()))
    return done


def _next(performed: Performed) -> Move:
    """The signatures that the step waits for, or the step after it, or the end."""
    step, wanted, outcome = performed.step, performed.step.authorises, performed.outcome.name
    if wanted and wanted.when(performed.subject):
        roles = [role for group in wanted.groups for role in group]
        return Move(tuple(Waiting(step, role, "authorisation", outcome) for role in roles))
    return _after(performed.procedure, step, outcome, performed.subject)


def _after(procedure: Procedure, step: Step, outcome: str, subject: Any) -> Move:
    following = procedure.after(step, outcome)
    if following is None:
        return Move(ends="closed")
    return Move((waiting_at(following, subject),))


def waiting_at(step: Step, subject: Any, note: str = "") -> Waiting:
    """A step about to wait, for whom and since when the subject says."""
    keeper, since = step.waits_for(subject), step.due_since(subject)
    return Waiting(step, step.role, note=note, claimed_by_id=keeper, since=since)


def _called(performed: Performed) -> tuple[str, str] | None:
    """What the case is called from now on: its title and its client's code."""
    describe = performed.procedure.describe
    return describe(performed.subject) if describe else None


def _outcome(answer: Outcome | str | None) -> Outcome:
    return answer if isinstance(answer, Outcome) else Outcome(answer or "")
