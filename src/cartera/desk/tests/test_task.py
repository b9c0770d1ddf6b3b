"""The page of a step: doing it, being refused, sending back, rejecting, looking ahead."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cartera.control.audit.models import Event
from cartera.control.people.models import User
from cartera.control.workflow.models import Case, Performer, Task
from cartera.credit.assignments.models import AssignedDocument, Assignment
from cartera.credit.payments.models import Payment
from cartera.desk.tests.office import (
    a_request,
    at_desk,
    post_opening,
    post_step,
    text_of,
    waiting,
)
from cartera.kernel.clock import FixedClock, now
from cartera.procedures.players import Players, usual_answers
from tests.cast import CLIENT, a_company, a_document, a_live_assignment

pytestmark = pytest.mark.django_db
ALL_FOUR = dict.fromkeys(
    ("request_letter", "assignment_letters", "quedans", "promissory_note"), "1"
)
QUERIES_OF_A_STEP = 32


@pytest.fixture
def players(clock: FixedClock) -> Players:
    return a_company(clock)


def _requested(players: Players) -> int:
    return players.request(CLIENT, [a_document()], "10000.00", 45)


def _at_step(players: Players, step: int) -> Task:
    case_id = _requested(players)
    answers = usual_answers(["Q-2587"])
    while (task := waiting(case_id)).step < step:
        players.play(case_id, answers.get(task.step, {}))
    return task


# --- beginning -----------------------------------------------------------------------------------


def test_a_client_asks_and_reception_sees_it(players: Players) -> None:
    answer = post_opening(at_desk(players, "cte"), "PCI-F01", **a_request())
    assert (answer.status_code, answer["Location"]) == (302, "/")
    made = Assignment.objects.get()
    assert (made.requested_amount, made.documents.get().number) == (Decimal("10000.00"), "Q-2587")
    assert waiting(Case.objects.get(procedure="PCI-F01").pk).role == "REC"


def test_a_form_posted_twice_has_one_effect_and_one_answer(players: Players) -> None:
    client, key = at_desk(players, "cte"), uuid4().hex
    answers = [post_opening(client, "PCI-F01", _key=key, **a_request()) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Case.objects.filter(procedure="PCI-F01").count() == 1
    other = post_opening(client, "PCI-F01", _key=key, **a_request(amount="1.00"))
    assert other.status_code == 302
    assert Case.objects.filter(procedure="PCI-F01").count() == 1


def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(players: Players) -> None:
    typed = a_request(documents__0__amount="1234,56", term_days="0")
    answer = post_opening(at_desk(players, "cte"), "PCI-F01", **typed)
    page = text_of(answer)
    assert answer.status_code == 422
    assert 'id="f-documents-0-amount-wrong"' in page
    assert "Documentos cedidos, fila 1, Valor" in page
    assert 'value="1234,56"' in page
    assert 'value="Q-2587"' in page
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("username", ["rec", "cte"])
def test_a_document_that_is_elsewhere_is_refused_at_its_row_to_staff_by_name(
    players: Players, username: str
) -> None:
    _requested(players)
    other = str(Assignment.objects.get())
    typed = a_request(documents__0__number="Q-1")
    typed |= {name.replace(".0.", ".1."): value for name, value in a_request().items()}
    page = text_of(post_opening(at_desk(players, username), "PCI-F01", **typed))
    wrong = page.partition('id="f-documents-1-number-wrong"')[2].partition("</p>")[0]
    assert "ya está en" in wrong
    assert (other in page) == (other in wrong) == (username == "rec")


def test_a_refused_request_is_evidence(players: Players) -> None:
    post_opening(at_desk(players, "cte"), "PCI-F01", **a_request(amount="1e5"))
    last = Event.objects.latest("seq")
    assert (last.kind, last.result) == ("refused", "inputs-invalid")


def test_what_another_procedure_starts_is_refused(players: Players) -> None:
    for asked in ("get", "post"):
        answer = getattr(at_desk(players, "r_cust"), asked)("/nuevo/PCI-F10/")
        assert answer.status_code == 403
        assert "lo abre otro procedimiento" in text_of(answer)


# --- rows from Excel -----------------------------------------------------------------------------


def _paste(rows: int) -> str:
    return "\n".join(f"D001\tQ-{n}\t5.00\t19/02/2026" for n in range(rows))


def test_a_paste_is_shown_before_it_counts(players: Players) -> None:
    client = at_desk(players, "cte")
    typed = {"client": CLIENT, "amount": "10.00", "term_days": "45", "documents__paste": _paste(2)}
    page = text_of(post_opening(client, "PCI-F01", **typed))
    assert 'name="documents.1.number"' in page
    assert 'value="Q-1"' in page
    assert not Assignment.objects.exists()


def test_a_file_tells_its_errors_row_by_row(players: Players) -> None:
    text = b'Deudor,Valor,Fecha de cobro\nD001,5.00,19/02/2026\nD001,"1234,56",30/02/2026\n'
    file = SimpleUploadedFile("x.csv", text)
    typed: dict[str, Any] = {"client": CLIENT, "documents__file": file}
    page = text_of(post_opening(at_desk(players, "cte"), "PCI-F01", **typed))
    for place in ("0-number", "1-number", "1-amount", "1-due_on"):
        assert f'id="f-documents-{place}-wrong"' in page, place
    assert 'id="f-documents-0-amount-wrong"' not in page


def test_a_hostile_file_is_refused_at_its_table_and_nothing_is_lost(players: Players) -> None:
    file = SimpleUploadedFile("x.xlsx", b"PK\x03\x04 not at all")
    typed = a_request() | {"documents__file": file}
    page = text_of(post_opening(at_desk(players, "cte"), "PCI-F01", **typed))
    assert "dañado" in page.partition('id="f-documents-wrong"')[2][:200]
    assert 'value="Q-2587"' in page
    assert not Assignment.objects.exists()


def test_a_long_table_travels_as_text_and_is_done_whole(players: Players) -> None:
    client = at_desk(players, "cte")
    typed = {"client": CLIENT, "amount": "1,000.00", "term_days": "45"}
    page = text_of(post_opening(client, "PCI-F01", **typed, documents__paste=_paste(400)))
    assert "400 filas leídas" in page
    text = page.partition('name="documents__rows"')[2].partition(">")[2].partition("</textarea")[0]
    answer = post_opening(client, "PCI-F01", **typed, documents__rows=text)
    assert answer.status_code == 302
    assert AssignedDocument.objects.count() == 400


def test_more_rows_are_given_without_a_script(players: Players) -> None:
    page = text_of(post_opening(at_desk(players, "cte"), "PCI-F01", "more", **a_request()))
    assert 'name="documents.6.number"' in page
    assert 'value="Q-2587"' in page
    assert "que corregir" not in page


# --- doing ---------------------------------------------------------------------------------------


def test_doing_a_step_opens_the_next_one_where_it_is_his(players: Players) -> None:
    task = _at_step(players, 3)
    answer = post_step(at_desk(players, "aux_c"), task)
    assert answer["Location"] == f"/tarea/{waiting(task.case_id).pk}/"
    task = _at_step_after(players, task.case_id)
    assert at_desk(players, "aux_c").get(f"/tarea/{task.pk}/").status_code == 200


def _at_step_after(players: Players, case_id: int) -> Task:
    players.play(case_id, usual_answers(["Q-2587"])[4])
    return waiting(case_id)


def test_a_call_is_asked_for_each_document(players: Players) -> None:
    task = _at_step(players, 4)
    client = at_desk(players, "aux_c")
    page = text_of(client.get(f"/tarea/{task.pk}/"))
    assert 'name="verifications.0.document" value="Q-2587"' in page
    typed = {
        "verifications.0.document": "Q-2587",
        "verifications.0.informed_by": "Ana",
        "verifications.0.informed_at": "05/01/2026 08:30",
        "verifications.0.is_confirmed": "1",
    }
    assert post_step(client, task, **typed).status_code == 302
    assert AssignedDocument.objects.get().state == "verified"


def test_who_lacks_the_role_sees_why_and_is_refused(players: Players) -> None:
    task = _at_step(players, 2)
    client = at_desk(players, "g_gral")
    page = text_of(client.get(f"/tarea/{task.pk}/"))
    assert "usted no tiene ese rol hoy" in page
    assert 'value="do"' not in page
    for asks in ("do", "back", "reject", "claim", "look"):
        answer = post_step(client, task, asks, reason="x", **ALL_FOUR)
        assert answer.status_code == (200 if asks == "look" else 403), asks
    assert waiting(task.case_id).pk == task.pk


@pytest.mark.parametrize("superuser", [False, True])
def test_who_recorded_cannot_authorise(players: Players, superuser: bool) -> None:
    task = _at_step(players, 10)
    user = players.users["g_op"]
    User.objects.filter(pk=user.pk).update(is_superuser=superuser, is_staff=superuser)
    Performer.objects.create(case_id=task.case_id, step=8, actor=user, role="AUX_D", first_at=now())
    client = at_desk(players, "g_op")
    page = text_of(client.get(f"/tarea/{task.pk}/"))
    assert "No puede hacerlo:" in page
    assert "Quien hizo el paso 8" in page
    answer = post_step(client, task, is_correct="1")
    assert answer.status_code == 403
    assert Event.objects.latest("seq").result == "barred-by-four-eyes"


def test_a_signature_is_of_what_was_shown(players: Players) -> None:
    task = _at_step(players, 11)
    client = at_desk(players, "g_op")
    page = text_of(client.get(f"/tarea/{task.pk}/"))
    seen = page.partition('name="_seen" value="')[2].partition('"')[0]
    assert "Firmar y autorizar" in page
    Assignment.objects.update(term_days=44)
    answer = post_step(client, task, _seen=seen)
    assert answer.status_code == 422
    assert "cambiaron mientras usted los revisaba" in text_of(answer)
    again = text_of(answer).partition('name="_seen" value="')[2].partition('"')[0]
    assert again != seen
    assert post_step(client, task, _seen=again).status_code == 302


def test_a_step_done_meanwhile_is_told_and_not_done_again(players: Players) -> None:
    task = _at_step(players, 3)
    players.play(task.case_id)
    client = at_desk(players, "aux_c")
    answer = post_step(client, task)
    assert answer["Location"] == f"/casos/{task.case_id}/"
    assert "ya no está pendiente" in text_of(client.get(answer["Location"]))
    assert client.get(f"/tarea/{task.pk}/").status_code == 302


def test_a_task_is_taken_by_one_and_handed_back(players: Players) -> None:
    case_id = players.open("PCI-F09", "AP_AB", {"payments": [], "finish": False})
    task = waiting(case_id)
    first, second = at_desk(players, "ap_ab"), at_desk(players, "ap_ab_2")
    post_step(first, task, "claim")
    answer = post_step(second, task, "claim")
    assert answer["Location"] == f"/casos/{case_id}/"
    assert Task.objects.get(pk=task.pk).claimed_by == players.users["ap_ab"]
    post_step(first, task, "release")
    post_step(second, task, "claim")
    assert Task.objects.get(pk=task.pk).claimed_by == players.users["ap_ab_2"]


# --- looking ahead, going back -------------------------------------------------------------------


def test_what_will_happen_is_shown_and_does_not_happen(players: Players) -> None:
    task = _at_step(players, 16)
    page = text_of(at_desk(players, "ap_ab").get(f"/tarea/{task.pk}/"))
    ahead = page.partition('class="foresight"')[2].partition("</section>")[0]
    assert "8,898.30" in ahead
    assert "FORM-08" in ahead
    assert "el caso termina" in ahead
    assert waiting(task.case_id).pk == task.pk
    assert not task.case.papers.filter(form="FORM-08").exists()


def test_what_could_not_be_done_is_said_before_it_is_tried(players: Players) -> None:
    task = _at_step(players, 7)
    page = text_of(post_step(at_desk(players, "aux_d"), task, "look"))
    assert "Tal como está no se podría" in page


def test_an_operation_goes_back_with_its_reason(players: Players) -> None:
    task = _at_step(players, 4)
    client = at_desk(players, "aux_c")
    without = post_step(client, task, "back", reason=" ", to="2")
    assert (without.status_code, "Escriba el motivo" in text_of(without)) == (422, True)
    elsewhere = post_step(client, task, "back", reason="Falta", to="9")
    assert elsewhere.status_code == 422
    assert "Falta" in text_of(elsewhere)
    assert post_step(client, task, "back", reason="Falta sello", to="2").status_code == 302
    back = waiting(task.case_id)
    page = text_of(at_desk(players, "rec").get(f"/tarea/{back.pk}/"))
    assert back.step == 2
    assert "Falta sello" in page


def test_a_request_that_came_back_is_shown_as_it_was_typed(players: Players) -> None:
    case_id = _requested(players)
    post_step(at_desk(players, "rec"), waiting(case_id), "back", reason="Falta", to="1")
    page = text_of(at_desk(players, "cte").get(f"/tarea/{waiting(case_id).pk}/"))
    for typed in ('value="Q-2587"', 'value="10,000.00"', 'value="19/02/2026"', 'value="D001"'):
        assert typed in page


def test_an_operation_is_rejected_with_its_reason(players: Players) -> None:
    task = _at_step(players, 2)
    client = at_desk(players, "rec")
    assert post_step(client, task, "reject", reason="").status_code == 422
    assert post_step(client, task, "reject", reason="No es cliente").status_code == 302
    assert Case.objects.get(pk=task.case_id).state == "rejected"


def test_management_signs_what_exceeds_the_line(players: Players) -> None:
    case_id = players.request(CLIENT, [a_document(amount="120000.00")], "120000.00", 45)
    answers = usual_answers(["Q-2587"])
    while waiting(case_id).step < 6:
        players.play(case_id, answers.get(waiting(case_id).step, {}))
    players.play(case_id)
    task = waiting(case_id)
    client = at_desk(players, "g_gral")
    page = text_of(client.get(f"/tarea/{task.pk}/"))
    assert task.kind == "authorisation"
    assert "excede la disponibilidad de la línea" in page
    assert post_step(client, task).status_code == 302
    assert waiting(case_id).step == 7


def test_payments_come_in_from_a_file(players: Players) -> None:
    a_live_assignment(players)
    text = (
        "assignment,document,kind,bank,reference,amount,value_on\n"
        "1,Q-2587,cheque,Banco Agrícola,77,5000.00,2026-01-05\n"
    ).encode()
    client = at_desk(players, "ap_ab")
    file = SimpleUploadedFile("abonos.csv", text)
    page = text_of(post_opening(client, "PCI-F09", payments__file=file))
    assert 'value="5000.00"' in page
    typed = {
        name: page.partition(f'name="payments.0.{name}" value="')[2].partition('"')[0]
        for name in ("assignment", "document", "bank", "reference", "amount", "value_on")
    }
    said = {f"payments.0.{name}": value for name, value in typed.items()}
    said |= {"payments.0.kind": "cheque", "payments.0.source": "endorsement", "finish": "1"}
    assert post_opening(client, "PCI-F09", **said).status_code == 302
    assert Payment.objects.get().amount == 5000


def test_a_step_s_page_costs_a_fixed_number_of_queries(players: Players) -> None:
    documents = [a_document(number=f"Q-{n}", amount="10.00") for n in range(60)]
    few = _requested(players)
    many = players.request(CLIENT, documents, "600.00", 45)
    client = at_desk(players, "rec")
    client.get(f"/tarea/{waiting(few).pk}/")
    costs = []
    for case_id in (few, many):
        address = f"/tarea/{waiting(case_id).pk}/"
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        costs.append(len(asked))
    assert costs[0] == costs[1] <= QUERIES_OF_A_STEP
