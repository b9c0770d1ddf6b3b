"""The tablero: what it says, where each figure leads, in whose order, before there is anything."""

import io
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from cartera.desk.lists.cells import Notation
from cartera.desk.parties.blocks import Block, column, total_of
from cartera.desk.parties.dashboard import FIRST_OF, USUAL_ORDER, order_for
from cartera.desk.parties.money_path import shortened
from cartera.desk.tests.boards import Links, block, page_of, stat
from cartera.desk.tests.office import at_desk
from cartera.kernel.clock import FixedClock
from cartera.procedures.players import Players
from cartera.procedures.setup import set_up_company, set_up_people
from cartera.reports.listing import Kind
from tests.cast import a_company, a_document, a_live_assignment, a_payment, move_to

pytestmark = pytest.mark.django_db
PAID_ON = date(2026, 2, 4)
MOST_QUERIES = 12


@pytest.fixture
def lived(clock: FixedClock) -> Players:
    """An assignment partly paid today, another one on its way, a round that waits."""
    players = a_company(clock)
    a_live_assignment(players)
    move_to(clock, PAID_ON)
    players.receive_and_apply([a_payment(1, "5000.00", PAID_ON)])
    due = "2026-03-20"
    players.request("0001", [a_document("Q-9", "700.00", due_on=due)], "700.00", 30)
    waiting = a_payment(1, "300.00", PAID_ON, reference="CH-2")
    players.open("PCI-F09", "AP_AB", {"payments": [waiting]})
    return players


def test_the_figures_of_the_day(lived: Players) -> None:
    page = page_of(at_desk(lived, "g_gral"), "/tablero/")
    assert stat(page, "Cartera: capital por cobrar") == "4,180.00"
    assert stat(page, "Por cobrar en 30 días") == "5,000.00"
    assert stat(page, "Disponible en líneas") == "95,820.00"
    assert stat(page, "Recibido en el día") == "5,300.00"
    assert stat(page, "Desembolsado en el día") == "0.00"
    assert stat(page, "Cuadratura") == "1 por cuadrar"
    assert "300.00" in block(page, "cuadratura")
    assert "Solicitada" in block(page, "tramite")


def test_the_figures_of_a_past_day(lived: Players) -> None:
    page = page_of(at_desk(lived, "g_gral"), "/tablero/?al=05/01/2026")
    assert stat(page, "Cartera: capital por cobrar") == "9,000.00"
    assert stat(page, "Desembolsado en el día") == "8,898.30"
    assert stat(page, "Cuadratura") == "Sin abonos"
    assert 'id="trabajo"' not in page
    assert "hx-get" not in page.partition('id="tablero"')[2].partition(">")[0]


def test_what_is_not_known_of_a_past_day_adds_up_to_nothing() -> None:
    columns = (column("client", "Cliente"), column("reserved", "Reservado", Kind.AMOUNT))
    rows: list[tuple[Any, ...]] = [(f"C{n}", None) for n in range(20)]
    lines = shortened(Block("lineas", "Líneas", columns, rows, total_of(columns, rows)))
    notation = Notation("es_SV", ZoneInfo("America/El_Salvador"))
    assert lines.drawn[-1][1].cell(notation).text == ""
    assert lines.total_row[1].total(notation).text == ""


def test_every_figure_leads_to_a_page_that_opens(lived: Players) -> None:
    client = at_desk(lived, "g_gral")
    links = Links()
    links.feed(page_of(client, "/tablero/").partition('id="tablero"')[2].partition("</main>")[0])
    inside = links.inside
    assert len(inside) > 15
    answers = {link: _status(client, link) for link in inside}
    assert {link: code for link, code in answers.items() if code != 200} == {}


def _status(client: Client, link: str) -> int:
    return client.get(f"/tablero/{link}" if link.startswith("?") else link).status_code


def test_a_long_block_is_shortened_and_still_adds_up() -> None:
    columns = (column("name", "Nombre"), column("n", "Cuántos", Kind.WHOLE))
    rows = [(f"fila {place}", place) for place in range(30)]
    made = shortened(Block("x", "X", columns, rows, total_of(columns, rows)), 10)
    assert len(made.rows) == 11
    assert total_of(columns, made.rows) == made.totals == (None, 435)
    assert made.rows[-1] == ("Otros 20", sum(range(10, 30)))
    days = (column("day", "Día", Kind.DAY), columns[1])
    assert len(shortened(Block("y", "Y", days, rows), 10).rows) == 30


def test_what_concerns_a_role_comes_first(lived: Players) -> None:
    collector, accountant = order_for(("J_COB",)), order_for(("CONTAB",))
    assert collector[:2] == ["vencimientos", "antiguedad"]
    assert accountant[0] == "partidas"
    for roles in (*FIRST_OF, ("REC",)):
        assert sorted(order_for(roles)) == sorted(USUAL_ORDER), roles
    page = page_of(at_desk(lived, "j_cob"), "/tablero/")
    assert page.index('id="vencimientos"') < page.index('id="cartera"')
    page = page_of(at_desk(lived, "contab"), "/tablero/")
    assert page.index('id="partidas"') < page.index('id="cartera"')


def test_each_block_is_a_workbook_of_its_own(lived: Players) -> None:
    client = at_desk(lived, "contab")
    book = _book(client, "/tablero/?formato=xlsx&bloque=cartera")
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[1][2] == 4180
    assert rows[4][:3] == ["Total", 1, 4180]
    whole = _book(client, "/tablero/?formato=xlsx")
    assert {"Cartera", "El dinero del día", "Últimas partidas"} <= set(whole.sheet_names)
    assert client.get("/tablero/?formato=xlsx&bloque=nada").status_code == 404


def _book(client: Client, address: str) -> CalamineWorkbook:
    answer: Any = client.get(address)
    assert answer.status_code == 200
    return CalamineWorkbook.from_filelike(io.BytesIO(answer.content))


def test_a_company_that_has_nothing_yet_is_told_how_to_begin(clock: FixedClock) -> None:
    set_up_company(from_on=date(2026, 1, 1), to_on=date(2027, 12, 31), name="Nueva, S.A.")
    people = Players(set_up_people(_one("EJ_NEG"), from_on=date(2026, 1, 1)))
    page = page_of(at_desk(people, "ej_neg"), "/tablero/")
    assert "Todavía no hay cartera" in page
    for code in ("INT-01", "INT-02", "INT-03"):
        assert f'href="/nuevo/{code}/"' in page
    assert 'id="tablero"' not in page


def _one(role: str) -> Any:
    from cartera.procedures.setup import Person

    return (Person(role.lower(), role, (role,)),)


def test_the_page_costs_the_same_queries_however_much_there_is(lived: Players) -> None:
    client = at_desk(lived, "g_gral")
    few = _queries(client)
    for place in range(3):
        a_live_assignment(lived, a_document(f"N-{place}", "100.00", debtor="D002"))
    assert _queries(client) == few <= MOST_QUERIES


def _queries(client: Client) -> int:
    page_of(client, "/tablero/")
    with CaptureQueriesContext(connection) as asked:
        page_of(client, "/tablero/")
    return len(asked)
