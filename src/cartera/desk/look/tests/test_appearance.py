"""The theme and the keys of one letter: kept in cookies, written to the page by the server."""

import pytest

from cartera.desk.tests.office import at_desk, text_of
from cartera.kernel.clock import FixedClock
from tests.cast import a_company

pytestmark = pytest.mark.django_db


def test_a_chosen_theme_is_written_to_the_page_and_the_system_s_comes_back(
    clock: FixedClock,
) -> None:
    client = at_desk(a_company(clock), "rec")
    answer = client.post("/apariencia/", {"theme": "dark", "next": "/casos/?q=x"})
    assert (answer.status_code, answer["Location"]) == (302, "/casos/?q=x")
    cookie = answer.cookies["cartera-theme"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("dark", True, "Lax")
    page = text_of(client.get("/casos/"))
    assert 'data-theme="dark"' in page
    assert '<meta name="color-scheme" content="dark">' in page
    client.post("/apariencia/", {"theme": "system"})
    assert 'data-theme="system"' in text_of(client.get("/casos/"))


def test_the_sign_in_page_keeps_the_theme_of_the_machine(clock: FixedClock) -> None:
    client = at_desk(a_company(clock), "rec")
    client.post("/apariencia/", {"theme": "dark"})
    client.post("/cuenta/logout/")
    assert 'data-theme="dark"' in text_of(client.get("/cuenta/login/"))


@pytest.mark.parametrize("forged", ["negro", '"><script>', ""])
def test_what_is_no_theme_changes_nothing(clock: FixedClock, forged: str) -> None:
    client = at_desk(a_company(clock), "rec")
    assert not client.post("/apariencia/", {"theme": forged, "keys": forged}).cookies
    client.cookies["cartera-theme"] = forged
    assert 'data-theme="system"' in text_of(client.get("/"))


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:x"])
def test_one_is_never_sent_elsewhere(clock: FixedClock, elsewhere: str) -> None:
    client = at_desk(a_company(clock), "rec")
    answer = client.post("/apariencia/", {"theme": "light", "next": elsewhere})
    assert answer["Location"] == "/"


def test_keys_of_one_letter_are_put_off_and_on_again(clock: FixedClock) -> None:
    client = at_desk(a_company(clock), "rec")
    assert 'data-letters="on"' in text_of(client.get("/"))
    client.post("/apariencia/", {"keys": "off"})
    assert 'data-letters="off"' in text_of(client.get("/"))
    client.post("/apariencia/", {"keys": "on"})
    assert 'data-letters="on"' in text_of(client.get("/"))
