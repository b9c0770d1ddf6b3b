"""Tables that are no list, as a workbook: one sheet each, by the pen that writes the lists."""

import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any

from cartera.reports.listing import Column
from cartera.reports.workbook import Dress, Pen, a_book

LONGEST_NAME = 31  # Excel's own limit
_NO_NAME = re.compile(r"[\[\]:*?/\\']")


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
        with a_book(made, title, dress) as book:
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
    pen = Pen(book, book.add_worksheet(name), table.columns, dress.zone)
    pen.head()
    pen.rows(table.rows)
    pen.totals()
