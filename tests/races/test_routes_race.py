"""Races of the collector's day (R4): what comes home is received by one, a visit is there once, a
document is on one route."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from cartera.control.people.models import RoleGrant, User
from cartera.control.workflow.engine import open_case, perform
from cartera.control.workflow.models import Task
from cartera.credit.parties.models import Debtor
from cartera.kernel.clock import FixedClock, now
from cartera.procedures.players import Players
from cartera.procedures.playing_routes import as_read, bring_home
from cartera.recovery.cheques.models import Cheque
from cartera.recovery.custody.models import HandOver, Original
from cartera.recovery.routes.models import RouteItem, Visit
from tests.cast import DEBTOR, OPENING, a_document, move_to
from tests.invariants import broken
from tests.races.clients import CLIENTS, ROUNDS, Attempt, Clients
from tests.races.conftest import RICH
from tests.races.test_one_winner import all_do, one_won, waiting

DUE_ON = OPENING.date() + timedelta(days=45)


def live_documents(players: Players, clock: FixedClock, rounds: int) -> list[str]:
    numbers = [f"R-{number}" for number in range(rounds)]
    documents = [a_document(number, "100.00") for number in numbers]
    case = players.request(RICH, documents, f"{rounds * 90}.00", 45)
    players.disburse(case, numbers)
    move_to(clock, DUE_ON)
    return numbers


def another(role: str, name: str) -> User:
    user = User.objects.create(username=name, full_name=name, email=f"{name}@x.example")
    RoleGrant.objects.create(user=user, role=role, from_on=OPENING.date(), recorded_at=now())
    return user


@ROUNDS
def test_what_comes_home_is_received_by_one(
    players: Players, clients: Clients, clock: FixedClock, rounds: int
) -> None:
    """Two custodians, four windows each: one accepts, and one alone has the papers."""
    numbers = live_documents(players, clock, rounds)
    users = [players.users["r_cust"], another("R_CUST", "custodia_2")]
    for number in numbers:
        case = a_route_of(players, number)
        players.play(case, a_visit(number) | {"finish": True})
        players.play(case)
        read = as_read(case, 6)
        one_won(clients.race(all_do(users, waiting(case), read)), "task-not-open")
        accepted = HandOver.objects.filter(within=case, role="R_CUST", state="accepted")
        assert accepted.count() == 1
        paper = Original.objects.get(number=f"CH-{number}")
        assert paper.person_id == accepted.get().answered_by_id
    assert broken() == []


@ROUNDS
def test_a_visit_posted_by_eight_at_once_is_there_once(
    players: Players, clients: Clients, clock: FixedClock, rounds: int
) -> None:
    """By turns: the same visit eight times over, and eight that share a key and differ."""
    numbers = live_documents(players, clock, rounds)
    for n, number in enumerate(numbers):
        case = a_route_of(players, number)
        players.play(case, {"finish": False})
        key = {"key": str(uuid4()), "finish": False}
        visits = [a_visit(number) | key for _client in range(CLIENTS)]
        if n % 2:
            visits = [
                told | {"cheques": [a_cheque(number, f"{100 + amount}.00")]}
                for amount, told in enumerate(visits)
            ]
        won, others = clients.race([visiting(players, case, told) for told in visits])
        if n % 2:
            assert (len(won), {r.code for r in others}) == (1, {"visit-differs"})
        else:
            assert (len(won), others) == (CLIENTS, [])
            assert len({done.result["visit"] for done in won}) == 1
        assert Visit.objects.filter(route__case_id=case).count() == 1
        assert Cheque.objects.filter(number=f"CH-{number}").count() == 1
        bring_home(players, case)
    assert broken() == []


@ROUNDS
def test_a_document_is_on_one_route(
    players: Players, clients: Clients, clock: FixedClock, rounds: int
) -> None:
    live_documents(players, clock, rounds)
    users = [players.users["j_cob"], another("J_COB", "cobros_2")]
    for number in range(rounds):
        today = DUE_ON + timedelta(days=number)
        move_to(clock, today)
        attempts = [issuing(users[n % 2]) for n in range(CLIENTS)]
        done = one_won(clients.race(attempts), "on-another-route", "nothing-due")
        held = RouteItem.objects.filter(closed_at__isnull=True)
        assert set(held.values_list("route__case_id", flat=True)) == {done.case_id}
        task = Task.objects.get(case_id=done.case_id, state="open")
        perform(task.pk, players.users["r_cust"], as_read(done.case_id, 2))
        players.play(done.case_id)
        turned_back(players, done.case_id, today + timedelta(days=1))
    assert broken() == []


def a_route_of(players: Players, number: str) -> int:
    """A route with one document alone, in its collector's hands."""
    Debtor.objects.filter(code=DEBTOR).update(zone="Centro")
    others = Original.objects.filter(kind="quedan", state="vault").exclude(number=number)
    left = [original.label for original in others]
    typed = {"collector": "g_cob", "zone": "Centro", "leave_out": left}
    case = players.open("PCI-F02", "J_COB", typed)
    players.play(case, {"counted": 1})
    players.play(case)
    return case


def a_cheque(number: str, amount: str = "100.00") -> dict[str, Any]:
    return {"number": f"CH-{number}", "bank": "Banco Agrícola", "amount": amount,
            "is_negotiable": True, "justification": "así vino"}  # fmt: skip


def a_visit(number: str) -> dict[str, Any]:
    paid = {"document": number, "outcome": "cheque", "number": f"CH-{number}"}
    return {"debtor": DEBTOR, "outcomes": [paid], "cheques": [a_cheque(number)]}


def visiting(players: Players, case: int, told: dict[str, Any]) -> Attempt:
    task = waiting(case)
    return lambda: perform(task.pk, players.users["g_cob"], told)


def issuing(user: User) -> Attempt:
    return lambda: open_case("PCI-F02", user, {"collector": "g_cob"})


def turned_back(players: Players, case: int, later: date) -> None:
    """Nothing was collected: everything is in the vault again, and due on the next day."""
    items = RouteItem.objects.filter(route__case_id=case).select_related("original")
    outcomes = [
        {"document": item.original.label, "outcome": "uncollected", "reason": "cerrado",
         "new_on": later.isoformat()}
        for item in items
    ]  # fmt: skip
    players.play(case, {"debtor": DEBTOR, "outcomes": outcomes, "finish": True})
    bring_home(players, case)
