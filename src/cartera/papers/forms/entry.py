"""A journal entry as FORM-08 and FORM-20 print it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from cartera.papers.forms.blocks import EntryLine, add_up
from cartera.papers.refusals import FiguresDoNotAdd


@dataclass(frozen=True)
class EntryPaper:
    """One entry: its series and number, its date, what it is for, and its lines.

    `number` is empty while it waits to be posted (PCI-F09 step 8); the frame then tells it later.
    Amounts in the company's currency. Refuses totals that are not the sums of their columns, and
    an entry whose debits are not its credits.
    """

    CODE: ClassVar[str]

    series: str
    number: str
    posted_on: date
    lines: tuple[EntryLine, ...]
    total_debit: Decimal
    total_credit: Decimal
    concept: str = ""

    def check(self) -> None:
        """Refuses figures that do not add up."""
        add_up(self.CODE, "total_debit", self.total_debit, (line.debit for line in self.lines))
        add_up(self.CODE, "total_credit", self.total_credit, (line.credit for line in self.lines))
        if self.total_debit != self.total_credit:
            raise FiguresDoNotAdd(
                code=self.CODE,
                where="total_debit",
                printed=self.total_debit,
                computed=self.total_credit,
            )
