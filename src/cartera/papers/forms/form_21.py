"""FORM-21, Reporte de documentos por cesión: is every document collected (PCI-F10 step 2)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cartera.kernel.text import gettext_noop as _
from cartera.papers.forms.blocks import PartyBlock, add_up

CODE = "FORM-21"
TITLE = _("Reporte de documentos por cesión")
ROWS = ("documents",)


@dataclass(frozen=True)
class CededDocument:
    """One document of the assignment; `operation` is its own number, one for each document.

    `returned` went back to the client uncollected, once the assignment was covered.
    """

    operation: str
    debtor_code: str
    debtor: str
    number: str
    amount: Decimal
    starts_on: date
    collection_on: date
    collected: bool
    returned: bool = False


@dataclass(frozen=True)
class Payload:
    """The documents of one assignment; to settle, every line says yes under collected.

    Amounts in the company's currency; `documents_open` counts those neither collected nor returned.
    Refuses a total other than its documents' sum, and a wrong count.
    """

    client: PartyBlock
    assignment: str
    documents: tuple[CededDocument, ...]
    total: Decimal
    documents_open: int

    def check(self) -> None:
        """Refuses figures that do not add up."""
        add_up(CODE, "total", self.total, (row.amount for row in self.documents))
        still_open = sum(not (row.collected or row.returned) for row in self.documents)
        add_up(CODE, "documents_open", Decimal(self.documents_open), (Decimal(still_open),))
