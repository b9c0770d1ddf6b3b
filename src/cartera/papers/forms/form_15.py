"""FORM-15, Reporte de cobranza delegada: what another company collected (PCI-F03.2 step 15)."""

from dataclasses import dataclass
from decimal import Decimal

from cartera.kernel.text import gettext_noop as _
from cartera.papers.forms.blocks import add_up

CODE = "FORM-15"
TITLE = _("Reporte de cobranza delegada")
ROWS = ("documents",)


@dataclass(frozen=True)
class CollectedRow:
    """A document, what came for it, and with which cheque."""

    client_code: str
    client: str
    assignment: str
    number: str
    operation: str
    debtor: str
    amount: Decimal
    settled: Decimal
    bank: str = ""
    cheque: str = ""
    remarks: str = ""


@dataclass(frozen=True)
class Payload:
    """What was collected by delegation. Amounts in the company's currency.

    Refuses totals that are not the sums of their lines.
    """

    documents: tuple[CollectedRow, ...]
    total_amount: Decimal
    total_settled: Decimal

    def check(self) -> None:
        """Refuses figures that do not add up."""
        add_up(CODE, "total_amount", self.total_amount, (row.amount for row in self.documents))
        settled = (row.settled for row in self.documents)
        add_up(CODE, "total_settled", self.total_settled, settled)
