"""The workbook read cell by cell: every cell becomes what its column says, or is told by its place.

Nothing stops at the first mistake: all of them are gathered, each with its sheet, row and column.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cartera.kernel.dates import parse_date
from cartera.kernel.money import PLAIN, parse_amount, parse_percentage
from cartera.kernel.refusals import Refusal
from cartera.kernel.search import search_key
from cartera.kernel.workbook import NUMBER, Limits, sheets_of_workbook
from cartera.procedures.opening.refusals import (
    CellBeyond,
    CellMissing,
    ChoiceUnknown,
    CodeUnreadable,
    ColumnsMissing,
    ColumnUnknown,
    DateFromNumber,
    EmailUnreadable,
    FileTooLarge,
    SheetMissing,
    SheetTwice,
    TextTooLong,
    TextUnkeepable,
    WholeNumberUnreadable,
)
from cartera.procedures.opening.template import IGNORED, MOST_ROWS, SHEETS, Column, Sheet

MOST_MEGABYTES: Final = 25
LIMITS: Final = Limits(MOST_ROWS, unpacked=400 * 1024 * 1024, seconds=60, megabytes=1500)

_CODE = re.compile(r"[0-9A-Za-z.-]+")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_WHOLE = re.compile(r"[0-9]{1,9}")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNKEEPABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was read: its number in the sheet, and its values by key of column."""

    n: int
    values: Mapping[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.values.get(key)


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong, and where: sheet, row (0 for the sheet itself), title of the column."""

    sheet: str
    row: int
    column: str
    refusal: Refusal

    def __str__(self) -> str:
        place = f"{self.sheet}, fila {self.row}" if self.row else self.sheet
        return f"{place}{f', {self.column}' if self.column else ''}: {self.refusal}"


@dataclass(slots=True)
class Book:
    """The rows of each sheet by its key, and what could not be read."""

    sheets: dict[str, list[Row]]
    wrongs: list[Wrong]

    def rows(self, sheet: Sheet) -> list[Row]:
        """The rows of a sheet."""
        return self.sheets.get(sheet.key, [])

    @property
    def is_empty(self) -> bool:
        """Whether no sheet has any row."""
        return not any(self.sheets.values())


def read_book(content: bytes, locale: str) -> Book:
    """The workbook's rows. Refuses a file that is no workbook, is hostile or too large.

    `locale` is how amounts that were typed as text are written.
    """
    if len(content) > MOST_MEGABYTES * 1024 * 1024:
        raise FileTooLarge(most=MOST_MEGABYTES)
    found: dict[str, list[Sequence[Sequence[str]]]] = defaultdict(list)
    for name, rows in sheets_of_workbook(content, LIMITS).items():
        found[search_key(name)].append(rows)
    book = Book({}, [])
    for sheet in SHEETS:
        grid, *others = found.get(search_key(sheet.title), [None])
        if others:
            book.wrongs.append(Wrong(sheet.title, 0, "", SheetTwice()))
        if grid is None:
            book.wrongs.append(Wrong(sheet.title, 0, "", SheetMissing()))
            continue
        book.sheets[sheet.key] = list(_rows(sheet, grid, locale, book.wrongs))
    return book


def _rows(
    sheet: Sheet, grid: Sequence[Sequence[str]], locale: str, wrongs: list[Wrong]
) -> Iterator[Row]:
    columns = _heading(sheet, grid[0] if grid else [], wrongs)
    if columns is None:
        return
    readers = [(place, column, _reader(column, locale)) for place, column in columns]
    width = max((place for place, _ in columns), default=0) + 1
    for n, cells in enumerate(grid[1:], 2):
        if not any(map(str.strip, cells)) or any(cell.startswith(IGNORED) for cell in cells):
            continue
        if any(map(str.strip, cells[width:])):
            wrongs.append(Wrong(sheet.title, n, "", CellBeyond()))
        yield Row(n, _values(sheet, n, cells, readers, wrongs))


def _heading(
    sheet: Sheet, cells: Sequence[str], wrongs: list[Wrong]
) -> list[tuple[int, Column]] | None:
    """Which column stands where. None where the sheet cannot be read for want of columns."""
    known = {search_key(column.title): column for column in sheet.columns}
    found: dict[str, tuple[int, Column]] = {}
    for place, cell in enumerate(cells):
        said = cell.removesuffix(" *").strip()
        column = known.get(search_key(said))
        if column is not None and column.key not in found:
            found[column.key] = (place, column)
        elif said and not said.startswith(IGNORED):
            wrongs.append(Wrong(sheet.title, 1, "", ColumnUnknown(column=said[:40])))
    missing = [c.title for c in sheet.columns if c.needed and c.key not in found]
    if missing:
        wrongs.append(Wrong(sheet.title, 1, "", ColumnsMissing(columns=", ".join(missing))))
        return None
    return list(found.values())


Reader = Callable[[str], Any]


def _values(
    sheet: Sheet,
    n: int,
    cells: Sequence[str],
    readers: Sequence[tuple[int, Column, Reader]],
    wrongs: list[Wrong],
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for place, column, read in readers:
        cell = cells[place].strip() if place < len(cells) else ""
        if not cell:
            if column.needed:
                wrongs.append(Wrong(sheet.title, n, column.title, CellMissing()))
            continue
        try:
            values[column.key] = read(cell)
        except Refusal as refusal:
            wrongs.append(Wrong(sheet.title, n, column.title, refusal))
    return values


def _reader(column: Column, locale: str) -> Reader:
    """How a cell of the column is read; what is not one is refused with its sentence."""
    match column.kind:
        case "amount" | "signed":
            signed = column.kind == "signed"
            return lambda cell: _number(
                cell, locale, lambda t, at: parse_amount(t, at, signed=signed)
            )
        case "pct":
            return lambda cell: _number(cell, locale, parse_percentage)
        case "day":
            return _day
        case "whole":
            return lambda cell: _whole(cell, column.most)
        case "choice":
            return lambda cell: _choice(cell, column.choices or {})
    return lambda cell: _text(cell, column)


def _number(cell: str, locale: str, parse: Callable[[str, str], Any]) -> Any:
    """A number of the sheet as it is, or a text in the country's notation."""
    if cell.startswith(NUMBER):
        return parse(cell.removeprefix(NUMBER), PLAIN)
    return parse(cell, locale)


def _day(cell: str) -> Any:
    if cell.startswith(NUMBER):
        raise DateFromNumber(text=cell.removeprefix(NUMBER)[:20])
    return parse_date(cell, "iso" if _ISO.fullmatch(cell) else "dmy")


def _whole(cell: str, most: int) -> int:
    text = cell.removeprefix(NUMBER)
    if not _WHOLE.fullmatch(text) or not 1 <= int(text) <= most:
        raise WholeNumberUnreadable(text=text[:20], low=1, high=most)
    return int(text)


def _choice(cell: str, choices: Mapping[str, str]) -> str:
    meant = {search_key(said): kept for said, kept in choices.items()}.get(search_key(cell))
    if meant is None:
        raise ChoiceUnknown(text=cell[:40], allowed=", ".join(choices))
    return meant


def _text(cell: str, column: Column) -> str:
    text = cell.removeprefix(NUMBER)
    if _UNKEEPABLE.search(text):
        raise TextUnkeepable
    if len(text) > column.most:
        raise TextTooLong(text=text[:20], most=column.most)
    if column.kind == "code" and not _CODE.fullmatch(text):
        raise CodeUnreadable(text=text[:20])
    if column.kind == "email" and not _EMAIL.fullmatch(text):
        raise EmailUnreadable(text=text[:40])
    return text
