"""What a step's fields offer is told by the API as its page offers it, and to who may choose."""

from datetime import date
from typing import Any

import pytest

from cartera.control.workflow.inputs import model_of
from cartera.control.workflow.models import Task
from cartera.control.workflow.registry import procedures
from cartera.credit.assignments.models import Assignment
from cartera.credit.parties.models import Debtor
from cartera.entrance.offers import OFFERED_AT_MOST, Offer, offers_of
from cartera.entrance.visitor import Visitor
from cartera.kernel.clock import FixedClock
from cartera.procedures.players import Players
from tests.api.calling import by_key, read, send
from tests.cast import CLIENT, DEBTOR, a_company, a_document, a_live_assignment, a_payment, move_to


@pytest.fixture
def players(db: None, clock: FixedClock) -> Players:
    return a_company(clock)


def _offers(players: Players, username: str, address: str, today: date = date(2026, 1, 5)) -> Any:
    program = by_key(players.users[username], "read", today)
    offers = read(program, address).json()["offers"]
    return {each["field"]: [one["value"] for one in each["options"]] for each in offers}


def test_who_opens_a_case_is_offered_clients_and_debtors(players: Players) -> None:
    a_live_assignment(players)
    offers = _offers(players, "rec", "/procedures/PCI-F01")
    assert offers["client"] == [CLIENT]
    assert offers["documents.debtor"] == ["D001", "D002"]


def test_who_speaks_for_a_client_is_offered_his_own_alone(players: Players) -> None:
    other = {"code": "0002", "name": "Otra, S.A.", "bank": "Banco", "account": "1"}
    players.play_through(players.open("INT-01", "EJ_NEG", other))
    a_live_assignment(players)
    offers = _offers(players, "cte", "/procedures/PCI-F01")
    assert (offers["client"], offers["documents.debtor"]) == ([CLIENT], [DEBTOR])


def test_who_may_not_do_it_is_offered_nothing(players: Players) -> None:
    assert _offers(players, "contab", "/procedures/PCI-F01") == {}
    case_id = players.request(CLIENT, [a_document()], "10000.00", 45)
    task = Task.objects.get(case_id=case_id, state="open").pk
    assert _offers(players, "cte", f"/tasks/{task}") == {}


def test_the_queued_payments_are_offered_and_taken(players: Players, clock: FixedClock) -> None:
    a_live_assignment(players)
    number = Assignment.objects.get().number
    move_to(clock, date(2026, 1, 6))
    opened = players.open(
        "PCI-F09", "AP_AB", {"payments": [a_payment(number or 0, "100.00", date(2026, 1, 6))]}
    )
    steps = {step.number: step for step in _steps("PCI-F09")}
    applies = next(
        n for n, step in steps.items() if "payments" in model_of(step.act).model_fields and n > 1
    )
    players.play_through(opened, upto=applies - 1)
    task = Task.objects.get(case_id=opened, state="open")
    username = steps[applies].role.lower()
    address = f"/tasks/{task.pk}"
    offered = _offers(players, username, address, date(2026, 1, 6))["payments"]
    program = by_key(players.users[username], "work", date(2026, 1, 6))
    body = {"inputs": {"payments": [int(value) for value in offered]}}
    assert len(offered) == 1
    assert send(program, f"{address}/rehearse", body).json()["refused"] == ""


def _applying(steps: Any) -> int:
    """The step by which queued payments are applied."""
    asks: set[int] = {
        n for n, step in steps.items() if "payments" in model_of(step.act).model_fields
    }
    return min(asks - {1})


def _steps(code: str) -> Any:
    return next(each for each in procedures() if each.code == code).steps


def test_every_offer_that_a_field_names_is_there(players: Players) -> None:
    visitor = Visitor(players.users["rec"])
    named: list[Offer] = []
    for procedure in procedures():
        for step in procedure.steps:
            named += offers_of(step.act, None, visitor)
    empty = {offer.field for offer in named if not offer.pairs}
    # nothing has been disbursed: no cheque is applied, no value given to its owner, no document due
    # or to be lent; and there are neither zones nor other factoring companies
    nothing_yet = {"payment", "payout", "leave_out", "documents.operation", "operation"}
    nothing_yet |= {"zone", "factor"}
    assert empty == nothing_yet
    assert all(offer.is_whole for offer in named)


def test_a_long_offer_says_that_there_is_more(players: Players) -> None:
    Debtor.objects.bulk_create(
        Debtor(code=f"E{place:03}", name=f"Tienda {place}", limit_amount=100, state="active")
        for place in range(OFFERED_AT_MOST)
    )
    act = _steps("PCI-F01")[0].act
    offers = {offer.field: offer for offer in offers_of(act, None, Visitor(players.users["rec"]))}
    assert not offers["documents.debtor"].is_whole
    assert offers["client"].is_whole
