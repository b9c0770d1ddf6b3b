"""A direct payment to recover: how much is back, and by which ways the rest can come, in order."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cartera.desk.work.at import At
from cartera.kernel.money import ZERO
from cartera.recovery.direct_payments.models import DirectPayment, Refund
from cartera.recovery.direct_payments.rules import WayOpen, passed_over
from cartera.recovery.direct_payments.selectors import promised, recovered, ways_of


@dataclass(frozen=True, slots=True)
class Step:
    """One way of the order: its name, its figures, whether its turn has come."""

    way: WayOpen
    name: str
    is_next: bool


@dataclass(frozen=True, slots=True)
class Recovery:
    """Where a note's refund stands."""

    note: DirectPayment
    back: Decimal
    withheld: Decimal
    steps: tuple[Step, ...]
    refunds: tuple[Refund, ...]

    @property
    def left(self) -> Decimal:
        """What is neither back nor withheld anywhere."""
        return max(self.note.amount - self.back - self.withheld, ZERO)


def context(at: At, foreseen: Any) -> dict[str, Any]:
    """The order of the ways with their figures. A fixed number of queries."""
    note: DirectPayment = at.subject
    ways = ways_of(note)
    names = dict(Refund.Way.choices)
    steps = tuple(
        Step(way, str(names[way.way]), way.is_open and passed_over(ways, way.way) is None)
        for way in ways
    )
    withheld = sum((deduction.amount for deduction in promised(note)), ZERO)
    refunds = tuple(note.refunds.select_related("cheque", "within").order_by("id"))
    return {"recovery": Recovery(note, recovered(note), withheld, steps, refunds)}
