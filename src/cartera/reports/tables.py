"""Tables that are no list, as a workbook: one sheet each, typed cells, totals by formula."""

import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any
from zoneinfo import ZoneInfo

import xlsxwriter
from django.utils.translation import gettext
from xlsxwriter.utility import xl_col_to_name

from cartera.kernel.text import gettext_noop as _
from cartera.reports.listing import NUMBERS, Column, Kind

LONGEST_CELL = 32_767  # Excel's own limits
LONGEST_NAME = 31
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NO_NAME = re.compile(r"[\[\]:*?/\\']")
_TOTAL = _("Total")

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


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under typed columns, in the order in which they are shown."""

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Any, ...]]


def book_of_tables(title: str, tables: Sequence[Table], dress: Dress) -> IO[bytes]:
    """Each table on a sheet, totalled by formula. A file that vanishes when closed."""
    made = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    try:
        with _book(made, title, dress) as book:
            taken: set[str] = set()
            for table in tables:
                _write(book, table, dress, taken)
            if not tables:
                book.add_worksheet()
    except BaseException:
        made.close()
        raise
    made.seek(0)
    return made


def _write(book: Any, table: Table, dress: Dress, taken: set[str]) -> None:
    name = _NO_NAME.sub(" ", table.title)[:LONGEST_NAME]
    if name.casefold() in taken:
        name = f"{name[: LONGEST_NAME - 3]} {len(taken)}"
    taken.add(name.casefold())
    pen = _Pen(book, book.add_worksheet(name), table.columns, dress.zone)
    pen.head()
    pen.rows(table.rows)
    pen.totals()


def _book(made: IO[bytes], title: str, dress: Dress) -> Any:
    """A workbook that closes itself: what is text stays text, rows go to disk as they come."""
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


class _Pen:
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

    def rows(self, rows: Iterable[Sequence[Any]]) -> None:
        """All of them."""
        for row in rows:
            for n, column in enumerate(self.columns):
                self._cell(n, column, row[n])
            self.line += 1

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
            self.sheet.write_string(self.line, n, _ILLEGAL.sub(" ", str(value))[:LONGEST_CELL])
