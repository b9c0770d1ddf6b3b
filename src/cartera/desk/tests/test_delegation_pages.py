"""The pages of papers out of the house: asked for, lent, settled, and on their lists."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cartera.credit.assignments.models import AssignedDocument
from cartera.desk.tests.office import at_desk, post_opening, post_step, text_of, waiting
from cartera.kernel.clock import FixedClock
from cartera.procedures.players import Players
from cartera.procedures.playing_delegations import delegate, lend
from tests.cast import CLIENT, a_company, a_document, a_live_assignment, move_to

pytestmark = pytest.mark.django_db
MOST_QUERIES = 30


@pytest.fixture
def players(clock: FixedClock) -> Players:
    """A company with a dozen documents in its vault."""
    players = a_company(clock)
    a_live_assignment(players, *(a_document(f"Q-{n}", "500.00") for n in range(1, 13)))
    return players


def operations(*numbers: str) -> list[int]:
    found = AssignedDocument.objects.filter(number__in=numbers).order_by("id")
    return [document.operation_number or 0 for document in found]


def test_a_client_asks_on_his_own_page_and_is_offered_his_documents(players: Players) -> None:
    browser = at_desk(players, "cte")
    offered = text_of(browser.get("/nuevo/PCI-F11/"))
    assert "Q-12" in offered
    typed = {"client": CLIENT, "documents.0.operation": str(operations("Q-1")[0])}
    assert post_opening(browser, "PCI-F11", "do", **typed).status_code == 302
    again = post_opening(browser, "PCI-F11", "do", **typed)
    assert "ya se pidió en la cobranza delegada 1" in text_of(again)


def test_a_step_shows_what_is_delegated_and_until_when(players: Players) -> None:
    case = delegate(players, CLIENT, operations("Q-1", "Q-2"), "1000.00", upto=10)
    page = text_of(at_desk(players, "aux_c").get(f"/tarea/{waiting(case).pk}/"))
    for said in ("Lo que se delega", "Q-2", "Cheque de garantía", "Debe liquidar", "07/01/2026"):
        assert said in page, said
    refused = post_step(at_desk(players, "aux_c"), waiting(case), "do", unsettled="1")
    assert "todavía puede liquidar" in text_of(refused)
    seen_by_client = text_of(at_desk(players, "cte").get(f"/tarea/{waiting(case).pk}/"))
    assert "Liquida con el auxiliar" in seen_by_client


def test_the_page_of_a_step_costs_the_same_for_one_document_and_for_ten(players: Players) -> None:
    few = delegate(players, CLIENT, operations("Q-1"), "500.00", upto=2)
    many = delegate(
        players, CLIENT, operations(*(f"Q-{n}" for n in range(2, 12))), "5000.00", upto=2
    )
    browser = at_desk(players, "aux_c")
    browser.get("/")
    counts = []
    for case in (few, many):
        with CaptureQueriesContext(connection) as asked:
            browser.get(f"/tarea/{waiting(case).pk}/")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= MOST_QUERIES, counts


def test_lists_tell_what_is_late(players: Players, clock: FixedClock) -> None:
    players.play_through(players.open("INT-23", "J_COB", {"code": "F01", "name": "La Otra"}))
    delegate(players, CLIENT, operations("Q-1"), "500.00", upto=10)
    lend(players, "F01", operations("Q-2")[0], upto=8)
    browser = at_desk(players, "j_cob")
    for address, said in (("/cobranza-delegada/", "500.00"), ("/prestamos/", "La Otra")):
        assert said not in text_of(browser.get(address, {"clock": "late"}))
        assert said in text_of(browser.get(address, {"clock": "running"}))
    assert "La Otra" in text_of(browser.get("/factorajes/", {"q": "otra"}))
    assert "La Otra · Q-2" in text_of(browser.get("/casos/", {"q": "pci-f03.2 1"}))
    assert "Pide a la otra empresa" in text_of(browser.get("/nuevo/PCI-F03.2/"))
    move_to(clock, date(2026, 1, 8))
    for address, said in (("/cobranza-delegada/", "500.00"), ("/prestamos/", "La Otra")):
        assert said in text_of(browser.get(address, {"clock": "late"}))
