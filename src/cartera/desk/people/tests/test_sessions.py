"""One's own sessions: seen, ended from afar, and all gone when the password changes."""

from collections.abc import Iterator

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client

from cartera.desk.people.browsers import named_browser
from cartera.desk.tests.office import text_of
from cartera.kernel.clock import FixedClock
from cartera.procedures.players import Players
from tests.cast import PASSWORD, a_company

pytestmark = pytest.mark.django_db
HERE = "/mis-sesiones/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"


@pytest.fixture(autouse=True)
def _fresh(db: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def players(clock: FixedClock) -> Players:
    return a_company(clock)


def test_each_browser_is_listed_by_name(players: Players) -> None:
    office, _ = _come_in(FIREFOX), _come_in(CHROME)
    page = text_of(office.get(HERE))
    assert "Firefox · Windows" in page
    assert "Chrome · Android" in page
    assert page.count("esta</") == 1


def test_all_others_are_ended_and_this_one_stays(players: Players) -> None:
    office, telephone = _come_in(FIREFOX), _come_in(CHROME)
    office.post(HERE, {"ends": "others"})
    assert telephone.get("/").status_code == 302
    assert office.get("/").status_code == 200


def test_one_is_ended_from_another(players: Players) -> None:
    office, telephone = _come_in(FIREFOX), _come_in(CHROME)
    lost = UserSession.objects.get(user_agent=CHROME)
    office.post(HERE, {"ends": str(lost.pk)})
    assert telephone.get("/").status_code == 302
    assert office.get("/").status_code == 200


def test_nobody_ends_another_s(players: Players) -> None:
    own, other = _come_in(FIREFOX), _come_in(CHROME, "g_op")
    theirs = UserSession.objects.get(user_agent=CHROME)
    for which in (str(theirs.pk), "-1", "x", "9" * 30, ""):
        assert own.post(HERE, {"ends": which}).status_code == 302
    assert other.get("/").status_code == 200


def test_a_new_password_ends_all_others(players: Players) -> None:
    office, telephone = _come_in(FIREFOX), _come_in(CHROME)
    new = "otra frase bastante larga"
    typed = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    office.post("/cuenta/password/change/", typed)
    assert telephone.get("/").status_code == 302
    assert office.get("/").status_code == 200
    page = text_of(office.get(HERE))
    assert ("Firefox" in page, "Chrome" in page) == (True, False)


def test_the_library_s_own_address_leads_here(players: Players) -> None:
    assert _come_in(FIREFOX).get("/cuenta/sessions/")["Location"] == HERE


def test_a_browser_that_says_nothing_known_has_no_name() -> None:
    assert named_browser("curl/8") == ""
    assert named_browser("Mozilla/5.0 (iPhone) Version/18 Safari/604.1") == "Safari · iPhone"


def _come_in(user_agent: str, username: str = "rec") -> Client:
    browser = Client(headers={"user-agent": user_agent})
    browser.post("/cuenta/login/", {"login": username, "password": PASSWORD})
    assert browser.get("/").status_code == 200
    return browser
