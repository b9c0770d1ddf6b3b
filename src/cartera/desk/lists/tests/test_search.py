"""Search finds what people have in hand, however they type it; a client finds his own alone."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cartera.control.people.models import RoleGrant, User
from cartera.credit.parties.models import Client as PartyClient
from cartera.credit.parties.models import Representative
from cartera.desk.tests.office import at_desk, text_of
from cartera.kernel.clock import FixedClock
from cartera.papers.models import Paper
from cartera.procedures.players import Players
from tests.cast import a_company, a_document, a_live_assignment, a_payment, move_to

pytestmark = pytest.mark.django_db
MOST_QUERIES = 20


@pytest.fixture
def players(clock: FixedClock) -> Players:
    """Two clients, two operations, a cheque."""
    players = a_company(clock)
    a_live_assignment(players)
    players.admit_client("0002", "Panadería Ñandú, S.A. de C.V.")
    PartyClient.objects.filter(code="0002").update(tax_id="0614-050707-104-8", registry_id="8812-3")
    players.approve_line("0002", "50000.00", date(2026, 1, 1), date(2027, 12, 31))
    case_id = players.request("0002", [a_document("Z-00077", "812.34")], "812.34", 45)
    players.disburse(case_id, ["Z-00077"])
    move_to(clock, date(2026, 2, 4))
    players.receive_and_apply([a_payment(1, "5000.00", date(2026, 2, 4))])
    return players


def _found(browser: Client, text: str) -> str:
    return text_of(browser.get("/buscar/", {"q": text, "part": "1"}))


FOUND = {
    "Q-2587": "Comercial Sonsonate",
    "q 2587": "Q-2587",
    "2587": "Q-2587",
    "258": "Q-2587",
    "Z77": "Z-00077",
    "z 0077": "Z-00077",
    "ñandu": "Panadería Ñandú",
    "NANDÚ pana": "Panadería Ñandú",
    "0002": "Panadería Ñandú",
    "0614-050707-104-8": "Panadería Ñandú",
    "06140507071048": "Panadería Ñandú",
    "061405": "Panadería Ñandú",
    "88123": "Panadería Ñandú",
    "sonsonate": "Comercial Sonsonate",
    "d001": "Comercial Sonsonate",
    "CH-1-0204": "Banco Agrícola",
    "ch1 204": "CH-1-0204",
    "CH10204": "CH-1-0204",
    "5,000.00": "CH-1-0204",
    "812.34": "Z-00077",
    "$ 9,000.00": 'href="/cesiones/1/"',
    "PCI-F01 1": 'href="/casos/',
    "1": 'href="/cesiones/1/"',
    "partid": 'href="/partidas/"',
}


def test_anything_is_found_however_it_is_typed(players: Players) -> None:
    browser = at_desk(players, "aud_int")
    missed = {text: said for text, said in FOUND.items() if said not in _found(browser, text)}
    assert missed == {}


def test_what_is_typed_exactly_comes_first(players: Players) -> None:
    players.request("0001", [a_document("Q-258", "5.00")], "5.00", 30)
    page = _found(at_desk(players, "aud_int"), "Q258")
    assert page.index("Q-258<") < page.index("Q-2587<")


def test_a_paper_is_found_by_its_fingerprint(players: Players) -> None:
    paper = Paper.objects.latest("id")
    shown = " ".join(paper.content_hash[n : n + 4] for n in range(0, 16, 4))
    assert f'href="/formatos/{paper.pk}/"' in _found(at_desk(players, "aud_int"), shown)


def test_a_procedure_is_found_by_name_by_who_may_begin_it(players: Players) -> None:
    title = "nuevo desembolso"
    assert 'href="/nuevo/PCI-F01/"' in _found(at_desk(players, "rec"), title)
    assert "/nuevo/PCI-F01/" not in _found(at_desk(players, "aud_int"), title)


HOSTILE = ["", "   ", "%", "_", "'", "\\", "':*&|!", "é" * 300, "<script>", "9" * 80, "-1"]


def test_whatever_is_typed_is_answered_and_nothing_is_reflected(players: Players) -> None:
    browser = at_desk(players, "aud_int")
    for text in HOSTILE:
        answer = browser.get("/buscar/", {"q": text})
        assert answer.status_code == 200, text
        assert "<script>" not in _found(browser, text)


def test_a_client_finds_his_own_alone(players: Players) -> None:
    person = User.objects.create_user("vocero", email="vocero@example.org", full_name="Vocero")
    at = datetime(2026, 1, 1, tzinfo=UTC)
    RoleGrant.objects.create(user=person, role="CTE", from_on=at.date(), recorded_at=at)
    Representative.objects.create(user=person, client=PartyClient.objects.get(code="0001"))
    browser = Client()
    browser.force_login(person)
    assert "Q-2587" in _found(browser, "2587")
    assert 'href="/cesiones/1/"' in _found(browser, "1")
    for text in ("Z77", "nandu", "812.34", "2", "PCI-F01 2", "sonsonate", "CH10204", "0002"):
        page = _found(browser, text)
        for hidden in ("Z-00077", "Ñandú", "CH-1", "/cesiones/2/", "/deudores/", "/clientes/"):
            assert hidden not in page, (text, hidden)


def test_a_search_costs_a_fixed_number_of_queries(players: Players) -> None:
    browser = at_desk(players, "aud_int")
    browser.get("/")
    for text in ("2587", "izalco", "5,000.00", "PCI-F01 1"):
        with CaptureQueriesContext(connection) as asked:
            _found(browser, text)
        assert len(asked) <= MOST_QUERIES, (text, len(asked))


def test_the_search_is_a_page_without_a_script(players: Players) -> None:
    page = text_of(at_desk(players, "aud_int").get("/buscar/", {"q": "izalco"}))
    assert 'value="izalco"' in page
    assert "Distribuidora Izalco" in page
    assert 'id="palette-open"' in page
    assert 'id="buscador"' in page
