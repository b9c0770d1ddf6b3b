"""A third party's money on the desk: the list, search, its client's page, recovery's board."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cartera.credit.payments.models import Payout
from cartera.desk.tests.boards import block, page_of, stat
from cartera.desk.tests.office import at_desk, text_of, waiting
from cartera.kernel.clock import FixedClock
from cartera.procedures.players import Players
from cartera.procedures.playing_routes import collect
from cartera.procedures.playing_third_party import (
    bank_it,
    collect_both,
    give_up,
    hold_value,
    pay_value,
    paying_both,
    retain_value,
)
from cartera.recovery.custody.models import Original
from cartera.recovery.third_party.models import ForeignDocument, ValuePayment
from tests.cast import CLIENT, a_company, a_document, a_live_assignment, move_to

pytestmark = pytest.mark.django_db
DUE_ON, VALUE_DAY, LATER = date(2026, 3, 5), date(2026, 3, 6), date(2026, 3, 20)
MOST_QUERIES_OF_A_STEP = 30
WHY = "tiene un cheque rechazado"


@pytest.fixture
def players(clock: FixedClock) -> Players:
    """A value that was retained two weeks ago, of a document F-9 that came with ours, Q-1."""
    players = a_company(clock)
    a_live_assignment(players, a_document("Q-1", "1000.00", due_on=DUE_ON.isoformat()))
    move_to(clock, DUE_ON)
    (case,) = collect_both(players, paying_both("Q-1", "1000.00", "F-9", "250.00", "11"))
    bank_it(players, case, VALUE_DAY)
    move_to(clock, VALUE_DAY)
    players.play_through(players.open("PCI-F09", "AP_AB", {}))
    hold_value(players, case)
    retain_value(players, case, WHY)
    move_to(clock, LATER)
    return players


def _listed(browser: Client, **typed: str) -> str:
    return text_of(browser.get("/valores-ajenos/", typed))


def _operation() -> str:
    return f"DA-{ForeignDocument.objects.get().paper_id:05d}"


FINDS = ({"q": "f 9"}, {"q": "9"}, {"client": CLIENT}, {"debtor": "D001"}, {"state": "retained"},
         {"held": "any"}, {"held": "7"})  # fmt: skip
FINDS_NOT = ({"q": "F-10"}, {"state": "held"}, {"held": "30"})


def test_the_list_tells_all_of_it_and_finds_it(players: Players) -> None:
    browser = at_desk(players, "aud_int")
    page = _listed(browser)
    for said in (_operation(), "F-9", "Q-1", "250.00", "retenido", WHY, "Banco Agrícola 11"):
        assert said in page, said
    assert all("F-9" in _listed(browser, **typed) for typed in (*FINDS, {"q": _operation()}))
    assert [typed for typed in FINDS_NOT if WHY in _listed(browser, **typed)] == []


@pytest.mark.parametrize("typed", ["F-9", "f9", "9", "250.00", "operation"])
def test_search_finds_the_foreign_document(players: Players, typed: str) -> None:
    text = _operation() if typed == "operation" else typed
    found = text_of(at_desk(players, "j_op").get("/buscar/", {"q": text, "part": "1"}))
    assert "Documentos ajenos" in found
    case = ForeignDocument.objects.get().case_id
    assert f'href="/casos/{case}/"' in found


def test_search_walks_the_indexes(players: Players) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        asked = "SELECT id FROM third_party_foreigndocument WHERE"
        tail = "ltrim(substring(number from '([0-9]+)[^0-9]*$'), '0') COLLATE \"C\""
        for condition, index in (
            ("number_key LIKE 'F9%'", "find_foreign_number"),
            (f"{tail} LIKE '9%'", "find_foreign_tail"),
            ("amount = 250", "find_foreign_amount"),
        ):
            cursor.execute(f"EXPLAIN {asked} {condition}")
            assert index in str(cursor.fetchall()), condition


def test_its_client_sees_his_money_but_not_why_it_is_retained(players: Players) -> None:
    staff = block(page_of(at_desk(players, "j_cob"), f"/clientes/{CLIENT}/"), "ajenos")
    own = block(page_of(at_desk(players, "cte"), f"/clientes/{CLIENT}/"), "ajenos")
    assert "F-9" in staff
    assert WHY in staff
    assert "250.00" in own
    assert WHY not in own
    assert "/valores-ajenos/" not in own


def test_the_board_has_what_the_house_owes_to_others_until_it_is_paid(players: Players) -> None:
    browser = at_desk(players, "g_op")
    page = page_of(browser, "/recuperacion/")
    assert stat(page, "Valores ajenos en la casa") == "250.00"
    assert "retenido" in block(page, "ajenos")
    pay_value(players, ForeignDocument.objects.get().case_id)
    page = page_of(browser, "/recuperacion/")
    assert stat(page, "Valores ajenos en la casa") == "0.00"
    assert "No hay dinero de terceros en la casa." in page
    assert "entregado" in _listed(browser)
    assert 'id="ajenos"' not in page_of(browser, f"/clientes/{CLIENT}/")


def test_the_list_costs_the_same_however_much_it_holds(players: Players) -> None:
    browser = at_desk(players, "aud_int")
    counts = []
    for typed in ({"q": "F-10"}, {}):
        with CaptureQueriesContext(connection) as asked:
            _listed(browser, **typed)
        counts.append(len(asked))
    assert counts[1] <= counts[0] + 1 <= 14, counts


def _step(players: Players, who: str, case: int) -> str:
    return text_of(at_desk(players, who).get(f"/tarea/{waiting(case).pk}/"))


def test_a_step_shows_the_value_its_cheque_its_entries_and_its_payment(players: Players) -> None:
    case = ForeignDocument.objects.get().case_id
    page = _step(players, "j_cob", case)
    told = (WHY, "Banco Agrícola 11", "1,250.00", "documento no cedido", "205", "Q-1")
    for said in (_operation(), "250.00", "Lo que dicen los libros", *told):
        assert said in page, said
    assert "El pago a su dueño" not in page
    players.play_through(case, {17: {"decision": "release"}}, upto=19)
    paying = _step(players, "aux_d", ValuePayment.objects.get().case_id)
    for said in ("El pago a su dueño", "A la cuenta", "15191", "F-9", "250.00"):
        assert said in paying, said


def test_the_step_that_looks_says_whether_it_is_in_another_assignment(
    players: Players, clock: FixedClock
) -> None:
    later = date(2026, 4, 20)
    a_live_assignment(players, a_document("Q-5", "500.00", due_on=later.isoformat()))
    a_live_assignment(players, a_document("Q-6", "700.00", due_on=later.isoformat()))
    move_to(clock, date(2026, 4, 21))
    said = {}
    for other in ("Q-6", "X-1"):
        told = {"ours": "Q-5", "number": other, "amount": "700.00"}
        case = players.open("PCI-F07", "G_COB", told)
        answers = {2: {"new_on": "2026-04-24"}, 3: {"reason": "un solo cheque"}}
        players.play_through(case, answers, upto=3)
        said[other] = _step(players, "j_cob", case)
    assert "El documento Q-6 está en la cesión 3 del cliente" in said["Q-6"]
    assert "El documento X-1 no está en ninguna cesión vigente del cliente" in said["X-1"]


def test_the_page_of_a_step_costs_little(players: Players) -> None:
    browser = at_desk(players, "j_cob")
    browser.get("/")
    with CaptureQueriesContext(connection) as asked:
        browser.get(f"/tarea/{waiting(ForeignDocument.objects.get().case_id).pk}/")
    assert len(asked) <= MOST_QUERIES_OF_A_STEP


def _value_of(page: str, field: str) -> str:
    found = re.search(rf'<input[^>]*name="{field}"[^>]*>', page)
    assert found, field
    told = re.search(r'value="([^"]*)"', found[0])
    return told[1] if told else ""


def test_the_paper_is_read_a_second_time_without_seeing_the_first(
    players: Players, clock: FixedClock
) -> None:
    a_live_assignment(players, a_document("Q-5", "500.00", due_on="2026-04-20"))
    move_to(clock, date(2026, 4, 21))
    told = {"ours": "Q-5", "number": "F-10", "amount": "312.77"}
    case = players.open("PCI-F07", "G_COB", told)
    answers = {2: {"new_on": "2026-04-24"}, 3: {"reason": "un solo cheque"}}
    players.play_through(case, answers, upto=4)
    browser = at_desk(players, "j_cob")
    browser.post(f"/tarea/{waiting(case).pk}/", {"gives": "document"})
    task = waiting(case)
    page = text_of(browser.get(f"/tarea/{task.pk}/"))
    assert [_value_of(page, field) for field in ("number", "amount")] == ["", ""]
    assert "312.77" not in page
    answer = browser.post(f"/tarea/{task.pk}/", {"number": "F-10", "amount": "321.77"})
    page = text_of(answer)
    assert answer.status_code == 422
    assert 'href="#f-amount"' in page
    assert 'href="#f-number"' not in page
    assert [_value_of(page, field) for field in ("number", "amount")] == ["F-10", "321.77"]
    assert "312.77" not in page
    browser.post(f"/tarea/{task.pk}/", {"number": "f 10", "amount": "312.77"})
    assert ForeignDocument.objects.get(number="F-10").state == "entered"


def test_what_was_told_with_the_cheque_is_confirmed_where_the_debtor_kept_the_paper(
    players: Players, clock: FixedClock
) -> None:
    a_live_assignment(players, a_document("Q-5", "500.00", due_on="2026-04-20"))
    move_to(clock, date(2026, 4, 21))
    collect(players, [paying_both("Q-5", "500.00", "F-10", "312.77", "21")])
    task = waiting(ForeignDocument.objects.get(number="F-10").case_id)
    browser = at_desk(players, "j_cob")
    page = text_of(browser.get(f"/tarea/{task.pk}/"))
    assert [_value_of(page, field) for field in ("number", "amount")] == ["F-10", "312.77"]
    for said in ("lo tiene el deudor", "Banco Agrícola 21", "812.77"):
        assert said in page, said
    assert "Lea el número" not in page
    typed = {"number": "F-10", "amount": "321.77"}
    refused = browser.post(f"/tarea/{task.pk}/", typed)
    assert refused.status_code == 422
    assert "lo que el cheque paga de él son 312.77" in text_of(refused)
    browser.post(f"/tarea/{task.pk}/", typed | {"amount": "312.77"})
    assert ForeignDocument.objects.get(number="F-10").state == "entered"


def test_another_factors_document_that_is_sought_already_is_said_at_the_answer(
    players: Players, clock: FixedClock
) -> None:
    a_live_assignment(players, a_document("Q-5", "500.00", due_on="2026-04-20"))
    move_to(clock, date(2026, 4, 21))
    ours = Original.objects.get(number="Q-5", kind="quedan")
    operation = ours.document.operation_number if ours.document else 0
    players.open("PCI-F03", "J_COB", {"operation": operation, "number": "Z-1"})
    told = {"ours": "Q-5", "number": "Z-1", "amount": "700.00"}
    case = players.open("PCI-F07", "G_COB", told)
    answers = {2: {"new_on": "2026-04-24"}, 3: {"reason": "un solo cheque"}}
    players.play_through(case, answers, upto=4)
    task = waiting(case)
    answer = at_desk(players, "cte").post(f"/tarea/{task.pk}/", {"gives": "another_factor"})
    assert answer.status_code == 422
    assert 'href="#f-gives"' in text_of(answer)


def test_the_list_tells_what_papers_of_cases_that_are_over_are_here_still(
    players: Players, clock: FixedClock
) -> None:
    a_live_assignment(players, a_document("Q-5", "500.00", due_on="2026-04-20"))
    move_to(clock, date(2026, 4, 21))
    give_up(players, "Q-5", "F-11", "95.00", "2026-04-24")
    browser = at_desk(players, "r_cust")
    assert "F-11" in _listed(browser, paper="left")
    assert "F-9" not in _listed(browser, paper="left")
    back = ForeignDocument.objects.get(number="F-11").paper_returns.get().case_id
    page = _step(players, "r_cust", back)
    assert "Solo si la devolución empieza aquí" in page
    assert "F-11" in page
    players.play_through(back, {4: {"received_by": "Tesorera"}})
    assert "F-11" not in _listed(browser, paper="left")


def test_who_confirms_that_a_payment_came_back_sees_which_and_why(players: Players) -> None:
    case = ForeignDocument.objects.get().case_id
    pay_value(players, case)
    offered = text_of(at_desk(players, "ap_ab").get("/nuevo/INT-28/"))
    assert re.search(rf'value="{Payout.objects.get().pk}"\s*>[^<]*250\.00 · ../../....<', offered)
    given = {"payout": Payout.objects.get().pk, "returned_on": LATER.isoformat()}
    back = players.open("INT-28", "AP_AB", given | {"reason": "cuenta cerrada"})
    page = _step(players, "j_op", back)
    for said in ("F-9", "El pago a su dueño", "250.00", "15191", "cuenta cerrada", "205"):
        assert said in page, said
    players.play(back)
    assert "pago en trámite" in _listed(at_desk(players, "aud_int"), q="F-9")
