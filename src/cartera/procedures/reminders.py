"""Deadlines by mail: each working morning everybody hears what of his is late or ends today."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import structlog
from django.db import transaction
from django.db.models import Q

from cartera.company.models import Company
from cartera.company.selectors import business_calendar
from cartera.control.jobs.queue import job
from cartera.control.mail.acts import write_mail
from cartera.control.mail.models import Message
from cartera.control.mail.refusals import MailAddressUnreadable
from cartera.control.mail.rules import Recipient
from cartera.control.people.models import RoleGrant, StandIn, User
from cartera.control.people.roles import ROLES
from cartera.control.workflow.models import Task
from cartera.control.workflow.registry import step_of
from cartera.kernel.clock import now
from cartera.kernel.text import gettext_noop as _

OPENS_AT = time(7)  # nobody reads it before, and what ends today is known by then
LOOKED_AT = 2000
TOLD = 40

_SUBJECT = _("Plazos del {on:%d/%m/%Y}: {late} vencidos, {today} para hoy")
_LATE = _("Vencidos")
_TODAY = _("Vencen hoy")
_MORE = _("… y {more} más en su bandeja.")
_LINE = _("- {due:%d/%m %H:%M} · {procedure} {number} paso {step}: {title}")


@dataclass(frozen=True, slots=True)
class Due:
    """A step that waits, with the instant until which it may, where the company is."""

    task: Task
    due: datetime
    is_late: bool


@job("deadlines.remind", every="*/10 * * * *")
def remind() -> None:
    """Write each person one message a working day with what is late or ends today.

    Done twice it writes once. Outside people are not written to: what waits for them is told by
    who asks them.
    """
    house = Company.objects.first()
    if house is None:
        return
    zone = ZoneInfo(house.timezone)
    at = now().astimezone(zone)
    if at.time() < OPENS_AT or not business_calendar(house).is_business_day(at.date()):
        return
    dues = _dues(at, zone)
    if not dues:
        return
    for person, own in _by_person(dues, at.date()).items():
        _write(person, own, at.date())


def _dues(at: datetime, zone: ZoneInfo) -> list[Due]:
    """What is late or ends today, the longest first. One query."""
    until = datetime.combine(at.date(), time.max, zone)
    waiting = Task.objects.filter(state="open", due_at__lte=until).select_related("case")
    return [
        Due(task, task.due_at.astimezone(zone), task.due_at < at)
        for task in waiting.order_by("due_at", "id")[:LOOKED_AT]
        if task.due_at is not None
    ]


def _by_person(dues: Iterable[Due], on: date) -> dict[User, list[Due]]:
    """Whose each is: who took it, or whoever holds a role that may do it. Three queries."""
    listed = list(dues)
    holders = _holders(on)
    own: dict[int, list[Due]] = defaultdict(list)
    for due in listed:
        claimed = due.task.claimed_by_id
        for person in {claimed} if claimed else _who_may(due.task, holders):
            own[person].append(due)
    keys = {_key(on, person): person for person in own}
    for key in Message.objects.filter(key__in=keys).values_list("key", flat=True):
        del own[keys[key]]
    people = User.objects.filter(pk__in=own, is_active=True).order_by("pk")
    return {person: own[person.pk] for person in people}


def _who_may(task: Task, holders: dict[str, set[int]]) -> set[int]:
    _procedure, step = step_of(task.procedure, task.step)
    roles = (task.role,) if task.kind == Task.Kind.AUTHORISATION else (task.role, *step.roles)
    inside = (role for role in roles if role in ROLES and not ROLES[role].is_external)
    return set().union(*(holders.get(role, set()) for role in inside))


def _holders(on: date) -> dict[str, set[int]]:
    """Who holds each role on a day, or stands in for who does. Two queries."""
    held = RoleGrant.objects.filter(Q(until_on=None) | Q(until_on__gte=on), from_on__lte=on)
    cover = StandIn.objects.filter(from_on__lte=on, until_on__gte=on)
    found: dict[str, set[int]] = defaultdict(set)
    for role, person in held.values_list("role", "user"):
        found[role].add(person)
    for role, person in cover.values_list("role", "substitute"):
        found[role].add(person)
    return found


@transaction.atomic
def _write(person: User, own: list[Due], on: date) -> None:
    late = [due for due in own if due.is_late]
    today = [due for due in own if not due.is_late]
    parts = [*_part(_LATE, late), *_part(_TODAY, today)]
    try:
        write_mail(
            to=Recipient(person.full_name, person.email),
            subject=_SUBJECT.format(on=on, late=len(late), today=len(today)),
            body="\n".join(parts),
            case_id=None,
            key=_key(on, person.pk),
        )
    except MailAddressUnreadable:
        structlog.get_logger("cartera.mail").warning("deadlines_not_mailed", person=person.pk)


def _part(title: str, dues: list[Due]) -> list[str]:
    if not dues:
        return []
    lines = [title, *map(_line, dues[:TOLD])]
    if len(dues) > TOLD:
        lines.append(_MORE.format(more=len(dues) - TOLD))
    return [*lines, ""]


def _line(due: Due) -> str:
    task = due.task
    return _LINE.format(
        due=due.due,
        procedure=task.procedure,
        number=task.case.number,
        step=task.step,
        title=task.case.title,
    )


def _key(on: date, person: int) -> str:
    return f"deadlines:{on.isoformat()}:{person}"
