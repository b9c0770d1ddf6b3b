"""A workbook looked at whole before anything is written: what is wrong, or what it brings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cartera.accounting.ledger.rules import Posting
from cartera.company.selectors import company
from cartera.kernel.money import ZERO
from cartera.procedures.opening.balances import detail_of, postings_of, wrong_balances
from cartera.procedures.opening.checking import wrongs_of
from cartera.procedures.opening.portfolio import Portfolio, joined
from cartera.procedures.opening.progress import CHECKING, READING, reach
from cartera.procedures.opening.reading import Wrong, read_book
from cartera.procedures.opening.refusals import NothingBrought, SheetsUnsound
from cartera.procedures.opening.template import ASSIGNMENTS, CLAIMS, DOCUMENTS, SHEETS


@dataclass(frozen=True, slots=True)
class Examined:
    """What a workbook says as of a day: the portfolio, and everything that is wrong with it."""

    portfolio: Portfolio
    wrongs: Sequence[Wrong]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows each sheet brings, by its title."""
        return {sheet.title: len(self.portfolio.book.rows(sheet)) for sheet in SHEETS}

    @property
    def totals(self) -> Mapping[str, str]:
        """The figures that are shown and signed; amounts as texts of two decimals."""
        book = self.portfolio.book
        rows = book.rows(ASSIGNMENTS)
        amounts = {
            "capital": (row["capital"] for row in rows),
            "interest_due": (row["interest_due"] for row in rows),
            "default_interest_due": (row["default_interest_due"] for row in rows),
            "charges_due": (row["charges_due"] for row in rows),
            "claims": (row["amount"] for row in book.rows(CLAIMS)),
            "face": (row["amount"] for row in book.rows(DOCUMENTS)),
            "advanced": (row["amount_advanced"] for row in book.rows(DOCUMENTS)),
            "entry": (line.debit for line in self.postings),
        }
        sums = {name: sum((a or ZERO for a in some), ZERO) for name, some in amounts.items()}
        return {name: f"{amount:.2f}" for name, amount in sums.items()} | {
            f"rows_{sheet.key}": str(len(book.rows(sheet))) for sheet in SHEETS
        }

    @property
    def postings(self) -> list[Posting]:
        """The lines of the entry that it would post."""
        return [] if self.wrongs else postings_of(self.portfolio)

    @property
    def control(self) -> dict[str, Decimal]:
        """The control totals by the name of their account's role, debits less credits."""
        detail = detail_of(self.portfolio)
        return {str(role.label): sum(sums.values(), ZERO) for role, sums in detail.items()}


def examine(content: bytes, cut_on: date) -> Examined:
    """Read the workbook and hold it against itself and against what there is.

    Refuses a file that cannot be read and one that brings nothing; what is wrong in its cells is
    told in `wrongs`, all of it.
    """
    house = company()
    reach(READING)
    book = read_book(content, house.locale)
    if book.is_empty and not book.wrongs:
        raise NothingBrought(field="file")
    reach(CHECKING)
    portfolio = joined(book, cut_on)
    wrongs = [*book.wrongs, *wrongs_of(portfolio, house.country), *wrong_balances(portfolio)]
    order = {sheet.title: place for place, sheet in enumerate(SHEETS)}
    return Examined(portfolio, sorted(wrongs, key=lambda w: (order[w.sheet], w.row)))


def sound(content: bytes, cut_on: date) -> Examined:
    """The same, where nothing is wrong; refuses all that is, at once."""
    examined = examine(content, cut_on)
    if examined.wrongs:
        raise SheetsUnsound(
            count=len(examined.wrongs),
            first=str(examined.wrongs[0]),
            errors=examined.wrongs,
            field="file",
        )
    return examined
