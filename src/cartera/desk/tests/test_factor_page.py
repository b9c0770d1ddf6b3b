"""The page of another company: its loans both ways against their clocks, and on the board."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cartera.credit.assignments.models import AssignedDocument
from cartera.desk.tests.boards import block, page_of, stat
from cartera.desk.tests.office import at_desk
from cartera.kernel.clock import FixedClock
from cartera.procedures.players import Players
from cartera.procedures.playing_delegations import borrow, lend
from tests.cast import a_company, a_document, a_live_assignment, move_to

pytestmark = pytest.mark.django_db
ADDRESS = "/factorajes/F01/"
MOST_QUERIES = 12


@pytest.fixture
def players(clock: FixedClock) -> Players:
    """One document is lent to the other company, another one is borrowed from it."""
    players = a_company(clock)
    a_live_assignment(players, *(a_document(f"Q-{n}", "500.00") for n in range(1, 6)))
    other = {"code": "F01", "name": "La Otra", "contact": "Rosa Cañas", "telephone": "2440-7000"}
    players.play_through(players.open("INT-23", "J_COB", other))
    lend(players, "F01", operation("Q-1"), upto=8)
    borrow(players, operation("Q-2"), "Z-9", "120.00", upto=4)
    return players


def operation(number: str) -> int:
    return AssignedDocument.objects.get(number=number).operation_number or 0


def test_it_tells_both_ways_and_what_is_late(players: Players, clock: FixedClock) -> None:
    page = page_of(at_desk(players, "j_cob"), ADDRESS)
    assert stat(page, "Préstamos en trámite") == "2"
    assert stat(page, "Valor de los documentos") == "620.00"
    assert stat(page, "Con el plazo vencido") == "0"
    assert "con la otra empresa" in block(page, "prestamos-lent")
    assert "Z-9" in block(page, "prestamos-borrowed")
    for said in ("Rosa Cañas", "2440-7000", "Comercial Sonsonate"):
        assert said in page, said
    move_to(clock, date(2026, 1, 8))
    assert stat(page_of(at_desk(players, "j_cob"), ADDRESS), "Con el plazo vencido") == "2"


def test_the_board_has_them_with_every_company(players: Players) -> None:
    shown = block(page_of(at_desk(players, "j_cob"), "/recuperacion/"), "factorajes")
    for said in ("La Otra", "Q-1", "Z-9", "con el gestor", 'href="/factorajes/F01/"'):
        assert said in shown, said


def test_it_costs_the_same_however_many_loans(players: Players) -> None:
    client = at_desk(players, "j_cob")
    page_of(client, ADDRESS)
    counts = []
    for _turn in range(2):
        with CaptureQueriesContext(connection) as asked:
            page_of(client, ADDRESS)
        counts.append(len(asked))
        for number in ("Q-3", "Q-4"):
            borrow(players, operation(number), f"Z{_turn}{number}", "10.00", upto=1)
    assert counts[0] == counts[1] <= MOST_QUERIES, counts


def test_nobody_there_is_no_page(players: Players) -> None:
    assert at_desk(players, "j_cob").get("/factorajes/F77/").status_code == 404
