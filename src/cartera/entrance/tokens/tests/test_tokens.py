"""A key is made and shown once, opens what its person may, and ends."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client, override_settings

from cartera.control.audit.models import Event
from cartera.control.people.models import User
from cartera.entrance.tokens.acts import make_token, revoke_token
from cartera.entrance.tokens.models import Token
from cartera.entrance.tokens.refusals import (
    NoSuchToken,
    TokenEndNotAllowed,
    TokenNameMissing,
    TokenNameTooLong,
    TokenNotValid,
    TokenNotYours,
    TokenScopeUnknown,
    TooManyCalls,
    TooManyTokens,
)
from cartera.entrance.tokens.selectors import bearer_of, tokens_of
from cartera.entrance.visitor import Visitor
from cartera.kernel.clock import FixedClock
from cartera.kernel.refusals import Refusal
from tests.cast import a_company

TODAY = date(2026, 1, 5)
NEXT_MONTH = TODAY + timedelta(days=30)


@pytest.fixture
def ana(db: None) -> User:
    return User.objects.create(username="ana", full_name="Ana", email="ana@example.com")


def test_a_key_is_known_by_its_hash_alone(ana: User) -> None:
    made = make_token(ana, " contabilidad ", "work", NEXT_MONTH, TODAY)
    assert made.secret.startswith("cartera_")
    assert made.secret not in str(Token.objects.values().get())
    bearer = bearer_of(made.secret, TODAY)
    assert (bearer.user, bearer.scope, bearer.name) == (ana, "work", "contabilidad")
    assert Token.objects.get().last_used_on == TODAY


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"name": "  "}, TokenNameMissing),
        ({"name": "x" * 61}, TokenNameTooLong),
        ({"scope": "sign"}, TokenScopeUnknown),
        ({"expires_on": None}, TokenEndNotAllowed),
        ({"expires_on": TODAY - timedelta(days=1)}, TokenEndNotAllowed),
        ({"expires_on": TODAY + timedelta(days=366)}, TokenEndNotAllowed),
    ],
)
def test_a_key_is_refused(ana: User, changed: dict[str, object], refusal: type[Refusal]) -> None:
    typed = {"name": "uso", "scope": "read", "expires_on": NEXT_MONTH} | changed
    with pytest.raises(refusal):
        make_token(ana, **typed, today=TODAY)  # type: ignore[arg-type]


def test_nobody_holds_more_than_twenty(ana: User) -> None:
    for _ in range(20):
        make_token(ana, "uso", "read", NEXT_MONTH, TODAY)
    with pytest.raises(TooManyTokens):
        make_token(ana, "uso", "read", NEXT_MONTH, TODAY)


def test_what_does_not_open_does_not_say_why(ana: User) -> None:
    secret = make_token(ana, "uso", "read", NEXT_MONTH, TODAY).secret
    for wrong in ("", "cartera_x", secret + "x", secret.upper()):
        with pytest.raises(TokenNotValid):
            bearer_of(wrong, TODAY)
    with pytest.raises(TokenNotValid):
        bearer_of(secret, NEXT_MONTH + timedelta(days=1))
    User.objects.update(is_active=False)
    with pytest.raises(TokenNotValid):
        bearer_of(secret, TODAY)


@override_settings(API_CALLS_A_MINUTE=2)
def test_too_many_calls_in_a_minute_are_told_to_wait(ana: User) -> None:
    secret = make_token(ana, "uso", "read", NEXT_MONTH, TODAY).secret
    bearer_of(secret, TODAY)
    bearer_of(secret, TODAY)
    with pytest.raises(TooManyCalls) as caught:
        bearer_of(secret, TODAY)
    assert 1 <= int(str(caught.value.details["seconds"])) <= 60


@pytest.mark.django_db
def test_the_owner_and_access_administration_revoke_a_key(clock: FixedClock) -> None:
    users = a_company(clock).users
    made = [make_token(users["rec"], "uso", "read", NEXT_MONTH, TODAY) for _ in range(2)]
    with pytest.raises(TokenNotYours):
        revoke_token(made[0].token.pk, Visitor(users["aux_c"]))
    revoke_token(made[0].token.pk, Visitor(users["rec"]))
    revoke_token(made[1].token.pk, Visitor(users["adm_acc"]))
    for each in made:
        with pytest.raises(TokenNotValid):
            bearer_of(each.secret, TODAY)
    assert [line.is_live for line in tokens_of(users["rec"], TODAY)] == [False, False]
    with pytest.raises(NoSuchToken):
        revoke_token(10**9, Visitor(users["rec"]))


def test_a_key_is_neither_deleted_nor_given_to_another(ana: User) -> None:
    make_token(ana, "uso", "read", NEXT_MONTH, TODAY)
    for change in ({"scope": "work"}, {"expires_on": TODAY}):
        with pytest.raises(IntegrityError, match="column_is_written_once"), transaction.atomic():
            Token.objects.update(**change)


def test_who_let_a_program_in_and_who_ended_it_is_in_the_chain(clock: FixedClock, db: None) -> None:
    users = a_company(clock).users
    made = make_token(users["rec"], "uso", "read", NEXT_MONTH, TODAY)
    revoke_token(made.token.pk, Visitor(users["adm_acc"]))
    revoke_token(made.token.pk, Visitor(users["adm_acc"]))
    told = list(Event.objects.filter(result__startswith="token_").order_by("seq"))
    assert [(event.result, event.actor) for event in told] == [
        ("token_made", users["rec"]),
        ("token_revoked", users["adm_acc"]),
    ]
    assert all(made.secret not in event.reason for event in told)


def test_a_revoked_key_stays_so_whoever_asks(clock: FixedClock, db: None) -> None:
    users = a_company(clock).users
    made = make_token(users["rec"], "uso", "read", NEXT_MONTH, TODAY)
    revoke_token(made.token.pk, Visitor(users["rec"]))
    with pytest.raises(IntegrityError, match="column_is_written_once"), transaction.atomic():
        Token.objects.update(revoked_at=None, revoked_by=None)


def test_who_leaves_has_no_key_any_more_even_if_he_returns(clock: FixedClock, db: None) -> None:
    players = a_company(clock)
    rec = players.users["rec"]
    made = [make_token(rec, "uso", "read", NEXT_MONTH, TODAY) for _ in range(2)]
    other = make_token(players.users["aux_c"], "uso", "read", NEXT_MONTH, TODAY)
    browser = Client()
    browser.force_login(rec)
    assert browser.get("/").status_code == 200
    for kind in ("leaves", "returns"):
        typed = {"user": "rec", "kind": kind, "reason": "se va y vuelve"}
        players.play_through(players.open("INT-16", "ADM_ACC", typed))
    rec.refresh_from_db()
    assert rec.is_active
    for each in made:
        with pytest.raises(TokenNotValid):
            bearer_of(each.secret, TODAY)
    assert bearer_of(other.secret, TODAY).user == players.users["aux_c"]
    assert browser.get("/").status_code == 302, "nor does he stay signed in"
    told = Event.objects.get(result="token_revoked")
    assert told.actor == players.users["g_gral"]
    assert told.reason == f"rec: {made[0].token.prefix}, {made[1].token.prefix}"
