"""The second factor (S7): who authorises money has one, and gives it again before money leaves."""

import re
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from cartera.company.models import Company
from cartera.control.people.models import RoleGrant
from cartera.control.people.roles import ROLES
from cartera.control.workflow.models import Task
from cartera.control.workflow.registry import procedures
from cartera.credit.assignments.models import Assignment
from cartera.desk.tests.office import at_desk, post_step, text_of, waiting
from cartera.entrance.refusals import NotByToken
from cartera.entrance.second_factor import authorising_roles, refused_to_token
from cartera.kernel.clock import FixedClock
from cartera.procedures.players import Players, usual_answers
from tests.api.calling import by_key, read
from tests.cast import CLIENT, OPENING, PASSWORD, a_company, a_document
from tests.entrance.authenticator import Telephone, give_telephone

pytestmark = pytest.mark.django_db
WHERE = "/segundo-factor/"
LOGIN = "/cuenta/login/"
REAUTHENTICATE = "/cuenta/2fa/reauthenticate/"


@pytest.fixture(autouse=True)
def _real(settings: Any) -> Iterator[None]:
    settings.SECOND_FACTOR = "real"
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def players(clock: FixedClock) -> Players:
    return a_company(clock)


def _pay(browser: Client, task: Task) -> Any:
    """The dear step, with its amount typed again."""
    leaving = Assignment.objects.get(case=task.case_id).amount_net
    return post_step(browser, task, _amount=f"{leaving:,.2f}")


def test_the_roles_that_authorise_money_come_from_the_procedures() -> None:
    assert {"G_GRAL", "G_OP", "J_OP", "AUX_D", "CONTAB"} <= authorising_roles()
    assert not {"REC", "CTE", "R_CUST", "G_COB", "AP_AB"} & authorising_roles()


def test_who_authorises_is_led_to_get_one_from_every_page(players: Players) -> None:
    for role in ROLES:
        answer = at_desk(players, role.lower()).get("/casos/?estado=open")
        led = answer.status_code == 302 and answer["Location"].startswith(WHERE)
        assert led == (role in authorising_roles()), role


def test_he_is_led_back_to_where_he_was_going(players: Players) -> None:
    browser = at_desk(players, "g_op")
    answer = browser.get("/casos/?estado=open")
    assert answer["Location"] == f"{WHERE}?next=%2Fcasos%2F%3Festado%3Dopen"
    page = text_of(browser.get(answer["Location"]))
    assert "Gerencia de operaciones" in page
    assert 'href="/casos/?estado=open"' in page
    give_telephone(players.users["g_op"])
    assert browser.get(answer["Location"])["Location"] == "/casos/?estado=open"
    assert browser.get("/casos/").status_code == 200


def test_he_is_never_led_to_another_house(players: Players) -> None:
    page = text_of(at_desk(players, "g_op").get(f"{WHERE}?next=https://malo.example/"))
    assert 'href="https://malo' not in page


def test_in_a_training_company_nobody_must(players: Players, settings: Any) -> None:
    Company.objects.update(is_training=True)
    assert at_desk(players, "g_op").get("/casos/").status_code == 200
    settings.SECOND_FACTOR = "always"
    assert at_desk(players, "g_op").get("/casos/")["Location"].startswith(WHERE)


def test_one_gets_it_with_a_telephone_and_comes_in_with_it(players: Players) -> None:
    browser = Client()
    browser.post(LOGIN, {"login": "g_op", "password": PASSWORD})
    page = text_of(browser.get("/cuenta/2fa/totp/activate/"))
    secret = re.search(r"[A-Z2-7]{32}", page)
    assert secret is not None
    telephone = Telephone(secret.group())
    wrong = browser.post("/cuenta/2fa/totp/activate/", {"code": "000000"})
    assert wrong.status_code == 200
    done = browser.post("/cuenta/2fa/totp/activate/", {"code": telephone.code()})
    assert done["Location"] == "/cuenta/2fa/recovery-codes/"
    assert len(re.findall(r"\b\d{8}\b", text_of(browser.get(done["Location"])))) >= 10
    kept = Authenticator.objects.get(user=players.users["g_op"], type="totp")
    assert telephone.secret not in str(kept.data)
    assert browser.get("/casos/").status_code == 200
    browser.post("/cuenta/logout/")
    _come_in(browser, telephone)
    assert browser.get("/casos/").status_code == 200


def test_the_clave_alone_lets_nobody_in_who_has_one(players: Players) -> None:
    give_telephone(players.users["g_op"])
    browser = Client()
    answer = browser.post(LOGIN, {"login": "g_op", "password": PASSWORD})
    assert answer["Location"] == "/cuenta/2fa/authenticate/"
    assert browser.get("/casos/")["Location"].startswith(LOGIN)


def test_a_code_serves_once(players: Players) -> None:
    telephone = give_telephone(players.users["g_op"])
    first, second = Client(), Client()
    code = telephone.code()
    for browser in (first, second):
        browser.post(LOGIN, {"login": "g_op", "password": PASSWORD})
        browser.post("/cuenta/2fa/authenticate/", {"code": code})
    assert first.get("/casos/").status_code == 200
    assert second.get("/casos/")["Location"].startswith(LOGIN)


def test_a_recovery_code_serves_once_where_the_telephone_is_lost(players: Players) -> None:
    give_telephone(players.users["g_op"])
    codes = Authenticator.objects.get(user=players.users["g_op"], type="recovery_codes").wrap()
    code = codes.get_unused_codes()[0]
    for is_in in (True, False):
        browser = Client()
        browser.post(LOGIN, {"login": "g_op", "password": PASSWORD})
        browser.post("/cuenta/2fa/authenticate/", {"code": code})
        page = browser.get("/casos/")
        assert (page.status_code == 200) == is_in
        assert is_in or page["Location"].startswith(LOGIN)


def test_who_must_have_one_cannot_take_his_last_away(players: Players) -> None:
    telephone = give_telephone(players.users["g_op"])
    browser = Client()
    _come_in(browser, telephone)
    browser.post("/cuenta/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=players.users["g_op"], type="totp").exists()


def test_who_need_not_have_one_may(players: Players) -> None:
    telephone = give_telephone(players.users["rec"])
    browser = Client()
    _come_in(browser, telephone, "rec")
    browser.post("/cuenta/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=players.users["rec"]).exists()


def test_what_was_removed_is_passed_anew_in_every_session(players: Players) -> None:
    """Whoever came in by a telephone that is gone comes in again; who took it away stays, and
    before money leaves passes the one that he has now."""
    task, telephone, browser = _at_the_dear_step(players)
    other = Client()
    _come_in(other, telephone, "g_gral")
    assert other.get("/casos/").status_code == 200
    Authenticator.objects.create(user=players.users["g_gral"], type="webauthn", data={"name": "x"})
    gone = browser.post("/cuenta/2fa/totp/deactivate/")
    assert gone["Location"] == "/cuenta/2fa/"
    assert other.get("/casos/")["Location"].startswith(LOGIN)
    assert browser.get("/casos/").status_code == 200
    assert _pay(browser, task)["Location"].startswith("/cuenta/2fa/webauthn/reauthenticate/")
    assert Task.objects.get(pk=task.pk).state == "open"


def test_who_gave_his_up_gets_another_before_he_authorises(players: Players) -> None:
    """He need not have had one; then he is given a role that asks for it."""
    rec = players.users["rec"]
    before, yesterday = (OPENING.date() - timedelta(days=days) for days in (9, 1))
    grant = RoleGrant.objects.create(user=rec, role="J_OP", from_on=before, recorded_at=OPENING)
    browser = Client()
    _come_in(browser, give_telephone(rec), "rec")
    assert browser.get("/casos/").status_code == 200
    RoleGrant.objects.filter(pk=grant.pk).update(until_on=yesterday)
    browser.post("/cuenta/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=rec).exists()
    assert browser.get("/casos/").status_code == 200
    RoleGrant.objects.filter(pk=grant.pk).update(until_on=None)
    assert browser.get("/casos/")["Location"].startswith(WHERE)


def test_it_is_gone_from_sessions_too_where_somebody_else_takes_it_away(players: Players) -> None:
    """As who keeps the server does for somebody whose telephone was stolen."""
    browser = Client()
    _come_in(browser, give_telephone(players.users["g_op"]))
    Authenticator.objects.filter(user=players.users["g_op"]).delete()
    assert browser.get("/casos/")["Location"].startswith(LOGIN)


def test_before_money_leaves_it_is_asked_again_and_nothing_typed_is_lost(
    players: Players,
) -> None:
    task, telephone, browser = _at_the_dear_step(players)
    _grow_old(browser)
    led = _pay(browser, task)
    assert led["Location"].startswith(REAUTHENTICATE)
    assert waiting(task.case_id).pk == task.pk
    wrong = browser.post(led["Location"], {"code": "000000"})
    assert wrong.status_code == 200
    done = browser.post(led["Location"], {"code": telephone.fresh_code(), "next": _next(led)})
    assert (done.status_code, done["Location"]) == (302, "/")
    assert Task.objects.get(pk=task.pk).state == "done"


def test_the_clave_again_is_not_enough(players: Players) -> None:
    task, _, browser = _at_the_dear_step(players)
    _grow_old(browser)
    led = _pay(browser, task)
    again = browser.post("/cuenta/reauthenticate/", {"password": PASSWORD, "next": _next(led)})
    assert again["Location"].startswith(REAUTHENTICATE)
    assert Task.objects.get(pk=task.pk).state == "open"


def test_within_five_minutes_it_is_not_asked_again(players: Players) -> None:
    task, _, browser = _at_the_dear_step(players)
    _pay(browser, task)
    assert Task.objects.get(pk=task.pk).state == "done"


def test_sending_back_moves_no_money_and_asks_nothing(players: Players) -> None:
    task, _, browser = _at_the_dear_step(players)
    _grow_old(browser)
    answer = post_step(browser, task, "back", reason="Falta la firma", to="10")
    assert not answer["Location"].startswith(REAUTHENTICATE)
    assert Task.objects.get(pk=task.pk).state == "sent_back"


def test_where_it_is_not_enforced_only_who_has_one_is_asked(players: Players) -> None:
    Company.objects.update(is_training=True)
    task = _dear(players)
    _pay(at_desk(players, "g_gral"), task)
    assert Task.objects.get(pk=task.pk).state == "done"


def test_no_token_does_a_step_by_which_money_leaves() -> None:
    dear = [step for procedure in procedures() for step in procedure.steps if step.dear]
    other = [step for procedure in procedures() for step in procedure.steps if not step.dear]
    assert len(dear) >= 2
    assert all(isinstance(refused_to_token(step), NotByToken) for step in dear)
    assert {refused_to_token(step) for step in other} == {None}


def _come_in(browser: Client, telephone: Telephone, username: str = "g_op") -> None:
    browser.post(LOGIN, {"login": username, "password": PASSWORD})
    answer = browser.post("/cuenta/2fa/authenticate/", {"code": telephone.fresh_code()})
    assert (answer.status_code, answer["Location"]) == (302, "/")


def _dear(players: Players) -> Task:
    """An operation that waits for the step by which its money leaves."""
    case = players.request(CLIENT, [a_document()], "10000.00", 45)
    players.play_through(case, usual_answers(["Q-2587"]), upto=11)
    return waiting(case)


def _at_the_dear_step(players: Players) -> tuple[Task, Telephone, Client]:
    task = _dear(players)
    telephone = give_telephone(players.users["g_gral"])
    browser = Client()
    _come_in(browser, telephone, "g_gral")
    return task, telephone, browser


def _grow_old(browser: Client) -> None:
    """Six minutes pass for the session."""
    session = browser.session
    records = session[AUTHENTICATION_METHODS_SESSION_KEY]
    for record in records:
        record["at"] = time.time() - 360
    session[AUTHENTICATION_METHODS_SESSION_KEY] = records
    session.save()


def _next(answer: Any) -> str:
    found = re.search(r"next=([^&]+)", answer["Location"])
    assert found is not None
    return found.group(1).replace("%2F", "/")


@pytest.mark.parametrize(
    "back", ["casos", "desk:inbox", "//otro.example/", "https://otro.example/"]
)
def test_who_has_one_is_led_on_to_a_page_of_ours_alone(players: Players, back: str) -> None:
    client = at_desk(players, "g_gral")
    give_telephone(players.users["g_gral"])
    answer: Any = client.get(WHERE, {"next": back})
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_a_key_is_no_way_round_it(players: Players) -> None:
    program = by_key(players.users["g_op"])
    answer = read(program, "/tasks")
    assert (answer.status_code, answer.json()["code"]) == (403, "second-factor-first")
    give_telephone(players.users["g_op"])
    assert read(program, "/tasks").status_code == 200
    assert read(by_key(players.users["rec"]), "/tasks").status_code == 200
