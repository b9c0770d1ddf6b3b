"""How long a client has, what each cheque of his pays, what is still untold, and which of two
factoring companies collects. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from cartera.kernel.calendar import Deadline
from cartera.kernel.money import ZERO

# From the day on which he takes the documents (PCI-F11 step 11). His letter says 48 hours: a house
# that keeps to them writes Deadline(48, "hours").
SETTLE_WITHIN: Final = Deadline(2, "business_days")
# From the hour in which another factoring company takes a document (FORM-13): nights and
# holidays count.
RETURN_WITHIN: Final = Deadline(48, "hours")


@dataclass(frozen=True, slots=True)
class Told:
    """What the client says of each document, by operation: the number of the cheque that pays it,
    or none where he gives it back."""

    cheques: Mapping[int, str]
    returned: frozenset[int]

    def paid_by(self, number: str) -> list[int]:
        """The operations that a cheque pays."""
        return [operation for operation, cheque in self.cheques.items() if cheque == number]


def told(
    lent: Sequence[int], rows: Iterable[tuple[int, str]], cheque_numbers: Sequence[str]
) -> Told:
    """What was said of what is lent: with no row, the one cheque pays everything."""
    said = list(rows)
    if not said and len(cheque_numbers) == 1:
        said = [(operation, cheque_numbers[0]) for operation in lent]
    return Told(
        {operation: cheque for operation, cheque in said if cheque},
        frozenset(operation for operation, cheque in said if not cheque),
    )


def untold(lent: Iterable[int], said: Told) -> list[int]:
    """The operations of which nothing was said."""
    return [one for one in lent if one not in said.cheques and one not in said.returned]


def worth(amounts: Mapping[int, Decimal], operations: Iterable[int]) -> Decimal:
    """What documents are worth together, in the company's currency."""
    return sum((amounts[operation] for operation in operations), ZERO)


def ours_is_greater(ours: Decimal, theirs: Decimal) -> bool:
    """Whether this house collects both documents (PCI-F03 step 4).

    The manual is silent where they are worth the same: the house that was about to collect does.
    """
    return ours >= theirs
