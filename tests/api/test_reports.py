"""The tablero's figures through the API: as on its page, today and on a past day."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cartera.kernel.clock import FixedClock
from cartera.procedures.players import Players
from tests.api.calling import by_key, read
from tests.cast import CLIENT, a_company, a_document, a_live_assignment, a_payment, move_to


@pytest.fixture
def lived(db: None, clock: FixedClock) -> Players:
    """One operation disbursed on the 5th, half paid on the 6th; another one asked for."""
    players = a_company(clock)
    a_live_assignment(players)
    players.request(CLIENT, [a_document("Q-9", "500.00")], "500.00", 30)
    move_to(clock, date(2026, 1, 6))
    cheque = a_payment(1, "5000.00", date(2026, 1, 6))
    players.play_through(players.open("PCI-F09", "AP_AB", {"payments": [cheque]}), upto=6)
    return players


def _told(players: Players, username: str = "g_gral", query: str = "") -> Any:
    program = by_key(players.users[username], "read", date(2026, 1, 6))
    return read(program, f"/dashboard{query}")


def test_the_tablero_of_today(lived: Players) -> None:
    told = _told(lived).json()
    assert (told["on"], told["is_now"]) == ("2026-01-06", True)
    capital = Decimal(told["totals"]["capital"])
    assert Decimal(0) < capital < Decimal(9000)
    assert sum(Decimal(row["capital"]) for row in told["portfolio"]) == capital
    assert [row["code"] for row in told["clients"]] == [CLIENT]
    (line,) = told["lines"]
    assert Decimal(line["approved"]) - Decimal(line["outstanding"]) - Decimal(
        line["reserved"]
    ) == Decimal(line["available"])
    assert told["cash"]["cheques"] == told["cash"]["received"] == "5000.00"
    assert (len(told["maturities"]), len(told["rounds"])) == (30, 1)
    assert {row["state"] for row in told["process"]} == {"requested"}
    assert {row["procedure"] for row in told["waiting"]} >= {"PCI-F01", "PCI-F09"}


def test_the_work_that_waits_for_the_caller_is_told_apart(lived: Players) -> None:
    mine = {row["procedure"]: row["mine"] for row in _told(lived, "rec").json()["waiting"]}
    assert (mine["PCI-F01"], mine["PCI-F09"]) == (1, 0)


def test_the_tablero_of_a_past_day_is_what_was_known_at_its_end(lived: Players) -> None:
    told = _told(lived, query="?on=2026-01-05").json()
    assert (told["on"], told["is_now"]) == ("2026-01-05", False)
    assert told["totals"]["capital"] == "9000.00"
    assert told["cash"]["disbursed"] == "8898.30"
    assert (told["process"], told["waiting"], told["cash"]["in_hand"]) == (None, None, None)
    assert told["lines"][0]["reserved"] is None


@pytest.mark.parametrize(
    ("on", "code"),
    [("2026-01-07", "day-not-come"), ("1999-12-31", "day-out-of-reach"), ("x", "query-invalid")],
)
def test_a_day_that_has_no_figures_is_refused(lived: Players, on: str, code: str) -> None:
    answer = _told(lived, query=f"?on={on}")
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, code, "on")


def test_clients_are_not_told_of_the_portfolio(lived: Players) -> None:
    answer = _told(lived, "cte")
    assert (answer.status_code, answer.json()["code"]) == (403, "staff-only")
