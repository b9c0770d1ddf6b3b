"""Who may hold an original, who may move it, and how its label is written. Pure."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal, Self

from stdnum.iso7064 import mod_97_10

State = Literal["vault", "in_hand", "out", "gone", "lost", "void"]
Outside = Literal["client", "debtor", "factor", "bank"]

_LABEL = re.compile(r"CU-?(\d{7,12})-?(\d{2})", re.IGNORECASE)

# The label of original {number}, as the database writes it.
LABEL_SQL = (
    "'CU-' || lpad({number}::text, greatest(7, length({number}::text)), '0')"
    " || '-' || lpad((98 - ({number}::bigint * 100) %% 97)::text, 2, '0')"
)


@dataclass(frozen=True, slots=True)
class Holder:
    """The one who has an original: a place of the vault, a person of the house, or a party outside.

    `out` must come back from outside; `gone` went back to its owner, or was given up for a cheque;
    `void` never was in the house: it was registered with balances that were taken back.
    """

    state: State
    place_id: int | None = None
    person_id: int | None = None
    outside: Outside | Literal[""] = ""
    party: str = ""

    @classmethod
    def in_place(cls, place_id: int) -> Self:
        """A place of the vault."""
        return cls("vault", place_id=place_id)

    @classmethod
    def in_hands_of(cls, person_id: int) -> Self:
        """A person of the house, who answers for it."""
        return cls("in_hand", person_id=person_id)

    @classmethod
    def away_with(cls, outside: Outside, party: str) -> Self:
        """A party outside, from whom it comes back: a loan, a delegation, an endorsement."""
        return cls("out", outside=outside, party=party)

    @classmethod
    def back_with(cls, outside: Outside, party: str) -> Self:
        """A party outside, with whom it stays."""
        return cls("gone", outside=outside, party=party)


def may_move(holder: Holder, hands: Collection[int | None], *, is_custodian: bool) -> bool:
    """Whether who acts may move what `holder` has; `hands` are his, and whose he stands in for.

    Everybody what is in his own hands; custody what is in the vault; what is outside whoever
    receives it. What is lost moves for nobody until custody finds it.
    """
    if holder.state == "in_hand":
        return holder.person_id in hands
    if holder.state in ("vault", "lost"):
        return is_custodian
    return True


def label_of(number: int) -> str:
    """The label stuck on original `number`: 'CU-0000123-95', whose last two figures prove it."""
    digits = f"{number:07d}"
    return f"CU-{digits}-{mod_97_10.calc_check_digits(digits)}"


def number_of(label: str) -> int | None:
    """The original's number that a label carries, typed or scanned; None where it proves wrong."""
    found = _LABEL.fullmatch("".join(label.split()))
    if found is None or not mod_97_10.is_valid("".join(found.groups())):
        return None
    return int(found[1])


@dataclass(frozen=True, slots=True)
class Tally:
    """What a count found, by label: what the book has and nobody saw, and the other way round."""

    missing: tuple[str, ...]
    strange: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Whether the count found what the book says, and nothing else."""
        return not self.missing and not self.strange


def tally(expected: Iterable[str], seen: Iterable[str]) -> Tally:
    """The book's labels held against those that were seen."""
    book, found = set(expected), set(seen)
    return Tally(tuple(sorted(book - found)), tuple(sorted(found - book)))
