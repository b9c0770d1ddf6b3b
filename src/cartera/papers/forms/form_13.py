"""FORM-13, Carta de solicitud de documento de cobro a otra empresa de factoraje (PCI-F03.2 step 2).

The company that borrows writes it to the one that lends.
"""

from dataclasses import dataclass
from decimal import Decimal

from cartera.kernel.text import gettext_noop as _
from cartera.papers.forms.blocks import PartyBlock, add_up

CODE = "FORM-13"
TITLE = _("Carta de solicitud de documento de cobro a otra empresa de factoraje")
ROWS = ("documents",)


@dataclass(frozen=True)
class LentRow:
    """A document that is asked for: of which client, who owes it, its number and value."""

    client: str
    debtor: str
    number: str
    amount: Decimal


@dataclass(frozen=True)
class Payload:
    """The letter with the documents asked for, and within what time their cheques come back.

    Amounts in the company's currency. Refuses a total other than its documents' sum.
    """

    lender: str
    borrower: PartyBlock
    documents: tuple[LentRow, ...]
    total: Decimal
    within: str
    signer: str = ""

    def check(self) -> None:
        """Refuses figures that do not add up."""
        add_up(CODE, "total", self.total, (row.amount for row in self.documents))
