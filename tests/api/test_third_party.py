"""Third parties' money through the API: what the client page, the board and the list say."""

from datetime import date

import pytest

from cartera.kernel.clock import FixedClock
from cartera.procedures.playing_third_party import (
    bank_it,
    collect_both,
    hold_value,
    paying_both,
    retain_value,
)
from tests.api.calling import by_key, read
from tests.cast import CLIENT, a_company, a_document, a_live_assignment, move_to

pytestmark = pytest.mark.django_db
DUE_ON, VALUE_DAY = date(2026, 3, 5), date(2026, 3, 6)


def test_a_retained_value_is_told_of_its_client_on_the_board_and_in_the_list(
    clock: FixedClock,
) -> None:
    players = a_company(clock)
    a_live_assignment(players, a_document("Q-1", "1000.00", due_on=DUE_ON.isoformat()))
    move_to(clock, DUE_ON)
    (case,) = collect_both(players, paying_both("Q-1", "1000.00", "F-9", "250.00", "11"))
    program = by_key(players.users["j_cob"], "read", VALUE_DAY)
    assert read(program, f"/clients/{CLIENT}").json()["values"] == "0.00"
    bank_it(players, case, VALUE_DAY)
    move_to(clock, VALUE_DAY)
    players.receive_and_apply([])
    hold_value(players, case)
    retain_value(players, case, "cheque rechazado")
    assert read(program, f"/clients/{CLIENT}").json()["values"] == "250.00"
    board = read(program, "/recovery").json()
    assert board["owed_to_others"] == "250.00"
    assert board["values"] == [
        {"state": "retained", "count": 1, "amount": "250.00", "since": VALUE_DAY.isoformat()}
    ]
    (row,) = read(program, f"/lists/values?client={CLIENT}&held=any").json()["items"]
    assert (row["number"], row["collected"], row["retained_for"]) == (
        "F-9", "250.00", "cheque rechazado",
    )  # fmt: skip
