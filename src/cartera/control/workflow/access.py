"""Giving roles and stand-ins: asked for by access administration, authorised by management.

Nobody authorises his own: what concerns whoever holds general management goes to operations'
management, who is always another person (S3).
"""

from datetime import date, timedelta
from typing import Annotated, Any, Literal

from cartera.control.people.models import RoleGrant, StandIn, User
from cartera.control.people.roles import ROLES, conflicting
from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import Label, Note, Text
from cartera.control.workflow.models import AccessRequest
from cartera.control.workflow.refusals import (
    AbsentLacksRole,
    AccessForOneself,
    RolesConflict,
    StandInNeedsEnd,
    UnknownPerson,
    UnknownRole,
)
from cartera.kernel.text import gettext_noop as _

AUTHORISER = "G_GRAL"
OF_MANAGEMENT = "of_management"


def request_access(
    request: AccessRequest | None,
    act: Act,
    *,
    kind: Annotated[Literal["role", "stand_in", "end_role"], Label(_("Qué se pide"))],
    user: Annotated[Text, Label(_("Persona"), options="users")],
    role: Annotated[Text, Label(_("Rol"), options="roles")],
    from_on: Annotated[date, Label(_("Desde"))],
    reason: Annotated[Text, Label(_("Motivo"))],
    until_on: Annotated[date | None, Label(_("Hasta"))] = None,
    absent: Annotated[str, Label(_("Suple a"), options="users")] = "",
) -> Outcome:
    """Ask that a person hold a role, lose it, or stand in for somebody until a day (INT-08).

    Refuses roles that may not meet in one person, and a stand-in without an end.
    """
    if role not in ROLES:
        raise UnknownRole(role=role, field="role")
    person = _person(user, "user")
    covered = _person(absent, "absent") if kind == "stand_in" else None
    if kind == "stand_in" and until_on is None:
        raise StandInNeedsEnd(field="until_on")
    if kind != "end_role":
        check_no_conflict(person, role, act.on)
    request = request or AccessRequest(case_id=act.case_id)
    request.user, request.absent, request.role, request.kind = person, covered, role, kind
    request.from_on, request.until_on, request.reason = from_on, until_on, reason
    request.save()
    return way_of(person, act.on)


def way_of(person: User, on: date) -> Outcome:
    """Who decides: general management, unless it is about whoever holds it or stands in for it."""
    own = RoleGrant.objects.filter(user=person, role=AUTHORISER).exclude(until_on__lt=on)
    covers = StandIn.objects.filter(substitute=person, role=AUTHORISER, until_on__gte=on)
    return Outcome(OF_MANAGEMENT if own.exists() or covers.exists() else "")


def check_not_own(person: User, act: Act) -> None:
    """Refuse who would authorise for himself, or for whom he stands in."""
    if person.pk in (act.actor_id, act.on_behalf_of_id):
        raise AccessForOneself


def content_of_access(request: AccessRequest) -> dict[str, Any]:
    """What is signed."""
    return {
        "user": request.user_id,
        "absent": request.absent_id,
        "role": request.role,
        "kind": request.kind,
        "from_on": request.from_on,
        "until_on": request.until_on,
    }


def grant_access(
    request: AccessRequest, act: Act, *, remarks: Annotated[Note, Label(_("Observaciones"))] = ""
) -> None:
    """Give what was asked for (INT-08 step 2, or 3 where it is about general management).

    Refuses who decides for himself. The person's row is locked: of two roles that may not meet,
    given at once, the second sees the first.
    """
    check_not_own(request.user, act)
    User.objects.select_for_update().get(pk=request.user_id)
    if request.kind == "end_role":
        _end_role(request)
    elif request.kind == "stand_in":
        _stand_in(request, act)
    else:
        check_no_conflict(request.user, request.role, act.on)
        RoleGrant.objects.create(
            user=request.user,
            role=request.role,
            from_on=request.from_on,
            until_on=request.until_on,
            granted_by_id=act.actor_id,
            recorded_at=act.at,
        )
    AccessRequest.objects.filter(pk=request.pk).update(state="granted")


def reject_access(request: AccessRequest, act: Act, reason: str) -> None:
    """Do not give it."""
    AccessRequest.objects.filter(pk=request.pk).update(state="rejected")


def check_no_conflict(person: User, role: str, on: date) -> None:
    """Refuse a role that may not meet one that the person holds or stands in for (S3)."""
    held = set(
        RoleGrant.objects.filter(user=person)
        .exclude(until_on__lt=on)
        .values_list("role", flat=True)
    )
    held |= set(
        StandIn.objects.filter(substitute=person, until_on__gte=on).values_list("role", flat=True)
    )
    other = conflicting(frozenset(held), role)
    if other is not None:
        raise RolesConflict(role=ROLES[role].name, other=ROLES[other].name, field="role")


def _stand_in(request: AccessRequest, act: Act) -> None:
    if request.absent is None or request.until_on is None:
        raise StandInNeedsEnd
    held = RoleGrant.objects.filter(user=request.absent, role=request.role)
    if not held.exclude(until_on__lt=request.from_on).exists():
        raise AbsentLacksRole(who=str(request.absent), role=ROLES[request.role].name)
    check_no_conflict(request.user, request.role, act.on)
    StandIn.objects.create(
        absent=request.absent,
        substitute=request.user,
        role=request.role,
        from_on=request.from_on,
        until_on=request.until_on,
        reason=request.reason,
        granted_by_id=act.actor_id,
        recorded_at=act.at,
    )


def _end_role(request: AccessRequest) -> None:
    """The last day of the role is the day before `from_on`, whenever it was to end."""
    grants = RoleGrant.objects.filter(user=request.user, role=request.role)
    for grant in grants.exclude(until_on__lt=request.from_on):
        grant.until_on = max(grant.from_on, request.from_on - timedelta(days=1))
        grant.save(update_fields=["until_on"])


def _person(username: str, field: str) -> User:
    person = User.objects.filter(username=username, is_active=True).first()
    if person is None:
        raise UnknownPerson(user=username, field=field)
    return person
