"""A passkey as second factor: got, asked for at the entrance, and again before money leaves."""

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.conf import settings as house
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache

from cartera.control.workflow.models import Task
from cartera.kernel.clock import FixedClock
from cartera.procedures.players import usual_answers
from tests.browser.disbursing import NET
from tests.browser.people import Office
from tests.cast import CLIENT, PASSWORD, a_company, a_document

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
# What a laptop has built in: it asks for a finger, and is always given it.
_BUILT_IN = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def office(browser: "Browser", site: str, settings: Any) -> Iterator[Office]:
    """A house that makes who authorises have a second factor."""
    settings.ACCOUNT_RATE_LIMITS = {}
    settings.SECOND_FACTOR = "real"
    cache.clear()
    made = Office(browser, site)
    yield made
    made.close()
    cache.clear()
    assert made.errors == []


def test_money_leaves_by_a_passkey_alone(office: Office, clock: FixedClock) -> None:
    players = a_company(clock)
    case = players.request(CLIENT, [a_document()], "10000.00", 45)
    players.play_through(case, usual_answers(["Q-2587"]), upto=11)
    task = Task.objects.get(case_id=case, state="open")
    page = office.open()
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": _BUILT_IN})
    _enrol(office, page)
    _leave(office, page)
    _come_in(office, page)
    _grow_old(page)
    page.goto(f"{office.site}/tarea/{task.pk}/")
    office.write(page, {"Escriba otra vez": NET})
    office.hands.press(page.locator("form.step button.primary").first)
    page.wait_for_url("**/webauthn/reauthenticate/**")
    office.shoot(page, "passkey-again")
    office.press(page, "Usar mi llave")
    page.locator(".notice.success").wait_for()
    task.refresh_from_db()
    assert (task.state, task.done_by) == ("done", players.users["g_gral"])


def _sign_in(office: Office, page: "Page") -> None:
    page.goto(f"{office.site}/")
    office.write(page, {"Usuario o correo electrónico": "g_gral", "Clave": PASSWORD})
    office.press(page, "Entrar")


def _enrol(office: Office, page: "Page") -> None:
    """He comes in for the first time, and the finger becomes his second factor."""
    _sign_in(office, page)
    office.hands.press(page.get_by_role("link", name="Usar una llave"))
    office.shoot(page, "passkey-add")
    office.press(page, "Agregar")
    page.wait_for_url("**/recovery-codes/")
    assert Authenticator.objects.filter(user__username="g_gral", type="webauthn").exists()
    office.write(page, {"He guardado mis códigos": True})
    office.shoot(page, "passkey-codes")
    office.hands.press(page.get_by_role("link", name="Continuar"))
    page.wait_for_url(f"{office.site}/")


def _leave(office: Office, page: "Page") -> None:
    office.hands.press(page.locator("#persona summary"))
    office.press(page, "Salir")
    page.wait_for_url("**/cuenta/login/**")


def _come_in(office: Office, page: "Page") -> None:
    """His password alone does not let him in; his finger then does."""
    _sign_in(office, page)
    page.wait_for_url("**/authenticate/")
    office.shoot(page, "passkey-entrance")
    office.press(page, "Usar mi llave")
    page.wait_for_url(f"{office.site}/")


def _grow_old(page: "Page") -> None:
    """Six minutes pass for the session."""
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    session = SessionStore(cookies[house.SESSION_COOKIE_NAME])
    for record in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        record["at"] = time.time() - 360
    session.modified = True
    session.save()
