"""Suggestions while one types: by name without accents, by code; each sees whom he may name."""

import pytest

from cartera.credit.parties.models import Debtor
from cartera.desk.tests.office import a_request, at_desk, post_opening, text_of
from cartera.kernel.clock import FixedClock
from cartera.procedures.players import Players
from tests.cast import CLIENT, DEBTOR, a_company, a_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def players(clock: FixedClock) -> Players:
    return a_company(clock)


def found(players: Players, username: str, address: str) -> list[str]:
    answer = at_desk(players, username).get(f"/sugerencias/{address}")
    return [row["code"] for row in answer.json()["found"]]


@pytest.mark.parametrize("typed", ["almacenes áhua", "ALMACENES", "d002", "ahuachapan almacenes"])
def test_a_debtor_is_found_by_name_or_code(players: Players, typed: str) -> None:
    assert found(players, "rec", f"debtors/?q={typed}") == ["D002"]


def test_no_more_than_a_dozen_are_suggested(players: Players) -> None:
    for n in range(14):
        players.admit_debtor(f"E{n:03}", f"Tienda {n}", "100.00")
    assert len(found(players, "rec", "debtors/?q=tienda")) == 12


def test_who_speaks_for_a_client_is_suggested_that_one_alone(players: Players) -> None:
    other = {"code": "0002", "name": "Distribuidora Otra", "bank": "Banco", "account": "1"}
    players.play_through(players.open("INT-01", "EJ_NEG", other))
    assert found(players, "rec", "clients/?q=distribuidora") == ["0001", "0002"]
    assert found(players, "cte", "clients/?q=distribuidora") == ["0001"]


def test_what_is_not_suggested_is_not_there(players: Players) -> None:
    assert at_desk(players, "rec").get("/sugerencias/users/?q=a").status_code == 404


def test_a_client_is_not_told_whose_debtors_the_others_are(players: Players) -> None:
    stranger = {"tax_id": "0614-050707-104-8"}
    players.admit_debtor("E001", "Tienda Ajena", "100.00", **stranger)
    assert found(players, "cte", "debtors/?q=") == []
    players.request(CLIENT, [a_document()], "10000.00", 45)
    assert found(players, "cte", "debtors/?q=") == [DEBTOR]
    assert found(players, "cte", "debtors/?q=tienda") == []
    number = Debtor.objects.get(code="E001").tax_id
    assert found(players, "cte", f"debtors/?q={number[:6]}") == []
    assert found(players, "cte", f"debtors/?q={number}") == ["E001"]
    browser = at_desk(players, "cte")
    for address in ("/nuevo/PCI-F01/", "/simulador/"):
        assert "Tienda Ajena" not in text_of(browser.get(address))
    typed = a_request(documents__0__debtor="E001")
    assert "Tienda Ajena" not in text_of(post_opening(browser, "PCI-F01", "peek", **typed))
