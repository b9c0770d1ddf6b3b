"""A cheque is exchanged once, and carried to the bank once, however many try (R4)."""

from typing import Any

from cartera.control.workflow.engine import perform
from cartera.control.workflow.models import Task
from cartera.credit.assignments.models import Assignment
from cartera.credit.payments.models import Payment
from cartera.procedures.players import SECOND, Players
from cartera.recovery.cheques.models import Cheque
from tests.cast import OPENING, a_document
from tests.cheque_cast import a_cheque, begin
from tests.invariants import broken
from tests.races.clients import CLIENTS, ROUNDS, Attempt, Clients
from tests.races.conftest import RICH
from tests.races.test_one_winner import all_do, one_won, waiting

TODAY = OPENING.date().isoformat()


def a_live_document(players: Players) -> Assignment:
    case = players.request(RICH, [a_document("V-0", "100.00")], "90.00", 30)
    players.disburse(case, ["V-0"])
    return Assignment.objects.get(case=case)


def bringing(task: Task, players: Players, old: str, number: int) -> list[Attempt]:
    """Eight windows in which the client's new cheque is received for the same old one."""

    def one(window: int) -> Attempt:
        new: dict[str, Any] = {
            "cheque": old,
            "drawer": "Distribuidora Izalco",
            "bank": "Banco Cuscatlán",
            "number": f"N-{number}-{window}",
            "amount": "0.50",
            "drawn_on": TODAY,
        }
        inputs = {"exchanges": [new], "finish": False}
        return lambda: perform(task.pk, players.users["aux_c"], inputs)

    return [one(window) for window in range(CLIENTS)]


@ROUNDS
def test_a_cheque_is_exchanged_once(players: Players, clients: Clients, rounds: int) -> None:
    assignment = a_live_document(players)
    for number in range(rounds):
        old = a_cheque(players, assignment, f"X-{number}", ("V-0", "0.50"), is_negotiable=False)
        (case,) = begin(players, old)
        answers = {
            14: {"told_by": "por teléfono"},
            15: {"confirmed_by": "Tesorera", "confirmed_at": f"{TODAY}T16:00:00-06:00"},
        }
        players.play_through(case.pk, answers, upto=15)
        told = clients.race(bringing(waiting(case.pk), players, old.number, number))
        one_won(told, "change-not-allowed", "unknown-in-batch")
        came = Cheque.objects.get(replaces=old)
        assert came.state == "received"
        assert [cover.amount for cover in came.covers.all()] == [old.amount]
    assert broken() == []


@ROUNDS
def test_a_cheque_goes_on_one_slip(players: Players, clients: Clients, rounds: int) -> None:
    assignment = a_live_document(players)
    users = [players.users["ap_ab"], players.users[SECOND]]
    for number in range(rounds):
        cheque = a_cheque(players, assignment, f"S-{number}", ("V-0", "0.50"))
        (case,) = begin(players, cheque)
        players.play_through(case.pk, {2: {"collector": "g_cob"}}, upto=5)
        one_won(clients.race(all_do(users, waiting(case.pk), {})), "task-not-open")
        assert Payment.objects.filter(cheque_id=cheque.pk, state="awaiting").count() == 1
    assert broken() == []
