"""By which way the money for an invoice comes home, chosen by shares and a seed: pure."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal

from cartera.kernel.money import ZERO

ENDORSED = "endorsed"
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Shares:
    """How many of a hundred invoices come by each way; the rest by a cheque that is endorsed.

    exchanged: a cheque that is not negotiable (PCI-F05). noted: paid to the client (PCI-F04).
    delegated: collected by the client (PCI-F11). lent: by another factor (PCI-F03.2). borrowed:
    with a document of another factor's (PCI-F03.1). foreign: with one of nobody's here (PCI-F07).
    short, over: by a cheque that differs (PCI-F08). redeposited, replaced: by one that bounces.
    """

    exchanged: Decimal = Decimal(12)
    noted: Decimal = Decimal(5)
    delegated: Decimal = Decimal(4)
    lent: Decimal = Decimal(2)
    borrowed: Decimal = Decimal(2)
    foreign: Decimal = Decimal(3)
    short: Decimal = Decimal(3)
    over: Decimal = Decimal(2)
    redeposited: Decimal = Decimal(2)
    replaced: Decimal = Decimal(2)

    def __post_init__(self) -> None:
        """Refuses shares below nothing, and more than all."""
        parts = [share for _, share in self.items()]
        if min(parts) < ZERO or sum(parts) > HUNDRED:
            raise ValueError("shares are between 0 and 100, and no more than 100 together")

    def items(self) -> Iterator[tuple[str, Decimal]]:
        """Each way with its share, in one order."""
        for field in fields(self):
            yield field.name, getattr(self, field.name)

    @classmethod
    def read(cls, text: str) -> "Shares":
        """Shares as they are written: `exchanged=20,noted=0`; what is not named keeps its own.

        Refuses a way that there is not, and what is no number.
        """
        told: dict[str, Decimal] = {}
        known = {field.name for field in fields(cls)}
        for part in filter(None, (part.strip() for part in text.split(","))):
            name, sign, share = part.partition("=")
            if name not in known or not sign:
                raise ValueError(f"{part}: one of {', '.join(sorted(known))}, = and a number")
            try:
                told[name] = Decimal(share)
            except ArithmeticError:
                raise ValueError(f"{part}: not a number") from None
        return cls(**told)


def way_of(line: int, shares: Shares, seed: int) -> str:
    """The way of an invoice, by its line in the file: the same for the same seed, in any order."""
    drawn = Decimal(random.Random(f"{seed}:{line}").randrange(10_000)) / HUNDRED  # noqa: S311 - no secret
    reached = ZERO
    for name, share in shares.items():
        reached += share
        if drawn < reached:
            return name
    return ENDORSED


def counted(ways: Mapping[str, int]) -> str:
    """How many came by each way, in one line."""
    return ", ".join(f"{name} {count}" for name, count in sorted(ways.items()))
