"""CCF, Comprobante de crédito fiscal: the tax receipt of commission and interest.

Issued at PCI-F01 step 13 and PCI-F09 step 6; a credit note is printed on the same form. The
electronic document (DTE 03) is another thing.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cartera.kernel.text import gettext_noop as _
from cartera.papers.forms.blocks import PartyBlock, add_up

CODE = "CCF"
TITLE = _("Comprobante de crédito fiscal")
CREDIT_NOTE = "NC"
CREDIT_NOTE_TITLE = _("Nota de crédito")
ROWS = ("lines",)


@dataclass(frozen=True)
class ReceiptLine:
    """A charge: exempt from IVA or taxed by it, never both."""

    description: str
    exempt: Decimal
    taxed: Decimal
    reference: str = ""


@dataclass(frozen=True)
class Payload:
    """One numbered tax receipt; issuer and client with NIT, NRC and activity (giro).

    `net` is the taxed amount before IVA, in the company's currency; `vat_pct` in percent, None
    where lines carry different ones. A credit note is of kind NC and `corrects` a receipt. Refuses
    sums that are not their columns' and a total other than net + exempt + IVA.
    """

    number: str
    issuer: PartyBlock
    client: PartyBlock
    lines: tuple[ReceiptLine, ...]
    net: Decimal
    exempt: Decimal
    vat_pct: Decimal | None
    vat: Decimal
    total: Decimal
    total_in_words: str
    payment_terms: str = ""
    remarks: str = ""
    kind: str = CODE
    corrects: str = ""
    issued_on: date | None = None

    @property
    def title(self) -> str:
        """What it calls itself."""
        return CREDIT_NOTE_TITLE if self.kind == CREDIT_NOTE else TITLE

    def check(self) -> None:
        """Refuses figures that do not add up."""
        add_up(CODE, "net", self.net, (line.taxed for line in self.lines))
        add_up(CODE, "exempt", self.exempt, (line.exempt for line in self.lines))
        add_up(CODE, "total", self.total, (self.net, self.exempt, self.vat))
