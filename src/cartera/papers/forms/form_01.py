"""FORM-01, Carta solicitud de desembolso: the client asks for money (PCI-F01 step 1)."""

from dataclasses import dataclass
from decimal import Decimal

from cartera.kernel.text import gettext_noop as _
from cartera.papers.forms.blocks import NOBODY, DocumentRow, PartyBlock, Representative, add_up

CODE = "FORM-01"
TITLE = _("Carta solicitud de desembolso")
ROWS = ("documents",)


@dataclass(frozen=True)
class Payload:
    """The letter of one request, for the client to sign and seal. Place and date are the frame's.

    Amounts in the company's currency, term in days. Refuses a total other than its documents' sum.
    """

    factor: str
    client: PartyBlock
    amount_requested: Decimal
    term_days: int
    bank: str
    account: str
    account_holder: str
    documents: tuple[DocumentRow, ...]
    total: Decimal
    representative: Representative = NOBODY

    def check(self) -> None:
        """Refuses figures that do not add up."""
        add_up(CODE, "total", self.total, (row.amount for row in self.documents))
