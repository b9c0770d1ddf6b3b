"""Clients, debtors, lines, assignments: what each page says, as of which day, and to whom."""

import io
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from cartera.credit.lines.models import Line
from cartera.desk.tests.office import at_desk, text_of
from cartera.kernel.clock import FixedClock
from cartera.procedures.players import Players
from tests.cast import CLIENT, DEBTOR, a_company, a_document, a_live_assignment, a_payment, move_to

pytestmark = pytest.mark.django_db
OTHER = "0002"
LATE_ON = date(2026, 2, 12)


@pytest.fixture
def lived(clock: FixedClock) -> Players:
    """Two clients: one with a line and an assignment partly paid, another with nothing yet."""
    players = a_company(clock)
    a_live_assignment(players)
    other = {"code": OTHER, "name": "Otra, S.A.", "bank": "Banco Agrícola", "account": "7"}
    players.play_through(players.open("INT-01", "EJ_NEG", other))
    move_to(clock, date(2026, 2, 4))
    players.receive_and_apply([a_payment(1, "5000.00", date(2026, 2, 4))])
    return players


def _page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return text_of(answer)


def _figure(page: str, name: str) -> str:
    """The value of a figure of a list, or of a stat."""
    for opening in (f"<dt>{name}</dt><dd", f'{name}</span><span class="stat-value"'):
        _, found, after = page.partition(opening)
        if found:
            return after.partition(">")[2].partition("<")[0].strip()
    raise AssertionError(f"{name} is not on the page")


OWED = {
    "2026-01-05": "9,000.00",
    "03/02/2026": "9,174.00",
    "04/02/2026": "4,180.00",
    "19/02/2026": "4,221.80",
}


def test_a_statement_is_as_of_any_day(lived: Players) -> None:
    client = at_desk(lived, "cte")
    pages = {day: _page(client, f"/cesiones/1/?al={day}") for day in OWED}
    assert {day: _figure(page, "Total") for day, page in pages.items()} == OWED
    assert "Lo que se deberá al 19/02/2026" in pages["19/02/2026"]
    assert "Lo que se debe al 04/02/2026" in pages["04/02/2026"]


def test_a_day_that_does_not_read_is_said_and_today_is_shown(lived: Players) -> None:
    client = at_desk(lived, "aud_int")
    page = _page(client, "/cesiones/1/?al=31/02/2026")
    assert "no existe en el calendario" in page
    assert 'value="31/02/2026"' in page
    assert "Lo que se debe al 04/02/2026" in page
    assert "aún no se había desembolsado" in _page(client, "/cesiones/1/?al=04/01/2026")
    assert "todavía no llega" in _page(client, f"/clientes/{CLIENT}/?al=05/02/2026")


def test_a_statement_as_known_on_a_day_outlives_a_late_payment(
    lived: Players, clock: FixedClock
) -> None:
    """Printed on the day, and asked for again after a payment with an older value date arrived."""
    client = at_desk(lived, "contab")
    asked = "/cesiones/1/?al=04/02/2026"
    printed = _owed_part(_page(client, asked))
    move_to(clock, LATE_ON)
    late = a_payment(1, "1000.00", date(2026, 1, 20), reference="CH-OLD")
    lived.receive_and_apply([late])
    assert _figure(_page(client, asked), "Total") == "3,170.90"
    again = _page(client, f"{asked}&sabido=04/02/2026")
    assert "como se sabía el 04/02/2026" in again
    assert _owed_part(again) == printed
    assert "CH-OLD" not in again
    assert "Aplicado y deshecho después" in _page(client, asked)


def _owed_part(page: str) -> str:
    return page.partition('id="adeudado"')[2].partition("</dl>")[0]


def test_a_client_is_told_whole_to_staff(lived: Players) -> None:
    page = _page(at_desk(lived, "ej_neg"), f"/clientes/{CLIENT}/")
    assert _figure(page, "Línea aprobada") == "100,000.00"
    assert _figure(page, "En uso") == "4,180.00"
    assert _figure(page, "Disponible") == "95,820.00"
    for said in ("Distribuidora Izalco", "151910001", "Categoría de riesgo", "FORM-06", "CH-1-0204",
                 "Lo último que se hizo", "/nuevo/INT-03/?client=0001"):  # fmt: skip
        assert said in page, said


def test_a_client_as_of_a_past_day(lived: Players) -> None:
    page = _page(at_desk(lived, "ej_neg"), f"/clientes/{CLIENT}/?al=10/01/2026")
    assert _figure(page, "En uso") == "9,000.00"
    assert _figure(page, "Disponible") == "91,000.00"
    before = _page(at_desk(lived, "ej_neg"), f"/clientes/{CLIENT}/?al=01/01/2026")
    assert "A ese día no tiene cesiones por pagar." in before


def test_a_client_sees_his_own_and_no_inner_figures(lived: Players) -> None:
    client = at_desk(lived, "cte")
    page = _page(client, f"/clientes/{CLIENT}/")
    assert _figure(page, "Disponible") == "95,820.00"
    for inner in (
        "Categoría de riesgo",
        "FORM-06",
        "FORM-08",
        "Lo último que se hizo",
        "/deudores/",
    ):
        assert inner not in page, inner
    line = Line.objects.get(client__code=CLIENT).pk
    assert "/deudores/" not in _page(client, f"/lineas/{line}/")
    statement = _page(client, "/cesiones/1/")
    for inner in ("/deudores/", "Partidas de sus casos"):
        assert inner not in statement, inner
    for closed in (f"/clientes/{OTHER}/", f"/deudores/{DEBTOR}/", "/tablero/"):
        assert client.get(closed).status_code == 403, closed


def test_a_new_client_is_told_what_comes_first(lived: Players) -> None:
    page = _page(at_desk(lived, "ej_neg"), f"/clientes/{OTHER}/")
    assert "Todavía no tiene línea" in page
    assert "/nuevo/INT-03/?client=0002" in page


def test_a_debtor_is_told_with_its_limit_and_how_it_pays(lived: Players) -> None:
    page = _page(at_desk(lived, "j_cob"), f"/deudores/{DEBTOR}/")
    assert _figure(page, "Por cobrar") == "5,000.00"
    assert _figure(page, "Límite sobre todos los clientes") == "500,000.00"
    assert _figure(page, "Parte de toda la cartera") == "100.00 %"
    assert "Todavía no se le ha cobrado ningún documento" in page
    nothing = _page(at_desk(lived, "j_cob"), "/deudores/D002/")
    assert "A ese día no debe ningún documento." in nothing


def test_how_a_debtor_pays_is_reckoned_from_what_it_paid(lived: Players, clock: FixedClock) -> None:
    """Due on 19 February, paid whole on 25 February: six days late; and one cheque back."""
    move_to(clock, date(2026, 2, 25))
    lived.receive_and_apply([a_payment(1, "5000.00", date(2026, 2, 25))])
    page = _page(at_desk(lived, "j_cob"), f"/deudores/{DEBTOR}/")
    assert _figure(page, "Documentos cobrados") == "1"
    assert _figure(page, "Cobrados después de su fecha") == "1"
    assert _figure(page, "Atraso promedio, días (negativo: paga antes)") == "6.0"
    assert _figure(page, "Cheques rechazados") == "0"


def test_a_line_tells_its_terms_its_approval_and_its_use(lived: Players) -> None:
    found = Line.objects.get(client__code=CLIENT)
    page = _page(at_desk(lived, "g_op"), f"/lineas/{found.pk}/")
    assert _figure(page, "Aprobado") == "100,000.00"
    assert _figure(page, "Disponible") == "95,820.00"
    for said in ("Gerencia general", "Cesión 1", "Q-2587", "<polyline", "-4,820.00", "vigente"):
        assert said in page, said
    past = _page(at_desk(lived, "g_op"), f"/lineas/{found.pk}/?al=10/01/2026")
    assert _figure(past, "Disponible") == "91,000.00"


def test_each_page_is_a_workbook_too(lived: Players) -> None:
    client = at_desk(lived, "contab")
    line = Line.objects.get(client__code=CLIENT).pk
    sheets = {
        f"/clientes/{CLIENT}/": "Cesiones vigentes",
        f"/deudores/{DEBTOR}/": "Documentos por cobrar",
        f"/lineas/{line}/": "Cómo ha variado",
        "/cesiones/1/": "Movimientos",
        "/tablero/": "Cartera",
    }
    for address, sheet in sheets.items():
        book = _book(client, f"{address}?formato=xlsx")
        assert sheet in book.sheet_names, (address, book.sheet_names)
    rows = _book(client, "/cesiones/1/?formato=xlsx").get_sheet_by_name("Movimientos").to_python()
    assert rows[1][3] == 9000
    assert rows[2][3:10] == [5000, 0, 0, 180, 0, 4820, 4180]


def _book(client: Client, address: str) -> CalamineWorkbook:
    answer: Any = client.get(address)
    assert answer.status_code == 200
    return CalamineWorkbook.from_filelike(io.BytesIO(answer.content))


MOST_QUERIES = {"/cesiones/1/": 13, f"/clientes/{CLIENT}/": 20, f"/deudores/{DEBTOR}/": 11}


def test_a_page_costs_the_same_queries_however_much_there_is(lived: Players) -> None:
    client = at_desk(lived, "g_gral")
    few = {address: _queries(client, address) for address in MOST_QUERIES}
    for place in range(3):
        documents = [a_document(f"N-{place}-{row}", "100.00") for row in range(3)]
        a_live_assignment(lived, *documents)
    many = {address: _queries(client, address) for address in MOST_QUERIES}
    assert few == many
    assert {a: n for a, n in many.items() if n > MOST_QUERIES[a]} == {}


def _queries(client: Client, address: str) -> int:
    _page(client, address)
    with CaptureQueriesContext(connection) as asked:
        _page(client, address)
    return len(asked)
