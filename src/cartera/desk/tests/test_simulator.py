"""The simulator: what an operation would cost, compared, taken to Excel, and asked for."""

import io
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from cartera.control.workflow.models import Case
from cartera.credit.assignments.models import Assignment
from cartera.desk.tests.office import at_desk, text_of
from cartera.kernel.clock import FixedClock
from cartera.procedures.players import Players
from tests.cast import CLIENT, DEBTOR, a_company

pytestmark = pytest.mark.django_db
QUERIES = 25


@pytest.fixture
def players(clock: FixedClock) -> Players:
    return a_company(clock)


def asked(**changed: str) -> dict[str, str]:
    """The worked example: 10,000 due in 45 days."""
    typed = {
        "client": CLIENT,
        "starts_on": "05/01/2026",
        "documents.0.amount": "10,000.00",
        "documents.0.due_on": "19/02/2026",
        "documents.0.debtor": DEBTOR,
        "documents.0.number": "Q-2587",
    }
    return typed | {name.replace("__", "."): value for name, value in changed.items()}


def post(client: Client, asks: str = "look", /, **typed: str) -> HttpResponse:
    answer: HttpResponse = client.post("/simulador/", {"_asks": asks, **typed})  # type: ignore[assignment] # its own subclass
    return answer


def test_it_opens_empty_and_says_what_to_type(players: Players) -> None:
    page = text_of(at_desk(players, "ej_neg").get("/simulador/"))
    assert "Escriba el valor de un documento" in page
    assert 'value="05/01/2026"' in page


def test_the_price_is_told_line_by_line(players: Players) -> None:
    page = text_of(post(at_desk(players, "ej_neg"), **asked()))
    for told in (
        "90 % de 10,000.00, calculado documento por documento.",
        "1 % de lo financiado, 9,000.00.",
        "13 % de 90.00.",
        "9,000.00 − 101.70 de costos y descuentos.",
        "8,898.30",
        "le quedarían 91,000.00",
        "a los 45 días debe 9,270.00",
    ):
        assert told in page, told
    assert not Assignment.objects.exists()


def test_each_document_comes_in_on_its_day(players: Players) -> None:
    typed = asked(documents__0__amount="5,000.00", documents__0__due_on="04/02/2026")
    typed |= {"documents.1.amount": "5,000.00", "documents.1.due_on": "19/02/2026"}
    page = text_of(post(at_desk(players, "ej_neg"), **typed))
    for told in ("180.00", "4,820.00", "41.80", "778.20"):
        assert told in page, told


def test_alternatives_stand_side_by_side(players: Players) -> None:
    typed = asked(alternatives__0__advance_pct="80", alternatives__1__name="Corta")
    typed["alternatives.1.term_days"] = "30"
    page = text_of(post(at_desk(players, "ej_neg"), **typed))
    compared = page.partition("lado a lado")[2].partition("</table>")[0]
    for told in ("Condiciones de la línea", "Alternativa 1", "Corta", "8,898.30", "7,909.60"):
        assert told in compared, told


def test_what_is_typed_is_answered_at_once(players: Players) -> None:
    piece = text_of(post(at_desk(players, "ej_neg"), "peek", **asked()))
    assert "8,898.30" in piece
    assert "<html" not in piece
    assert 'id="f-documents-sum-amount" data-swaps>10,000.00<' in piece
    half = text_of(post(at_desk(players, "ej_neg"), "peek", **asked(documents__0__amount="")))
    assert "Escriba el valor de un documento" in half


def test_it_goes_to_excel_as_numbers(players: Players) -> None:
    answer = post(at_desk(players, "ej_neg"), "xlsx", **asked(alternatives__0__name="=1+1"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    compared = book.get_sheet_by_index(0).to_python()
    rows = {row[0]: row[1:] for row in compared}
    assert rows["Neto a entregar"][0] == pytest.approx(8898.30)
    assert rows["Concepto"][1] == "=1+1"
    assert book.get_sheet_by_index(1).to_python()[1][0] == date(2026, 2, 19)
    assert "simulacion-2026-01-05.xlsx" in answer["Content-Disposition"]


def test_a_simulation_becomes_a_request(players: Players) -> None:
    client = at_desk(players, "rec")
    answer = post(client, "request", **asked())
    assert answer["Location"] == "/nuevo/PCI-F01/?de=simulador"
    page = text_of(client.get(answer["Location"]))
    for typed in (
        'name="client" value="0001"',
        'name="amount" value="10,000.00"',
        'name="term_days" value="45"',
        'name="documents.0.number" value="Q-2587"',
        'name="documents.0.due_on" value="19/02/2026"',
    ):
        assert typed in page, typed
    assert not Case.objects.filter(procedure="PCI-F01").exists()


def test_who_cannot_ask_for_it_is_told_who_can(players: Players) -> None:
    client = at_desk(players, "ej_neg")
    assert "La solicitud la inicia el cliente" in text_of(client.get("/simulador/"))
    answer = post(client, "request", **asked())
    assert answer.status_code == 200
    assert "8,898.30" in text_of(answer)


def test_a_client_simulates_on_his_own_line_only(players: Players) -> None:
    other = {"code": "0002", "name": "Otra, S.A. de C.V.", "bank": "Banco", "account": "1"}
    players.play_through(players.open("INT-01", "EJ_NEG", other))
    players.approve_line("0002", "5000.00", date(2026, 1, 1), date(2027, 12, 31))
    client = at_desk(players, "cte")
    assert 'name="client" value="0001"' in text_of(client.get("/simulador/"))
    assert "8,898.30" in text_of(post(client, **asked()))
    answer = post(client, **asked(client="0002"))
    assert answer.status_code == 422
    assert "no tiene una línea vigente que usted pueda ver" in text_of(answer)
    assert "5,000.00" not in text_of(answer)


@pytest.mark.parametrize(
    ("changed", "place", "told"),
    [
        ({"documents__0__amount": "1234,56"}, "documents-0-amount", "1234,56"),
        ({"documents__0__due_on": "04/01/2026"}, "documents-0-due_on", "debe vencer después"),
        ({"documents__0__due_on": ""}, "term_days", "Escriba el plazo"),
        ({"client": "9999"}, "client", "no tiene una línea vigente"),
        ({"alternatives__0__advance_pct": "0"}, "alternatives-0-advance_pct", "mayor que 0"),
        ({"term_days": "900"}, "term_days", "no puede ser mayor que 720"),
    ],
)
def test_a_mistake_stands_at_its_field(
    players: Players, changed: dict[str, str], place: str, told: str
) -> None:
    answer = post(at_desk(players, "ej_neg"), **asked(**changed))
    page = text_of(answer)
    assert answer.status_code == 422
    assert told in page.partition(f'id="f-{place}-wrong"')[2][:300]
    assert 'value="Q-2587"' in page


def test_its_queries_do_not_grow_with_the_documents(players: Players) -> None:
    client, costs = at_desk(players, "ej_neg"), []
    post(client, **asked())
    for count in (1, 60):
        typed: dict[str, Any] = asked()
        for place in range(count):
            typed |= {f"documents.{place}.amount": "10.00"}
        with CaptureQueriesContext(connection) as made:
            post(client, **typed)
        costs.append(len(made))
    assert costs[0] == costs[1] <= QUERIES
