"""The pages of the lists, in a company that has lived: staff see all, a client his own."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cartera.control.people.models import RoleGrant, User
from cartera.credit.parties.models import Client as PartyClient
from cartera.credit.parties.models import Representative
from cartera.desk.lists.views import ADDRESSES
from cartera.desk.tests.office import at_desk, text_of
from cartera.kernel.clock import FixedClock, now
from cartera.papers.tests.reading import words_of
from cartera.procedures.players import Players
from cartera.reports.models import SavedView
from cartera.reports.registry import listings
from tests.cast import a_company, a_document, a_live_assignment, a_payment, move_to
from tests.plugins.lived import Lived, LiveOnce

pytestmark = pytest.mark.django_db
MOST_QUERIES = 14
OF_CLIENTS = ("cases", "assignments", "documents", "papers")


@pytest.fixture(scope="module")
def lived(live_once: LiveOnce) -> Lived[Players]:
    return live_once(_two_clients)


@pytest.fixture
def players(db: None, lived: Lived[Players], clock: FixedClock) -> Players:
    return lived.again(clock)


def _two_clients(clock: FixedClock) -> Players:
    """Two clients with one operation each, the first of which was paid in part."""
    players = a_company(clock)
    a_live_assignment(players)
    players.admit_client("0002", "Panadería Ñandú, S.A. de C.V.")
    players.approve_line("0002", "50000.00", date(2026, 1, 1), date(2027, 12, 31))
    case_id = players.request("0002", [a_document("Z-77", "800.00")], "800.00", 45)
    players.disburse(case_id, ["Z-77"])
    move_to(clock, date(2026, 2, 4))
    players.receive_and_apply([a_payment(1, "5000.00", date(2026, 2, 4))])
    return players


def _page(browser: Client, code: str, /, **typed: str) -> str:
    answer = browser.get(f"/{ADDRESSES[code][0]}", typed)
    assert answer.status_code == 200, (code, answer.status_code)
    return text_of(answer)


def _speaker_for(players: Players, code: str) -> User:
    """Somebody who speaks for one client alone."""
    person = User.objects.create_user("vocero", email="vocero@example.org", full_name="Vocero")
    at = datetime(2026, 1, 1, tzinfo=UTC)
    RoleGrant.objects.create(user=person, role="CTE", from_on=at.date(), recorded_at=at)
    Representative.objects.create(user=person, client=PartyClient.objects.get(code=code))
    return person


def test_every_list_has_its_page() -> None:
    assert set(ADDRESSES) == {listing.code for listing in listings()}


SAID = {
    "assignments": ("Distribuidora Izalco", "9,000.00", "4,180.00", 'href="/cesiones/1/"'),
    "documents": ("Q-2587", "Comercial Sonsonate", "10,000.00", "por cobrar"),
    "clients": ("0001", "Panadería Ñandú", "100,000.00", "activo"),
    "debtors": ("D001", "500,000.00", "Comercial Sonsonate"),
    "lines": ("50,000.00", "vigente", "90.00 %"),
    "payments": ("CH-1-0204", "5,000.00", "Q-2587", "aplicado"),
    "slips": ("5,000.00", "depositada"),
    "receipts": ("Distribuidora Izalco", "emitido"),
    "entries": ("desembolso", 'href="/partidas/'),
    "papers": ("FORM-01", 'href="/formatos/'),
    "cases": ("PCI-F01 1", "terminado"),
    "claims": ("No hay cargos pendientes",),
    "mail": ("Todavía no se ha escrito ningún correo",),
    "direct_payments": ("No hay abonos directos",),
    "cheques": ("Todavía no hay cheques",),
    "delegations": ("Nadie cobra documentos por su cuenta",),
    "loans": ("No hay documentos prestados",),
    "borrowings": ("Ninguna otra empresa de factoraje nos ha prestado",),
    "searches": ("Ningún cheque espera un documento",),
    "values": ("No hay documentos ajenos",),
    "factors": ("Todavía no hay otras empresas",),
    "originals": ("CU-", "en bóveda", "B-01 · Bóveda principal", "Q-2587"),
    "differences": ("No hay diferencias",),
    "routes": ("Todavía no hay rutas",),
}


@pytest.mark.parametrize("code", ADDRESSES)
def test_a_list_says_what_there_is(players: Players, code: str) -> None:
    page = _page(at_desk(players, "aud_int"), code)
    for said in SAID[code]:
        assert said in page, said


@pytest.mark.parametrize("code", ADDRESSES)
def test_a_list_costs_few_queries_and_no_more_with_more_rows(players: Players, code: str) -> None:
    client = at_desk(players, "aud_int")
    client.get("/")
    counts = []
    for typed in ({"state": "none"}, {}):
        with CaptureQueriesContext(connection) as asked:
            _page(client, code, **typed)
        counts.append(len(asked))
    assert counts[1] <= MOST_QUERIES, counts


@pytest.mark.parametrize("code", ADDRESSES)
def test_a_client_sees_his_own_rows_and_no_list_of_the_house(players: Players, code: str) -> None:
    client = Client()
    client.force_login(_speaker_for(players, "0001"))
    answer = client.get(f"/{ADDRESSES[code][0]}")
    if code not in OF_CLIENTS:
        assert answer.status_code == 403
        assert client.get(f"/listas/{code}/excel/").status_code == 403
        assert client.get(f"/listas/{code}/pdf/").status_code == 403
        assert client.get(f"/listas/{code}/vistas/").status_code == 403
        return
    page = text_of(answer)
    assert "Izalco" in page
    for hidden in ("Ñandú", "Z-77", "tasa efectiva"):
        assert hidden not in page, hidden


def test_a_person_without_clients_sees_no_row(players: Players) -> None:
    nobody = User.objects.create_user("nadie", email="nadie@example.org", full_name="Nadie")
    client = Client()
    client.force_login(nobody)
    for code in OF_CLIENTS:
        assert "Izalco" not in _page(client, code)


FOUND = [
    ("documents", {"q": "q 2587"}, ["Q-2587"], ["Z-77"]),
    ("documents", {"q": "002587"}, ["Q-2587"], ["Z-77"]),
    ("documents", {"q": "Z"}, ["Z-77"], ["Q-2587"]),
    ("documents", {"client": "nandu"}, ["Z-77"], ["Q-2587"]),
    ("documents", {"client": "0001"}, ["Q-2587"], ["Z-77"]),
    ("documents", {"debtor": "sonso"}, ["Q-2587", "Z-77"], []),
    ("documents", {"amount_from": "1,000.00"}, ["Q-2587"], ["Z-77"]),
    ("documents", {"due_from": "01/01/2027"}, [], ["Q-2587", "Z-77"]),
    ("payments", {"q": "ch 01 0204"}, ["CH-1-0204"], []),
    ("payments", {"q": "205"}, [], ["CH-1-0204"]),
    ("clients", {"q": "IZALCO"}, ["0001"], ["Ñandú"]),
    ("receipts", {"client": "0002"}, ["Ñandú"], ["Izalco, S.A."]),
    ("cases", {"procedure": "PCI-F09"}, ["PCI-F09 1"], ["PCI-F01 1"]),
]


@pytest.mark.parametrize(("code", "typed", "there", "not_there"), FOUND)
def test_filters_find(
    players: Players, code: str, typed: dict[str, str], there: list[str], not_there: list[str]
) -> None:
    page = _page(at_desk(players, "aud_int"), code, **typed)
    rows = page.partition("<tbody>")[2].partition("</tbody>")[0]
    assert all(said in rows for said in there), rows
    assert not any(said in rows for said in not_there), rows


def test_a_filter_that_cannot_be_read_is_told_where_it_was_typed(players: Players) -> None:
    page = _page(at_desk(players, "aud_int"), "documents", due_from="31/02/2026", q="Q-2587")
    assert "no existe en el calendario" in page
    assert 'value="31/02/2026"' in page
    assert 'value="Q-2587"' in page
    assert "<tbody>" not in page


def test_a_header_sorts_one_way_and_then_the_other(players: Players) -> None:
    client = at_desk(players, "aud_int")
    page = _page(client, "documents", order="amount", state="live")
    assert page.index("Z-77") < page.index("Q-2587")
    assert 'aria-sort="ascending"' in page
    assert "state=live&amp;order=-amount" in page
    page = _page(client, "documents", order="-amount", state="live")
    assert page.index("Q-2587") < page.index("Z-77")


def test_a_place_of_another_order_goes_back_to_the_beginning_and_says_so(players: Players) -> None:
    page = _page(at_desk(players, "aud_int"), "documents", after="zzz")
    assert "vuelva al principio" in page
    assert "Q-2587" in page


def test_an_entry_has_its_page(players: Players) -> None:
    client = at_desk(players, "contab")
    page = _page(client, "entries")
    rows = page.partition("<tbody>")[2]
    address = rows.partition('href="/partidas/')[2].partition('"')[0]
    entry = text_of(client.get(f"/partidas/{address}"))
    for said in ("Cargo", "Abono", "Elaboró", "PCI-F"):
        assert said in entry, said
    assert client.get("/partidas/999999/").status_code == 404


def test_a_view_is_kept_chosen_shared_and_forgotten(players: Players) -> None:
    owner, other = at_desk(players, "aud_int"), at_desk(players, "contab")
    typed = {"asks": "save", "name": " Lo  que vence ", "query": "state=live&order=-amount&x=1"}
    answer = owner.post("/listas/documents/vistas/", typed)
    assert answer["Location"] == "/documentos/?state=live&order=-amount"
    assert "Lo que vence" in _page(owner, "documents")
    assert "Lo que vence" not in _page(other, "documents")
    role = SavedView.objects.get()
    assert (role.name, role.role) == ("Lo que vence", "")
    refused = owner.post("/listas/documents/vistas/", typed | {"role": "CONTAB"})
    assert "rol que usted tiene" in text_of(refused)
    refused = other.post("/listas/documents/vistas/", {"asks": "remove", "view": str(role.pk)})
    assert "no es suya" in text_of(refused)
    owner.post("/listas/documents/vistas/", {"asks": "remove", "view": str(role.pk)})
    assert "Lo que vence" not in _page(owner, "documents")


def test_clients_share_no_views_with_each_other(players: Players) -> None:
    own = at_desk(players, "cte")
    typed = {"asks": "save", "name": "Mis secretos", "query": "state=live", "role": "CTE"}
    assert "rol que usted tiene" in text_of(own.post("/listas/assignments/vistas/", typed))
    SavedView.objects.create(  # as one was kept before
        owner=players.users["rec"],
        listing="assignments",
        name="De otro",
        query="",
        role="CTE",
        saved_at=now(),
    )
    assert "De otro" not in _page(own, "assignments")


def test_a_view_shown_to_a_role_is_seen_by_who_holds_it(players: Players) -> None:
    typed = {"asks": "save", "name": "De contabilidad", "query": "", "role": "CONTAB"}
    at_desk(players, "contab").post("/listas/entries/vistas/", typed)
    assert SavedView.objects.get().role == "CONTAB"
    assert "De contabilidad" not in _page(at_desk(players, "aud_int"), "entries")
    players.users["aud_int"].role_grants.create(
        role="CONTAB", from_on=date(2026, 1, 1), recorded_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    assert "De contabilidad" in _page(at_desk(players, "aud_int"), "entries")


WITHOUT_A_NAME = [("", "Póngale un nombre"), ("x" * 61, "más de 60 letras")]


@pytest.mark.parametrize(("name", "said"), WITHOUT_A_NAME)
def test_a_view_needs_a_name(players: Players, name: str, said: str) -> None:
    typed = {"asks": "save", "name": name, "query": "state=live"}
    page = text_of(at_desk(players, "aud_int").post("/listas/documents/vistas/", typed))
    assert said in page
    assert "live" in page


@pytest.mark.parametrize("code", list(SAID))
def test_a_list_prints_what_its_page_shows(players: Players, code: str) -> None:
    answer = at_desk(players, "aud_int").get(f"/listas/{code}/pdf/")
    assert answer.status_code == 200, text_of(answer)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline")
    printed = words_of(answer.content)
    assert "Factoraje de Prueba, S.A. de C.V." in printed
    told = [said for said in SAID[code] if "=" not in said]
    assert [said for said in told if said not in printed] == []
