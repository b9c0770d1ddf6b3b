"""Guessing is slow and tells nothing (S8): the password, the second factor, the reset page."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import hashers
from django.core import mail
from django.core.cache import cache
from django.test import Client

from cartera.desk.tests.office import text_of
from tests.cast import PASSWORD
from tests.entrance.authenticator import give_telephone
from tests.entrance.house import House

LOGIN, CODE, RESET = "/cuenta/login/", "/cuenta/2fa/authenticate/", "/cuenta/password/reset/"
TRIES = 5


@pytest.fixture(autouse=True)
def _letters(settings: Any) -> Iterator[None]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox.clear()
    cache.clear()
    yield
    cache.clear()


@pytest.mark.parametrize("name", ["rec", "rec@cartera.example"])
def test_an_account_has_five_tries_from_wherever_they_come(house: House, name: str) -> None:
    for number in range(TRIES):
        _from(number).post(LOGIN, {"login": name, "password": "otra"})
    browser = _from(99)
    browser.post(LOGIN, {"login": name, "password": PASSWORD})
    assert _is_outside(browser)


def test_username_and_e_mail_are_one_account(house: House) -> None:
    for number in range(TRIES):
        name = "rec" if number % 2 else "REC@cartera.example"
        _from(number).post(LOGIN, {"login": name, "password": "otra"})
    for name in ("rec", "rec@cartera.example"):
        browser = _from(99)
        browser.post(LOGIN, {"login": name, "password": PASSWORD})
        assert _is_outside(browser)


def test_four_tries_shut_nobody_out(house: House) -> None:
    for number in range(TRIES - 1):
        _from(number).post(LOGIN, {"login": "rec", "password": "otra"})
    browser = _from(99)
    browser.post(LOGIN, {"login": "rec", "password": PASSWORD})
    assert browser.get("/").status_code == 200


def test_an_unknown_account_is_shut_as_a_known_one_is(house: House) -> None:
    """So that being shut out tells nobody that the account exists."""
    said = {}
    for name in ("rec", "nadie-asi"):
        for number in range(TRIES):
            _from(number).post(LOGIN, {"login": name, "password": "otra"})
        answer = _from(99).post(LOGIN, {"login": name, "password": "otra"})
        said[name] = (answer.status_code, _told(answer))
        cache.clear()
    assert said["rec"] == said["nadie-asi"]


def test_an_address_has_ten_tries_a_minute(house: House) -> None:
    browser = _from(1)
    answers = [
        browser.post(LOGIN, {"login": f"n{n}", "password": "otra"}).status_code for n in range(11)
    ]
    assert answers == [200] * 10 + [429]


@pytest.mark.parametrize("name", ["rec", "nadie-asi", "rec@cartera.example", "x@cartera.example"])
def test_a_name_costs_one_hash_whether_it_is_known_or_not(
    house: House, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Hashing is all the time that a try takes: the same number of hashes is the same time."""
    counted = _Counted(hashers.get_hasher())
    monkeypatch.setattr(hashers, "get_hasher", lambda *_: counted)
    monkeypatch.setattr(hashers, "identify_hasher", lambda *_: counted)
    _from(1).post(LOGIN, {"login": name, "password": "otra"})
    assert counted.hashes == 1


def test_the_second_factor_has_five_tries_too(house: House) -> None:
    telephone = give_telephone(house.users["rec"])
    for number in range(TRIES):
        browser = _from(number)
        browser.post(LOGIN, {"login": "rec", "password": PASSWORD})
        browser.post(CODE, {"code": "000000"})
    browser = _from(99)
    browser.post(LOGIN, {"login": "rec", "password": PASSWORD})
    browser.post(CODE, {"code": telephone.code()})
    assert _is_outside(browser)


def test_asking_for_a_new_password_tells_nobody_who_is_there(house: House) -> None:
    known = _from(1).post(RESET, {"email": "rec@cartera.example"})
    unknown = _from(2).post(RESET, {"email": "nadie@cartera.example"})
    for answer in (known, unknown):
        assert (answer.status_code, answer["Location"]) == (302, f"{RESET}done/")
    assert [letter.to for letter in mail.outbox] == [["rec@cartera.example"]]


def test_a_new_password_is_asked_for_five_times_a_minute(house: House) -> None:
    answers = [
        _from(number).post(RESET, {"email": "rec@cartera.example"}).status_code
        for number in range(TRIES + 1)
    ]
    assert answers == [302] * TRIES + [429]


def test_a_reset_link_serves_once(house: House) -> None:
    _from(1).post(RESET, {"email": "rec@cartera.example"})
    body = str(mail.outbox[0].body)
    address = body[body.index("/cuenta/password/reset/key/") :].split(maxsplit=1)[0]
    new = "otra frase bastante larga"
    browser = _from(2)
    form = browser.get(address, follow=True)
    browser.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    house.users["rec"].refresh_from_db()
    assert house.users["rec"].check_password(new)
    again = _from(3).get(address, follow=True)
    assert "password1" not in text_of(again)
    house.users["rec"].set_password(PASSWORD)


class _Counted:
    """The real hasher, counted."""

    def __init__(self, hasher: Any) -> None:
        self.hasher, self.hashes = hasher, 0

    def encode(self, *args: Any, **more: Any) -> Any:
        self.hashes += 1
        return self.hasher.encode(*args, **more)

    def verify(self, *args: Any, **more: Any) -> Any:
        self.hashes += 1
        return self.hasher.verify(*args, **more)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.hasher, name)


def _is_outside(browser: Client) -> bool:
    """Whether his home leads him to the entrance: who has come in is shown it."""
    answer: Any = browser.get("/")
    return bool(answer.status_code == 302 and answer["Location"] == f"{LOGIN}?next=/")


def _from(number: int) -> Client:
    """A browser at an address of its own."""
    return Client(REMOTE_ADDR=f"10.0.0.{number}")


def _told(answer: Any) -> str:
    return text_of(answer).partition('role="alert"')[2].partition("</")[0]
