"""Whose key it is, and which keys there are."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import connection

from cartera.control.people.models import User
from cartera.entrance.tokens.acts import MARK, digest_of
from cartera.entrance.tokens.models import Token
from cartera.entrance.tokens.refusals import TokenNotValid, TooManyCalls

# One statement knows the key, counts the call and notes the day. The minute is the database's:
# it guards the machine, whatever day a training company lives in.
_USE = """
UPDATE tokens_token SET
    last_used_on = %(today)s,
    calls = CASE WHEN minute = date_trunc('minute', now()) THEN calls + 1 ELSE 1 END,
    minute = date_trunc('minute', now())
WHERE digest = %(digest)s AND revoked_at IS NULL AND expires_on >= %(today)s
RETURNING id, user_id, name, scope, expires_on, calls,
    60 - extract(second FROM now())::int AS seconds_left"""


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who came in by which key."""

    token_id: int
    name: str
    scope: str
    expires_on: date
    user: User


@dataclass(frozen=True, slots=True)
class TokenLine:
    """A key as its page lists it."""

    token: Token
    is_live: bool


def bearer_of(secret: str, today: date) -> Bearer:
    """Who holds the key; the call is counted. Refuses one that is not valid, and too many calls."""
    if not secret.startswith(MARK):
        raise TokenNotValid
    with connection.cursor() as cursor:
        cursor.execute(_USE, {"digest": digest_of(secret), "today": today})
        row = cursor.fetchone()
    user = User.objects.filter(pk=row[1], is_active=True).first() if row else None
    if row is None or user is None:
        raise TokenNotValid
    token_id, _, name, scope, expires_on, calls, seconds = row
    if calls > settings.API_CALLS_A_MINUTE:
        raise TooManyCalls(limit=settings.API_CALLS_A_MINUTE, seconds=max(seconds, 1))
    return Bearer(token_id, name, scope, expires_on, user)


def tokens_of(user: User | None, today: date) -> list[TokenLine]:
    """The keys of a person, or everybody's where no person is given; the newest first."""
    found = Token.objects.select_related("user", "revoked_by").order_by("-id")
    if user is not None:
        found = found.filter(user=user)
    return [TokenLine(token, _is_live(token, today)) for token in found[:200]]


def _is_live(token: Token, today: date) -> bool:
    return token.revoked_at is None and token.expires_on >= today
