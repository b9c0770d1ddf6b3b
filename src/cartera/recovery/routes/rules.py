"""The day as a closed box, what it misses, and on which day one may come again. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from cartera.kernel.money import ZERO

State = Literal["pending", "cheque", "note", "uncollected", "other", "dropped"]

BACK: tuple[State, ...] = ("uncollected", "other")
COLLECTED: tuple[State, ...] = ("cheque", "note")


@dataclass(frozen=True, slots=True)
class Line:
    """A document of the box: its label, where it stands, what it owed and what was collected."""

    label: str
    state: State
    expected: Decimal
    collected: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the documents: how many, what they owed, what was collected for them."""

    count: int
    expected: Decimal
    collected: Decimal


@dataclass(frozen=True, slots=True)
class Box:
    """Documents that went out = cheques' + notes' + those that came back, or something is missing.

    Amounts in the company's currency; what was dropped before it went out is not in the box.
    """

    out: Part
    cheques: Part
    notes: Part
    back: Part
    missing: tuple[str, ...]

    @property
    def is_closed(self) -> bool:
        """Whether every document is accounted for."""
        return not self.missing


def box_of(lines: Iterable[Line]) -> Box:
    """The box of a route's documents."""
    inside = [line for line in lines if line.state != "dropped"]
    return Box(
        out=_part(inside),
        cheques=_part([line for line in inside if line.state == "cheque"]),
        notes=_part([line for line in inside if line.state == "note"]),
        back=_part([line for line in inside if line.state in BACK]),
        missing=tuple(line.label for line in inside if line.state == "pending"),
    )


def _part(lines: Sequence[Line]) -> Part:
    return Part(
        len(lines),
        sum((line.expected for line in lines), ZERO),
        sum((line.collected for line in lines), ZERO),
    )


def is_proposable(new_on: date, today: date) -> bool:
    """Whether a document may be looked for again on a day: one that is still to come."""
    return new_on > today
