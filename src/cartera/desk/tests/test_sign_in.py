"""Coming in and going out; how often one may try; what the browser is told."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from cartera.company.models import Company
from cartera.desk.tests.office import at_desk, text_of
from cartera.kernel.clock import FixedClock
from tests.cast import PASSWORD, a_company

pytestmark = pytest.mark.django_db
LOGIN = "/cuenta/login/"


@pytest.fixture(autouse=True)
def _fresh_counts(db: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.mark.parametrize("name", ["rec", "rec@cartera.example"])
def test_one_comes_in_by_username_or_by_e_mail(clock: FixedClock, name: str) -> None:
    a_company(clock)
    client = Client()
    answer = client.post(LOGIN, {"login": name, "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert "Recepción" in text_of(client.get("/"))
    client.post("/cuenta/logout/")
    assert client.get("/").status_code == 302


def test_an_unknown_person_is_told_the_same_as_a_wrong_password(clock: FixedClock) -> None:
    a_company(clock)
    wrong = Client().post(LOGIN, {"login": "rec", "password": "otra"})
    unknown = Client().post(LOGIN, {"login": "nadie", "password": "otra"})
    said = [
        text_of(page).partition('role="alert">')[2].partition("<")[0] for page in (wrong, unknown)
    ]
    assert said[0] == said[1] != ""


def test_the_sixth_try_at_an_account_is_not_heard(clock: FixedClock) -> None:
    a_company(clock)
    client = Client()
    for _ in range(5):
        client.post(LOGIN, {"login": "rec", "password": "otra"})
    client.post(LOGIN, {"login": "rec", "password": PASSWORD})
    assert client.get("/").status_code == 302


def test_an_address_has_ten_tries_a_minute(clock: FixedClock) -> None:
    a_company(clock)
    answers = [Client().post(LOGIN, {"login": f"nadie{n}", "password": "otra"}) for n in range(11)]
    assert answers[9].status_code == 200
    assert answers[10].status_code == 429
    assert "Demasiados intentos" in text_of(answers[10])


def test_nobody_makes_an_account_by_himself(clock: FixedClock) -> None:
    a_company(clock)
    typed = {"username": "yo", "email": "yo@x.example", "password1": PASSWORD}
    Client().post("/cuenta/signup/", typed | {"password2": PASSWORD})
    assert not Client().login(username="yo", password=PASSWORD)


@pytest.mark.parametrize("path", ["/cuenta/password/change/", "/cuenta/2fa/"])
def test_the_pages_of_one_s_own_account_open(clock: FixedClock, path: str) -> None:
    players = a_company(clock)
    assert at_desk(players, "rec").get(path).status_code == 200


def test_a_training_company_is_marked_on_every_page(clock: FixedClock) -> None:
    players = a_company(clock)
    assert "Empresa de entrenamiento" not in text_of(Client().get(LOGIN))
    Company.objects.update(is_training=True)
    for client, path in ((Client(), LOGIN), (at_desk(players, "rec"), "/")):
        assert "Empresa de entrenamiento" in text_of(client.get(path))


def test_the_browser_is_told_to_run_nothing_inline(clock: FixedClock) -> None:
    players = a_company(clock)
    for path in ("/", "/casos/", "/quien-puede-que/", "/nuevo/PCI-F09/", "/nada"):
        answer = at_desk(players, "ap_ab").get(path)
        policy = answer["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "script-src 'self'" in policy
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "DENY"


def test_a_form_from_elsewhere_is_refused_in_spanish(clock: FixedClock) -> None:
    players = a_company(clock)
    client = Client(enforce_csrf_checks=True)
    client.force_login(players.users["rec"])
    answer = client.post("/nuevo/PCI-F01/", {"client": "0001"})
    assert answer.status_code == 403
    assert "La página caducó" in text_of(answer)


def test_an_unforeseen_error_gives_its_incident_and_nothing_else(
    clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    players = a_company(clock)
    client = at_desk(players, "rec")
    client.raise_request_exception = False
    monkeypatch.setattr("cartera.desk.work.inbox.counts_for", _fail)
    answer = client.get("/")
    assert answer.status_code == 500
    page = text_of(answer)
    assert answer["X-Request-Id"] in page
    assert "secreto" not in page
    assert "Traceback" not in page


def _fail(*args: object) -> None:
    raise RuntimeError("secreto")
