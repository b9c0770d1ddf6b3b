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


def _read(players: Players, username: str, address: str) -> Any:
    return read(by_key(players.users[username], "read", date(2026, 1, 6)), address)


def test_a_client_with_his_line_and_his_accounts(lived: Players) -> None:
    told = _read(lived, "ej_neg", f"/clients/{CLIENT}").json()
    assert (told["code"], told["line"]["client"]) == (CLIENT, CLIENT)
    assert told["documents"][0]["state"] == "presented"
    assert told["accounts"][0]["state"] == "active"
    own = _read(lived, "cte", f"/clients/{CLIENT}").json()
    assert own["line"] == told["line"]
    assert _read(lived, "ej_neg", "/clients/NADIE").status_code == 404


def test_a_debtor_against_its_limit(lived: Players) -> None:
    told = _read(lived, "j_cob", "/debtors/D001").json()
    assert Decimal(told["held"]) + Decimal(told["available"]) == Decimal(told["limit_amount"])
    assert [row["code"] for row in told["ageing"]] == [CLIENT]
    assert told["last_year"]["documents"] == 0
    assert _read(lived, "cte", "/debtors/D001").json()["code"] == "staff-only"


def test_a_line_and_how_its_use_went(lived: Players) -> None:
    line_id = _read(lived, "cte", f"/clients/{CLIENT}").json()["line"]["line"]
    told = _read(lived, "cte", f"/lines/{line_id}").json()
    assert told["use"]["outstanding"] == told["moves"][-1]["used"]
    assert [row["day"] for row in told["moves"]] == ["2026-01-05", "2026-01-06"]
    then = _read(lived, "cte", f"/lines/{line_id}?on=2026-01-05").json()
    assert [row["used"] for row in then["moves"]] == ["9000.00"]


def test_who_speaks_for_another_client_is_told_nothing_of_this_one(lived: Players) -> None:
    line_id = _read(lived, "cte", f"/clients/{CLIENT}").json()["line"]["line"]
    other = {"code": "0002", "name": "Otra, S.A.", "bank": "Banco", "account": "1"}
    lived.play_through(lived.open("INT-01", "EJ_NEG", other))
    denied = _read(lived, "cte", "/clients/0002")
    assert (denied.status_code, denied.json()["code"]) == (403, "not-your-case")
    assert _read(lived, "deu", f"/lines/{line_id}").status_code == 403


def test_an_entry_balances_and_names_its_case(lived: Players) -> None:
    entry = _read(lived, "contab", "/dashboard").json()["entries"][0]
    told = _read(lived, "contab", f"/entries/{entry['id']}").json()
    debits = sum(Decimal(line["debit"]) for line in told["lines"])
    assert debits == sum(Decimal(line["credit"]) for line in told["lines"])
    assert (debits, told["case"]) == (Decimal(told["amount"]), entry["case"])


def test_what_still_prevents_the_close_is_named(lived: Players) -> None:
    told = _read(lived, "contab", "/closing").json()
    assert (told["on"], told["last_closed_on"], told["closed"]) == ("2026-01-06", None, [])
    assert {each["kind"] for each in told["obstacles"]} == {"round"}
