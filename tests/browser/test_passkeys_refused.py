"""A passkey that the machine does not give: cancelled, the finger not known, the key lost.

The page says so in one sentence, nothing is half done, and the next try goes through.
"""

from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator

from cartera.kernel.clock import FixedClock
from tests.browser.passkeys import Finger, ask_to_pay, enrol, leave, money_about_to_leave, sign_in
from tests.browser.people import Office
from tests.cast import a_company

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_second_factor")]
TOLD = "El equipo no entregó la llave. Inténtelo otra vez, o use otra forma."


def test_a_key_that_is_not_given_enrols_nobody(office: Office, clock: FixedClock) -> None:
    a_company(clock)
    page = office.open()
    finger = Finger(page)
    finger.is_known(known=False)
    sign_in(office, page)
    office.hands.press(page.get_by_role("link", name="Usar una llave"))
    _fails(office, page, "Agregar")
    office.hands.press(page.get_by_role("link", name="Usar otra forma"))
    page.get_by_role("heading", name="Código en el teléfono").wait_for()
    page.goto(f"{office.site}/tablero/")
    assert "/segundo-factor/" in page.url
    assert not Authenticator.objects.exists()
    finger.is_known(known=True)
    enrol(office, page)
    assert Authenticator.objects.filter(type="webauthn").count() == 1


def test_a_key_that_is_not_given_opens_no_door_and_lets_no_money_out(
    office: Office, clock: FixedClock
) -> None:
    _players, task = money_about_to_leave(clock)
    page = office.open()
    finger = Finger(page)
    sign_in(office, page)
    enrol(office, page)
    _come_in_at_the_second_try(office, page, finger)
    ask_to_pay(office, page, task)
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
    sign_in(office, page)
    codes = enrol(office, page)
    leave(office, page)
    finger.forget_keys()
    sign_in(office, page)
    page.wait_for_url("**/authenticate/")
    _fails(office, page, "Usar mi llave")
    office.hands.write(page.locator("#id_code"), codes[0])
    office.press(page, "Entrar")
    page.wait_for_url(f"{office.site}/")


def _fails(office: Office, page: "Page", button: str) -> None:
    """The machine gives no key: one sentence says so, on the same page."""
    before = page.url
    office.press(page, button)
    page.get_by_role("alert").get_by_text(TOLD).wait_for()
    assert page.url == before


def _come_in_at_the_second_try(office: Office, page: "Page", finger: Finger) -> None:
    """A finger that is not known leaves him outside; the right one lets him in."""
    leave(office, page)
    sign_in(office, page)
    page.wait_for_url("**/authenticate/")
    finger.is_known(known=False)
    _fails(office, page, "Usar mi llave")
    page.goto(f"{office.site}/tablero/")
    assert page.url.split("?")[0].endswith("/authenticate/")
    finger.is_known(known=True)
    office.press(page, "Usar mi llave")
    page.wait_for_url(lambda address: "/cuenta/" not in address)
