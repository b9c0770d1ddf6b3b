"""FORM-02, Carta cesión de deuda: the client tells one debtor whom to pay (PCI-F01 step 1)."""

from dataclasses import dataclass
from decimal import Decimal

from cartera.kernel.text import gettext_noop as _
from cartera.papers.forms.blocks import NOBODY, DocumentRow, PartyBlock, Representative, add_up

CODE = "FORM-02"
TITLE = _("Carta cesión de deuda")
ROWS = ("documents",)


@dataclass(frozen=True)
class Payload:
    """The letter to one debtor with the documents of his that are ceded to the factor.

    Amounts in the company's currency. Refuses a total other than its documents' sum.
    """

    factor: str
    client: PartyBlock
    debtor: PartyBlock
    documents: tuple[DocumentRow, ...]
    total: Decimal
    representative: Representative = NOBODY

    def check(self) -> None:
        """Refuses figures that do not add up."""
        add_up(CODE, "total", self.total, (row.amount for row in self.documents))
