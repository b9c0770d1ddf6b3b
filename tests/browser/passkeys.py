"""A person with a passkey at the site: he comes in, leaves, and time passes for his session."""

import time
from typing import TYPE_CHECKING

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore

from cartera.control.workflow.models import Task
from cartera.kernel.clock import FixedClock
from cartera.procedures.players import Players, usual_answers
from tests.browser.disbursing import NET
from tests.browser.people import Office
from tests.cast import CLIENT, PASSWORD, a_company, a_document

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page

WHO = "g_gral"
_BUILT_IN = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


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


def money_about_to_leave(clock: FixedClock) -> tuple[Players, Task]:
    """A company, and the signature by which its first disbursement leaves."""
    players = a_company(clock)
    case = players.request(CLIENT, [a_document()], "10000.00", 45)
    players.play_through(case, usual_answers(["Q-2587"]), upto=11)
    return players, Task.objects.get(case_id=case, state="open")


def sign_in(office: Office, page: "Page") -> None:
    """By his password: what is asked then is on the page that follows."""
    page.goto(f"{office.site}/")
    office.write(page, {"Usuario o correo electrónico": WHO, "Clave": PASSWORD})
    office.press(page, "Entrar")
    page.wait_for_url(lambda address: "/cuenta/login/" not in address)


def enrol(office: Office, page: "Page") -> list[str]:
    """The finger becomes his second factor; the recovery codes that he gets."""
    office.hands.press(page.get_by_role("link", name="Usar una llave"))
    office.shoot(page, "passkey-add")
    office.press(page, "Agregar")
    page.wait_for_url("**/recovery-codes/")
    codes = page.locator("#recovery_codes").input_value().split()
    office.write(page, {"He guardado mis códigos": True})
    office.shoot(page, "passkey-codes")
    office.hands.press(page.get_by_role("link", name="Continuar"))
    page.wait_for_url(lambda address: "/cuenta/" not in address)
    return codes


def leave(office: Office, page: "Page") -> None:
    """He goes."""
    office.hands.press(page.locator("#persona summary"))
    office.press(page, "Salir")
    page.wait_for_url("**/cuenta/login/**")


def ask_to_pay(office: Office, page: "Page", task: Task) -> None:
    """He signs after six minutes: the key is asked for again."""
    _grow_old(page)
    page.goto(f"{office.site}/tarea/{task.pk}/")
    office.write(page, {"Escriba otra vez": NET})
    office.hands.press(page.locator("form.step button.primary").first)
    page.wait_for_url("**/webauthn/reauthenticate/**")


def _grow_old(page: "Page") -> None:
    """Six minutes pass for the session."""
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    session = SessionStore(cookies[settings.SESSION_COOKIE_NAME])
    for record in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        record["at"] = time.time() - 360
    session.modified = True
    session.save()
