"""Two months lived day by day, the figures of each day kept as they were read on that day."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from cartera.control.workflow.models import Case, Task
from cartera.credit.assignments.models import Assignment
from cartera.credit.payments.models import Payment
from cartera.kernel.clock import FixedClock
from cartera.procedures.players import Players
from tests.cast import CLIENT, OPENING, a_company, a_document, a_live_assignment, a_payment, move_to

OTHER = "0002"
FIRST = OPENING.date()
# A payment of 20 February with value date 9 January, a cheque back from the bank, a settlement, an
# assignment whose documents go back to the client, one in arrears, a line replaced by another.
LATE_ON, LATE_VALUE_ON = date(2026, 2, 20), date(2026, 1, 9)
LAST = date(2026, 3, 20)


def live(clock: FixedClock, each_day: Callable[[date], None]) -> Players:
    """The two months; `each_day` is called at the end of each day on which something was done."""
    players = a_company(clock)
    for on in _days(players, clock):
        each_day(on)
    return players


def _days(players: Players, clock: FixedClock) -> Iterator[date]:
    players.admit_client(OTHER, "Industrias Olocuilta, S.A. de C.V.")
    players.approve_line(OTHER, "60000.00", FIRST, date(2026, 12, 31))
    a_live_assignment(players, a_document(), a_document("Q-1", "6000.00", debtor="D002"))
    yield FIRST
    yield from _second_assignment(players, clock)
    yield from _payments(players, clock)
    yield from _bounce(players, clock)
    yield from _late_payment(players, clock)
    yield from _settlement(players, clock)
    move_to(clock, LAST)
    yield LAST


def _second_assignment(players: Players, clock: FixedClock) -> Iterator[date]:
    move_to(clock, on := date(2026, 1, 7))
    documents = [
        a_document("Q-20", "3000.00", debtor="D002", due_on="2026-01-20"),
        a_document("Q-21", "2500.00", due_on="2026-02-10"),
    ]
    case_id = players.request(OTHER, documents, "5500.00", 20)
    players.disburse(case_id, ["Q-20", "Q-21"])
    players.request(CLIENT, [a_document("Q-90", "700.00")], "700.00", 30)
    yield on


def _payments(players: Players, clock: FixedClock) -> Iterator[date]:
    move_to(clock, on := date(2026, 1, 15))
    players.receive_and_apply(
        [
            a_payment(1, "4000.00", on),
            a_payment(2, "3000.00", on, document="Q-20", reference="CH-77"),
        ]
    )
    yield on
    move_to(clock, on := date(2026, 2, 4))
    players.receive_and_apply(
        [a_payment(1, "6000.00", on), a_payment(2, "900.00", on, document="Q-21")]
    )
    yield on


def _bounce(players: Players, clock: FixedClock) -> Iterator[date]:
    move_to(clock, on := date(2026, 2, 6))
    cheque = Payment.objects.get(reference="CH-77")
    typed = {"payment": cheque.pk, "bounced_on": "2026-02-05", "reason": "sin fondos",
             "charge": "25.00"}  # fmt: skip
    case_id = players.open("INT-06", "AP_AB", typed)
    yield on
    move_to(clock, on := date(2026, 2, 9))
    players.play_through(case_id)
    yield on


def _late_payment(players: Players, clock: FixedClock) -> Iterator[date]:
    move_to(clock, LATE_ON)
    players.receive_and_apply(
        [a_payment(1, "1500.00", LATE_VALUE_ON, document="Q-1", reference="CH-OLD")]
    )
    players.approve_line(OTHER, "45000.00", LATE_ON, date(2026, 12, 31))
    yield LATE_ON


def _settlement(players: Players, clock: FixedClock) -> Iterator[date]:
    move_to(clock, on := date(2026, 3, 2))
    players.receive_and_apply([a_payment(1, "4500.00", on, document="Q-1")])
    yield on
    move_to(clock, on := date(2026, 3, 4))
    players.settle(Case.objects.get(procedure="PCI-F10").pk)
    yield on
    move_to(clock, on := date(2026, 3, 6))
    _cover_by_client(players, on)
    yield on
    move_to(clock, on := on + timedelta(days=4))
    proposed = {"assignment": 2, "documents": ["Q-20"], "reason": "pagó el cliente"}
    players.play_through(players.open("INT-10", "R_CUST", proposed))
    yield on


def _cover_by_client(players: Players, on: date) -> None:
    """The client pays the second assignment off with one transfer that names no quedan of it."""
    owed = Assignment.objects.get(number=2)
    amount = f"{owed.capital + 1000:.2f}"
    payment = a_payment(2, amount, on, document="", kind="transfer", reference="TR-1")
    players.receive_and_apply([payment | {"source": "direct"}])


def open_tasks() -> Any:
    """How many tasks wait, by procedure."""
    found: dict[str, int] = {}
    for task in Task.objects.filter(state="open"):
        found[task.procedure] = found.get(task.procedure, 0) + 1
    return found
