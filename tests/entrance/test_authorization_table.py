"""Who may ask for what (S1): every route x method x person x own or foreign x open or closed.

The cells are generated from the rows that let requests in (`entrance.routes`), so that what people
read as 'quién puede qué' is what is tried here. A route without an example address fails.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import cartera.desk.urls  # noqa: F401 - declares every page
from cartera.control.people.roles import ROLES
from cartera.control.workflow.models import Task
from cartera.control.workflow.registry import step_of
from cartera.entrance.routes import BOTH, Route, Who, declare, routes
from cartera.entrance.sign_in import SIGN_IN_ROUTES
from tests.entrance.addresses import CLOSED, EXAMPLES, NARROWED
from tests.entrance.house import NOBODY, STRANGER, House, roles_of
from tests.entrance.knocking import (
    ANONYMOUS,
    LET_IN,
    METHODS,
    MUST_SIGN_IN,
    NO_SUCH_METHOD,
    SIGN_IN,
    TURNED_AWAY,
    Door,
)

REAUTHENTICATE = "/cuenta/reauthenticate/"
PEOPLE = (*(role.lower() for role in ROLES), STRANGER, NOBODY, ANONYMOUS)


# Where the library leads from an address that is open to all.
_LED_WHO_IS_UNKNOWN = {
    "set_language": "/",
    "account_logout": SIGN_IN,
    "account_confirm_login_code": SIGN_IN,
    "mfa_authenticate": SIGN_IN,
}
_LED_WHO_IS_IN = {
    "account_login": "/",
    "account_signup": "/",
    "account_confirm_login_code": "/",
    "mfa_authenticate": "/",
    "account_set_password": "/cuenta/password/change/",
    "usersessions_list": "/mis-sesiones/",
    "mfa_reauthenticate": REAUTHENTICATE,
    "mfa_reauthenticate_webauthn": REAUTHENTICATE,
}
_AFTER_HIS_PASSWORD = (
    "mfa_activate_totp",
    "mfa_generate_recovery_codes",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
)
_OF_A_SECOND_FACTOR = (
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
)


def test_every_address_has_its_row() -> None:
    listed = {route.name for route in (*routes(), *SIGN_IN_ROUTES)}
    assert set(_names(get_resolver().url_patterns)) == listed


def test_every_row_has_its_example() -> None:
    assert {route.name for route in routes()} == set(EXAMPLES)
    assert set(CLOSED) <= set(EXAMPLES)


def test_an_address_has_one_row() -> None:
    with pytest.raises(ValueError, match="two rows"):
        declare(Route("inbox", BOTH, Who.ANYONE, "another"))


@pytest.mark.parametrize("username", PEOPLE)
def test_every_cell_is_answered_as_the_table_says(house: House, username: str) -> None:
    door, wrong = Door(house), []
    for route, method, state, address in _cells(house, username):
        answer = door.ask(username, route, method, address)
        expected = _expected(house, route, method, state, username)
        denied = 1 if answer.means == TURNED_AWAY else 0
        if answer.means != expected or (state == "closed" and answer.acts):
            wrong.append((route.name, method, state, expected, answer))
        if denied and answer.denials != 1:
            wrong.append((route.name, method, state, "the denial is recorded once", answer))
        if not denied and answer.acts and method == "GET":
            wrong.append((route.name, method, state, "reading acts on nothing", answer))
    assert wrong == []


@pytest.mark.parametrize("route", SIGN_IN_ROUTES, ids=lambda route: route.name)
def test_nobody_known_is_led_to_the_entrance_from_what_is_kept(house: House, route: Route) -> None:
    """And comes back, once he has signed in, to where he wanted to go."""
    address = _sign_in_address(route)
    for method in route.methods:
        answer = Door(house).ask(ANONYMOUS, route, method, address)
        if route.who is Who.SIGNED_IN:
            where, _, back = answer.leads_to.partition("?next=")
            assert (answer.status, where, unquote(back)) == (302, SIGN_IN, address)
        else:
            missing = (route.name, method) == ("account_confirm_email", "POST")
            shown = 404 if missing else 200
            led = _LED_WHO_IS_UNKNOWN.get(route.name, "")
            assert (answer.status, answer.leads_to) == (302 if led else shown, led)


@pytest.mark.parametrize("route", SIGN_IN_ROUTES, ids=lambda route: route.name)
def test_who_has_signed_in_is_shown_it_or_led_where_it_is(house: House, route: Route) -> None:
    """He has no second factor: what shows one is not there, what makes one asks his password."""
    if "GET" not in route.methods:
        return
    address = _sign_in_address(route)
    answer = Door(house).ask("rec", route, "GET", address)
    if route.name in _AFTER_HIS_PASSWORD:
        where, _, back = answer.leads_to.partition("?next=")
        assert (answer.status, where, unquote(back)) == (302, REAUTHENTICATE, address)
    elif route.name in _OF_A_SECOND_FACTOR:
        assert answer.status == 404
    else:
        led = _LED_WHO_IS_IN.get(route.name, "")
        assert (answer.status, answer.leads_to) == (302 if led else 200, led)


def test_what_is_not_there_is_not_found(house: House) -> None:
    client = Client()
    client.force_login(house.users["g_gral"])
    for address in ("/tarea/99999/", "/casos/99999/", "/cesiones/99/", "/formatos/99999/", "/nada"):
        answer = client.get(address)
        assert answer.status_code == 404, address
        assert "No existe" in answer.content.decode()
    assert client.get("/nuevo/PCI-X99/").status_code == 404


def _sign_in_address(route: Route) -> str:
    named: dict[str, dict[str, Any]] = {
        "account_reset_password_from_key": {"uidb36": "1", "key": "set-password"},
        "account_confirm_email": {"key": "k"},
        "mfa_edit_webauthn": {"pk": 1},
        "mfa_remove_webauthn": {"pk": 1},
    }
    return reverse(route.name, kwargs=named.get(route.name))


def _names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns)
        else:
            yield str(pattern.name)


def _cells(house: House, username: str) -> Iterator[tuple[Route, str, str, str]]:
    """(route, method, state, address) of every row.

    A call asks who comes only after the method is right: the wrong ones are tried for nobody.
    """
    for route in routes():
        states = {"open": EXAMPLES[route.name]}
        if route.name in CLOSED:
            states["closed"] = CLOSED[route.name]
        for state, address in states.items():
            tried = METHODS if route.surface == "page" or username == ANONYMOUS else route.methods
            for method in tried:
                yield route, method, state, address(house)


def _expected(house: House, route: Route, method: str, state: str, username: str) -> str:
    """What the table says."""
    if method not in route.methods:
        return NO_SUCH_METHOD
    if route.who is Who.ANYONE:
        return LET_IN
    if username == ANONYMOUS:
        return MUST_SIGN_IN
    asks_engine = route.acts and route.of == "task" and method == "POST" and state == "open"
    doers = _doers(house) if asks_engine else frozenset(ROLES)
    return LET_IN if _may(route, username, doers) else TURNED_AWAY


def _may(route: Route, username: str, doers: frozenset[str]) -> bool:
    """Whether the row lets him in, and the engine where the row leaves it to the step's role."""
    held = roles_of(username)
    staff = any(not ROLES[role].is_external for role in held)
    if route.name in NARROWED and not held & NARROWED[route.name]:
        return False
    if route.roles and not held & set(route.roles):
        return False
    if route.who is Who.SIGNED_IN:
        return True
    if route.who is Who.PARTY and not staff:
        return username == "cte" and bool(held & doers)
    return staff and bool(held & doers)


def _doers(house: House) -> frozenset[str]:
    """The roles that the step of the open task is for; of a task that is done, all are told so."""
    task = Task.objects.get(pk=house.open_task)
    return frozenset(step_of(task.procedure, task.step)[1].roles)
