"""A list as a workbook: typed cells, frozen header, filter, totals by formula.

Text is always written as text, so that no cell becomes a formula whatever it holds; a negative
amount is a number. Rows go to disk as they come: memory stays as it is however many there are.
"""

import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any
from zoneinfo import ZoneInfo

import xlsxwriter
from django.utils.translation import gettext
from xlsxwriter.utility import xl_col_to_name

from cartera.kernel.text import gettext_noop as _
from cartera.reports.asking import Scope, Wanted
from cartera.reports.listing import NUMBERS, Column, Kind, Listing
from cartera.reports.reading import every_row

MOST_ROWS = 100_000
LONGEST_CELL = 32_767  # Excel's own limit
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TOTAL = _("Total")
_CUT = _("Hay más filas: el libro lleva las primeras {most}. Use los filtros para las demás.")

_FORMATS = {
    Kind.AMOUNT: "#,##0.00;[Red]-#,##0.00",
    Kind.PERCENTAGE: '0.00" %"',
    Kind.WHOLE: "0",
    Kind.DAY: "dd/mm/yyyy",
    Kind.INSTANT: "dd/mm/yyyy hh:mm",
}
_WIDTHS = {Kind.TEXT: 28, Kind.CHIP: 18, Kind.AMOUNT: 16, Kind.INSTANT: 17}


@dataclass(frozen=True, slots=True)
class Dress:
    """What a workbook says of where it comes from, and by which clock its hours are."""

    company: str
    zone: ZoneInfo
    made_at: datetime


def workbook_of(listing: Listing, wanted: Wanted, scope: Scope, dress: Dress) -> IO[bytes]:
    """The list's rows, in its order, up to MOST_ROWS; a last line says where more were left out.

    A file that vanishes when closed. Refuses what reading the list refuses.
    """
    columns = [column for column in listing.seen_by(staff=scope.is_staff) if not column.hidden]
    rows = every_row(listing, wanted, scope, most=MOST_ROWS + 1)
    made = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    try:
        _write(made, listing, columns, rows, dress)
    except BaseException:
        made.close()
        raise
    made.seek(0)
    return made


def _write(
    made: IO[bytes],
    listing: Listing,
    columns: Sequence[Column],
    rows: Iterator[Sequence[Any]],
    dress: Dress,
) -> None:
    title = gettext(listing.title)
    with a_book(made, title, dress) as book:
        sheet = book.add_worksheet(title[:31])
        pen = Pen(book, sheet, columns, dress.zone)
        pen.head()
        cut = pen.rows(rows)
        pen.totals()
        if cut:
            pen.note(gettext(_CUT).format(most=f"{MOST_ROWS:,}"))


def a_book(made: IO[bytes], title: str, dress: Dress) -> Any:
    """A workbook that closes itself: text stays text, rows go to disk as they come."""
    book = xlsxwriter.Workbook(
        made,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    created = dress.made_at.astimezone(dress.zone).replace(tzinfo=None)
    book.set_properties({"title": title, "company": dress.company, "created": created})
    return book


class Pen:
    """Writes one sheet, row after row, and adds up what adds up."""

    def __init__(self, book: Any, sheet: Any, columns: Sequence[Column], zone: ZoneInfo) -> None:
        self.sheet = sheet
        self.columns = columns
        self.zone = zone
        self.line = 0
        self.sums = {n: Decimal(0) for n, c in enumerate(columns) if c.in_total}
        self.bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self.formats = {
            kind: book.add_format({"num_format": shape}) for kind, shape in _FORMATS.items()
        }
        self.sum_format = book.add_format(
            {"bold": True, "top": 1, "num_format": _FORMATS[Kind.AMOUNT]}
        )

    def head(self) -> None:
        """The header, which stays in sight."""
        self.sheet.freeze_panes(1, 0)
        for n, column in enumerate(self.columns):
            self.sheet.set_column(n, n, _WIDTHS.get(column.kind, 12))
            self.sheet.write_string(0, n, gettext(column.title), self.bold)
        self.line = 1

    def rows(self, rows: Iterable[Sequence[Any]]) -> bool:
        """Up to MOST_ROWS of them; whether there were more."""
        for row in rows:
            if self.line > MOST_ROWS:
                return True
            for n, column in enumerate(self.columns):
                self._cell(n, column, row[n])
            self.line += 1
        return False

    def totals(self) -> None:
        """The filter over the rows, and their sums by formula, with the value worked out too."""
        last = max(self.line - 1, 1)
        self.sheet.autofilter(0, 0, last, len(self.columns) - 1)
        if not self.sums or self.line == 1:
            return
        if 0 not in self.sums:
            self.sheet.write_string(self.line, 0, gettext(_TOTAL), self.sum_format)
        for n, total in self.sums.items():
            letter = xl_col_to_name(n)
            formula = f"=SUBTOTAL(109,{letter}2:{letter}{self.line})"
            self.sheet.write_formula(self.line, n, formula, self.sum_format, total)
        self.line += 1

    def note(self, text: str) -> None:
        """A line under all."""
        self.sheet.write_string(self.line + 1, 0, text)

    def _cell(self, n: int, column: Column, value: Any) -> None:
        if value is None or value == "":
            return
        if column.in_total:
            self.sums[n] += value
        shape = self.formats.get(column.kind)
        if column.kind in NUMBERS:
            self.sheet.write_number(self.line, n, value, shape)
        elif isinstance(value, datetime):
            here = value.astimezone(self.zone).replace(tzinfo=None)
            self.sheet.write_datetime(self.line, n, here, shape)
        elif isinstance(value, date):
            self.sheet.write_datetime(self.line, n, value, shape)
        else:
            self.sheet.write_string(self.line, n, _text(column, str(value)))


def _text(column: Column, value: str) -> str:
    """The cell's words, without what no workbook can hold."""
    words = column.words.get(value) if column.words else None
    told = gettext(str(words)) if words is not None else value
    return _ILLEGAL.sub(" ", told)[:LONGEST_CELL]
