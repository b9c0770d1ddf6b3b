"""Bars as the pages draw them: lengths reckoned here, since a template cannot."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of `<c-bars>`: `width` is in thousandths of the longest, `shown` what is written."""

    label: str
    width: str
    shown: str
    href: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a bar is made of; a negative value draws no bar, and is written all the same."""

    label: str
    value: Decimal | int
    shown: str
    href: str = ""
    tone: str = ""


def bars_of(measured: Iterable[Measured]) -> list[Bar]:
    """The bars of what was measured, the longest filling its place."""
    rows = list(measured)
    longest = max((row.value for row in rows), default=0)
    return [
        Bar(row.label, str(_width(row.value, longest)), row.shown, row.href, row.tone)
        for row in rows
    ]


def _width(value: Decimal | int, longest: Decimal | int) -> int:
    if longest <= 0 or value <= 0:
        return 0
    return max(1, int(value * LONGEST / longest))
