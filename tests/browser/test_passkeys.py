"""A passkey as second factor: got, asked for at the entrance, and again before money leaves."""

from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator

from cartera.kernel.clock import FixedClock
from tests.browser.passkeys import (
    WHO,
    Finger,
    ask_to_pay,
    enrol,
    leave,
    money_about_to_leave,
    sign_in,
)
from tests.browser.people import Office

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_second_factor")]


def test_money_leaves_by_a_passkey_alone(office: Office, clock: FixedClock) -> None:
    players, task = money_about_to_leave(clock)
    page = office.open()
    Finger(page)
    _enrol_the_first_time(office, page)
    leave(office, page)
    _come_in(office, page)
    ask_to_pay(office, page, task)
    office.shoot(page, "passkey-again")
    office.press(page, "Usar mi llave")
    page.locator(".notice.success").wait_for()
    task.refresh_from_db()
    assert (task.state, task.done_by) == ("done", players.users[WHO])


def _enrol_the_first_time(office: Office, page: "Page") -> None:
    sign_in(office, page)
    enrol(office, page)
    assert page.url == f"{office.site}/"
    assert Authenticator.objects.filter(user__username=WHO, type="webauthn").exists()


def _come_in(office: Office, page: "Page") -> None:
    """His password alone does not let him in; his finger then does."""
    sign_in(office, page)
    page.wait_for_url("**/authenticate/")
    office.shoot(page, "passkey-entrance")
    office.press(page, "Usar mi llave")
    page.wait_for_url(f"{office.site}/")
