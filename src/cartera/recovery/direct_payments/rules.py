"""In what order a direct payment is recovered, and what an earlier way still offers. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

# A cheque of the client's first, then what the house owes him, then what it is about to pay him.
ORDER: Final = ("cheque", "guarantee", "liquidation", "disbursement")


@dataclass(frozen=True, slots=True)
class WayOpen:
    """A way to recover the money: of which case, how much it can give, and why it cannot."""

    way: str
    title: str
    amount: Decimal
    case_id: int | None = None
    shut: str = ""

    @property
    def is_open(self) -> bool:
        """Whether something can be recovered by it today."""
        return self.amount > 0 and not self.shut


def passed_over(ways: Iterable[WayOpen], chosen: str) -> WayOpen | None:
    """The first open way that comes before the chosen one in the order; None when it is its turn.

    A cheque of the client's is welcome at any time: it is never passed over by asking for another,
    and nothing is passed over by it.
    """
    before = ORDER[1 : ORDER.index(chosen)] if chosen in ORDER[1:] else ()
    open_ways = [way for way in ways if way.is_open and way.way in before]
    return min(open_ways, key=lambda way: ORDER.index(way.way), default=None)
