"""What a collector's phone asks for beside his pages: its worker, and each visit sent once."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client

from cartera.control.people.models import RoleGrant, User
from cartera.desk.tests.office import at_desk, text_of
from cartera.kernel.clock import FixedClock, now
from cartera.procedures.players import Players
from cartera.procedures.playing_routes import send_route_out
from cartera.recovery.routes.models import RouteItem, Visit
from tests.cast import DEBTOR, OPENING, a_company, a_document, a_live_assignment, move_to

pytestmark = pytest.mark.django_db
DUE_ON = OPENING.date() + timedelta(days=45)
SEND = "/mi-ruta/enviar/"


@pytest.fixture
def players(clock: FixedClock) -> Players:
    players = a_company(clock)
    a_live_assignment(players, *(a_document(f"Q-{place}", "1000.00") for place in range(2)))
    move_to(clock, DUE_ON)
    return players


@pytest.fixture
def case(players: Players) -> int:
    """A route that is out."""
    case_id = send_route_out(players)
    players.play(case_id, {"finish": False})
    return case_id


@pytest.fixture
def phone(players: Players) -> Client:
    return at_desk(players, "g_cob")


def owner_of(phone: Client) -> str:
    return str(phone.get(SEND).json()["owner"])


def a_visit(phone: Client, case: int, **more: Any) -> dict[str, Any]:
    """A visit as a phone keeps it: not collected, of the route's first document."""
    item = RouteItem.objects.order_by("id").first()
    assert item is not None
    told = {"owner": owner_of(phone), "case": case, "code": DEBTOR, "key": str(uuid4())}
    told |= {"device_at": "2026-02-19T15:04:05.678Z", "way": "uncollected", "reason": "cerrado"}
    return told | {"new_on": "2026-02-23", "item": [item.pk]} | more


def send(phone: Client, told: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
    answer: HttpResponse = phone.post(SEND, told)  # type: ignore[assignment] # its own subclass
    return answer.status_code, json.loads(answer.content)


def test_a_visit_is_there_once_with_both_hours(phone: Client, case: int, players: Players) -> None:
    told = a_visit(phone, case)
    assert [send(phone, told)[1]["state"] for _turn in range(3)] == ["sent"] * 3
    visit = Visit.objects.get()
    assert (str(visit.key), visit.at) == (told["key"], now())
    assert visit.device_at.isoformat() == "2026-02-19T15:04:05.678000+00:00"
    assert RouteItem.objects.filter(state="uncollected").count() == 1


def test_the_same_key_with_something_else_is_a_conflict(phone: Client, case: int) -> None:
    told = a_visit(phone, case)
    send(phone, told)
    status, said = send(phone, told | {"reason": "no estaba quien paga"})
    assert (status, said["state"]) == (409, "conflict")
    assert "la primera se conserva" in said["sentence"]
    assert RouteItem.objects.get(state="uncollected").reason == "cerrado"


def test_a_document_that_has_its_outcome_is_a_conflict(phone: Client, case: int) -> None:
    send(phone, a_visit(phone, case))
    status, said = send(phone, a_visit(phone, case, reason="sin fondos hoy"))
    assert (status, said["state"]) == (409, "conflict")
    assert "ya tiene resultado: no cobrado" in said["sentence"]
    assert Visit.objects.count() == 1


def test_what_came_in_is_known_again_when_the_route_is_over(
    phone: Client, case: int, players: Players
) -> None:
    first, second = RouteItem.objects.order_by("id").values_list("pk", flat=True)
    told = a_visit(phone, case)
    send(phone, told)
    send(phone, a_visit(phone, case, item=[second]))
    players.play(case, {"finish": True})
    assert send(phone, told)[1]["state"] == "sent"
    status, said = send(phone, a_visit(phone, case, item=[first]))
    assert (status, said["state"]) == (409, "conflict")
    assert "ya no está en sus manos" in said["sentence"]
    assert Visit.objects.count() == 2


def test_a_route_is_signed_for_before_its_visits_are_sent(phone: Client, players: Players) -> None:
    case = send_route_out(players)
    status, said = send(phone, a_visit(phone, case))
    assert status == 409
    assert "Firme primero" in said["sentence"]
    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"case": "999999"}, "ya no está en sus manos"),
        ({"case": "uno"}, "ya no está en sus manos"),
        ({"key": "uno"}, "clave de la visita"),
        ({"device_at": "ayer"}, "escriba fecha y hora"),
        ({"new_on": "ayer"}, "ayer"),
        ({"item": []}, "Indique a qué deudor visitó"),
        ({"code": "D999"}, "D999"),
        ({"way": "cheque", "number": "1", "bank": "B", "amount": "mil"}, "mil"),
    ],
)
def test_what_is_refused_is_told_and_leaves_nothing(
    phone: Client, case: int, more: dict[str, Any], sentence: str
) -> None:
    status, said = send(phone, a_visit(phone, case) | more)
    assert (status, said["state"]) == (409, "conflict")
    assert sentence in said["sentence"]
    assert not Visit.objects.exists()


def test_a_phone_sends_for_nobody_but_who_is_signed_in(
    phone: Client, case: int, players: Players
) -> None:
    other = User.objects.create(username="otro", full_name="Otro", email="otro@x.example")
    RoleGrant.objects.create(user=other, role="G_COB", from_on=DUE_ON, recorded_at=now())
    his = Client()
    his.force_login(other)
    told = a_visit(phone, case)
    assert owner_of(his) != told["owner"]
    assert send(his, told) == (409, {"state": "foreign"})
    status, said = send(his, told | {"owner": owner_of(his)})
    assert (status, "ya no está en sus manos" in said["sentence"]) == (409, True)
    assert Client().get(SEND).status_code == 302
    assert Client().post(SEND, told).status_code == 302
    assert at_desk(players, "j_cob").post(SEND, told).status_code == 403
    assert not Visit.objects.exists()


def test_a_phone_that_is_sent_no_token_sends_nothing(
    phone: Client, case: int, players: Players
) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(players.users["g_cob"])
    told = a_visit(phone, case)
    assert strict.post(SEND, told).status_code == 403
    token = strict.get(SEND).json()["token"]
    assert send(strict, told | {"csrfmiddlewaretoken": token})[1]["state"] == "sent"


def test_the_worker_keeps_the_route_and_nothing_else(phone: Client) -> None:
    answer = Client().get("/mi-ruta/sin-senal.js")
    text = text_of(answer)
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Service-Worker-Allowed"] == "/mi-ruta/"
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "connect-src 'self'" in policy
    assert answer["Cache-Control"] == "no-cache"
    told = json.loads(text.partition("const TOLD = ")[2].partition(";\n")[0])
    assert told["scope"] == "/mi-ruta/"
    assert all(address.startswith("/static/") for address in told["shell"])
    for address in told["shell"]:
        assert finders.find(address.removeprefix("/static/")), address


def test_the_pages_that_are_kept_say_whose_they_are_and_change_with_the_route(
    phone: Client, case: int
) -> None:
    stop = f"/mi-ruta/{case}/{DEBTOR}/"
    before = {path: phone.get(path) for path in ("/mi-ruta/", stop)}
    assert all(answer["Cartera-Owner"] == owner_of(phone) for answer in before.values())
    marked = f'data-mark="{before[stop]["Cartera-Mark"]}"'
    assert marked in text_of(before["/mi-ruta/"])
    again = {path: phone.get(path)["Cartera-Mark"] for path in before}
    assert again == {path: answer["Cartera-Mark"] for path, answer in before.items()}
    send(phone, a_visit(phone, case))
    after = {path: phone.get(path)["Cartera-Mark"] for path in before}
    assert all(after[path] != again[path] for path in before)
    assert "Cartera-Owner" not in phone.get("/")
