"""A company founded through the pages, from an empty house to its first paid disbursement."""

import re
from base64 import b64decode
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from cartera.accounting.ledger.models import Period
from cartera.company.models import ClosingDay, Company
from cartera.control.audit.models import Event
from cartera.control.people.models import User
from cartera.control.workflow.models import Task
from cartera.credit.assignments.models import Assignment
from cartera.credit.parties.models import Client as FactoringClient
from cartera.credit.parties.models import Debtor, Representative
from cartera.entrance.founding_first import TRIES, make_key
from cartera.kernel.clock import FixedClock
from cartera.procedures.founding import missing_for_four_eyes
from cartera.procedures.players import Players
from cartera.procedures.setup import Person
from cartera.procedures.verification import verify
from tests.stories.founding import ANSWERS, STAFF

PASSWORD = "una-clave-bien-larga"
PIXEL = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def browser_of_founder(
    db: None, clock: FixedClock, settings: Settings, tmp_path: Path
) -> Iterator[Client]:
    """A browser before an empty house whose key was made; the key is its attribute."""
    settings.SET_UP_KEY_FILE = tmp_path / "founding.sha256"
    cache.clear()
    browser = Client()
    browser.key = make_key()  # type: ignore[attr-defined] # for these tests alone
    yield browser
    cache.clear()


def _enter(browser: Client) -> None:
    answer = browser.post("/empezar/", {"key": browser.key})  # type: ignore[attr-defined] # above
    assert answer.status_code == 302


def _answer(browser: Client, step: str, **changed: Any) -> Any:
    return browser.post("/empezar/", {"_step": step, "_asks": "next"} | ANSWERS[step] | changed)


def _found(browser: Client) -> Any:
    _enter(browser)
    for step in ANSWERS:
        assert _answer(browser, step).status_code == 302, step
    typed = {"_step": "resumen", "_asks": "found", "password1": PASSWORD, "password2": PASSWORD}
    return browser.post("/empezar/", typed)


def test_every_page_of_an_empty_house_leads_to_its_founding(browser_of_founder: Client) -> None:
    for address in ("/", "/cuenta/login/", "/casos/"):
        assert browser_of_founder.get(address)["Location"] == "/empezar/"
    assert "Clave de fundación" in browser_of_founder.get("/empezar/").content.decode()


def test_a_wrong_key_is_recorded_and_counted(browser_of_founder: Client) -> None:
    for _try in range(TRIES):
        assert browser_of_founder.post("/empezar/", {"key": "x"}).status_code == 422
    assert Event.objects.filter(result="SetUpKeyWrong").count() == TRIES
    right = {"key": browser_of_founder.key}  # type: ignore[attr-defined] # above
    assert browser_of_founder.post("/empezar/", right).status_code == 429


def test_going_back_loses_nothing_and_a_mistake_is_told_at_its_field(
    browser_of_founder: Client,
) -> None:
    browser = browser_of_founder
    _enter(browser)
    _answer(browser, "pais")
    wrong = _answer(browser, "empresa", tax_id="0614")
    assert wrong.status_code == 422
    assert 'id="id-tax_id-wrong"' in wrong.content.decode()
    back = browser.post("/empezar/", {"_step": "empresa", "_asks": "back", "name": "A medias"})
    assert back["Location"].endswith("?paso=pais")
    assert "A medias" in browser.get("/empezar/?paso=empresa").content.decode()


def test_roles_that_may_not_meet_are_refused_at_the_person(browser_of_founder: Client) -> None:
    _enter(browser_of_founder)
    answer = _answer(browser_of_founder, "personas", roles_3=["CONTAB", "AP_AB"])
    assert answer.status_code == 422
    assert "no puede tener" in answer.content.decode()


@pytest.mark.parametrize(
    ("step", "changed"),
    [
        ("pais", {"country": "XX"}),
        ("pais", {"currency": "dólar"}),
        ("pais", {"timezone": "../etc"}),
        ("empresa", {"name": ""}),
        ("empresa", {"registry_id": "ABC"}),
        ("calendario", {"weekend": list("0123456")}),
        ("calendario", {"closing_days": "32/12/2026 x"}),
        ("libros", {"from_month": "2026-13"}),
        ("libros", {"to_month": "2025-01"}),
        ("libros", {"number_1": ""}),
        ("libros", {"bounce_charge": "quince"}),
        ("personas", {"user_1": "nora"}),
        ("personas", {"email_1": "nadie"}),
        ("personas", {"roles_1": []}),
        ("personas", {"name_0": ""}),
        ("primero", {"client_name": ""}),
        ("primero", {"debtor_limit_amount": "x"}),
    ],
)
def test_a_bad_answer_stays_at_its_step(
    browser_of_founder: Client, step: str, changed: dict[str, Any]
) -> None:
    _enter(browser_of_founder)
    for earlier in ("pais", "personas"):
        _answer(browser_of_founder, earlier)
    answer = _answer(browser_of_founder, step, **changed)
    assert answer.status_code == 422
    assert "mistake" in answer.content.decode()


def test_a_logo_is_a_picture(browser_of_founder: Client) -> None:
    _enter(browser_of_founder)
    _answer(browser_of_founder, "pais")
    bad = SimpleUploadedFile("l.svg", b"<svg onload='x()'/>", content_type="image/svg+xml")
    assert _answer(browser_of_founder, "empresa", logo=bad).status_code == 422
    good = SimpleUploadedFile("l.png", PIXEL, content_type="image/png")
    assert _answer(browser_of_founder, "empresa", logo=good).status_code == 302


def test_a_company_is_founded_and_pays_its_first_disbursement(
    browser_of_founder: Client, clock: FixedClock
) -> None:
    page = _found(browser_of_founder).content.decode()
    house = Company.objects.get()
    assert (house.name, house.activity, house.country) == (
        "Factoraje Nuevo, S.A. de C.V.",
        "Factoraje",
        "SV",
    )
    assert ClosingDay.objects.get().on == date(2026, 12, 24)
    assert Period.objects.count() == 12
    told = list(Event.objects.filter(kind="system").values_list("result", flat=True))
    assert {"company_set_up", "people_set_up", "company_founded"} <= set(told)
    assert browser_of_founder.get("/empezar/").status_code == 404
    links = re.findall(r"/bienvenida/[^<\s]+", page)
    assert len(links) == len(STAFF) - 1
    for link in links:
        typed = {"password1": PASSWORD, "password2": PASSWORD}
        assert Client().post(link, typed).status_code == 302
    assert all(user.check_password(PASSWORD) for user in User.objects.exclude(username="cartera"))
    _first_disbursement(clock)
    assert Assignment.objects.get().state == "live"
    assert [answer.check.name for answer in verify() if not answer.holds] == []


def _first_disbursement(clock: FixedClock) -> None:
    """The proposals are admitted, the line approved, the money paid and posted."""
    by_role = {role.lower(): user for _n, user, roles in STAFF for role in roles}
    users = {role: User.objects.get(username=user) for role, user in by_role.items()}
    players = Players(users)
    for task in Task.objects.filter(procedure__in=("INT-01", "INT-02"), state="open"):
        players.play_through(task.case_id)
    assert FactoringClient.objects.get(code="0001").state == "active"
    assert Debtor.objects.get(code="D001").state == "active"
    players.approve_line("0001", "20000.00", date(2026, 1, 1), date(2026, 12, 31))
    document = {"debtor": "D001", "number": "Q-1", "amount": "1000.00", "due_on": "2026-02-20"}
    typed = {"client": "0001", "amount": "1000.00", "term_days": 30, "documents": [document]}
    case_id = players.open("PCI-F01", "REC", typed)
    assert not Representative.objects.exists()
    players.disburse(case_id, ["Q-1"])


def test_what_four_eyes_want_is_named() -> None:
    people = [Person(user, name, roles) for name, user, roles in STAFF]
    assert missing_for_four_eyes(people) == []
    fewer = [p for p in people if p.username not in ("fatima", "ana")]
    assert dict(missing_for_four_eyes(fewer)) == {"J_OP": "INT-06", "AP_AB": "PCI-F09"}
