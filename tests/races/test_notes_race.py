"""Races of direct payments (R4): a note is received once, and its money comes back once."""

from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep
from typing import Any

from django.db import connections, transaction

from cartera.control.workflow.engine import open_case, perform, reject
from cartera.control.workflow.models import Task
from cartera.credit.claims.models import Deduction
from cartera.credit.claims.refusals import ClaimPartlyPaid
from cartera.kernel.clock import FixedClock
from cartera.kernel.refusals import Refusal
from cartera.procedures.players import Players
from cartera.recovery.cheques.models import Cheque
from cartera.recovery.direct_payments.models import DirectPayment, Refund
from tests.cast import OPENING
from tests.invariants import broken
from tests.races.clients import CLIENTS, ROUNDS, Attempt, Clients
from tests.races.test_one_winner import asked, live_assignments, one_won, taken_to, waiting
from tests.races.test_payout_comes_back import PATIENCE, somebody_waits

TODAY = OPENING.date().isoformat()


def a_note(number: int, assignment: int) -> dict[str, Any]:
    return {"assignment": assignment, "document": f"V-{assignment - 1}", "amount": "0.10",
            "reference": f"NA-{number}", "paid_on": TODAY}  # fmt: skip


def handing(players: Players, told: dict[str, Any]) -> Attempt:
    return lambda: open_case("PCI-F04", players.users["r_cust"], told)


def refunding(players: Players, case: int, number: str) -> Attempt:
    back = {"bank": "Banco Agrícola", "number": number, "drawn_on": TODAY}
    told = {"way": "cheque", "cheque": [back], "finish": False}
    task = waiting(case)
    return lambda: perform(task.pk, players.users["aux_c"], told)


@ROUNDS
def test_a_note_is_received_and_refunded_once(
    players: Players, clients: Clients, clock: FixedClock, rounds: int
) -> None:
    """Eight hand in the same note: one does. Eight cheques refund it: one does."""
    (assignment,) = live_assignments(players, 1)
    for number in range(rounds):
        told = a_note(number, assignment.number or 0)
        attempts = [handing(players, told) for _client in range(CLIENTS)]
        done = one_won(clients.race(attempts), "note-received-before", "note-already-there")
        players.play_through(done.case_id, {6: {"informed": "Tesorero"}}, upto=6)
        cheques = [refunding(players, done.case_id, f"{number}-{n}") for n in range(CLIENTS)]
        one_won(clients.race(cheques), "already-recovered")
        note = DirectPayment.objects.get(case_id=done.case_id)
        assert Refund.objects.filter(direct_payment=note).count() == 1
        assert Cheque.objects.filter(number__startswith=f"{number}-").count() == 1
        players.play_through(done.case_id, {7: {"finish": True}})
    assert broken() == []


def rejecting(players: Players, task: Task) -> Refusal | None:
    """Why a note is not voided, by who would void it in another session."""
    try:
        reject(task.pk, players.who(task), "no era de ese documento")
    except Refusal as refusal:
        return refusal
    finally:
        connections.close_all()
    return None


def test_a_claim_that_is_withheld_meanwhile_is_not_dropped(
    players: Players, clock: FixedClock
) -> None:
    (assignment,) = live_assignments(players, 1)
    told = a_note(1, assignment.number or 0)
    note = players.open("PCI-F04", "R_CUST", told)
    players.play_through(note, upto=5)
    request = asked(players, "V-9")
    taken_to(players, request, 3, ["V-9"])
    with ThreadPoolExecutor(1) as elsewhere:
        with transaction.atomic():
            withheld = waiting(request)
            perform(withheld.pk, players.who(withheld), {})
            other = elsewhere.submit(rejecting, players, waiting(note))
            until = monotonic() + PATIENCE
            while not somebody_waits() and monotonic() < until:
                sleep(0.05)
        refused = other.result(timeout=PATIENCE)
    assert isinstance(refused, ClaimPartlyPaid)
    deduction = Deduction.objects.select_related("claim").get()
    assert (deduction.state, deduction.claim and deduction.claim.state) == ("reserved", "open")
    assert broken() == []
