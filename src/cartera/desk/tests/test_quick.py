"""What is done from a row of the inbox, by plain forms and by script; the pulse; undo."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cartera.control.workflow.models import Snooze, Task, Undoable
from cartera.desk.tests.office import at_desk, post_step, text_of, waiting
from cartera.kernel.clock import FixedClock, now
from cartera.procedures.players import Players
from tests.cast import CLIENT, a_company, a_document

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
FROM = "/?ver=role"
ALL_THERE = dict.fromkeys(
    ("request_letter", "assignment_letters", "quedans", "promissory_note"), "on"
)


@pytest.fixture
def players(clock: FixedClock) -> Players:
    return a_company(clock)


@pytest.fixture
def task(players: Players) -> Task:
    return waiting(players.request(CLIENT, [a_document()], "9000.00", 45))


@pytest.fixture
def rec(players: Players) -> Client:
    return at_desk(players, "rec")


def do(client: Client, task: Task, what: str, **typed: str) -> Any:
    return client.post(f"/bandeja/{task.pk}/{what}/", {"back_to": FROM} | typed)


def undoing(client: Client) -> Any:
    return client.post(f"/deshacer/{Undoable.objects.latest('id').pk}/", {"back_to": FROM})


def test_a_task_is_taken_and_one_is_back_where_one_was_with_an_undo(
    rec: Client, task: Task, players: Players
) -> None:
    answer = do(rec, task, "tomar")
    assert answer["Location"] == FROM
    task.refresh_from_db()
    assert task.claimed_by == players.users["rec"]
    page = text_of(rec.get(FROM))
    assert "Tarea tomada." in page
    assert f'action="/deshacer/{Undoable.objects.get().pk}/"' in page
    assert undoing(rec)["Location"] == FROM
    assert Task.objects.filter(pk=task.pk, claimed_by=None).exists()
    assert "todo quedó como estaba" in text_of(rec.get("/"))


def test_a_task_is_handed_back_with_a_word(rec: Client, task: Task) -> None:
    do(rec, task, "tomar")
    form = text_of(rec.get(f"/bandeja/{task.pk}/devolver/?back_to={FROM}"))
    assert "Nota para quien la tome" in form
    do(rec, task, "devolver", remark="falta llamar al deudor")
    page = text_of(rec.get("/"))
    assert "falta llamar al deudor" in page
    assert undoing(rec).status_code == 302
    task.refresh_from_db()
    assert task.claimed_by is not None


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ({"choice": "hours"}, "05/01/2026 11:00"),
        ({"choice": "tomorrow"}, "06/01/2026 08:00"),
        ({"choice": "monday"}, "12/01/2026 08:00"),
        ({"until": "2026-01-07T14:30"}, "07/01/2026 14:30"),
        ({"until": "07/01/2026 14:30"}, "07/01/2026 14:30"),
    ],
)
def test_a_task_is_put_off_until_a_day_and_an_hour(
    rec: Client, task: Task, typed: dict[str, str], day: str
) -> None:
    assert "Mañana temprano" in text_of(rec.get(f"/bandeja/{task.pk}/posponer/"))
    do(rec, task, "posponer", **typed)
    assert "Tarea pospuesta" in text_of(rec.get("/"))
    assert f'href="/tarea/{task.pk}/"' not in text_of(rec.get("/"))
    assert day in text_of(rec.get("/?ver=snoozed"))
    do(rec, task, "retomar")
    assert f'href="/tarea/{task.pk}/"' in text_of(rec.get("/"))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2026-01-05T08:00", "no hayan pasado"),
        ("2026-03-30T08:00", "a lo más 30 días"),
        ("mañana", "no es fecha y hora"),
        ("", "Elija un día"),
    ],
)
def test_a_time_that_will_not_do_is_said_where_it_was_typed(
    rec: Client, task: Task, typed: str, sentence: str
) -> None:
    answer = do(rec, task, "posponer", until=typed)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert f'name="until" value="{typed}"' in text_of(answer)
    assert not Snooze.objects.exists()


def test_what_is_overdue_stays_and_is_said_above(rec: Client, task: Task) -> None:
    Task.objects.filter(pk=task.pk).update(due_at=now() - timedelta(hours=1))
    assert do(rec, task, "posponer", choice="tomorrow").status_code == 302
    page = text_of(rec.get("/"))
    assert "Una tarea vencida no se pospone" in page
    assert f"/bandeja/{task.pk}/posponer/" not in page


def test_what_another_took_is_refused_with_a_sentence(
    rec: Client, task: Task, players: Players
) -> None:
    Task.objects.filter(pk=task.pk).update(claimed_by=players.users["ap_ab"])
    Task.objects.filter(pk=task.pk).update(claimed_by=players.users["rec"])
    assert do(rec, task, "devolver", remark="x" * 201).status_code == 422
    other = at_desk(players, "cte")
    assert do(other, task, "tomar").status_code == 302
    assert "usted no tiene ese rol" in text_of(other.get("/"))


def test_with_a_script_the_row_alone_is_drawn_again(rec: Client, task: Task) -> None:
    answer = rec.post(f"/bandeja/{task.pk}/tomar/", {"back_to": "/"}, headers=HTMX)
    said = text_of(answer)
    assert answer["HX-Trigger"] == "pulse"
    assert said.count("<li ") == 1
    assert "Lo tomé yo" in said
    assert 'hx-swap-oob="innerHTML:#avisos"' in said
    assert "<html" not in said
    form = text_of(rec.get(f"/bandeja/{task.pk}/posponer/", headers=HTMX))
    assert "<form" in form
    assert "<html" not in form
    gone = rec.post(f"/bandeja/{task.pk}/posponer/", {"choice": "hours"}, headers=HTMX)
    assert "<li " not in text_of(gone)
    wrong = rec.post(f"/bandeja/{task.pk}/posponer/", {"until": "ayer"}, headers=HTMX)
    assert (wrong.status_code, "no es fecha y hora" in text_of(wrong)) == (200, True)


def test_a_return_offers_its_undo_and_the_case_waits_again(rec: Client, task: Task) -> None:
    rec.get("/")
    post_step(rec, task, "back", reason="Falta firma", to="1")
    assert "/deshacer/" in text_of(rec.get("/"))
    assert undoing(rec)["Location"] == f"/casos/{task.case_id}/"
    assert waiting(task.case_id).step == 2
    assert "deshizo" in text_of(rec.get(f"/casos/{task.case_id}/"))


def test_an_undo_too_late_or_of_another_is_refused_with_a_sentence(
    rec: Client, task: Task, players: Players, clock: FixedClock
) -> None:
    do(rec, task, "tomar")
    other = at_desk(players, "aux_c")
    assert undoing(other).status_code == 302
    assert "No hay nada suyo que deshacer" in text_of(other.get("/"))
    clock.advance(timedelta(seconds=11))
    undoing(rec)
    assert "pasaron los 10 segundos" in text_of(rec.get("/"))
    assert waiting(task.case_id).claimed_by == players.users["rec"]


@pytest.mark.parametrize("asked", ["//evil.example/", "https://evil.example/", "javascript:x"])
def test_one_is_led_back_to_places_of_ours_only(rec: Client, task: Task, asked: str) -> None:
    assert do(rec, task, "tomar", back_to=asked)["Location"] == "/"


def test_the_pulse_tells_counts_and_what_is_new(rec: Client, task: Task, players: Players) -> None:
    page = text_of(rec.get("/"))
    assert f"desde={task.pk}" in page
    assert "tarea nueva" not in page
    later = waiting(players.request(CLIENT, [a_document("Q-2")], "9000.00", 45))
    pulse = text_of(rec.get(f"/bandeja/pulso/?desde={task.pk}"))
    assert "Hay 1 tarea nueva: mostrar" in pulse
    assert 'id="badge" hx-swap-oob="true">2' in pulse
    assert f"desde={task.pk}" in pulse
    assert "tarea nueva" not in text_of(rec.get(f"/bandeja/pulso/?desde={later.pk}"))
    assert "tarea nueva" not in text_of(rec.get(f"/bandeja/pulso/?desde={task.pk}&cliente=9999"))


def test_the_pulse_costs_one_query_of_its_own(rec: Client, task: Task) -> None:
    rec.get("/bandeja/pulso/")
    with CaptureQueriesContext(connection) as asked:
        rec.get("/bandeja/pulso/?desde=1")
    own = [query["sql"] for query in asked if "workflow_task" in query["sql"]]
    assert len(own) == 1
    assert len(asked) <= 5, [query["sql"][:80] for query in asked]


CLIENTS_FOUND = {
    "0001": True, "izalco": True, "IZÁLCO": True, "0001 · Distribuidora Izalco": True,
    "0009": False, "nadie": False,
}  # fmt: skip


@pytest.mark.parametrize("typed", CLIENTS_FOUND)
def test_the_inbox_is_filtered_by_a_clients_code_or_name(
    rec: Client, task: Task, typed: str
) -> None:
    page = text_of(rec.get("/", {"cliente": typed}))
    assert (f'href="/tarea/{task.pk}/"' in page) == CLIENTS_FOUND[typed]
    assert ("Nada con este filtro" in page) != CLIENTS_FOUND[typed]


@pytest.mark.parametrize(("typed", "found"), [("IZALCO", True), ("distribuidora", True),
                                              ("1", True), ("0001", True), ("%", True),
                                              ("cabaña", False)])  # fmt: skip
def test_the_inbox_is_searched(rec: Client, task: Task, typed: str, found: bool) -> None:
    assert (f'href="/tarea/{task.pk}/"' in text_of(rec.get("/", {"q": typed}))) == found


def test_clients_are_offered_as_one_types(rec: Client, task: Task) -> None:
    offered = text_of(rec.get("/bandeja/clientes/?cliente=izal"))
    assert '<option value="0001 · Distribuidora Izalco' in offered
    assert text_of(rec.get("/bandeja/clientes/")).strip() == ""


EMPTY = {
    "": "No hay nada pendiente", "mine": "No ha tomado", "role": "Nada de su rol",
    "today": "Nada vence hoy", "overdue": "Nada está vencido", "snoozed": "No ha pospuesto",
}  # fmt: skip


@pytest.mark.parametrize("scope", EMPTY)
def test_an_empty_tab_says_what_will_be_there(rec: Client, scope: str) -> None:
    assert EMPTY[scope] in text_of(rec.get("/", {"ver": scope}))


@pytest.mark.parametrize("tab", ["", "today"])
def test_after_an_act_the_next_of_the_same_procedure_in_the_tab_opens(
    rec: Client, players: Players, tab: str
) -> None:
    first, second, third = (
        waiting(players.request(CLIENT, [a_document(f"Q-{n}")], "9000.00", 45)) for n in range(3)
    )
    if tab:
        Task.objects.filter(pk=third.pk).update(due_at=now() + timedelta(hours=1))
    rec.get("/", {"ver": tab})
    done = post_step(rec, first, "do", **ALL_THERE)
    expected = third if tab else second
    assert done["Location"] == f"/tarea/{expected.pk}/"


def test_who_came_by_no_tab_is_led_to_his_inbox(players: Players, task: Task) -> None:
    waiting(players.request(CLIENT, [a_document("Q-3")], "9000.00", 45))
    assert post_step(at_desk(players, "rec"), task, "do", **ALL_THERE)["Location"] == "/"
