"""The tablero of recovery: what it says, where each figure leads, before there is anything."""

import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from cartera.desk.tests.boards import Links, block, page_of, stat
from cartera.desk.tests.office import at_desk
from cartera.kernel.clock import FixedClock
from cartera.procedures.players import Players
from cartera.procedures.playing_routes import send_route_out, visit
from tests.cast import a_company, a_document, a_live_assignment, move_to

pytestmark = pytest.mark.django_db
DUE_ON = date(2026, 3, 5)
ADDRESS = "/recuperacion/"
MOST_QUERIES = 14


@pytest.fixture
def lived(clock: FixedClock) -> Players:
    """A route in the street: a cheque for the one document, nothing yet for the other; and a note
    of a third."""
    players = a_company(clock)
    for number in ("Q-1", "Q-2", "Q-3"):
        document = a_document(number, "1000.00", due_on=DUE_ON.isoformat())
        a_live_assignment(players, document)
    move_to(clock, DUE_ON)
    note = {"assignment": 3, "document": "Q-3", "reference": "NA-1", "amount": "400.00",
            "paid_on": DUE_ON.isoformat()}  # fmt: skip
    players.open("PCI-F04", "R_CUST", note)
    case = send_route_out(players)
    cheque = {"number": "7", "bank": "Banco Agrícola", "amount": "1000.00", "is_negotiable": True}
    paid = {"document": "Q-1", "outcome": "cheque", "number": "7", "amount": "1000.00"}
    visit(players, case, debtor="D001", outcomes=[paid], cheques=[cheque])
    return players


def test_what_is_out_and_what_is_no_money_yet(lived: Players) -> None:
    page = page_of(at_desk(lived, "g_op"), ADDRESS)
    assert stat(page, "Originales fuera de la bóveda") == "4"  # two quedans, a cheque, a note
    assert stat(page, "Debían haber vuelto") == "0"
    assert stat(page, "En cheques sin depositar") == "1,000.00"
    assert stat(page, "En cheques por acreditar") == "0.00"
    assert stat(page, "Abonos directos por recuperar") == "400.00"
    assert "Gestor de cobros" in block(page, "fuera")
    assert "recibido" in block(page, "cheques")
    assert "1,000.00" in block(page, "gestores")


def test_every_figure_leads_to_a_page_that_opens(lived: Players) -> None:
    client = at_desk(lived, "g_op")
    links = Links()
    links.feed(page_of(client, ADDRESS).partition("<main")[2].partition("</main>")[0])
    inside = links.inside
    assert len(inside) >= 10
    answers = {link: client.get(link if link[0] == "/" else ADDRESS + link) for link in inside}
    assert {link: a.status_code for link, a in answers.items() if a.status_code != 200} == {}


def test_the_workbook_has_a_sheet_for_each_block_that_has_rows(lived: Players) -> None:
    answer = at_desk(lived, "g_op").get(f"{ADDRESS}?formato=xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert len(book.sheet_names) == 4


def test_before_there_is_anything_each_block_says_so(clock: FixedClock) -> None:
    page = page_of(at_desk(a_company(clock), "g_op"), ADDRESS)
    assert "Todavía no ha salido ninguna ruta." in page
    assert "No hay cheques en gestión." in page
    assert stat(page, "Diferencias por resolver") == "0"


def test_it_costs_the_same_however_much_there_is(lived: Players) -> None:
    client = at_desk(lived, "g_op")
    page_of(client, ADDRESS)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page_of(client, ADDRESS)
    assert len(asked) <= MOST_QUERIES
