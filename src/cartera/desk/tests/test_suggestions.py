"""Suggestions while one types: by name without accents, by code; each sees whom he may name."""

import pytest

from cartera.desk.tests.office import at_desk
from cartera.kernel.clock import FixedClock
from cartera.procedures.players import Players
from tests.cast import a_company

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
