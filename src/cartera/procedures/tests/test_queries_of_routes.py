"""A day in the street asks the database as often for forty documents as for four."""

from datetime import timedelta

import pytest

from cartera.kernel.clock import FixedClock
from cartera.procedures.measuring import Meter
from cartera.procedures.players import Players
from cartera.procedures.playing_routes import collect
from tests.cast import DEBTOR, OPENING, a_company, a_document, a_live_assignment, move_to

DUE_ON = OPENING.date() + timedelta(days=45)


def _most_queries(clock: FixedClock, documents: int) -> dict[tuple[str, int], int]:
    """One cheque for all but three: one with a note, one not collected, one of another cheque."""
    meter = Meter()
    players = Players(a_company(clock).users, meter)
    numbers = [f"Q-{place}" for place in range(documents)]
    a_live_assignment(players, *(a_document(number, "100.00") for number in numbers))
    move_to(clock, DUE_ON)
    away, noted, *paid = numbers
    new_on = (DUE_ON + timedelta(days=3)).isoformat()
    outcomes = [
        {"document": away, "outcome": "uncollected", "reason": "cerrado", "new_on": new_on},
        {"document": noted, "outcome": "note", "number": "N-1"},
        *({"document": number, "outcome": "cheque", "number": "1"} for number in paid),
    ]
    cheque = {"number": "1", "bank": "Banco Agrícola", "amount": f"{100 * len(paid)}.00"}
    collect(players, [{"debtor": DEBTOR, "outcomes": outcomes, "cheques": [cheque]}])
    return {kind: cost.most_queries for kind, cost in meter.costs.items() if kind[0] == "PCI-F02"}


@pytest.mark.usefixtures("committed_db")
@pytest.mark.parametrize("documents", [4, 40])
def test_a_route_asks_as_often_however_long_it_is(clock: FixedClock, documents: int) -> None:
    most = _most_queries(clock, documents)
    assert set(most) == {("PCI-F02", step) for step in range(1, 13)}
    assert most[("PCI-F02", 4)] <= 42, most
    assert {kind: count for kind, count in most.items() if kind[1] != 4 and count > 30} == {}
