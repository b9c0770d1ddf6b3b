"""What the replay will live: which invoices make one assignment, when it starts, when money comes.

- Each client's invoices of a week (Monday to Sunday) are one assignment. It is asked for and paid
  out on the day of the week's last invoice, or the next business day.
- Its term runs to the latest due day among its invoices.
- Money that came before the assignment started is handed in on the day it starts and counts from
  then, so that every invoice takes part.
- Money that came on a day without business is received on the next business day and counts from
  the day on which it came.
- An invoice that is due by the day on which its assignment starts cannot be assigned: left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate

from cartera.kernel.calendar import BusinessCalendar
from cartera.procedures.replay_file import Invoice

COMPANY_NAME = "Réplica de cartera"
CALENDAR = BusinessCalendar(country="SV", subdivision="SS")
CODE_LENGTH = 12
ROUND_TO = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Assigned:
    """One client's invoices of one week, and the business day on which they are assigned."""

    client: str
    starts_on: date
    term_days: int
    invoices: tuple[Invoice, ...]

    @property
    def amount(self) -> Decimal:
        """Their face value."""
        return sum((invoice.amount for invoice in self.invoices), Decimal(0))


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that comes in for an invoice of an assignment, and from which day it counts."""

    assigned: Assigned
    invoice: Invoice
    value_on: date


@dataclass(slots=True)
class Plan:
    """Every assignment and receipt by its business day; who takes part; what does not."""

    assigned: dict[date, list[Assigned]] = field(default_factory=dict)
    receipts: dict[date, list[Receipt]] = field(default_factory=dict)
    client_codes: dict[str, str] = field(default_factory=dict)
    debtor_codes: dict[str, str] = field(default_factory=dict)
    lines: dict[str, Decimal] = field(default_factory=dict)
    limits: dict[str, Decimal] = field(default_factory=dict)
    left_out: list[Invoice] = field(default_factory=list)

    @property
    def first_on(self) -> date:
        """The first business day on which anything happens."""
        return min(self.assigned)

    @property
    def last_on(self) -> date:
        """The last business day on which money comes in, or an assignment starts."""
        return max([*self.assigned, *self.receipts])

    @property
    def longest_term_days(self) -> int:
        """The longest term that any assignment needs."""
        return max(found.term_days for found in self.all_assigned())

    def all_assigned(self) -> Iterator[Assigned]:
        """Every assignment, oldest first."""
        for on in sorted(self.assigned):
            yield from self.assigned[on]


def plan_of(invoices: Sequence[Invoice], calendar: BusinessCalendar = CALENDAR) -> Plan:
    """The plan for these invoices."""
    plan = Plan()
    weeks: dict[tuple[str, date], list[Invoice]] = defaultdict(list)
    for invoice in invoices:
        weeks[invoice.client, _monday(invoice.issued_on)].append(invoice)
    for (client, _), found in sorted(weeks.items(), key=lambda week: (week[0][1], week[0][0])):
        starts_on = calendar.on_or_after(max(invoice.issued_on for invoice in found))
        _plan_week(plan, client, starts_on, found, calendar)
    everything = list(plan.all_assigned())
    plan.client_codes = _codes("C", (found.client for found in everything))
    taking_part = [invoice for found in everything for invoice in found.invoices]
    plan.debtor_codes = _codes("D", (invoice.customer for invoice in taking_part))
    plan.lines = _peaks(everything, by="client")
    plan.limits = _peaks(everything, by="customer")
    return plan


def _plan_week(
    plan: Plan, client: str, starts_on: date, found: list[Invoice], calendar: BusinessCalendar
) -> None:
    plan.left_out += [invoice for invoice in found if invoice.due_on <= starts_on]
    invoices = tuple(invoice for invoice in found if invoice.due_on > starts_on)
    if not invoices:
        return
    term_days = (max(invoice.due_on for invoice in invoices) - starts_on).days
    assigned = Assigned(client, starts_on, term_days, invoices)
    plan.assigned.setdefault(starts_on, []).append(assigned)
    for invoice in invoices:
        if invoice.settled_on is not None:
            value_on = max(invoice.settled_on, starts_on)
            receipt = Receipt(assigned, invoice, value_on)
            plan.receipts.setdefault(calendar.on_or_after(value_on), []).append(receipt)


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())


def _codes(letter: str, names: Iterable[str]) -> dict[str, str]:
    """A code for each name: the name itself where all are short enough, or a letter and number."""
    known = sorted(set(names))
    if all(len(name) <= CODE_LENGTH for name in known):
        return {name: name for name in known}
    return {name: f"{letter}{place:05d}" for place, name in enumerate(known, start=1)}


def _peaks(everything: Iterable[Assigned], *, by: str) -> dict[str, Decimal]:
    """The most face value that is out at one time by client or customer, rounded up generously.

    Its room is counted free ten days after the money came: by then it is received, holidays or not.
    """
    moves: dict[str, list[tuple[date, Decimal]]] = defaultdict(list)
    for assigned in everything:
        for invoice in assigned.invoices:
            whose = moves[getattr(invoice, by)]
            whose.append((assigned.starts_on, invoice.amount))
            if invoice.settled_on is not None:
                back_on = max(invoice.settled_on, assigned.starts_on) + timedelta(days=10)
                whose.append((back_on, -invoice.amount))
    return {name: _room(amounts) for name, amounts in moves.items()}


def _room(moves: list[tuple[date, Decimal]]) -> Decimal:
    most = max(accumulate(amount for _, amount in sorted(moves, key=lambda move: move[0])))
    return (most // ROUND_TO + 1) * ROUND_TO
