"""The pages of the collector's day: what is due, a route on its case and at its steps, the list."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cartera.control.people.models import RoleGrant, User
from cartera.control.workflow.models import Task
from cartera.desk.tests.office import at_desk, text_of
from cartera.kernel.clock import FixedClock, now
from cartera.procedures.players import Players
from cartera.procedures.playing_routes import send_route_out, visit
from cartera.recovery.routes.models import RouteItem
from tests.cast import DEBTOR, OPENING, a_company, a_document, a_live_assignment, move_to

pytestmark = pytest.mark.django_db
DUE_ON = OPENING.date() + timedelta(days=45)
MOST_QUERIES = 30
CHEQUE = {"number": "771", "bank": "Banco Agrícola", "amount": "1000.00"}
PAID = {"document": "Q-0", "outcome": "cheque", "number": "771"}


def _house(clock: FixedClock, documents: int) -> Players:
    players = a_company(clock)
    numbers = [f"Q-{place}" for place in range(documents)]
    a_live_assignment(players, *(a_document(number, "1000.00") for number in numbers))
    move_to(clock, DUE_ON)
    return players


@pytest.fixture
def players(clock: FixedClock) -> Players:
    return _house(clock, 3)


def _task(case_id: int) -> str:
    return f"/tarea/{Task.objects.get(case_id=case_id, state='open').pk}/"


def test_what_is_due_is_shown_by_zone_with_a_way_to_send_it_out(players: Players) -> None:
    page = text_of(at_desk(players, "j_cob").get("/rutas/por-cobrar/"))
    for said in ("Sin zona", "3 documentos", "3,000.00", "Q-0", "/nuevo/PCI-F02/?zone="):
        assert said in page, said
    page = text_of(at_desk(players, "aud_int").get("/rutas/por-cobrar/"))
    assert "Emitir la ruta" not in page


def test_what_is_on_a_route_is_no_longer_due(players: Players) -> None:
    case_id = send_route_out(players)
    page = text_of(at_desk(players, "j_cob").get("/rutas/por-cobrar/"))
    assert "No hay nada por cobrar hoy" in page
    assert f'href="/casos/{case_id}/"' in page


def test_a_route_shows_its_box_on_its_case_and_at_its_step(players: Players) -> None:
    case_id = send_route_out(players)
    visit(players, case_id, debtor=DEBTOR, outcomes=[PAID], cheques=[CHEQUE])
    for page in (
        text_of(at_desk(players, "aud_int").get(f"/casos/{case_id}/")),
        text_of(at_desk(players, "g_cob").get(_task(case_id))),
    ):
        for said in ("La ruta: todo lo que salió", "1 · 1,000.00", "Banco Agrícola 771"):
            assert said in page, said
        assert "Sin resultado todavía" in page


def test_the_list_has_a_row_for_each_route(players: Players) -> None:
    case_id = send_route_out(players)
    page = text_of(at_desk(players, "aud_int").get("/rutas/", {"q": "gestor"}))
    assert f'href="/casos/{case_id}/"' in page
    none = text_of(at_desk(players, "aud_int").get("/rutas/", {"q": "nadie"}))
    assert f'href="/casos/{case_id}/"' not in none


def test_a_step_that_is_refused_keeps_what_was_typed(players: Players) -> None:
    case_id = players.open("PCI-F02", "J_COB", {"collector": "g_cob"})
    typed = {"_asks": "do", "counted": "7"}
    answer = at_desk(players, "r_cust").post(_task(case_id), typed)
    page = text_of(answer)
    assert answer.status_code == 422
    assert "El reporte tiene 3 documentos; usted contó 7." in page
    assert 'value="7"' in page


def test_visits_do_not_end_while_one_is_left(players: Players) -> None:
    case_id = send_route_out(players)
    page = text_of(at_desk(players, "g_cob").get(_task(case_id)))
    assert re.search(r'name="finish"[^>]*checked', page) is None
    outcomes = [
        {"document": item.original.label, "outcome": "uncollected", "reason": "cerrado",
         "new_on": "2026-02-23"}
        for item in RouteItem.objects.select_related("original")
    ]  # fmt: skip
    visit(players, case_id, debtor=DEBTOR, outcomes=outcomes)
    page = text_of(at_desk(players, "g_cob").get(_task(case_id)))
    assert re.search(r'name="finish"[^>]*checked', page)


def _counts(players: Players, case_id: int) -> list[int]:
    found = []
    for user, address in (
        ("j_cob", "/rutas/por-cobrar/"),
        ("aud_int", f"/casos/{case_id}/"),
        ("g_cob", _task(case_id)),
        ("aud_int", "/rutas/"),
    ):
        client = at_desk(players, user)
        client.get("/")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        found.append(len(asked))
    return found


@pytest.mark.parametrize("documents", [1, 40])
def test_pages_ask_as_often_for_forty_documents(clock: FixedClock, documents: int) -> None:
    players = _house(clock, documents)
    case_id = send_route_out(players)
    visit(players, case_id, debtor=DEBTOR, outcomes=[PAID], cheques=[CHEQUE])
    counts = _counts(players, case_id)
    assert max(counts) <= MOST_QUERIES, counts


def test_a_collector_signs_and_visits_from_his_phone(players: Players) -> None:
    case_id = send_route_out(players)
    phone = at_desk(players, "g_cob")
    page = text_of(phone.get("/mi-ruta/"))
    assert "Custodia le entrega 3 documentos" in page
    assert phone.post("/mi-ruta/", {"case": case_id, "way": "accept"}).status_code == 302
    page = text_of(phone.get("/mi-ruta/"))
    assert "3 por visitar" in page
    stop = f"/mi-ruta/{case_id}/{DEBTOR}/"
    assert f'href="{stop}"' in page
    first, second, third = RouteItem.objects.order_by("id")
    typed = {"item": [first.pk], "way": "cheque", "number": "9", "bank": "Banco Agrícola"}
    answer = phone.post(stop, typed | {"amount": "mil"})
    assert answer.status_code == 422
    assert 'value="9"' in text_of(answer)
    key = {"key": "6c9f2a86-5d0f-4a8a-8a07-0d8b7c0c9a01"}
    for _again in range(2):  # the second post comes from the same page
        posted = typed | key | {"amount": "980.00", "why": "retención"}
        assert phone.post(stop, posted).status_code == 302
    away = {"item": [second.pk], "way": "uncollected", "reason": "cerrado", "new_on": "2026-02-23"}
    assert phone.post(stop, away).status_code == 302
    note = {"item": [third.pk], "way": "note", "number": "N-1", "amount": ""}
    assert phone.post(stop, note).status_code == 302
    states = RouteItem.objects.order_by("id").values_list("state", "collected", "reason")
    assert [(state, str(paid), why) for state, paid, why in states] == [
        ("cheque", "980.00", "retención"),
        ("uncollected", "0.00", "cerrado"),
        ("note", "1000.00", ""),
    ]
    done = phone.post("/mi-ruta/", {"case": case_id, "way": "finish"})
    assert done.status_code == 302
    assert Task.objects.get(case_id=case_id, state="open").step == 5


def test_a_phone_shows_nobody_elses_route(players: Players) -> None:
    case_id = send_route_out(players)
    assert at_desk(players, "j_cob").get("/mi-ruta/").status_code == 403
    other = User.objects.create(username="otro", full_name="Otro", email="otro@x.example")
    RoleGrant.objects.create(user=other, role="G_COB", from_on=DUE_ON, recorded_at=now())
    phone = Client()
    phone.force_login(other)
    assert "Hoy no tiene una ruta" in text_of(phone.get("/mi-ruta/"))
    assert phone.get(f"/mi-ruta/{case_id}/{DEBTOR}/").status_code == 404
    assert phone.post("/mi-ruta/", {"case": case_id, "way": "accept"}).status_code == 404
