"""The life of a cheque: its states, the changes that are allowed, what it leaves uncovered. Pure.

The changes are declared here once; the room's migration repeats them in the database.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from cartera.kernel.money import ZERO

# From each state, what may follow. A cheque on its way back to where it came from is `returned`.
FOLLOWS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "received": ("endorsing", "notified", "held", "stamped", "returned"),
        "endorsing": ("endorsed", "received", "returned"),
        "endorsed": ("stamped", "returned"),
        "notified": ("exchanged", "returned"),
        "held": ("reserved", "stamped", "returned"),
        "reserved": ("held", "stamped", "returned"),
        "stamped": ("slipped", "returned"),
        "slipped": ("stamped", "deposited"),
        "deposited": ("cleared", "bounced"),
        "cleared": ("bounced",),
        "bounced": ("slipped", "replaced", "returned"),
        "exchanged": (),
        "returned": (),
        "replaced": (),
    }
)
TRANSITIONS: Final = [(old, new) for old, following in FOLLOWS.items() for new in following]

# No longer in the house or its bank, or already money; the bank may still return what cleared.
# What an exchanged, returned or replaced one was to pay, it does not.
GONE: Final = ("exchanged", "returned", "replaced")
FINAL: Final = ("cleared", *GONE)
# Ours to deposit, and not yet money: what the account of cheques in hand stands for.
IN_HAND: Final = ("stamped", "slipped", "deposited")


def may_follow(state: str, new: str) -> bool:
    """Whether a cheque in `state` may come to `new`."""
    return new in FOLLOWS[state]


def uncovered(amount: Decimal, covers: Iterable[Decimal]) -> Decimal:
    """What a cheque is for beyond the documents that it pays: negative where it falls short."""
    return amount - sum(covers, ZERO)
