"""Where a task stands and where its actor stands, read in one query before anything is decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cartera.company.selectors import business_day
from cartera.control.audit.prepared import prepared_cursor
from cartera.control.people.roles import ROLES, name_of
from cartera.control.workflow.definitions import Act, Procedure, Step
from cartera.control.workflow.refusals import BarredByFourEyes, NoSuchTask, RoleMissing
from cartera.kernel.clock import now

# $now in the company's own day; roles held today, own or by stand-in for somebody who holds them.
_ACTOR = """
    WITH house AS (
        SELECT timezone, (%(now)s AT TIME ZONE timezone)::date AS today,
            (SELECT max(d."on") FROM company_dayclose d WHERE d.reopened_at IS NULL) AS closed_on
        FROM company_company
    ), held AS (
        SELECT g.role, NULL::bigint AS absent
        FROM people_rolegrant g JOIN people_user u ON u.id = g.user_id AND u.is_active, house
        WHERE g.user_id = %(actor)s AND g.from_on <= today
            AND (g.until_on IS NULL OR g.until_on >= today)
        UNION ALL
        SELECT s.role, s.absent_id
        FROM people_standin s
        JOIN people_user u ON u.id = s.substitute_id AND u.is_active
        JOIN people_rolegrant g ON g.user_id = s.absent_id AND g.role = s.role, house
        WHERE s.substitute_id = %(actor)s AND today BETWEEN s.from_on AND s.until_on
            AND g.from_on <= today AND (g.until_on IS NULL OR g.until_on >= today)
    )
    SELECT house.timezone AS timezone, house.closed_on AS closed_on,
        (SELECT coalesce(json_agg(json_build_array(role, absent)), '[]') FROM held) AS held"""

_TASK = (
    _ACTOR
    + """,
        t.id AS task_id, t.case_id, t.procedure, t.step, t.kind, t.role, t.state,
        t.claimed_by_id, t.note,
        (SELECT coalesce(json_agg(json_build_array(p.step, p.kind, p.actor_id, p.on_behalf_of_id)),
            '[]') FROM workflow_performer p WHERE p.case_id = t.case_id AND (
                p.kind = 'step' OR p.kind = 'authorisation' AND p.step = t.step AND EXISTS (
                    SELECT 1 FROM workflow_task s WHERE s.case_id = t.case_id AND s.step = t.step
                    AND s.kind = 'authorisation' AND s.state = 'done' AND s.done_by_id = p.actor_id
                    AND s.id > (SELECT max(m.id) FROM workflow_task m WHERE m.kind = 'step'
                        AND m.state <> 'cancelled'
                        AND m.case_id = t.case_id AND m.step = t.step)))) AS performers,
        (SELECT coalesce(json_object_agg(a.step, a.content_hash ORDER BY a.id), '{}')
            FROM workflow_approval a WHERE a.case_id = t.case_id) AS signed
    FROM house LEFT JOIN workflow_task t ON t.id = %(task)s"""
)


@dataclass(frozen=True, slots=True)
class Seat:
    """The role in which an actor acts, and the absent person he acts for, if any."""

    role: str
    on_behalf_of_id: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What one query knows of a task and of who wants to act on it."""

    actor_id: int
    at: datetime
    on: date
    held: tuple[Seat, ...]
    task_id: int | None = None
    case_id: int = 0
    procedure: str = ""
    step: int = 0
    kind: str = "step"
    role: str = ""
    state: str = ""
    claimed_by_id: int | None = None
    note: str = ""
    performers: tuple[tuple[int, str, int, int | None], ...] = ()
    signed: Mapping[int, str] | None = None

    @property
    def is_outside(self) -> bool:
        """Whether none of the roles held is the company's own."""
        return not any(
            seat.role in ROLES and not ROLES[seat.role].is_external for seat in self.held
        )

    def act(self, seat: Seat, case_id: int | None = None, step: int | None = None) -> Act:
        """The act that the actor does from `seat`."""
        return Act(
            actor_id=self.actor_id,
            role=seat.role,
            case_id=self.case_id if case_id is None else case_id,
            procedure=self.procedure,
            step=self.step if step is None else step,
            at=self.at,
            on=self.on,
            on_behalf_of_id=seat.on_behalf_of_id,
        )


def standing_at(task_id: int, actor_id: int) -> Standing:
    """Where task and actor stand now; refuses a task that does not exist."""
    found = _read(_TASK, {"task": task_id, "actor": actor_id})
    if found["task_id"] is None:
        raise NoSuchTask(task=task_id)
    return _standing(
        found,
        actor_id,
        **{
            name: found[name]
            for name in (
                "task_id", "case_id", "procedure", "step", "kind", "role", "state",
                "claimed_by_id", "note",
            )
        },
        performers=tuple(tuple(row) for row in found["performers"]),
        signed={int(step): content for step, content in found["signed"].items()},
    )  # fmt: skip


def standing_of(actor_id: int, procedure: Procedure) -> Standing:
    """Where an actor stands who wants to open a case of `procedure`."""
    found = _read(_ACTOR + " FROM house", {"actor": actor_id})
    return _standing(found, actor_id, procedure=procedure.code, step=procedure.first.number)


def standing_today(actor_id: int) -> Standing:
    """Which roles somebody holds now, and the business day it is for him."""
    return _standing(_read(_ACTOR + " FROM house", {"actor": actor_id}), actor_id)


def seat_for(standing: Standing, roles: tuple[str, ...]) -> Seat:
    """The seat from which the actor may act in one of `roles`: his own before another's."""
    seats = [seat for role in roles for seat in standing.held if seat.role == role]
    if not seats:
        raise RoleMissing(role=name_of(roles[0]))
    return min(seats, key=lambda seat: seat.on_behalf_of_id is not None)


def free_seat_for(standing: Standing, step: Step, roles: tuple[str, ...]) -> Seat:
    """A seat in one of `roles` whose people did none of the steps that bar this one.

    A stand-in counts as both people: who sits and who is sat for. Who made a step does not sign
    it, nor does anybody sign twice; a step made anew is signed anew by whom it takes.
    """
    seat_for(standing, roles)
    barred_by = None
    own_first = sorted(standing.held, key=lambda seat: seat.on_behalf_of_id is not None)
    for seat in (seat for seat in own_first if seat.role in roles):
        barred_by = _barring_step(standing, step, seat)
        if barred_by is None:
            return seat
    raise BarredByFourEyes(step=barred_by)


def _barring_step(standing: Standing, step: Step, seat: Seat) -> int | None:
    people = {standing.actor_id, seat.on_behalf_of_id} - {None}
    for number, kind, actor, absent in standing.performers:
        same = number == step.number and standing.kind == "authorisation"
        if (same or (number in step.not_by and kind == "step")) and people & {actor, absent}:
            return number
    return None


def _read(sql: str, values: dict[str, Any]) -> dict[str, Any]:
    with prepared_cursor() as cursor:
        cursor.execute(sql, values | {"now": now()})
        row = cursor.fetchone()
        names = [column.name for column in cursor.description]
    if row is None:
        raise LookupError("company_company is empty: run the set-up first")
    return dict(zip(names, row, strict=True))


def _standing(found: dict[str, Any], actor_id: int, **more: Any) -> Standing:
    at = now()
    return Standing(
        actor_id=actor_id,
        at=at,
        on=business_day(at, found["timezone"], found["closed_on"]),
        held=tuple(Seat(role, absent) for role, absent in found["held"]),
        **more,
    )
