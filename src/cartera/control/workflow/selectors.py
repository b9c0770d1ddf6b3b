"""Reads of tasks and cases: what waits for a role, who may act, who has acted.

The inbox reads the index `open_task_of_role` in its own order, so a page costs the same with a
hundred open tasks and with a hundred thousand.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from django.db import connection
from django.db.models import Q

from cartera.control.people.models import RoleGrant, StandIn, User
from cartera.control.people.roles import ROLES
from cartera.control.workflow.definitions import Step
from cartera.control.workflow.models import Approval, Performer
from cartera.control.workflow.registry import procedures
from cartera.kernel.search import by_name

Scope = Literal["all", "mine", "role", "today", "overdue", "snoozed"]
SCOPES: tuple[Scope, ...] = ("all", "mine", "role", "today", "overdue", "snoozed")
COUNTED_AT_MOST = 1000

# Each seat of the viewer: a role, all its steps or one of them, all its cases or his clients' only.
_SEATS = (
    """unnest(%(roles)s::text[], %(steps)s::text[], %(own)s::boolean[]) AS r (role, step, own)"""
)
_SEEN = """t.role = r.role AND t.state = 'open'
    AND (r.step = '' OR t.procedure || '.' || t.step = r.step)
    AND (NOT r.own OR EXISTS (SELECT 1 FROM workflow_case o
        WHERE o.id = t.case_id AND o.client_code = ANY(%(clients)s::text[])))"""
# Put off by the viewer himself: colleagues see it, and he sees it again when it is due. They are
# few, and read once.
_SNOOZED = """(t.id IN (SELECT z.task_id FROM workflow_snooze z
    WHERE z.user_id = %(actor)s AND z.until_at > %(now)s))"""
_OF_CLIENT = """(%(of_clients)s::text[] IS NULL OR EXISTS (SELECT 1 FROM workflow_case w
    WHERE w.id = t.case_id AND w.client_code = ANY(%(of_clients)s::text[])))"""
_WANTED = f"""(%(procedure)s = '' OR t.procedure = %(procedure)s) AND {_OF_CLIENT}
    AND (%(only)s::bigint IS NULL OR t.id = %(only)s::bigint)
    AND (%(text)s = '' OR EXISTS (SELECT 1 FROM workflow_case w WHERE w.id = t.case_id
        AND (w.number::text = %(text)s OR lower(w.client_code) = %(text)s
            OR translate(lower(w.title), 'áéíóúüñ', 'aeiouun') LIKE '%%' || %(text)s || '%%')))
    AND {_SNOOZED} = (%(scope)s = 'snoozed')
    AND CASE %(scope)s WHEN 'mine' THEN t.claimed_by_id = %(actor)s
        WHEN 'role' THEN t.claimed_by_id IS NULL
        WHEN 'overdue' THEN t.due_at < %(now)s
        WHEN 'today' THEN t.due_at >= %(now)s AND t.due_at < %(tomorrow)s ELSE true END"""

_PAGE = f"""
WITH found AS (
    SELECT t.* FROM {_SEATS} CROSS JOIN LATERAL (
        (SELECT t.* FROM workflow_task t WHERE {_SEEN} AND {_WANTED} AND t.due_at IS NOT NULL
            AND (%(after)s::bigint IS NULL OR (%(after_due)s::timestamptz IS NOT NULL
                AND (t.due_at, t.id) > (%(after_due)s::timestamptz, %(after)s::bigint)))
            ORDER BY t.due_at, t.id LIMIT %(limit)s)
        UNION ALL
        (SELECT t.* FROM workflow_task t WHERE {_SEEN} AND {_WANTED} AND t.due_at IS NULL
            AND (%(after)s::bigint IS NULL OR %(after_due)s::timestamptz IS NOT NULL
                OR t.id > %(after)s::bigint)
            ORDER BY t.due_at, t.id LIMIT %(limit)s)
    ) t
    ORDER BY t.due_at, t.id LIMIT %(limit)s
)
SELECT t.id, t.case_id, t.procedure, t.step, t.kind, t.role, t.opened_at, t.due_at,
    t.claimed_by_id, coalesce(u.full_name, ''), t.note, t.remark, c.number, c.title,
    c.client_code, s.until_at
FROM found t JOIN workflow_case c ON c.id = t.case_id
LEFT JOIN people_user u ON u.id = t.claimed_by_id
LEFT JOIN workflow_snooze s ON s.task_id = t.id AND s.user_id = %(actor)s AND s.until_at > %(now)s
ORDER BY t.due_at, t.id"""

# The newest task comes along, so that a page can tell later what has come since. OFFSET 0 keeps
# the planner to the index `open_task_of_role` and what it carries, seat by seat; codes are plain.
_COUNTS = f"""
SELECT t.procedure, count(*) FILTER (WHERE NOT t.snoozed),
    count(*) FILTER (WHERE NOT t.snoozed AND t.claimed_by_id = %(actor)s),
    count(*) FILTER (WHERE NOT t.snoozed AND t.claimed_by_id IS NULL),
    count(*) FILTER (WHERE NOT t.snoozed AND t.due_at >= %(now)s AND t.due_at < %(tomorrow)s),
    count(*) FILTER (WHERE NOT t.snoozed AND t.due_at < %(now)s),
    count(*) FILTER (WHERE t.snoozed), count(*) FILTER (WHERE t.id > %(since)s), max(t.id)
FROM {_SEATS} CROSS JOIN LATERAL (
    SELECT t.id, t.procedure COLLATE "C" AS procedure, t.claimed_by_id, t.due_at,
        {_SNOOZED} AS snoozed
    FROM workflow_task t WHERE {_SEEN} AND {_OF_CLIENT} OFFSET 0) t
GROUP BY t.procedure ORDER BY t.procedure"""

_BADGE = f"""
SELECT count(*) FROM (SELECT 1 FROM {_SEATS} CROSS JOIN LATERAL (
    SELECT 1 FROM workflow_task t WHERE {_SEEN} AND NOT {_SNOOZED} LIMIT %(limit)s) t
LIMIT %(limit)s) counted"""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whose inbox it is: his roles today, and the clients he speaks for where a role is theirs."""

    actor_id: int
    roles: tuple[str, ...]
    client_codes: tuple[str, ...]
    now: datetime
    tomorrow: datetime

    def seats(self) -> list[tuple[str, str, bool]]:
        """(role, only this step, only his clients): his own roles, and steps of another role that
        his may do as well, or record."""
        own = [(role, "", role in ROLES and ROLES[role].is_external) for role in self.roles]
        return own + [
            (step.role, f"{procedure.code}.{step.number}", False)
            for procedure in procedures()
            for step in procedure.steps
            if set(step.roles) & set(self.roles) and step.role not in self.roles
        ]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of the viewer's tasks: a scope, a procedure, of which clients' codes (None: of any),
    with which words in their case, only this one, and after which one. `text` is as
    `kernel.search` writes it."""

    scope: Scope = "all"
    procedure: str = ""
    clients: tuple[str, ...] | None = None
    text: str = ""
    only: int | None = None
    after: int | None = None
    after_due: datetime | None = None


@dataclass(frozen=True, slots=True)
class WaitingTask:
    """A line of the inbox."""

    id: int
    case_id: int
    procedure: str
    step: int
    kind: str
    role: str
    opened_at: datetime
    due_at: datetime | None
    claimed_by_id: int | None
    claimed_by: str
    note: str
    remark: str
    number: int
    title: str
    client_code: str
    snoozed_until: datetime | None


@dataclass(frozen=True, slots=True)
class ProcedureCount:
    """How many of the viewer's tasks wait in one procedure; `fresh` came after a known one, and
    `newest` is the last that came."""

    procedure: str
    all: int
    mine: int
    role: int
    today: int
    overdue: int
    snoozed: int
    fresh: int
    newest: int


@dataclass(frozen=True, slots=True)
class Barred:
    """Somebody who may not do a step, because of the steps that he did."""

    who: str
    steps: tuple[int, ...]


def waiting_for(viewer: Viewer, wanted: Wanted, limit: int) -> list[WaitingTask]:
    """The viewer's open tasks, what is due first first, what has no deadline last. One query."""
    values = _values(viewer, wanted) | {"limit": limit}
    return [WaitingTask(*row) for row in _rows(_PAGE, values)]


def counts_for(
    viewer: Viewer, clients: tuple[str, ...] | None = None, since: int = 0
) -> list[ProcedureCount]:
    """How many tasks wait for the viewer, by procedure; `since` tells fresh ones. One query."""
    values = _values(viewer, Wanted(clients=clients)) | {"since": since}
    return [ProcedureCount(*row) for row in _rows(_COUNTS, values)]


def badge_of(viewer: Viewer) -> int:
    """How many tasks wait for the viewer, counted up to COUNTED_AT_MOST. One query."""
    values = _values(viewer, Wanted()) | {"limit": COUNTED_AT_MOST}
    return int(_rows(_BADGE, values)[0][0])


def holders_of(role: str, on: date) -> list[str]:
    """The names of those who hold `role` on a day, and of those who stand in for them."""
    grants = RoleGrant.objects.filter(role=role, from_on__lte=on, user__is_active=True)
    grants = grants.filter(Q(until_on__isnull=True) | Q(until_on__gte=on))
    names = set(grants.values_list("user__full_name", flat=True))
    cover = StandIn.objects.filter(role=role, from_on__lte=on, until_on__gte=on)
    names |= set(cover.values_list("substitute__full_name", flat=True))
    return sorted(names, key=by_name)


def holders_by_role(roles: Iterable[str], on: date) -> dict[str, list[str]]:
    """The names of those who hold each of these roles on a day or stand in for it. Two queries."""
    wanted = set(roles)
    grants = RoleGrant.objects.filter(role__in=wanted, from_on__lte=on, user__is_active=True)
    grants = grants.filter(Q(until_on__isnull=True) | Q(until_on__gte=on))
    cover = StandIn.objects.filter(role__in=wanted, from_on__lte=on, until_on__gte=on)
    found: dict[str, set[str]] = {role: set() for role in wanted}
    for role, name in [
        *grants.values_list("role", "user__full_name"),
        *cover.values_list("role", "substitute__full_name"),
    ]:
        found[role].add(name)
    return {role: sorted(names, key=by_name) for role, names in found.items()}


def people_in(role: str, on: date) -> list[User]:
    """Who holds a role on a day or stands in for it, in the order in which they came. One query."""
    held = RoleGrant.objects.filter(role=role, from_on__lte=on).exclude(until_on__lt=on)
    cover = StandIn.objects.filter(role=role, from_on__lte=on, until_on__gte=on)
    ids = Q(pk__in=held.values("user")) | Q(pk__in=cover.values("substitute"))
    return list(User.objects.filter(ids, is_active=True).order_by("pk"))


def barred_from(case_id: int, step: Step) -> list[Barred]:
    """Who may not do `step` in a case, for having done a step that bars it. One query."""
    if not step.not_by:
        return []
    found = Performer.objects.filter(case_id=case_id, step__in=step.not_by, kind="step")
    rows = found.values_list("step", "actor__full_name", "on_behalf_of__full_name")
    steps: dict[str, list[int]] = {}
    for number, *people in rows.order_by("step"):
        for name in filter(None, people):
            steps.setdefault(name, []).append(number)
    return [Barred(name, tuple(numbers)) for name, numbers in steps.items()]


def last_signature(case_id: int) -> Approval | None:
    """The newest signature in a case, with what it signed and who signed it. One query."""
    signed = Approval.objects.filter(case_id=case_id, content__isnull=False)
    return signed.select_related("signer").order_by("-id").first()


def performers_of(case_id: int) -> list[Performer]:
    """Who acted on which step of a case, in the order of the steps. One query."""
    found = Performer.objects.filter(case_id=case_id).select_related("actor", "on_behalf_of")
    return list(found.order_by("step", "first_at", "id"))


def names_of(ids: Iterable[int]) -> dict[int, str]:
    """People's names by their ids. One query."""
    return dict(User.objects.filter(pk__in=set(ids)).values_list("pk", "full_name"))


def _values(viewer: Viewer, wanted: Wanted) -> dict[str, Any]:
    seats = viewer.seats()
    return {
        "roles": [role for role, _, _ in seats],
        "steps": [step for _, step, _ in seats],
        "own": [own for _, _, own in seats],
        "clients": list(viewer.client_codes),
        "actor": viewer.actor_id,
        "now": viewer.now,
        "tomorrow": viewer.tomorrow,
        "scope": wanted.scope,
        "procedure": wanted.procedure,
        "of_clients": None if wanted.clients is None else list(wanted.clients),
        "text": wanted.text,
        "only": wanted.only,
        "after": wanted.after,
        "after_due": wanted.after_due,
    }


def _rows(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
