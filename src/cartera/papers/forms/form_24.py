"""FORM-24, Carta solicitud de cobranza delegada: a client asks to collect himself (PCI-F11 step 1).

Who approved it, and in which role, is in the frame: operations management in this house.
"""

from dataclasses import dataclass
from decimal import Decimal

from cartera.kernel.text import gettext_noop as _
from cartera.papers.forms.blocks import NOBODY, PartyBlock, Representative, add_up

CODE = "FORM-24"
TITLE = _("Carta solicitud de cobranza delegada")
ROWS = ("assignments", "documents")


@dataclass(frozen=True)
class DelegatedRow:
    """A document that the client asks for; `operation` is its own number in the house."""

    number: str
    operation: str
    debtor: str
    amount: Decimal


@dataclass(frozen=True)
class OfAssignment:
    """The documents of one assignment and their subtotal."""

    assignment: str
    documents: tuple[DelegatedRow, ...]
    subtotal: Decimal


@dataclass(frozen=True)
class Payload:
    """The letter with the documents asked for, by assignment, and within what time they return.

    Amounts in the company's currency. Refuses totals that are not the sums of their lines.
    """

    factor: str
    client: PartyBlock
    assignments: tuple[OfAssignment, ...]
    total: Decimal
    within: str
    representative: Representative = NOBODY

    def check(self) -> None:
        """Refuses figures that do not add up."""
        for n, one in enumerate(self.assignments, 1):
            where = f"assignments.{n}.subtotal"
            add_up(CODE, where, one.subtotal, (row.amount for row in one.documents))
        add_up(CODE, "total", self.total, (one.subtotal for one in self.assignments))
