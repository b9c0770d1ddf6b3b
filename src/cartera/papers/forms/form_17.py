"""FORM-17, Reporte de cobranza de documentos no cedidos (PCI-F07 steps 14 and 15).

What came in for documents that are not assigned here, client by client.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import attrgetter

from cartera.kernel.text import gettext_noop as _
from cartera.papers.forms.blocks import add_up, add_up_each, sums_of

CODE = "FORM-17"
TITLE = _("Reporte de cobranza de documentos no cedidos")
ROWS = ("clients", "documents")
FIGURES = ("amount", "collected", "difference")


@dataclass(frozen=True)
class CollectedDocument:
    """A document that is not assigned here, and what was collected for it.

    `operation` is the number by which this house knows it, such as DA-00031. `assignment` is that
    of the document of ours that the same cheque paid; empty where it paid none.
    """

    client_code: str
    client: str
    assignment: str
    operation: str
    number: str
    debtor: str
    amount: Decimal
    collected: Decimal
    collected_on: date
    remarks: str = ""

    @property
    def difference(self) -> Decimal:
        """What was collected beyond its amount; below zero where it is short."""
        return self.collected - self.amount


@dataclass(frozen=True)
class CollectedRow:
    """A line of the report. The difference is what was collected less the document's amount."""

    assignment: str
    operation: str
    number: str
    debtor: str
    amount: Decimal
    collected: Decimal
    difference: Decimal
    collected_on: date
    remarks: str = ""


@dataclass(frozen=True)
class OfClient:
    """What came in for one client's documents, and its sums."""

    code: str
    name: str
    documents: tuple[CollectedRow, ...]
    amount: Decimal
    collected: Decimal
    difference: Decimal


@dataclass(frozen=True)
class Payload:
    """The report, client by client. Amounts in the company's currency.

    Refuses a difference that is not its line's, and totals that are not the sums of their lines.
    """

    clients: tuple[OfClient, ...]
    amount: Decimal
    collected: Decimal
    difference: Decimal

    def check(self) -> None:
        """Refuses figures that do not add up."""
        for n, client in enumerate(self.clients, 1):
            for m, row in enumerate(client.documents, 1):
                where = f"clients.{n}.documents.{m}.difference"
                add_up(CODE, where, row.difference, (row.collected, -row.amount))
            add_up_each(CODE, f"clients.{n}.", FIGURES, client, client.documents)
        add_up_each(CODE, "", FIGURES, self, self.clients)


def report_of(documents: Iterable[CollectedDocument]) -> Payload:
    """The report of these, by client and then as they were collected, with its sums."""
    ordered = sorted(documents, key=attrgetter("client_code", "collected_on", "operation"))
    clients = []
    for code, of_client in groupby(ordered, attrgetter("client_code")):
        held = list(of_client)
        rows = tuple(_row(one) for one in held)
        clients.append(OfClient(code, held[0].client, rows, **sums_of(FIGURES, rows)))
    return Payload(tuple(clients), **sums_of(FIGURES, clients))


def _row(one: CollectedDocument) -> CollectedRow:
    return CollectedRow(
        one.assignment,
        one.operation,
        one.number,
        one.debtor,
        one.amount,
        one.collected,
        one.difference,
        one.collected_on,
        one.remarks,
    )
