"""The second factor: who must have one, and when it is asked for again (quality.md S7).

Whoever holds a role that authorises money must have one before anything else opens to him; before a
step by which money leaves, it is asked for again. In a training company nobody must, unless
``CARTERA_SECOND_FACTOR=always``; who has one is asked for it there too.
"""

import time
from typing import Any

from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
)
from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_removed
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import F
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse

from cartera.control.people.models import User
from cartera.control.workflow.definitions import Step
from cartera.control.workflow.registry import procedures
from cartera.entrance.refusals import NotByToken
from cartera.entrance.visitor import Visitor

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
_KNOWN = "cartera.has_second_factor"


def authorises_money(step: Step) -> bool:
    """Whether by the step somebody signs, relies on a signature, or lets money leave."""
    return bool(step.approves or step.authorises or step.requires or step.dear)


def authorising_roles() -> frozenset[str]:
    """The roles that authorise money, as the procedures' tables have them."""
    found: set[str] = set()
    for procedure in procedures():
        for step in filter(authorises_money, procedure.steps):
            found.update(step.roles)
            if step.authorises:
                found.update(role for group in step.authorises.groups for role in group)
    return frozenset(found)


def is_enforced(visitor: Visitor) -> bool:
    """Whether this house makes people have one: every real company does."""
    if settings.SECOND_FACTOR == "nowhere":
        return False
    return settings.SECOND_FACTOR == "always" or not visitor.house.is_training


def has_second_factor(user: User) -> bool:
    """Whether he has a code of his telephone or a passkey. One query."""
    return bool(is_mfa_enabled(user, types=list(FACTORS)))


def must_have_one(visitor: Visitor) -> bool:
    """Whether one of his roles today asks for it, in a house that enforces it."""
    return is_enforced(visitor) and bool(set(visitor.roles) & authorising_roles())


def must_enrol(visitor: Visitor, session: SessionBase) -> bool:
    """Whether he must get a second factor before anything else opens to him.

    That he has one is remembered for the session, so that it costs no query on each page; it cannot
    be taken away from who must have it.
    """
    if session.get(_KNOWN) == visitor.user.pk or not must_have_one(visitor):
        return False
    if not has_second_factor(visitor.user):
        return True
    session[_KNOWN] = visitor.user.pk
    return False


@receiver(post_delete, sender=Authenticator)
def end_what_it_let_in(instance: Authenticator, **_more: Any) -> None:
    """A second factor is gone: sessions that it let in are over, whoever took it away."""
    if instance.type in FACTORS:
        of_whom = User.objects.filter(pk=instance.user_id)
        of_whom.update(entry_round=F("entry_round") + 1)


@receiver(authenticator_removed)
def forget_it_was_passed(request: HttpRequest, user: User, **_more: Any) -> None:
    """Whoever took it away himself stays in where he did it, as one who has passed none."""
    user.refresh_from_db(fields=["entry_round"])
    session = request.session
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.pop(_KNOWN, None)
    records = get_authentication_records(request, user)
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        record for record in records if record.get("method") != "mfa"
    ]


def step_up_needed(request: HttpRequest, step: Step) -> str | None:
    """Where to confirm who he is before a step by which money leaves; None where he may go on.

    What was posted is kept, and done once he has confirmed: the address leads back by itself.
    """
    if step.dear is None or not isinstance(request.user, User):
        return None
    held = _factors_of(request.user)
    if not held:
        enforced = is_enforced(Visitor(request.user))
        return reverse("desk:second_factor") if enforced else None
    if confirmed_lately(request, request.user):
        return None
    by_code = Authenticator.Type.TOTP in held
    page = "mfa_reauthenticate" if by_code else "mfa_reauthenticate_webauthn"
    return str(suspend_request(request, reverse(page)).url)


def _factors_of(user: User) -> set[str]:
    """Which second factors he has. One query."""
    held = Authenticator.objects.filter(user=user, type__in=FACTORS)
    return set(held.values_list("type", flat=True))


def confirmed_lately(request: HttpRequest, user: User) -> bool:
    """Whether the second factor was given within the last five minutes, at the entrance or since.

    Sessions live in the machine's time, whatever the house's clock says.
    """
    given = [
        record["at"]
        for record in get_authentication_records(request, user)
        if record.get("method") == "mfa"
    ]
    age = time.time() - max(given, default=0)
    return bool(age < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)


def refused_to_token(step: Step) -> NotByToken | None:
    """Why a call by token may not do the step: no token carries a fresh second factor."""
    return NotByToken() if step.dear is not None else None
