"""Cases found and told; papers; the day's close."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cartera.control.workflow.models import Case
from cartera.credit.lines.models import Line
from cartera.desk.tests.office import at_desk, text_of
from cartera.kernel.clock import FixedClock
from cartera.papers.models import Paper
from cartera.papers.refusals import PaperNotPrinted
from cartera.procedures.players import Players
from tests.cast import a_company, a_document, a_live_assignment, a_payment, move_to

pytestmark = pytest.mark.django_db
MOST_QUERIES = 26
A_CASE = '<td class="named"><a href="/casos/'


@pytest.fixture
def lived(clock: FixedClock) -> tuple[Players, int, int]:
    """The worked example up to its first payment: the players, its case, the day's case."""
    players = a_company(clock)
    case_id = a_live_assignment(players)
    move_to(clock, date(2026, 2, 4))
    day = players.receive_and_apply([a_payment(1, "5000.00", date(2026, 2, 4))])
    return players, case_id, day.pk


def _page(client: Client, address: str) -> str:
    return text_of(client.get(address))


def test_a_case_tells_what_happened_what_was_posted_and_printed(
    lived: tuple[Players, int, int],
) -> None:
    players, case_id, _ = lived
    page = _page(at_desk(players, "aud_int"), f"/casos/{case_id}/")
    for said in ("terminado", "hizo el paso 12", "8,898.30", "FORM-08", "CCF 1", "Q-2587"):
        assert said in page, said


def test_a_day_of_payments_tells_how_each_was_applied(lived: tuple[Players, int, int]) -> None:
    players, _, day = lived
    page = _page(at_desk(players, "aud_int"), f"/casos/{day}/")
    for said in ("5,000.00", "180.00", "4,820.00", "4,180.00", 'href="/cesiones/1/"'):
        assert said in page, said


def test_a_refused_attempt_is_told_to_staff(lived: tuple[Players, int, int]) -> None:
    players, _, _ = lived
    case_id = players.request("0001", [a_document("Q-7")], "100.00", 30)
    task = Case.objects.get(pk=case_id).tasks.get()
    at_desk(players, "aux_d").post(f"/tarea/{task.pk}/", {"_asks": "do"})
    assert "no se le permitió" in _page(at_desk(players, "aud_int"), f"/casos/{case_id}/")
    assert "no se le permitió" not in _page(at_desk(players, "cte"), f"/casos/{case_id}/")


FOUND = {
    "PCI-F01 1": 1,
    "pci-f01": 1,
    "izalco": 4,
    "0001": 4,
    "1": 1,
    "q 2587": 1,
    "CH-1-0204": 2,
    "nada": 0,
    "%": 0,
    "'; DROP TABLE": 0,
}


def test_a_case_is_found_by_what_people_have_in_hand(lived: tuple[Players, int, int]) -> None:
    client = at_desk(lived[0], "aud_int")
    pages = {text: text_of(client.get("/casos/", {"q": text})) for text in FOUND}
    assert {text: page.count(A_CASE) for text, page in pages.items()} == FOUND


def test_cases_come_in_pages(lived: tuple[Players, int, int]) -> None:
    players, _, _ = lived
    for n in range(60):
        players.request("0001", [a_document(f"P-{n}", "1.00")], "1.00", 30)
    client = at_desk(players, "aud_int")
    first = _page(client, "/casos/")
    assert first.count(A_CASE) == 50
    second = _page(client, f"/casos/?after={first.rpartition('after=')[2].partition(chr(34))[0]}")
    assert second.count(A_CASE) == Case.objects.count() - 50


def test_a_paper_opens_in_the_browser_or_is_kept(lived: tuple[Players, int, int]) -> None:
    players, case_id, _ = lived
    paper = Paper.objects.filter(case_id=case_id, form="FORM-08").get()
    client = at_desk(players, "aud_int")
    shown = client.get(f"/formatos/{paper.pk}/")
    assert (shown["Content-Type"], shown.content[:5]) == ("application/pdf", b"%PDF-")
    assert shown["Content-Disposition"].startswith("inline")
    kept = client.get(f"/formatos/{paper.pk}/?guardar")
    assert kept["Content-Disposition"] == f'attachment; filename="FORM-08-{case_id}-{paper.pk}.pdf"'


def test_a_paper_that_cannot_be_printed_says_so(
    lived: tuple[Players, int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    players, case_id, _ = lived
    monkeypatch.setattr("cartera.desk.cases.views.print_paper", _fail)
    paper = Paper.objects.filter(case_id=case_id, form="FORM-08").get()
    answer = at_desk(players, "aud_int").get(f"/formatos/{paper.pk}/")
    assert answer.status_code == 503
    assert "incidente" in text_of(answer).lower()


def _fail(paper: Paper) -> bytes:
    raise PaperNotPrinted(code=paper.form, incident="abc")


def test_the_close_names_what_is_missing_and_then_shows_the_closed_day(
    lived: tuple[Players, int, int], clock: FixedClock
) -> None:
    players, _, _ = lived
    move_to(clock, date(2026, 2, 5))
    case_id = players.open(
        "PCI-F09", "AP_AB", {"payments": [a_payment(1, "100.00", date(2026, 2, 5))]}
    )
    client = at_desk(players, "contab")
    page = _page(client, "/cierre/")
    assert f'<a href="/casos/{case_id}/">' in page
    assert "no están contabilizados" in page
    refused = client.post("/nuevo/INT-04/", {"_asks": "do"})
    assert refused.status_code == 422
    players.play_through(case_id)
    assert "todo está contabilizado" in _page(client, "/cierre/")
    assert client.post("/nuevo/INT-04/", {"_asks": "do"}).status_code == 302
    page = _page(client, "/cierre/")
    assert "Días cerrados" in page
    assert "INT-04 paso 2" in page


def test_a_page_costs_few_queries(lived: tuple[Players, int, int]) -> None:
    players, case_id, day = lived
    client = at_desk(players, "aud_int")
    client.get("/")
    for address in (f"/casos/{case_id}/", f"/casos/{day}/", "/casos/"):
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        assert len(asked) <= MOST_QUERIES, (address, len(asked))


def test_a_proposal_shows_what_has_a_name_in_the_reader_s_language(clock: FixedClock) -> None:
    players = a_company(clock)
    line = Line.objects.first()
    assert line is not None
    page = text_of(at_desk(players, "aud_int").get(f"/casos/{line.case_id}/"))
    assert "<dt>Cliente</dt>" in page
    assert "<dt>Estado</dt>" in page
    for unnamed in ("<dt>Client</dt>", "<dt>State</dt>", "<dt>Case</dt>", "<dt>Id</dt>"):
        assert unnamed not in page
