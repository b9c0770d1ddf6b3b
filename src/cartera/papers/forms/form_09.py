"""FORM-09, Ruta de cobro: what one collector has to collect on a day (PCI-F02 step 1)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cartera.kernel.text import gettext_noop as _
from cartera.papers.forms.blocks import add_up

CODE = "FORM-09"
TITLE = _("Ruta de cobro (reporte de cobros al día)")
ROWS = ("debtors", "documents")


@dataclass(frozen=True)
class DueDocument:
    """A document to collect; operation and assignment are empty for papers that are not ours."""

    operation: str
    assignment: str
    number: str
    label: str
    client_code: str
    client: str
    due_on: date | None
    amount: Decimal


@dataclass(frozen=True)
class DebtorStop:
    """A debtor to visit, in the order of the route, and what he owes."""

    code: str
    name: str
    address: str
    telephone: str
    documents: tuple[DueDocument, ...]
    total: Decimal


@dataclass(frozen=True)
class Payload:
    """The route of one collector on one day. What is collected is written on it by hand.

    Amounts in the company's currency. Refuses totals that are not the sums of their documents.
    """

    day: date
    collector: str
    zone: str
    debtors: tuple[DebtorStop, ...]
    count: int
    total: Decimal

    def check(self) -> None:
        """Refuses figures that do not add up."""
        for n, stop in enumerate(self.debtors, 1):
            add_up(CODE, f"debtors.{n}.total", stop.total, (d.amount for d in stop.documents))
        add_up(CODE, "total", self.total, (stop.total for stop in self.debtors))
