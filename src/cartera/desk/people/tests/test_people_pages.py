"""The pages of people: the list, one person, an invitation from asking to coming in."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from cartera.control.people.models import StandIn, User
from cartera.control.workflow.models import Invitation
from cartera.desk.tests.office import at_desk, post_opening, post_step, text_of, waiting
from cartera.kernel.clock import FixedClock, now
from cartera.procedures.players import Players
from tests.cast import PASSWORD, a_company

pytestmark = pytest.mark.django_db
CLAVE = "frase bastante larga de marta"
INVITED = {
    "full_name": "Marta Iraheta",
    "username": "marta",
    "email": "marta@cartera.example",
    "role": "AUX_C",
    "from_on": "05/01/2026",
    "reason": "se contrató",
}


@pytest.fixture(autouse=True)
def _letters(settings: Any) -> Iterator[None]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.SITE_ADDRESS = "https://cartera.example"
    mail.outbox.clear()
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def players(clock: FixedClock) -> Players:
    return a_company(clock)


def test_everybody_is_listed_with_what_he_holds(players: Players) -> None:
    StandIn.objects.create(
        absent=players.users["g_op"],
        substitute=players.users["rec"],
        role="G_OP",
        from_on=date(2026, 1, 5),
        until_on=date(2026, 1, 9),
        reason="vacación",
        recorded_at=now(),
    )
    page = text_of(at_desk(players, "adm_acc").get("/personas/"))
    assert "g_op@cartera.example" in page
    assert "suple a Gerencia de operaciones" in page
    assert "/nuevo/INT-15/" in page
    assert "/nuevo/INT-15/" not in text_of(at_desk(players, "aud_int").get("/personas/"))


def test_people_are_found_whatever_the_accents(players: Players) -> None:
    page = text_of(at_desk(players, "adm_acc").get("/personas/?q=RECEPCION"))
    assert "/personas/rec/" in page
    assert "/personas/contab/" not in page
    nobody = text_of(at_desk(players, "adm_acc").get("/personas/?q=zzz&estado=out"))
    assert "Nadie con esos datos" in nobody


def test_the_list_and_a_person_cost_the_same_queries(
    players: Players, django_assert_max_num_queries: Any
) -> None:
    browser = at_desk(players, "adm_acc")
    browser.get("/personas/")
    with django_assert_max_num_queries(12):
        browser.get("/personas/")
    with django_assert_max_num_queries(17):
        browser.get("/personas/rec/")


def test_what_is_asked_about_a_person_is_filled_in(players: Players) -> None:
    browser = at_desk(players, "adm_acc")
    page = text_of(browser.get("/personas/rec/"))
    address = "/nuevo/INT-08/?kind=end_role&amp;user=rec&amp;role=REC"
    assert address in page
    form = text_of(browser.get(address.replace("&amp;", "&")))
    assert re.search(r'<option value="end_role"[^>]*selected', form)
    assert re.search(r'(value="rec"[^>]*selected|value="rec")', form)
    assert browser.get("/personas/nadie/").status_code == 404


def test_people_stand_as_in_a_spanish_list(players: Players) -> None:
    User.objects.filter(username="rec").update(full_name="Óscar Amaya")
    User.objects.filter(username="aux_c").update(full_name="Yesenia Ruiz")
    User.objects.filter(username="contab").update(full_name="Zoila Paz")
    for address in ("/personas/", "/quien-puede-que/"):
        page = text_of(at_desk(players, "adm_acc").get(address))
        places = [page.index(name) for name in ("Óscar Amaya", "Yesenia Ruiz", "Zoila Paz")]
        assert places == sorted(places)


def test_a_person_is_invited_and_comes_in(
    players: Players, django_capture_on_commit_callbacks: Any
) -> None:
    case = _asked(players)
    with django_capture_on_commit_callbacks(execute=True):
        done = post_step(at_desk(players, "g_gral"), waiting(case))
    assert done.status_code == 302
    (letter,) = mail.outbox
    assert letter.to == ["marta@cartera.example"]
    link = re.search(r"https://cartera\.example(/bienvenida/\S+)", str(letter.body))
    assert link is not None
    browser = Client()
    assert "marta" in text_of(browser.get(link.group(1)))
    chosen = {"password1": CLAVE, "password2": CLAVE}
    assert browser.post(link.group(1), chosen)["Location"] == "/cuenta/login/"
    assert browser.get(link.group(1)).status_code == 410
    browser.post("/cuenta/login/", {"login": "marta", "password": CLAVE})
    assert "Marta Iraheta" in text_of(browser.get("/"))
    history = text_of(at_desk(players, "aud_int").get("/personas/marta/"))
    assert "INT-15" in history


def test_an_invited_person_cannot_come_in_before_he_chose(players: Players) -> None:
    _approved(players)
    browser = Client()
    browser.post("/cuenta/password/reset/", {"email": "marta@cartera.example"})
    assert not any("marta" in str(letter.body) for letter in mail.outbox)
    browser.post("/cuenta/login/", {"login": "marta", "password": ""})
    assert browser.get("/").status_code == 302


def test_the_link_is_shown_once_to_who_administers_access(players: Players) -> None:
    _approved(players)
    browser = at_desk(players, "adm_acc")
    page = text_of(browser.post("/personas/marta/enlace/"))
    link = re.search(r"https://cartera\.example(/bienvenida/[\w-]+/)", page)
    assert link is not None
    assert link.group(1) not in text_of(browser.get("/personas/marta/"))
    assert Client().get(link.group(1)).status_code == 200
    assert at_desk(players, "g_gral").post("/personas/marta/enlace/").status_code == 403
    none = browser.post("/personas/rec/enlace/", follow=True)
    assert "venció o ya se usó" in text_of(none)


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (CLAVE, "otra frase bastante larga", "no son iguales"),
        ("corta", "corta", "muy corta"),
        ("martairaheta", "martairaheta", "se parece demasiado"),
        ("x" * 200, "x" * 200, "demasiado larga"),
    ],
)
def test_a_weak_password_is_refused_and_the_link_still_serves(
    players: Players, first: str, second: str, told: str
) -> None:
    address = _link(players)
    answer = Client().post(address, {"password1": first, "password2": second})
    assert answer.status_code == 422
    assert told in text_of(answer)
    assert Client().get(address).status_code == 200


def test_a_link_that_is_over_says_so(players: Players, clock: FixedClock) -> None:
    address = _link(players)
    clock.advance(timedelta(hours=73))
    answer = Client().get(address)
    assert answer.status_code == 410
    assert "pida otra" in text_of(answer)


def test_who_leaves_is_out_at_once_and_everywhere(players: Players) -> None:
    browser = at_desk(players, "rec")
    assert browser.get("/").status_code == 200
    _decided(players, "rec", "leaves")
    assert browser.get("/")["Location"].startswith("/cuenta/login/")
    again = Client()
    again.post("/cuenta/login/", {"login": "rec", "password": PASSWORD})
    assert again.get("/").status_code == 302
    _decided(players, "rec", "returns")
    again.post("/cuenta/login/", {"login": "rec", "password": PASSWORD})
    assert again.get("/").status_code == 200


def test_a_role_that_ends_is_gone_at_once(players: Players) -> None:
    browser = at_desk(players, "rec")
    assert browser.get("/cierre/").status_code == 200
    typed = {"kind": "end_role", "user": "rec", "role": "REC", "from_on": "2026-01-05"}
    case = players.open("INT-08", "ADM_ACC", typed | {"reason": "cambio de puesto"})
    players.play_through(case)
    User.objects.get(username="rec").role_grants.update(until_on=date(2026, 1, 4))
    assert browser.get("/cierre/").status_code == 403


def _asked(players: Players) -> int:
    answer = post_opening(at_desk(players, "adm_acc"), "INT-15", **INVITED)
    assert answer.status_code == 302, text_of(answer)
    return Invitation.objects.get(username="marta").case_id


def _approved(players: Players) -> Invitation:
    case = _asked(players)
    post_step(at_desk(players, "g_gral"), waiting(case))
    return Invitation.objects.get(case_id=case)


def _link(players: Players) -> str:
    _approved(players)
    page = text_of(at_desk(players, "adm_acc").post("/personas/marta/enlace/"))
    found = re.search(r"/bienvenida/[\w-]+/", page)
    assert found is not None
    return found.group()


def _decided(players: Players, user: str, kind: str) -> None:
    typed = {"user": user, "kind": kind, "reason": "terminó"}
    players.play_through(players.open("INT-16", "ADM_ACC", typed))
