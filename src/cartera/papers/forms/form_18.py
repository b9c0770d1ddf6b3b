"""FORM-18, Reporte de aplicación de abonos del día (PCI-F09 step 3, PCI-F10 step 1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cartera.kernel.text import gettext_noop as _
from cartera.papers.forms.blocks import add_up

CODE = "FORM-18"
TITLE = _("Reporte de aplicación de abonos del día")
ROWS = ("clients", "applications")


@dataclass(frozen=True)
class Application:
    """A part of a payment: capital, ordinary interest, default interest or a charge.

    `balance` is the capital left after it, on the line that pays capital; negative means money to
    be paid to the client. None leaves the cell empty.
    """

    paid_on: date
    assignment: str
    description: str
    amount: Decimal
    vat: Decimal
    total: Decimal
    balance: Decimal | None = None


@dataclass(frozen=True)
class ClientApplications:
    """What one client's payments were applied to, and its totals."""

    code: str
    name: str
    applications: tuple[Application, ...]
    amount: Decimal
    vat: Decimal
    total: Decimal


@dataclass(frozen=True)
class Payload:
    """The applications of one business day. Date and hour of issue are the frame's.

    Amounts in the company's currency. Refuses totals that are not the sums of their lines.
    """

    day: date
    clients: tuple[ClientApplications, ...]
    amount: Decimal
    vat: Decimal
    total: Decimal

    def check(self) -> None:
        """Refuses figures that do not add up."""
        for n, client in enumerate(self.clients, 1):
            for m, one in enumerate(client.applications, 1):
                where = f"clients.{n}.applications.{m}.total"
                add_up(CODE, where, one.total, (one.amount, one.vat))
            _check_totals(f"clients.{n}.", client, client.applications)
        _check_totals("", self, self.clients)


def _check_totals(
    where: str,
    whole: "ClientApplications | Payload",
    parts: "Iterable[Application | ClientApplications]",
) -> None:
    rows = tuple(parts)
    add_up(CODE, f"{where}amount", whole.amount, (row.amount for row in rows))
    add_up(CODE, f"{where}vat", whole.vat, (row.vat for row in rows))
    add_up(CODE, f"{where}total", whole.total, (row.total for row in rows))
