"""A step asks the database at most fifteen times, whatever it works on; the close of a day proves
every total, so that it asks once for each, and no more when there is more to prove."""

from datetime import timedelta

import pytest

from cartera.credit.assignments.models import Assignment
from cartera.kernel.clock import FixedClock
from cartera.procedures.measuring import Meter
from cartera.procedures.players import Players
from tests.cast import OPENING, a_company, a_document, a_live_assignment, a_payment, move_to

MOST = 15
PROVES_EVERYTHING = ("INT-04", 1)


def _live_three_procedures(players: Players, clock: FixedClock, numbers: list[str]) -> None:
    a_live_assignment(players, *(a_document(number, "1000.00") for number in numbers))
    number = Assignment.objects.order_by("-number").values_list("number", flat=True)[0] or 0
    paid_on = OPENING.date() + timedelta(days=29)
    move_to(clock, paid_on)
    paid = [a_payment(number, "1000.00", paid_on, document=n, reference=n) for n in numbers]
    players.receive_and_apply(paid)
    case_id = Assignment.objects.get(number=number).settlements.get().case_id
    players.settle(case_id)
    players.play_through(players.open("INT-04", "CONTAB", {}))


def _most_queries(clock: FixedClock, documents: int) -> dict[tuple[str, int], int]:
    meter = Meter()
    players = Players(a_company(clock).users, meter)
    _live_three_procedures(players, clock, [f"Q-{place}" for place in range(documents)])
    return {kind: cost.most_queries for kind, cost in meter.costs.items()}


@pytest.mark.usefixtures("committed_db")
def test_no_step_asks_more_than_fifteen_times(clock: FixedClock) -> None:
    most = _most_queries(clock, documents=1)
    del most[PROVES_EVERYTHING]
    into_the_vault, back_to_the_client = 1, 2
    assert len(most) == 16 + 10 + 13 + 1 + into_the_vault + back_to_the_client
    assert {kind: count for kind, count in most.items() if count > MOST} == {}


@pytest.mark.usefixtures("committed_db")
def test_no_step_asks_more_often_for_forty_documents(clock: FixedClock) -> None:
    most = _most_queries(clock, documents=40)
    del most[PROVES_EVERYTHING]
    assert {kind: count for kind, count in most.items() if count > MOST} == {}
