"""Which resolutions explain a difference. Pure."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from cartera.kernel.money import ZERO

# Of each kind, how it may be resolved.
RESOLVES: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "short": frozenset({"justified", "completed", "accepted", "claimed"}),
        "over": frozenset({"explained"}),
    }
)


def may_resolve(kind: str, resolution: str) -> bool:
    """Whether a difference of a kind can be resolved so."""
    return resolution in RESOLVES[kind]


def left_unexplained(amount: Decimal, explained: Decimal) -> Decimal:
    """What of an excess no paper explains yet; below zero, more was explained than there is."""
    return amount - explained


def is_complete(short: Decimal, brought: Decimal) -> bool:
    """Whether another cheque brings just what was short."""
    return short - brought == ZERO
