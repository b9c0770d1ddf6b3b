"""FORM-07, Reporte de abonos efectuados a clientes: credits to accounts (PCI-F01 step 8)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cartera.kernel.text import gettext_noop as _
from cartera.papers.forms.blocks import add_up

CODE = "FORM-07"
TITLE = _("Reporte de abonos efectuados a clientes")
ROWS = ("clients", "credits")


@dataclass(frozen=True)
class Credit:
    """Money credited to one account of a client; the remark names the assignment."""

    account: str
    applied_on: date
    amount: Decimal
    remark: str = ""
    bank: str = ""


@dataclass(frozen=True)
class ClientCredits:
    """The credits of one client and their subtotal."""

    code: str
    name: str
    credits: tuple[Credit, ...]
    subtotal: Decimal


@dataclass(frozen=True)
class Payload:
    """The credits made to clients on a day, for two authorised signatures.

    Amounts in the company's currency. Refuses totals that are not the sums of their lines.
    """

    clients: tuple[ClientCredits, ...]
    total: Decimal

    def check(self) -> None:
        """Refuses figures that do not add up."""
        for n, client in enumerate(self.clients, 1):
            where = f"clients.{n}.subtotal"
            add_up(CODE, where, client.subtotal, (one.amount for one in client.credits))
        add_up(CODE, "total", self.total, (client.subtotal for client in self.clients))
