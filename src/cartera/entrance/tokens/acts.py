"""Keys are made and revoked by whose they are; access administration revokes any."""

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from django.db import transaction

from cartera.control.audit.acts import Record, append
from cartera.control.people.models import User
from cartera.control.workflow.coming_in import when_somebody_leaves
from cartera.control.workflow.definitions import Act
from cartera.entrance.tokens.models import Token
from cartera.entrance.tokens.refusals import (
    NoSuchToken,
    TokenEndNotAllowed,
    TokenNameMissing,
    TokenNameTooLong,
    TokenNotYours,
    TokenScopeUnknown,
    TooManyTokens,
)
from cartera.entrance.visitor import Visitor
from cartera.kernel.clock import now

MARK = "cartera_"
LONGEST_LIFE = timedelta(days=365)
LONGEST_NAME = 60
MOST_LIVE = 20
ADMINISTRATION = "ADM_ACC"


@dataclass(frozen=True, slots=True)
class NewToken:
    """A key just made: `secret` is the key itself, which nobody can read again."""

    token: Token
    secret: str


def digest_of(secret: str) -> str:
    """What is kept of a key. It is random and long: a plain hash cannot be guessed back."""
    return sha256(secret.encode()).hexdigest()


@transaction.atomic
def make_token(user: User, name: str, scope: str, expires_on: date | None, today: date) -> NewToken:
    """A key for `user`. Refused: no name, an unknown scope, an end in the past or past a year."""
    name = name.strip()
    if not name:
        raise TokenNameMissing(field="name")
    if len(name) > LONGEST_NAME:
        raise TokenNameTooLong(longest=LONGEST_NAME, field="name")
    if scope not in Token.Scope:
        raise TokenScopeUnknown(field="scope")
    latest = today + LONGEST_LIFE
    if expires_on is None or not today <= expires_on <= latest:
        raise TokenEndNotAllowed(latest=latest, field="expires_on")
    if live_tokens_of(user, today) >= MOST_LIVE:
        raise TooManyTokens(limit=MOST_LIVE)
    secret = MARK + token_urlsafe(32)
    token = Token.objects.create(
        user=user,
        name=name,
        scope=scope,
        prefix=secret[: len(MARK) + 4],
        digest=digest_of(secret),
        created_at=now(),
        expires_on=expires_on,
    )
    _tell("token_made", token, user.pk, today)
    return NewToken(token, secret)


def live_tokens_of(user: User, today: date) -> int:
    """How many keys of `user` can be used."""
    found = Token.objects.filter(user=user, revoked_at__isnull=True, expires_on__gte=today)
    return found.count()


@transaction.atomic
def revoke_token(token_id: int, visitor: Visitor) -> None:
    """Let a key open nothing any more. Revoked twice, the first time stands."""
    token = Token.objects.filter(pk=token_id).first()
    if token is None:
        raise NoSuchToken
    if token.user_id != visitor.user.pk and ADMINISTRATION not in visitor.roles:
        raise TokenNotYours
    live = Token.objects.filter(pk=token_id, revoked_at__isnull=True)
    if live.update(revoked_at=now(), revoked_by=visitor.user):
        _tell("token_revoked", token, visitor.user.pk, visitor.standing.on)


@when_somebody_leaves
def revoke_all(person: User, act: Act) -> None:
    """Who leaves has no key any more: none of his opens anything again, were he to return."""
    kept = Token.objects.filter(user=person, revoked_at__isnull=True)
    named = ", ".join(kept.order_by("id").values_list("prefix", flat=True))
    if kept.update(revoked_at=act.at, revoked_by_id=act.actor_id):
        _append("token_revoked", f"{person.username}: {named}", act.actor_id, act.on)


def _tell(result: str, token: Token, actor_id: int, on: date) -> None:
    """Who let a program in as whom, and who ended it, is kept in the chain."""
    _append(result, f"{token.user.username}: {token}", actor_id, on)


def _append(result: str, reason: str, actor_id: int, on: date) -> None:
    append(
        Record(
            recorded_at=now(),
            effective_on=on,
            kind="system",
            actor_id=actor_id,
            result=result,
            reason=reason[:1000],
        )
    )
