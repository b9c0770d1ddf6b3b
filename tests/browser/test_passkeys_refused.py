"""A passkey that the machine does not give: cancelled, the finger not known, the key lost.

The page says so in one sentence, nothing is half done, and the next try goes through.
"""

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
    from playwright.sync_api import Browser, CDPSession, Page

pytestmark = pytest.mark.browser
_BUILT_IN = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": False,
    "automaticPresenceSimulation": True,
}
TOLD = "El equipo no entregó la llave. Inténtelo otra vez, o use otra forma."


class Finger:
    """What a laptop has built in: it knows the finger that is put on it, or does not."""

    def __init__(self, page: "Page") -> None:
        self._devtools: CDPSession = page.context.new_cdp_session(page)
        self._devtools.send("WebAuthn.enable")
        made = self._devtools.send("WebAuthn.addVirtualAuthenticator", {"options": _BUILT_IN})
        self._named = {"authenticatorId": made["authenticatorId"]}

    def is_known(self, *, known: bool) -> None:
        """Whether the next finger is known; a dialog that is cancelled ends as one that is not."""
        self._devtools.send("WebAuthn.setUserVerified", self._named | {"isUserVerified": known})

    def forget_keys(self) -> None:
        """The laptop was set up anew: it has no key any more."""
        self._devtools.send("WebAuthn.clearCredentials", self._named)


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


def test_a_key_that_is_not_given_enrols_nobody(office: Office, clock: FixedClock) -> None:
    a_company(clock)
    page = office.open()
    finger = Finger(page)
    _sign_in(office, page)
    office.hands.press(page.get_by_role("link", name="Usar una llave"))
    _fails(office, page, "Agregar")
    office.hands.press(page.get_by_role("link", name="Usar otra forma"))
    page.get_by_role("heading", name="Código en el teléfono").wait_for()
    page.goto(f"{office.site}/tablero/")
    assert "/segundo-factor/" in page.url
    assert not Authenticator.objects.exists()
    _enrol(office, page, finger)
    assert Authenticator.objects.filter(type="webauthn").count() == 1


def test_a_key_that_is_not_given_opens_no_door_and_lets_no_money_out(
    office: Office, clock: FixedClock
) -> None:
    players = a_company(clock)
    case = players.request(CLIENT, [a_document()], "10000.00", 45)
    players.play_through(case, usual_answers(["Q-2587"]), upto=11)
    task = Task.objects.get(case_id=case, state="open")
    page = office.open()
    finger = Finger(page)
    _sign_in(office, page)
    _enrol(office, page, finger)
    _come_in_at_the_second_try(office, page, finger)
    _grow_old(page)
    page.goto(f"{office.site}/tarea/{task.pk}/")
    office.write(page, {"Escriba otra vez": NET})
    office.hands.press(page.locator("form.step button.primary").first)
    page.wait_for_url("**/webauthn/reauthenticate/**")
    finger.is_known(known=False)
    _fails(office, page, "Usar mi llave")
    task.refresh_from_db()
    assert task.state == "open"
    finger.is_known(known=True)
    office.press(page, "Usar mi llave")
    page.locator(".notice.success").wait_for()
    task.refresh_from_db()
    assert task.state == "done"


def test_who_lost_his_key_comes_in_by_a_recovery_code(office: Office, clock: FixedClock) -> None:
    a_company(clock)
    page = office.open()
    finger = Finger(page)
    _sign_in(office, page)
    codes = _enrol(office, page, finger)
    _leave(office, page)
    finger.forget_keys()
    _sign_in(office, page)
    page.wait_for_url("**/authenticate/")
    _fails(office, page, "Usar mi llave")
    office.hands.write(page.locator("#id_code"), codes[0])
    office.press(page, "Entrar")
    page.wait_for_url(f"{office.site}/")


def _sign_in(office: Office, page: "Page") -> None:
    page.goto(f"{office.site}/")
    office.write(page, {"Usuario o correo electrónico": "g_gral", "Clave": PASSWORD})
    office.press(page, "Entrar")
    page.wait_for_url(lambda address: "/cuenta/login/" not in address)


def _fails(office: Office, page: "Page", button: str) -> None:
    """The machine gives no key: one sentence says so, on the same page."""
    before = page.url
    office.press(page, button)
    page.get_by_role("alert").get_by_text(TOLD).wait_for()
    assert page.url == before


def _enrol(office: Office, page: "Page", finger: Finger) -> list[str]:
    """The finger becomes his second factor; the recovery codes that he gets."""
    finger.is_known(known=True)
    office.hands.press(page.get_by_role("link", name="Usar una llave"))
    office.press(page, "Agregar")
    page.wait_for_url("**/recovery-codes/")
    codes = page.locator("#recovery_codes").input_value().split()
    office.write(page, {"He guardado mis códigos": True})
    office.hands.press(page.get_by_role("link", name="Continuar"))
    page.wait_for_url(lambda address: "/cuenta/" not in address)
    return codes


def _leave(office: Office, page: "Page") -> None:
    office.hands.press(page.locator("#persona summary"))
    office.press(page, "Salir")
    page.wait_for_url("**/cuenta/login/**")


def _come_in_at_the_second_try(office: Office, page: "Page", finger: Finger) -> None:
    """A finger that is not known leaves him outside; the right one lets him in."""
    _leave(office, page)
    _sign_in(office, page)
    page.wait_for_url("**/authenticate/")
    finger.is_known(known=False)
    _fails(office, page, "Usar mi llave")
    page.goto(f"{office.site}/tablero/")
    assert page.url.split("?")[0].endswith("/authenticate/")
    finger.is_known(known=True)
    office.press(page, "Usar mi llave")
    page.wait_for_url(lambda address: "/cuenta/" not in address)


def _grow_old(page: "Page") -> None:
    """Six minutes pass for the session."""
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    session = SessionStore(cookies[house.SESSION_COOKIE_NAME])
    for record in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        record["at"] = time.time() - 360
    session.modified = True
    session.save()
