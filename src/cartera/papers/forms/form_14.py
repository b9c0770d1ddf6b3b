"""FORM-14, Reporte de documentos no cedidos (PCI-F03.1 step 7, PCI-F07 step 7).

Documents that were collected here and are not assigned to this house.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import attrgetter

from cartera.kernel.text import gettext_noop as _
from cartera.papers.forms.blocks import add_up, add_up_each, sums_of

CODE = "FORM-14"
TITLE = _("Reporte de documentos no cedidos")
ROWS = ("debtors", "documents")
FIGURES = ("amount", "collected", "difference")


@dataclass(frozen=True)
class ForeignDocument:
    """A document that is not assigned here, and what was collected for it.

    `operation` is the number by which this house knows it. The difference is what was collected
    less its amount: below zero where it is short.
    """

    client_code: str
    client: str
    debtor_code: str
    debtor: str
    operation: str
    number: str
    amount: Decimal
    collected: Decimal
    due_on: date | None = None
    collected_on: date | None = None

    @property
    def difference(self) -> Decimal:
        """What was collected beyond its amount; below zero where it is short."""
        return self.collected - self.amount


@dataclass(frozen=True)
class ForeignRow:
    """A line of the report. The difference is what was collected less the document's amount."""

    operation: str
    number: str
    amount: Decimal
    collected: Decimal
    difference: Decimal
    due_on: date | None = None
    collected_on: date | None = None


@dataclass(frozen=True)
class Figures:
    """Sums of amount, collected and difference."""

    amount: Decimal
    collected: Decimal
    difference: Decimal


@dataclass(frozen=True)
class OfDebtor:
    """One client's documents of one debtor; `of_client` is his total, on the last of his debtors'
    groups."""

    client_code: str
    client: str
    code: str
    name: str
    documents: tuple[ForeignRow, ...]
    subtotal: Figures
    of_client: Figures | None = None


@dataclass(frozen=True)
class Payload:
    """The report, client by client and debtor by debtor. Amounts in the company's currency.

    Refuses a difference that is not its line's, and totals that are not the sums of their lines.
    """

    debtors: tuple[OfDebtor, ...]
    amount: Decimal
    collected: Decimal
    difference: Decimal

    def check(self) -> None:
        """Refuses figures that do not add up."""
        of_client: list[Figures] = []
        for n, group in enumerate(self.debtors, 1):
            for m, row in enumerate(group.documents, 1):
                where = f"debtors.{n}.documents.{m}.difference"
                add_up(CODE, where, row.difference, (row.collected, -row.amount))
            add_up_each(CODE, f"debtors.{n}.subtotal.", FIGURES, group.subtotal, group.documents)
            of_client.append(group.subtotal)
            if group.of_client is not None:
                add_up_each(CODE, f"debtors.{n}.of_client.", FIGURES, group.of_client, of_client)
                of_client = []
        add_up_each(CODE, "", FIGURES, self, [group.subtotal for group in self.debtors])


def report_of(documents: Iterable[ForeignDocument]) -> Payload:
    """The report of these documents, in the order of clients and debtors, with its sums."""
    ordered = sorted(documents, key=attrgetter("client_code", "debtor_code", "number"))
    groups: list[OfDebtor] = []
    for _client, of_client in groupby(ordered, attrgetter("client_code")):
        held = list(of_client)
        by_debtor = [list(rows) for _key, rows in groupby(held, attrgetter("debtor_code"))]
        groups += [_group(rows, None) for rows in by_debtor[:-1]]
        groups.append(_group(by_debtor[-1], Figures(**sums_of(FIGURES, held))))
    return Payload(tuple(groups), **sums_of(FIGURES, ordered))


def _group(rows: Sequence[ForeignDocument], of_client: Figures | None) -> OfDebtor:
    first = rows[0]
    listed = tuple(
        ForeignRow(
            row.operation,
            row.number,
            row.amount,
            row.collected,
            row.difference,
            row.due_on,
            row.collected_on,
        )
        for row in rows
    )
    return OfDebtor(
        first.client_code,
        first.client,
        first.debtor_code,
        first.debtor,
        listed,
        Figures(**sums_of(FIGURES, rows)),
        of_client,
    )
