"""A race has one winner (R4): the others are told so, and the books balance."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from cartera.control.people.models import User
from cartera.control.workflow.answers import Done
from cartera.control.workflow.engine import open_case, perform
from cartera.control.workflow.models import Case, Performer, Task
from cartera.credit.assignments.models import AssignedDocument, Assignment
from cartera.credit.payments.models import Application, Payment, PaymentDay
from cartera.credit.settlements.models import Settlement
from cartera.kernel.clock import FixedClock
from cartera.kernel.refusals import Refusal
from cartera.procedures.players import SECOND, Players, usual_answers
from tests.cast import CLIENT, OPENING, a_document, move_to
from tests.invariants import broken
from tests.races.clients import CLIENTS, ROUNDS, Attempt, Clients
from tests.races.conftest import RICH

TODAY = OPENING.date()


def waiting(case_id: int) -> Task:
    return Task.objects.get(case_id=case_id, state="open")


def all_do(users: Sequence[User], task: Task, inputs: dict[str, Any]) -> list[Attempt]:
    """The same step by eight people, or by the same few from several windows."""

    def one(user: User) -> Attempt:
        return lambda: perform(task.pk, user, inputs)

    return [one(users[n % len(users)]) for n in range(CLIENTS)]


def one_won(told: tuple[list[Done], list[Refusal]], *reasons: str) -> Done:
    won, others = told
    assert {refusal.code for refusal in others} <= set(reasons), [str(r) for r in others]
    assert (len(won), len(others)) == (1, CLIENTS - 1)
    return won[0]


def live_assignments(players: Players, count: int) -> list[Assignment]:
    cases = [asked(players, f"V-{n}") for n in range(count)]
    for n, case in enumerate(cases):
        players.disburse(case, [f"V-{n}"])
    return list(Assignment.objects.filter(case__in=cases).order_by("id"))


def asked(players: Players, number: str, amount: str = "100.00") -> int:
    return players.request(RICH, [a_document(number, amount)], "90.00", 30)


def cash(assignment: Assignment, amount: str, **more: str) -> dict[str, Any]:
    typed = {"assignment": assignment.number, "amount": amount, "kind": "cash"}
    return typed | {"value_on": TODAY.isoformat()} | more


def taken_to(players: Players, case: int, step: int, documents: Sequence[str] = ()) -> None:
    while waiting(case).step < step:
        usual = usual_answers(documents) if documents else {}
        players.play(case, usual.get(waiting(case).step))


@ROUNDS
def test_a_payment_is_applied_once(players: Players, clients: Clients, rounds: int) -> None:
    """By turns: the whole day's payments, and one payment that was picked."""
    (assignment,) = live_assignments(players, 1)
    users = [players.users["ap_ab"], players.users[SECOND]]
    for number in range(rounds):
        case = players.open("PCI-F09", "AP_AB", {"payments": [cash(assignment, "0.50")]})
        taken_to(players, case, 3)
        payment = Payment.objects.get(day__case_id=case)
        picked = {"payments": [payment.pk], "finish": False}
        told = clients.race(all_do(users, waiting(case), picked if number % 2 else {}))
        one_won(told, "payment-not-queued" if number % 2 else "task-not-open")
        assert Application.objects.filter(payment=payment).count() == 1
        finished_by_a_second_person(players, case)
    assert Assignment.objects.get().capital == 90 - rounds * assignment.capital.__class__("0.5")
    assert broken() == []


def finished_by_a_second_person(players: Players, case: int) -> None:
    """Whoever of the two won the race goes on, and the other one signs the tie-out."""
    winner = Performer.objects.get(case=case, step=3).actor
    other = players.users["ap_ab" if winner.username == SECOND else SECOND]
    while task := Task.objects.filter(case_id=case, state="open").first():
        mine = {3: winner, 7: other}
        perform(task.pk, mine.get(task.step, players.who(task)), {})


@ROUNDS
def test_money_leaves_once(players: Players, clients: Clients, rounds: int) -> None:
    users = [players.users["g_gral"]]
    for number in range(rounds):
        case = asked(players, f"D-{number}")
        taken_to(players, case, 12, [f"D-{number}"])
        one_won(clients.race(all_do(users, waiting(case), {})), "task-not-open")
        assert Assignment.objects.get(case_id=case).state == "live"
        players.play_through(case)
    assert broken() == []


@ROUNDS
def test_a_settlement_is_credited_once(
    players: Players, clients: Clients, clock: FixedClock, rounds: int
) -> None:
    assignments = live_assignments(players, rounds)
    move_to(clock, TODAY + timedelta(days=10))
    on = (TODAY + timedelta(days=10)).isoformat()
    players.receive_and_apply([cash(a, "100.00", value_on=on) for a in assignments])
    usual: dict[int, dict[str, Any]] = {3: {"documents_out": True}, 4: {"promissory_note": True}}
    for settlement in Settlement.objects.order_by("id"):
        while waiting(settlement.case_id).step < 11:
            players.play(settlement.case_id, usual.get(waiting(settlement.case_id).step))
        users = [players.users["aux_d"]]
        one_won(clients.race(all_do(users, waiting(settlement.case_id), {})), "task-not-open")
        players.play_through(settlement.case_id)
    assert set(Settlement.objects.values_list("state", flat=True)) == {"posted"}
    assert broken() == []


@ROUNDS
def test_a_document_is_in_one_assignment(players: Players, clients: Clients, rounds: int) -> None:
    for number in range(rounds):
        attempts = [requesting(players, f"M-{number}" + " " * n) for n in range(CLIENTS)]
        done = one_won(clients.race(attempts), "document-in-another", "document-elsewhere")
        held = AssignedDocument.objects.filter(number_key=f"M{number}")
        assert [document.assignment.case_id for document in held] == [done.case_id]
    assert Case.objects.filter(procedure="PCI-F01").count() == rounds
    assert broken() == []


def requesting(players: Players, number: str) -> Attempt:
    inputs = {"client": CLIENT, "amount": "90", "term_days": 30,
              "documents": [a_document(number, "10.00")]}  # fmt: skip
    return lambda: open_case("PCI-F01", players.users["cte"], inputs)


@ROUNDS
def test_a_cheque_is_received_once(players: Players, clients: Clients, rounds: int) -> None:
    """Eight people open the day's round with it; then eight add another one to the round."""
    (assignment,) = live_assignments(players, 1)
    users = [players.users["ap_ab"], players.users[SECOND]]
    for number in range(rounds):
        first, second = (
            {"payments": [cheque(assignment, f"{number}-{n}")], "finish": False} for n in (1, 2)
        )
        attempts = [opening(users[n % 2], first) for n in range(CLIENTS)]
        reasons = ("round-still-open", "payment-received-before")
        case = one_won(clients.race(attempts), *reasons).case_id
        one_won(clients.race(all_do(users, waiting(case), second)), "payment-received-before")
        assert Payment.objects.filter(day__case_id=case).count() == 2
        players.play_through(case)
    assert PaymentDay.objects.count() == rounds
    assert broken() == []


def opening(user: User, inputs: dict[str, Any]) -> Attempt:
    return lambda: open_case("PCI-F09", user, inputs)


def cheque(assignment: Assignment, reference: str) -> dict[str, Any]:
    return cash(assignment, "0.10", kind="cheque", bank="Banco Agrícola", reference=reference)


@ROUNDS
def test_the_line_is_reserved_once(players: Players, clients: Clients, rounds: int) -> None:
    """Eight operations that each take most of the line: one fits, the others need management.

    A round is forty acts before the race, so one in five is run.
    """
    for number in range(rounds // 5):
        cases = []
        for place in range(CLIENTS):
            name = f"L-{number}-{place}"
            document = a_document(name, "80000.00", debtor=f"D00{1 + place % 2}")
            cases.append(players.request(CLIENT, [document], "70000", 30))
            taken_to(players, cases[-1], 6, [name])
        executive = players.users["ej_neg"]
        told = clients.race([preparing(waiting(case), executive) for case in cases])
        assert told[1] == []
        beyond = Assignment.objects.filter(case__in=cases, exceptions__contains="line")
        assert beyond.count() == CLIENTS - 1
        for case in cases:
            turned_down(players, case)
    assert broken() == []


def preparing(task: Task, user: User) -> Attempt:
    return lambda: perform(task.pk, user, {})


def turned_down(players: Players, case: int) -> None:
    from cartera.control.workflow.engine import reject, send_back

    task = waiting(case)
    if task.kind == "step":
        send_back(task.pk, players.who(task), "otra operación", to=6)
        task = waiting(case)
    reject(task.pk, players.who(task), "otra operación")
