"""What collectors bring, client by client, as FORM-10 and FORM-11 print it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from cartera.papers.forms.blocks import add_up


@dataclass(frozen=True)
class RecoveredItem:
    """What was collected of one document by one cheque.

    `difference` is what was collected less the document's amount: below zero where it is short.
    `remarks` justify it. What a cheque is for beyond its documents has no document.
    """

    assignment: str
    debtor_code: str
    debtor: str
    operation: str
    document: str
    document_amount: Decimal
    collected: Decimal
    difference: Decimal
    bank: str
    number: str
    remarks: str = ""


@dataclass(frozen=True)
class ClientRecovered:
    """One client's, with its totals."""

    code: str
    name: str
    items: tuple[RecoveredItem, ...]
    document_amount: Decimal
    collected: Decimal
    difference: Decimal


@dataclass(frozen=True)
class RecoveredPaper:
    """What was collected, for each client; amounts in the company's currency.

    Refuses a difference that is not its line's, and totals that are not the sums of their lines.
    """

    CODE: ClassVar[str]

    clients: tuple[ClientRecovered, ...]
    document_amount: Decimal
    collected: Decimal
    difference: Decimal

    def check(self) -> None:
        """Refuses figures that do not add up."""
        for n, client in enumerate(self.clients, 1):
            for m, one in enumerate(client.items, 1):
                where = f"clients.{n}.items.{m}.difference"
                add_up(self.CODE, where, one.difference, (one.collected, -one.document_amount))
            self._check_totals(f"clients.{n}.", client, client.items)
        self._check_totals("", self, self.clients)

    def _check_totals(
        self,
        where: str,
        whole: "ClientRecovered | RecoveredPaper",
        parts: "Iterable[RecoveredItem | ClientRecovered]",
    ) -> None:
        rows = tuple(parts)
        for name in ("document_amount", "collected", "difference"):
            amounts = (getattr(row, name) for row in rows)
            add_up(self.CODE, f"{where}{name}", getattr(whole, name), amounts)
