"""Recovery through the API: papers, cheques, what is due and a collector's route, as on pages."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cartera.credit.assignments.models import AssignedDocument
from cartera.kernel.clock import FixedClock
from cartera.procedures.players import Players
from cartera.procedures.playing_delegations import borrow, lend
from cartera.procedures.playing_routes import bring_home, send_route_out, visit
from cartera.recovery.cheques.models import Cheque
from cartera.recovery.custody.models import Original
from tests.api.calling import by_key, read
from tests.cast import CLIENT, DEBTOR, OPENING, a_company, a_document, a_live_assignment, move_to

DUE_ON = OPENING.date() + timedelta(days=45)
CHEQUE = {"number": "771", "bank": "Banco Agrícola", "amount": "1100.00"}
PAID = {"document": "Q-0", "outcome": "cheque", "number": "771", "amount": "1000.00"}
MOST_QUERIES = 25


@pytest.fixture
def lived(db: None, clock: FixedClock) -> Players:
    """Three documents of one debtor that are due today."""
    return _house(clock, 3)


def _house(clock: FixedClock, documents: int) -> Players:
    players = a_company(clock)
    a_live_assignment(players, *(a_document(f"Q-{n}", "1000.00") for n in range(documents)))
    move_to(clock, DUE_ON)
    return players


def _read(players: Players, username: str, address: str) -> Any:
    return read(by_key(players.users[username], "read", DUE_ON), address)


def _out_with_a_cheque(players: Players) -> int:
    case_id = send_route_out(players)
    visit(players, case_id, debtor=DEBTOR, outcomes=[PAID], cheques=[CHEQUE])
    return case_id


def test_what_is_due_by_zone_until_it_goes_out(lived: Players) -> None:
    told = _read(lived, "j_cob", "/routes/due").json()
    (zone,) = told["zones"]
    assert (told["on"], zone["zone"], zone["owed"], zone["late"]) == (
        DUE_ON.isoformat(), "", "3000.00", 0,
    )  # fmt: skip
    assert [row["number"] for row in zone["documents"]] == ["Q-0", "Q-1", "Q-2"]
    assert {row["debtor"] for row in zone["documents"]} == {DEBTOR}
    assert told["routes"] == []
    case_id = send_route_out(lived)
    told = _read(lived, "j_cob", "/routes/due").json()
    assert (told["zones"], [route["case"] for route in told["routes"]]) == ([], [case_id])


def test_a_collector_reads_his_own_route(lived: Players) -> None:
    assert _read(lived, "g_cob", "/routes/mine").json() == {"route": None}
    case_id = _out_with_a_cheque(lived)
    route = _read(lived, "g_cob", "/routes/mine").json()["route"]
    (stop,) = route["stops"]
    assert (route["case"], route["state"], stop["debtor"]) == (case_id, "out", DEBTOR)
    assert (stop["left"], stop["owed"]) == (2, "2000.00")
    assert [row["state"] for row in stop["documents"]] == ["cheque", "pending", "pending"]
    assert stop["documents"][1]["label"] == Original.objects.get(number="Q-1").label
    denied = _read(lived, "j_cob", "/routes/mine")
    assert (denied.status_code, denied.json()["code"]) == (403, "roles-only")


def test_a_cheque_with_its_documents_and_its_life(lived: Players) -> None:
    _out_with_a_cheque(lived)
    row = Cheque.objects.get()
    told = _read(lived, "aud_int", f"/cheques/{row.pk}").json()
    assert (told["number"], told["state"], told["client"]) == ("771", "received", CLIENT)
    assert (told["amount"], told["uncovered"]) == ("1100.00", "100.00")
    (cover,) = told["covers"]
    assert (cover["document"], cover["assignment"], cover["amount"]) == ("Q-0", 1, "1000.00")
    assert [(event["n"], event["state"]) for event in told["history"]] == [(1, "received")]
    assert (told["replaces"], told["successor"]) == (None, None)
    assert (told["bounces_of_drawer"], told["bounces_of_client"]) == (0, 0)
    paper = _read(lived, "aud_int", f"/originals/{told['original']}").json()
    assert (paper["kind"], paper["holder"], told["holder"]) == (
        "cheque", paper["movements"][-1]["person"], paper["holder"],
    )  # fmt: skip
    assert _read(lived, "aud_int", "/cheques/99999").status_code == 404


def test_an_original_with_every_hand_that_it_went_through(lived: Players) -> None:
    row = Original.objects.get(number="Q-0")
    address = f"/originals/{row.pk}"
    told = _read(lived, "aud_int", address).json()
    assert (told["label"], told["state"], told["waiting"]) == (row.label, "vault", None)
    assert (told["assignment"], told["client"], told["debtor"]) == (1, CLIENT, DEBTOR)
    assert [move["n"] for move in told["movements"]] == list(range(1, row.moves + 1))
    assert told["movements"][-1]["place"] == row.place.code  # type: ignore[union-attr] # in it
    case_id = lived.open("PCI-F02", "J_COB", {"collector": "g_cob"})
    lived.play(case_id, {"counted": 3})
    lived.play(case_id)
    waiting = _read(lived, "aud_int", address).json()["waiting"]
    assert (waiting["case"], waiting["role"]) == (case_id, "G_COB")
    lived.play(case_id, {"finish": False})
    told = _read(lived, "aud_int", address).json()
    assert (told["state"], told["waiting"]) == ("in_hand", None)
    assert told["movements"][-1]["case"] == case_id
    assert _read(lived, "aud_int", "/originals/99999").status_code == 404


def test_the_board_says_what_its_page_says(lived: Players) -> None:
    case_id = _out_with_a_cheque(lived)
    told = _read(lived, "j_cob", "/recovery").json()
    assert (told["on"], told["out"], told["late"]) == (DUE_ON.isoformat(), 3, 0)
    assert (told["undeposited"], told["uncleared"], told["differing"]) == ("1100.00", "0.00", 0)
    assert sum(row["papers"] for row in told["held"]) == told["out"]
    (cheques,) = told["cheques"]
    assert (cheques["state"], cheques["fresh"], cheques["oldest"]) == (
        "received",
        "1100.00",
        "0.00",
    )
    (collector,) = told["collectors"]
    assert (collector["visits"], collector["collected"], collector["amount"]) == (1, 1, "1000.00")
    for number in ("Q-1", "Q-2"):
        vain = {"document": number, "outcome": "uncollected", "reason": "cerrado",
                "new_on": (DUE_ON + timedelta(days=3)).isoformat()}  # fmt: skip
        visit(lived, case_id, debtor=DEBTOR, outcomes=[vain])
    bring_home(lived, case_id)
    told = _read(lived, "j_cob", "/recovery").json()
    assert told["differing"] == 1
    assert Decimal(told["differences"][0]["amount"]) == Decimal(100)


def test_another_company_is_told_with_its_loans_both_ways(lived: Players) -> None:
    other = {"code": "F01", "name": "La Otra", "telephone": "2440-7000"}
    lived.play_through(lived.open("INT-23", "J_COB", other))
    first, second = (
        document.operation_number or 0
        for document in AssignedDocument.objects.filter(number__in=("Q-1", "Q-2")).order_by("id")
    )
    lend(lived, "F01", first, upto=8)
    borrow(lived, second, "Z-9", "120.00", upto=4)
    told = _read(lived, "j_cob", "/factors/F01").json()
    assert (told["name"], told["telephone"], told["state"]) == ("La Otra", "2440-7000", "active")
    ways = {row["way"]: (row["number"], row["amount"], row["state"]) for row in told["loans"]}
    assert ways == {"lent": ("Q-1", "1000.00", "lent"), "borrowed": ("Z-9", "120.00", "lent")}
    assert _read(lived, "j_cob", "/recovery").json()["between_factors"] == told["loans"]
    assert _read(lived, "j_cob", "/factors/F77").status_code == 404
    assert _read(lived, "cte", "/factors/F01").status_code in (403, 404)


@pytest.mark.parametrize("documents", [1, 30])
def test_calls_ask_the_database_as_often_for_thirty_documents(
    db: None, clock: FixedClock, documents: int
) -> None:
    players = _house(clock, documents)
    keys = {name: by_key(players.users[name], "read", DUE_ON) for name in ("g_cob", "j_cob")}
    due = _asked(keys["j_cob"], "/routes/due")
    _out_with_a_cheque(players)
    paper, cheque = Original.objects.get(number="Q-0"), Cheque.objects.get()
    counts = [
        due,
        _asked(keys["g_cob"], "/routes/mine"),
        _asked(keys["j_cob"], "/recovery"),
        _asked(keys["j_cob"], f"/originals/{paper.pk}"),
        _asked(keys["j_cob"], f"/cheques/{cheque.pk}"),
    ]
    assert max(counts) <= MOST_QUERIES, counts


def _asked(program: Any, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert read(program, address).status_code == 200
    return len(asked)
