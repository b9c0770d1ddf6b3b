"""FORM-16, Reporte de liquidaciones pendientes por cliente (PCI-F07 step 14).

What waits to be paid to clients: from settled assignments, or from documents that are not assigned.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import attrgetter

from cartera.kernel.text import gettext_noop as _
from cartera.papers.forms.blocks import ZERO, Deduction, add_up, add_up_each, sums_of
from cartera.papers.refusals import WrongPaperValue

CODE = "FORM-16"
TITLE = _("Reporte de liquidaciones pendientes por cliente")
ROWS = ("clients", "pending")
FIGURES = ("amount", "deduction", "balance")

_ONE_OF_TWO = "la cesión o el documento ajeno, uno de los dos"


@dataclass(frozen=True)
class Liquidation:
    """What waits to be paid to a client for one assignment, or for one document not assigned.

    Either `assignment` or `foreign` is its number and the other is None. `retained` is why it is
    not paid yet; empty where it may be.
    """

    client_code: str
    client: str
    settled_on: date
    amount: Decimal
    assignment: str | None = None
    foreign: str | None = None
    deductions: tuple[Deduction, ...] = ()
    retained: str = ""


@dataclass(frozen=True)
class PendingRow:
    """A line of the report. The balance is its amount less its deductions."""

    assignment: str | None
    foreign: str | None
    settled_on: date
    amount: Decimal
    deduction: Decimal
    balance: Decimal
    deductions: tuple[Deduction, ...] = ()
    retained: str = ""


@dataclass(frozen=True)
class OfClient:
    """What waits to be paid to one client, and its sums."""

    code: str
    name: str
    pending: tuple[PendingRow, ...]
    amount: Decimal
    deduction: Decimal
    balance: Decimal


@dataclass(frozen=True)
class Payload:
    """The report, client by client. Amounts in the company's currency.

    Refuses a line of both an assignment and a document not assigned, or of neither, a deduction
    or a balance that is not its line's, and totals that are not the sums of their lines.
    """

    clients: tuple[OfClient, ...]
    amount: Decimal
    deduction: Decimal
    balance: Decimal

    def check(self) -> None:
        """Refuses figures that do not add up, and a line that does not say what it is of."""
        for n, client in enumerate(self.clients, 1):
            for m, row in enumerate(client.pending, 1):
                _check_row(f"clients.{n}.pending.{m}.", row)
            add_up_each(CODE, f"clients.{n}.", FIGURES, client, client.pending)
        add_up_each(CODE, "", FIGURES, self, self.clients)


def report_of(liquidations: Iterable[Liquidation]) -> Payload:
    """The report of these, by client and then the oldest first, with its sums."""
    ordered = sorted(liquidations, key=_place)
    clients = []
    for code, of_client in groupby(ordered, attrgetter("client_code")):
        held = list(of_client)
        rows = tuple(_row(one) for one in held)
        clients.append(OfClient(code, held[0].client, rows, **sums_of(FIGURES, rows)))
    return Payload(tuple(clients), **sums_of(FIGURES, clients))


def _place(one: Liquidation) -> tuple[str, date, str, str]:
    return (one.client_code, one.settled_on, one.assignment or "", one.foreign or "")


def _row(one: Liquidation) -> PendingRow:
    deducted = sum((each.amount for each in one.deductions), ZERO)
    return PendingRow(
        one.assignment,
        one.foreign,
        one.settled_on,
        one.amount,
        deducted,
        one.amount - deducted,
        one.deductions,
        one.retained,
    )


def _check_row(where: str, row: PendingRow) -> None:
    if (row.assignment is None) == (row.foreign is None):
        raise WrongPaperValue(code=CODE, where=f"{where}foreign", expected=_ONE_OF_TWO)
    add_up(CODE, f"{where}deduction", row.deduction, (one.amount for one in row.deductions))
    add_up(CODE, f"{where}balance", row.balance, (row.amount, -row.deduction))
