"""Asking people in, sending them away, having them back: asked for by one, decided by another."""

import re
import secrets
from collections.abc import Callable
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Annotated, Any, Literal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q

from cartera.control.audit.acts import Record, append
from cartera.control.people.models import RoleGrant, User
from cartera.control.people.roles import ROLES
from cartera.control.workflow.access import check_no_conflict, check_not_own, way_of
from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import Label, Note, Text
from cartera.control.workflow.models import Departure, Invitation
from cartera.control.workflow.refusals import (
    AlreadyIn,
    AlreadyOut,
    EmailTaken,
    EmailUnreadable,
    InvitationOver,
    UnknownPerson,
    UnknownRole,
    UsernameTaken,
    UsernameUnfit,
)
from cartera.kernel.clock import now
from cartera.kernel.text import gettext_noop as _

Farewell = Callable[[User, Act], None]
_farewells: list[Farewell] = []

LIVES = timedelta(hours=72)
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,29}")


def when_somebody_leaves(farewell: Farewell) -> Farewell:
    """Let what another room keeps for a person end with his leaving, in the same transaction."""
    _farewells.append(farewell)
    return farewell


def request_invitation(  # noqa: PLR0913 - an act's signature is its page
    invitation: Invitation | None,
    act: Act,
    *,
    full_name: Annotated[Text, Label(_("Nombre completo"))],
    username: Annotated[Text, Label(_("Usuario"), help=_("Con él entra; no se cambia después"))],
    email: Annotated[Text, Label(_("Correo electrónico"))],
    role: Annotated[Text, Label(_("Rol"), options="roles")],
    from_on: Annotated[date, Label(_("Desde"))],
    reason: Annotated[Text, Label(_("Motivo"))],
    until_on: Annotated[date | None, Label(_("Hasta"))] = None,
) -> None:
    """Ask that somebody be let in, in one role (INT-15).

    Refuses a username or an e-mail that another person has, and a role that nobody knows.
    """
    if role not in ROLES:
        raise UnknownRole(role=role, field="role")
    username, email = username.strip().lower(), email.strip().lower()
    _check_name(username, email)
    invitation = invitation or Invitation(case_id=act.case_id)
    invitation.username, invitation.full_name, invitation.email = username, full_name, email
    invitation.role, invitation.from_on, invitation.until_on = role, from_on, until_on
    invitation.reason = reason
    invitation.save()


def content_of_invitation(invitation: Invitation) -> dict[str, Any]:
    """What is signed."""
    names = ("username", "full_name", "email", "role", "from_on", "until_on")
    return {name: getattr(invitation, name) for name in names}


def approve_invitation(
    invitation: Invitation, act: Act, *, remarks: Annotated[Note, Label(_("Observaciones"))] = ""
) -> None:
    """Let the person in: his row is made, closed until he has chosen his password (INT-15.2)."""
    _check_name(invitation.username, invitation.email)
    person = User(
        username=invitation.username,
        full_name=invitation.full_name,
        email=invitation.email,
        is_active=False,
    )
    person.set_unusable_password()
    person.save()
    RoleGrant.objects.create(
        user=person,
        role=invitation.role,
        from_on=invitation.from_on,
        until_on=invitation.until_on,
        granted_by_id=act.actor_id,
        recorded_at=act.at,
    )
    Invitation.objects.filter(pk=invitation.pk).update(state="approved", user=person)


def reject_invitation(invitation: Invitation, act: Act, reason: str) -> None:
    """Do not let him in."""
    Invitation.objects.filter(pk=invitation.pk).update(state="rejected")


def renew_link(invitation: Invitation, *, actor_id: int, on: date) -> str:
    """A fresh secret for the link of an approved invitation; the one before serves no more.

    It lives 72 hours, and only its hash is kept. Refuses an invitation that waits for no answer.
    """
    secret, at = secrets.token_urlsafe(32), now()
    waiting = Invitation.objects.filter(pk=invitation.pk, state="approved")
    if not waiting.update(secret_hash=_hash(secret), expires_at=at + LIVES):
        raise InvitationOver
    _tell("invitation_link_made", actor_id, at, on, invitation)
    return secret


def invitation_of(secret: str) -> Invitation:
    """The invitation that the link leads to; refuses one that is over, or that never was."""
    found = Invitation.objects.filter(
        secret_hash=_hash(secret), state="approved", expires_at__gt=now()
    ).select_related("user")
    invitation = found.first()
    if invitation is None:
        raise InvitationOver
    return invitation


def accept_invitation(secret: str, password: str, on: date) -> User:
    """The person chooses his password and can come in; the link has served.

    `password` was checked before. Of two who use one link at once, one passes.
    """
    invitation = invitation_of(secret)
    at = now()
    waiting = Invitation.objects.filter(
        pk=invitation.pk, state="approved", secret_hash=invitation.secret_hash
    )
    if invitation.user is None or not waiting.update(
        state="accepted", secret_hash="", accepted_at=at
    ):
        raise InvitationOver
    person = invitation.user
    person.set_password(password)
    person.is_active = True
    person.save(update_fields=["password", "is_active"])
    _tell("invitation_accepted", person.pk, at, on, invitation)
    return person


def request_departure(
    departure: Departure | None,
    act: Act,
    *,
    user: Annotated[Text, Label(_("Persona"), options="everybody")],
    kind: Annotated[Literal["leaves", "returns"], Label(_("Qué se pide"))],
    reason: Annotated[Text, Label(_("Motivo"))],
) -> Outcome:
    """Ask that a person may not come in any more, or may again (INT-16).

    His roles stay on record as they were; who is out holds none of them.
    """
    person = User.objects.filter(username=user).first()
    if person is None:
        raise UnknownPerson(user=user, field="user")
    _check_turn(person, kind)
    departure = departure or Departure(case_id=act.case_id)
    departure.user, departure.kind, departure.reason = person, kind, reason
    departure.save()
    return way_of(person, act.on)


def content_of_departure(departure: Departure) -> dict[str, Any]:
    """What is signed."""
    return {"user": departure.user_id, "kind": departure.kind}


def decide_departure(
    departure: Departure, act: Act, *, remarks: Annotated[Note, Label(_("Observaciones"))] = ""
) -> None:
    """Close the door or open it. Refuses who decides for himself, and roles that now conflict.

    Who leaves leaves nothing behind by which he could come in again: if he returns, he signs in.
    """
    check_not_own(departure.user, act)
    person = User.objects.select_for_update().get(pk=departure.user_id)
    _check_turn(person, departure.kind)
    if departure.kind == "returns":
        held = RoleGrant.objects.filter(user=person).exclude(until_on__lt=act.on)
        for grant in held:
            check_no_conflict(person, grant.role, act.on)
    person.is_active = departure.kind == "returns"
    if departure.kind == "leaves":
        person.entry_round += 1
        for farewell in _farewells:
            farewell(person, act)
    person.save(update_fields=["is_active", "entry_round"])
    Departure.objects.filter(pk=departure.pk).update(state="done")


def reject_departure(departure: Departure, act: Act, reason: str) -> None:
    """Leave it as it is."""
    Departure.objects.filter(pk=departure.pk).update(state="rejected")


def _check_turn(person: User, kind: str) -> None:
    if kind == "leaves" and not person.is_active:
        raise AlreadyOut(who=str(person), field="user")
    if kind == "returns" and (person.is_active or not person.has_usable_password()):
        raise AlreadyIn(who=str(person), field="user")


def _check_name(username: str, email: str) -> None:
    if not _USERNAME.fullmatch(username):
        raise UsernameUnfit(field="username")
    try:
        validate_email(email)
    except ValidationError as error:
        raise EmailUnreadable(email=email, field="email") from error
    taken = User.objects.filter(Q(username__iexact=username) | Q(email__iexact=email))
    for person in taken:
        if person.username.lower() == username:
            raise UsernameTaken(username=username, field="username")
        raise EmailTaken(field="email")


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def _tell(result: str, actor_id: int, at: datetime, on: date, invitation: Invitation) -> None:
    """Coming in is no step of a case, and is kept in the chain all the same."""
    append(
        Record(
            recorded_at=at,
            effective_on=on,
            kind="system",
            actor_id=actor_id,
            result=result,
            reason=invitation.username,
        )
    )
