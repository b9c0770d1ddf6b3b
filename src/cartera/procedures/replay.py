"""A file of invoices lived day by day through the procedures, by one person for each role.

In the morning custody and operations settle what the last day paid off; then clients ask, debtors
are called, management authorises and money goes out; in the afternoon money comes in, is applied,
tied out by a second person and posted; then the day is closed.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password

from cartera.company.selectors import business_calendar, company
from cartera.control.workflow.models import Task
from cartera.credit.assignments.models import Assignment
from cartera.kernel.clock import FixedClock, use_clock
from cartera.procedures.measuring import Meter
from cartera.procedures.players import COMPANY_OF_PLAYERS, Players, usual_answers
from cartera.procedures.replay_plan import COMPANY_NAME, Assigned, Plan, Receipt
from cartera.procedures.replay_recovery import Recovery
from cartera.procedures.replay_ways import Shares
from cartera.procedures.setup import BANKS, set_up_company, set_up_people

A_STEP = timedelta(seconds=5)
SETTLING_AT = time(8)
# PCI-F01 through which step, from which hour on.
ASKING = ((1, time(9)), (4, time(10)), (7, time(11)), (12, time(12)), (16, time(13)))
COLLECTING_AT = time(13, 30)
PAYING_AT = time(14)
TYING_OUT_AT = time(16)
CLOSING_AT = time(17, 30)
TIE_OUT_STEP = 7

Progress = Callable[[date], None]


@dataclass(slots=True)
class Replay:
    """A company of players that lives a plan; `live` goes through its days."""

    plan: Plan
    players: Players
    clock: FixedClock
    meter: Meter
    zone: ZoneInfo
    numbers: dict[int, int] = field(default_factory=dict)
    days: int = 0
    recovery: Recovery | None = None

    def live(self, until: date | None = None, progress: Progress = lambda _: None) -> None:
        """Live every business day, to the end of the plan or through `until`."""
        for on in self._days(until):
            self.at(on, SETTLING_AT)
            self._settle()
            self._assign(on, self.plan.assigned.get(on, ()))
            self._receive(on, self.plan.receipts.get(on, ()))
            self._close(on)
            self.days += 1
            progress(on)

    def at(self, on: date, hour: time) -> None:
        """It is `hour` of the day, or later where the day's work has already taken longer."""
        self.clock.set(max(self.clock.now(), datetime.combine(on, hour, self.zone)))

    def _days(self, until: date | None) -> Iterator[date]:
        calendar = business_calendar(company())
        on = self.plan.first_on
        last_on = self.plan.last_on if until is None else until
        while on <= last_on or (until is None and self._left_to_settle()):
            yield on
            on = calendar.next_business_day(on)

    def _left_to_settle(self) -> bool:
        return Assignment.objects.filter(state="paid_off").exists()

    def _settle(self) -> None:
        """PCI-F10 of everything that waits for it."""
        waiting = Task.objects.filter(procedure="PCI-F10", state="open").order_by("case_id")
        for case_id in list(waiting.values_list("case_id", flat=True)):
            self.players.settle(case_id)

    def _assign(self, on: date, found: Sequence[Assigned]) -> None:
        """PCI-F01 of the day's assignments, side by side through the hours of the day."""
        cases: dict[int, Assigned] = {}
        for upto, hour in ASKING:
            self.at(on, hour)
            if not cases:
                cases = {self._ask(assigned): assigned for assigned in found}
            for case_id, assigned in cases.items():
                answers = usual_answers([invoice.number for invoice in assigned.invoices])
                self.players.play_through(case_id, answers, upto=upto)
        for case_id in cases:
            self.players.store_originals(case_id)
        numbers = dict(Assignment.objects.filter(case__in=cases).values_list("case_id", "number"))
        self.numbers |= {id(assigned): numbers[case] or 0 for case, assigned in cases.items()}

    def _ask(self, assigned: Assigned) -> int:
        documents = [
            {
                "debtor": self.plan.debtor_codes[invoice.customer],
                "number": invoice.number,
                "amount": f"{invoice.amount:.2f}",
                "issued_on": invoice.issued_on.isoformat(),
                "due_on": invoice.due_on.isoformat(),
                "kind": "factura",
            }
            for invoice in assigned.invoices
        ]
        client = self.plan.client_codes[assigned.client]
        return self.players.request(client, documents, f"{assigned.amount:.2f}", assigned.term_days)

    def _receive(self, on: date, receipts: Sequence[Receipt]) -> None:
        """PCI-F09 of the day's money, the tie-out by the second person."""
        if not receipts:
            return
        if self.recovery is not None:
            self._recover(self.recovery, on, receipts)
            return
        self.at(on, PAYING_AT)
        payments = [self._payment(receipt) for receipt in receipts]
        case_id = self.players.open("PCI-F09", "AP_AB", {"payments": payments})
        self.players.play_through(case_id, upto=TIE_OUT_STEP - 1)
        self.at(on, TYING_OUT_AT)
        self.players.play_through(case_id)

    def _recover(self, recovery: Recovery, on: date, receipts: Sequence[Receipt]) -> None:
        """The day's money by routes and cheques, then PCI-F09 of what the bank gave."""
        self.at(on, COLLECTING_AT)
        recovery.day(on, receipts, self.numbers)
        self.at(on, PAYING_AT)
        case_id = self.players.open("PCI-F09", "AP_AB", {})
        self.players.play_through(case_id, upto=TIE_OUT_STEP - 1)
        self.at(on, TYING_OUT_AT)
        self.players.play_through(case_id)
        recovery.after_posting()

    def _payment(self, receipt: Receipt) -> dict[str, Any]:
        invoice = receipt.invoice
        return {
            "assignment": self.numbers[id(receipt.assigned)],
            "document": invoice.number,
            "kind": "cheque",
            "bank": BANKS[invoice.line % len(BANKS)][0],
            "reference": f"CH-{invoice.line}",
            "amount": f"{invoice.amount:.2f}",
            "value_on": receipt.value_on.isoformat(),
        }

    def _close(self, on: date) -> None:
        """INT-04: accounting closes the day, internal audit receives its checkpoint."""
        self.at(on, CLOSING_AT)
        self.players.play_through(self.players.open("INT-04", "CONTAB", {}))


@contextmanager
def replaying(
    plan: Plan, password: str, recovery: tuple[Shares, int] | None = None
) -> Iterator[Replay]:
    """A company made for the plan in an empty database, its clock at the plan's first day.

    With `recovery`, the shares and the seed of the ways, money comes home by routes and cheques.
    """
    zone = ZoneInfo("America/El_Salvador")
    clock = FixedClock(datetime.combine(plan.first_on, time(7), zone))
    meter = Meter()
    hashed = make_password(password)
    with use_clock(clock):
        last_on = plan.last_on + timedelta(days=60)
        set_up_company(from_on=plan.first_on, to_on=last_on, name=COMPANY_NAME, is_training=True)
        users = set_up_people(COMPANY_OF_PLAYERS, from_on=plan.first_on, password_hash=hashed)
        players = Players(users, _ticking(clock, meter))
        _admit(plan, players, last_on)
        replay = Replay(plan, players, clock, meter, zone)
        if recovery is not None:
            replay.recovery = Recovery(players, *recovery)
            replay.recovery.open_factor()
        yield replay


def _ticking(clock: FixedClock, meter: Meter) -> Callable[[str, int], Any]:
    """Each step takes a few seconds of the day, and is measured."""

    @contextmanager
    def watch(procedure: str, step: int) -> Iterator[None]:
        clock.advance(A_STEP)
        with meter(procedure, step):
            yield

    return watch


def _admit(plan: Plan, players: Players, last_on: date) -> None:
    """Clients with their lines, and debtors with their limits, through INT-01 to INT-03."""
    for name, code in plan.client_codes.items():
        players.admit_client(code, _titled("Cliente", name))
    for name, code in plan.debtor_codes.items():
        players.admit_debtor(code, _titled("Deudor", name), f"{plan.limits[name]:.2f}")
    for name, code in plan.client_codes.items():
        players.approve_line(
            code,
            f"{plan.lines[name]:.2f}",
            plan.first_on,
            last_on,
            max_term_days=max(120, plan.longest_term_days),
        )


def _titled(kind: str, name: str) -> str:
    """A code alone is no name to print on a paper."""
    return f"{kind} {name}" if len(name) <= 12 else name
