"""The pages made for one step: what each puts before who does it, and what it refuses."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cartera.accounting.tax.acts import void_receipt
from cartera.accounting.tax.models import TaxReceipt
from cartera.control.audit.models import Event
from cartera.control.workflow.engine import send_back
from cartera.control.workflow.models import Task
from cartera.credit.assignments.models import Assignment
from cartera.desk.tests.office import (
    a_request,
    at_desk,
    post_opening,
    post_step,
    text_of,
    waiting,
)
from cartera.kernel.clock import FixedClock
from cartera.procedures.players import SECOND, Players, usual_answers
from tests.cast import CLIENT, a_company, a_document, a_live_assignment, a_payment, move_to

pytestmark = pytest.mark.django_db
QUERIES_OF_A_DECISION = 50
DAYS = (date(2026, 2, 4), date(2026, 2, 19))


@pytest.fixture
def players(clock: FixedClock) -> Players:
    return a_company(clock)


def at_step(players: Players, step: int, *documents: dict[str, str]) -> Task:
    listed = documents or (a_document(),)
    total = sum(Decimal(document["amount"]) for document in listed)
    case_id = players.request(CLIENT, listed, f"{total:.2f}", 45)
    return taken_to(players, case_id, step, [document["number"] for document in listed])


def taken_to(players: Players, case_id: int, step: int, numbers: list[str]) -> Task:
    answers = usual_answers(numbers)
    while (task := waiting(case_id)).step != step:
        players.play(case_id, answers.get(task.step, {}))
    return task


def page_of(players: Players, username: str, task: Task) -> str:
    return text_of(at_desk(players, username).get(f"/tarea/{task.pk}/"))


# --- the documents while they are typed ----------------------------------------------------------


def _peeked(players: Players, **typed: str) -> str:
    return text_of(post_opening(at_desk(players, "cte"), "PCI-F01", "peek", **a_request(**typed)))


def test_a_table_adds_up_while_it_is_typed(players: Players) -> None:
    players.request(CLIENT, [a_document("Q-1")], "10000.00", 45)  # he knows the debtor
    piece = _peeked(players, amount="12,000.00")
    assert 'id="f-documents-sum-amount" data-swaps>10,000.00<' in piece
    assert "se piden 12,000.00: faltan 2,000.00" in piece
    assert 'id="f-documents-0-due_on-note" data-swaps>45 días<' in piece
    assert "Comercial Sonsonate, S.A." in piece
    assert "<html" not in piece
    assert Assignment.objects.count() == 1


def test_a_document_that_stands_elsewhere_is_marked_before_it_is_sent(players: Players) -> None:
    case = players.request(CLIENT, [a_document()], "10000.00", 45)
    assert "ya está en otra cesión" in _peeked(players)
    by_staff = post_opening(at_desk(players, "rec"), "PCI-F01", "peek", **a_request())
    named = str(Assignment.objects.get(case=case))
    assert f"ya está en la {named}" in text_of(by_staff)
    again = {
        name.replace(".0.", ".1."): value for name, value in a_request().items() if ".0." in name
    }
    twice = a_request(documents__0__number="Q-9") | again | {"documents.1.number": "q 9"}
    page = text_of(post_opening(at_desk(players, "cte"), "PCI-F01", "look", **twice))
    assert "repetido: es el de la fila 1" in page


def test_a_note_stands_at_its_own_row_whatever_is_blank_above(players: Players) -> None:
    piece = _peeked(players, documents__4__number="Q-9", documents__4__due_on="06/01/2026")
    assert 'id="f-documents-4-due_on-note" data-swaps>1 día<' in piece
    assert 'id="f-documents-1-due_on-note"' not in piece


def test_what_opening_would_bring_is_shown_and_does_not_happen(players: Players) -> None:
    page = text_of(post_opening(at_desk(players, "cte"), "PCI-F01", "look", **a_request()))
    ahead = page.partition('class="foresight"')[2].partition("</section>")[0]
    assert "FORM-01" in ahead
    assert "Después sigue el paso 2" in ahead
    assert not Assignment.objects.exists()


def test_a_form_half_filled_is_not_scolded_while_it_is_typed(players: Players) -> None:
    piece = _peeked(players, amount="", term_days="")
    assert "Cuando estén los datos que faltan" in piece
    assert "no se podría" not in piece


# --- the call ------------------------------------------------------------------------------------


def test_the_call_has_its_script_and_whom_to_ask(players: Players) -> None:
    players.admit_debtor("D003", "Ferretería Ahuachapán", "9000.00", telephone="2222-1111")
    task = at_step(players, 4, a_document("Q-1"), a_document("Q-2", "50.00", debtor="D003"))
    page = page_of(players, "aux_c", task)
    asks = page.partition('id="h-script"')[2].partition("</section>")[0]
    for told in ("Comercial Sonsonate, S.A.", "Ferretería Ahuachapán", "2222-1111", "Q-1", "Q-2"):
        assert told in asks, told
    assert "no está anotado" in asks


def test_calls_that_contradict_each_other_are_refused_at_their_row(players: Players) -> None:
    task = at_step(players, 4)
    typed: dict[str, str] = {}
    for place, confirmed in enumerate(("1", "")):
        head = f"verifications.{place}"
        typed |= {f"{head}.document": "Q-2587", f"{head}.informed_by": "Ana"}
        typed |= {f"{head}.informed_at": "05/01/2026 08:30", f"{head}.is_confirmed": confirmed}
    answer = post_step(at_desk(players, "aux_c"), task, **typed)
    assert answer.status_code == 422
    assert "Otra llamada dice lo contrario" in text_of(answer)


# --- the price -----------------------------------------------------------------------------------


def test_the_price_is_explained_before_it_is_fixed(players: Players) -> None:
    task = at_step(players, 6)
    page = page_of(players, "ej_neg", task)
    assert "El precio que quedaría" in page
    assert "1 % de lo financiado, 9,000.00." in page
    assert "8,898.30" in page
    assert Assignment.objects.get().amount_net == 0


def test_the_price_follows_what_is_typed(players: Players) -> None:
    task = at_step(players, 6)
    client = at_desk(players, "ej_neg")
    piece = text_of(post_step(client, task, "peek", advance_pct="80"))
    assert "80 % de 10,000.00" in piece
    assert "cambia las condiciones de la línea" in piece
    assert 'id="piece" data-swaps' in piece
    assert Assignment.objects.get().amount_net == 0


def test_a_client_sees_neither_line_nor_price_explained(players: Players) -> None:
    task = at_step(players, 11)
    page = text_of(at_desk(players, "cte").get(f"/tarea/{task.pk}/"))
    assert "Concentración por deudor" not in page
    assert "Tasa efectiva anual:" not in page


# --- the signatures ------------------------------------------------------------------------------


def test_a_signer_has_all_that_bears_on_it_in_one_view(players: Players) -> None:
    page = page_of(players, "g_op", at_step(players, 11))
    for told in (
        "Disponible después",
        "91,000.00",
        "Concentración por deudor",
        "usado 1.80 %",
        "Capital en mora en otras cesiones",
        "Son las de la línea.",
        "Nada de lo que firmó ha cambiado.",
        "Ejecutivo de negocios",
        "FORM-06",
        "Firmar y autorizar",
        "Devolver o rechazar",
    ):
        assert told in page, told


def test_what_changed_since_the_last_signature_is_told_field_by_field(players: Players) -> None:
    task = at_step(players, 11)
    assignment = Assignment.objects.get()
    assignment.terms = assignment.terms | {"rate_pct": "3"}
    assignment.term_days = 44
    assignment.save(update_fields=["terms", "term_days"])
    page = page_of(players, "g_op", task)
    changed = page.partition('class="changes"')[2].partition("</table>")[0]
    for told in ("Plazo en días", "45", "44", "Tasa", "2 %", "3 %"):
        assert told in changed, told
    assert "Comisión" not in changed


def test_management_sees_the_same_where_the_line_is_exceeded(players: Players) -> None:
    case_id = players.request(CLIENT, [a_document(amount="120000.00")], "120000.00", 45)
    taken_to(players, case_id, 6, ["Q-2587"])
    players.play(case_id)
    task = waiting(case_id)
    page = page_of(players, "g_gral", task)
    assert task.kind == "authorisation"
    assert "Disponible después" in page
    assert "-8,000.00" in page
    assert "excede la disponibilidad de la línea" in page


def test_a_decision_costs_a_fixed_number_of_queries(players: Players) -> None:
    few = at_step(players, 11)
    many = at_step(players, 11, *(a_document(f"Q-{n}", "10.00") for n in range(40)))
    client, costs = at_desk(players, "g_op"), []
    client.get(f"/tarea/{few.pk}/")
    for task in (few, many):
        with CaptureQueriesContext(connection) as made:
            client.get(f"/tarea/{task.pk}/")
        costs.append(len(made))
    assert costs[0] == costs[1] <= QUERIES_OF_A_DECISION


# --- money that leaves ---------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["", "8,898.31", "8898,30", "mucho"])
def test_money_leaves_only_when_its_amount_is_typed_again(players: Players, typed: str) -> None:
    task = at_step(players, 12)
    client = at_desk(players, "g_gral")
    assert "Escriba otra vez el monto que sale" in page_of(players, "g_gral", task)
    answer = post_step(client, task, _amount=typed, reference="TR-1")
    page = text_of(answer)
    assert answer.status_code == 422
    assert 'id="f-_amount-wrong"' in page
    assert 'value="TR-1"' in page
    assert Event.objects.latest("seq").kind == "refused"
    assert Event.objects.latest("seq").case_id == task.case_id
    assert Assignment.objects.get().state == "recorded"
    assert post_step(client, task, _amount="8,898.30", reference="TR-1").status_code == 302
    assert Assignment.objects.get().state == "live"


def test_who_may_not_release_money_is_told_that_and_not_of_the_amount(players: Players) -> None:
    task = at_step(players, 12)
    assert post_step(at_desk(players, "aux_d"), task).status_code == 403


def test_what_goes_out_is_listed_by_who_gets_it(players: Players) -> None:
    page = page_of(players, "aux_d", at_step(players, 14))
    theirs, _, kept = page.partition('id="h-sets"')[2].partition("Quedan en la empresa")
    assert "Juego del cliente" in theirs
    assert "FORM-07" in theirs
    assert "101.70" in theirs
    assert "FORM-06" in kept.partition("</section>")[0]


# --- the day of payments -------------------------------------------------------------------------


def _day_at(players: Players, clock: FixedClock, step: int) -> Task:
    a_live_assignment(players)
    move_to(clock, DAYS[0])
    typed: Mapping[str, Any] = {"payments": [a_payment(1, "5000.00", DAYS[0])]}
    case_id = players.open("PCI-F09", "AP_AB", typed)
    while (task := waiting(case_id)).step != step:
        players.play(case_id)
    return task


def test_the_day_shows_what_came_in_and_where_it_went(players: Players, clock: FixedClock) -> None:
    task = _day_at(players, clock, 4)
    page = page_of(players, "ap_ab", task)
    for told in ("endoso", "Remesas por banco", "Banco Agrícola", "180.00", "4,820.00"):
        assert told in page, told
    assert "todavía falta" in page


def test_the_tie_out_holds_three_totals_against_each_other(
    players: Players, clock: FixedClock
) -> None:
    page = page_of(players, SECOND, _day_at(players, clock, 7))
    assert page.count("✓ cuadra") == 3
    assert "Nada detiene el día" in page


def test_what_stops_the_day_is_named(players: Players, clock: FixedClock) -> None:
    task = _day_at(players, clock, 7)
    user = players.users["ap_ab"]
    void_receipt(TaxReceipt.objects.get(total=180), reason="mancha", on=DAYS[0], by_id=user.pk)
    page = page_of(players, SECOND, task)
    stops = page.partition("Lo que detiene el día:")[2].partition("</ul>")[0]
    assert "180.00" in stops
    assert page.count("✓ cuadra") == 2
    assert "✗ difiere" in page


# --- the settlement ------------------------------------------------------------------------------


def _settlement_at(players: Players, clock: FixedClock, step: int) -> Task:
    a_live_assignment(players)
    for on in DAYS:
        move_to(clock, on)
        players.receive_and_apply([a_payment(1, "5000.00", on)])
    task = Task.objects.get(case__procedure="PCI-F10", state="open")
    usual = {3: {"documents_out": True}, 4: {"promissory_note": True}}
    players.play_through(task.case_id, usual, upto=step - 1)
    return waiting(task.case_id)


def test_a_settlement_is_told_line_by_line_before_it_is_squared(
    players: Players, clock: FixedClock
) -> None:
    task = _settlement_at(players, clock, 5)
    page = page_of(players, "r_cust", task)
    for told in (
        "La liquidación que quedaría",
        "(9,000.00)",
        "(221.80)",
        "778.20",
        "Cuadra:",
        "diferencia 0.00",
        "2 abonos la pagaron",
    ):
        assert told in page, told


def test_who_sends_the_refund_types_it_again(players: Players, clock: FixedClock) -> None:
    task = _settlement_at(players, clock, 11)
    client = at_desk(players, "aux_d")
    assert "Nada de lo que firmó ha cambiado." in page_of(players, "aux_d", task)
    assert post_step(client, task, _amount="778.00").status_code == 422
    assert post_step(client, task, _amount="778.20").status_code == 302


def test_who_verifies_again_sees_what_changed_since_he_signed(
    players: Players, clock: FixedClock
) -> None:
    task = _settlement_at(players, clock, 11)
    send_back(task.pk, players.users["aux_d"], "La cuenta no es", to=8)
    send_back(waiting(task.case_id).pk, players.users["j_op"], "Descuente", to=5)
    typed = {"other_charges": "8.20", "remarks": "mensajería"}
    players.play(task.case_id, typed)
    players.play_through(task.case_id, upto=7)
    page = page_of(players, "j_op", waiting(task.case_id))
    changed = page.partition('class="changes"')[2].partition("</table>")[0]
    assert "Valor a devolver" in changed
    assert "778.20" in changed
    assert "770.00" in changed
