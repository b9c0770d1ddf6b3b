"""How a case moves: opened, advanced to its next step, ended. Written in few statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

from cartera.company.selectors import business_calendar, company
from cartera.control.audit.acts import CHAIN, Record
from cartera.control.audit.prepared import prepared_cursor
from cartera.control.workflow.definitions import Act, Procedure, Step
from cartera.control.workflow.models import Case, Task
from cartera.control.workflow.signing import UNSIGNED, Signature
from cartera.kernel.calendar import Deadline

# Cases with the next numbers of their procedure, gapless unless the transaction rolls back.
_OPEN = """
WITH counted AS (
    INSERT INTO workflow_casecounter AS c (procedure, last_number)
    VALUES (%(procedure)s::text, %(count)s::int)
    ON CONFLICT (procedure) DO UPDATE SET last_number = c.last_number + excluded.last_number
    RETURNING last_number
)
INSERT INTO workflow_case (procedure, number, title, client_code, state, opened_at, opened_on,
    parent_id)
SELECT %(procedure)s::text, counted.last_number - %(count)s::int + t.place, t.title,
    t.client_code, 'open', %(at)s, %(on)s, %(parent)s::bigint
FROM counted, unnest(%(titles)s::text[], %(codes)s::text[]) WITH ORDINALITY
    AS t (title, client_code, place)
ORDER BY t.place RETURNING id, number"""

# All that follows an act, in one statement; the chain's lock comes with it, last of the act.
_ADVANCE = f"""
WITH doer AS (
    INSERT INTO workflow_performer (case_id, step, kind, actor_id, on_behalf_of_id, role, first_at)
    VALUES (%(case_id)s, %(step)s, %(task_kind)s::text, %(actor_id)s, %(on_behalf_of_id)s,
        %(role)s::text, %(recorded_at)s)
    ON CONFLICT DO NOTHING
), signed AS (
    INSERT INTO workflow_approval (case_id, step, signer_id, role, content_hash, content,
        signed_at)
    SELECT %(case_id)s, %(step)s, %(actor_id)s, %(role)s::text, %(signature)s::text,
        %(signed)s::jsonb, %(recorded_at)s
    WHERE %(signature)s::text <> ''
), answered AS (
    UPDATE workflow_request SET answer = %(answer)s::jsonb WHERE key = %(key)s
), stands AS (
    UPDATE workflow_case SET title = coalesce(%(title)s::text, title),
        client_code = coalesce(%(client_code)s::text, client_code),
        state = CASE WHEN %(ends)s::text = '' THEN state ELSE %(ends)s::text END,
        closed_at = CASE WHEN %(ends)s::text = '' THEN closed_at ELSE %(recorded_at)s END
    WHERE id = %(case_id)s AND state = 'open'
        AND (%(ends)s::text <> '' OR %(title)s::text IS NOT NULL)
), waits AS (
    INSERT INTO workflow_task (case_id, procedure, step, kind, role, state, opened_at, due_at,
        note, claimed_by_id)
    SELECT %(case_id)s, %(procedure)s::text, w.step, w.kind, w.role, 'open', %(recorded_at)s,
        w.due_at, w.note, w.claimed_by_id
    FROM unnest(%(steps)s::smallint[], %(kinds)s::text[], %(roles)s::text[],
        %(dues)s::timestamptz[], %(notes)s::text[], %(keepers)s::bigint[])
        AS w (step, kind, role, due_at, note, claimed_by_id)
), {CHAIN}"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A task about to wait: a step, or one role's signature that a step needs; for one person.

    `since` is when its deadline began to run, where it did so before.
    """

    step: Step
    role: str
    kind: str = "step"
    note: str = ""
    claimed_by_id: int | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """What follows an act: the tasks that wait next, or the case's end; signature and answer.

    `called` is the case's new title and client code, where the act gave it another name.
    """

    waits: tuple[Waiting, ...] = ()
    ends: str = ""
    key: str | None = None
    answer: str = "null"
    signature: Signature = UNSIGNED
    called: tuple[str, str] | None = None


def new_cases(
    procedure: Procedure, act: Act, titles: Sequence[tuple[str, str]], parent_id: int | None = None
) -> list[Case]:
    """Open one case for each (title, client code), with no task yet. One statement."""
    values: dict[str, Any] = {
        "procedure": procedure.code,
        "count": len(titles),
        "titles": [title for title, _ in titles],
        "codes": [client_code for _, client_code in titles],
        "at": act.at,
        "on": act.on,
        "parent": parent_id,
    }
    with prepared_cursor() as cursor:
        cursor.execute(_OPEN, values)
        made = sorted(cursor.fetchall(), key=itemgetter(1))
    return [
        Case(
            pk=pk,
            procedure=procedure.code,
            number=number,
            title=title,
            client_code=client_code,
            opened_at=act.at,
            opened_on=act.on,
            parent_id=parent_id,
        )
        for (pk, number), (title, client_code) in zip(made, titles, strict=True)
    ]


def start_cases(
    procedure: Procedure, act: Act, titles: Sequence[tuple[str, str]], parent_id: int | None = None
) -> list[Case]:
    """Open cases whose first step waits for its role: how one procedure starts another."""
    cases = new_cases(procedure, act, titles, parent_id)
    first = procedure.first
    due = due_at(first.due, act.at)
    Task.objects.bulk_create(
        Task(
            case=case,
            procedure=procedure.code,
            step=first.number,
            role=first.role,
            opened_at=act.at,
            due_at=due,
        )
        for case in cases
    )
    return cases


def start_at(
    procedure: Procedure,
    step: int,
    act: Act,
    title: str,
    client_code: str,
    *,
    waits_for: int | None = None,
) -> Case:
    """Open a case that waits at a later step, from the case of an act; for one person, if named.

    'PCI-F01 from step 8' (PCI-F07 step 19).
    """
    case = new_cases(procedure, act, [(title, client_code)], act.case_id)[0]
    there = procedure.step(step)
    if there is None:
        raise ValueError(f"{procedure.code} has no step {step}")
    Task.objects.create(
        case=case,
        procedure=procedure.code,
        step=step,
        role=there.role,
        opened_at=act.at,
        due_at=due_at(there.due, act.at),
        claimed_by_id=waits_for,
    )
    return case


def advance(record: Record, move: Move, task_kind: str = Task.Kind.STEP) -> None:
    """Name the performer, keep signature and answer, let the next tasks wait or the case end, and
    append `record` to the chain: the last statement of an act."""
    waits = move.waits
    title, client_code = move.called or (None, None)
    values: dict[str, Any] = {
        "title": title and title[:200],
        "client_code": client_code,
        "task_kind": task_kind,
        "signature": move.signature.hash,
        "signed": move.signature.content,
        "key": move.key,
        "answer": move.answer,
        "ends": move.ends,
        "steps": [wait.step.number for wait in waits],
        "kinds": [wait.kind for wait in waits],
        "roles": [wait.role for wait in waits],
        "dues": [due_at(wait.step.due, wait.since or record.recorded_at) for wait in waits],
        "notes": [wait.note for wait in waits],
        "keepers": [wait.claimed_by_id for wait in waits],
    }
    with prepared_cursor() as cursor:
        cursor.execute(_ADVANCE, values | record.values())


def due_at(deadline: Deadline | None, start: datetime) -> datetime | None:
    """When a step that begins to wait at `start` is due, by the company's calendar."""
    if deadline is None:
        return None
    house = company()
    return deadline.due_at(start, business_calendar(house), ZoneInfo(house.timezone))
