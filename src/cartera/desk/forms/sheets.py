"""Rows of a table from elsewhere: pasted from Excel, a CSV, an XLSX. Cells stay text until read.

The first line may name the columns: in Spanish, in the reader's language or as the program does;
without names the cells stand in the page's order. An XLSX is opened in a child process.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext

from cartera.desk.forms.fields import Field
from cartera.desk.refusals import (
    ColumnUnknown,
    FileEmpty,
    FileNotSheet,
    FileNotText,
    FileTooLarge,
    FileTooManyRows,
    TooManyColumns,
)
from cartera.entrance.words import CHOICES
from cartera.kernel.search import search_key
from cartera.kernel.workbook import grid_of_workbook

MOST_BYTES = 4 * 1024 * 1024
MOST_ROWS = 20_000
MOST_CELL = 2000
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_ZIP = b"PK"
_MARKS = ("\t", ";", ",")

Cells = dict[str, str]


def rows_of_file(name: str, content: bytes, columns: Sequence[Field], locale: str) -> list[Cells]:
    """The rows of an uploaded file. Refuses what is no sheet, hostile, too large or too long."""
    if len(content) > MOST_BYTES:
        raise FileTooLarge(most=MOST_BYTES // 1024 // 1024)
    if not content.strip():
        raise FileEmpty
    if content.startswith(_ZIP):
        return _rows(grid_of_workbook(content, locale, MOST_ROWS), columns)
    if not name.lower().endswith((".csv", ".txt", ".tsv")):
        raise FileNotSheet
    return rows_of_text(_text_of(content), columns)


def rows_of_text(text: str, columns: Sequence[Field]) -> list[Cells]:
    """The rows of what was pasted, or of a CSV: cells parted by tabs, semicolons or commas."""
    if _NOT_TEXT.search(text):
        raise FileNotText
    lines = text.lstrip("\ufeff").strip("\r\n")
    mark = _mark_of(lines.split("\n", 1)[0])
    try:
        grid = list(csv.reader(io.StringIO(lines), delimiter=mark))
    except csv.Error:
        raise FileNotText from None
    return _rows(grid, columns)


def text_of_rows(rows: Iterable[Cells], columns: Sequence[Field]) -> str:
    """Rows as `rows_of_text` reads them: how a long table travels in a form."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerow([column.name for column in columns])
    writer.writerows([row.get(column.name, "") for column in columns] for row in rows)
    return out.getvalue()


def _text_of(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileNotText from None


def _mark_of(first: str) -> str:
    """What parts the cells: the mark that the first line holds most of."""
    return max(_MARKS, key=first.count)


def _rows(grid: Sequence[Sequence[str]], columns: Sequence[Field]) -> list[Cells]:
    filled = [row for row in grid if any(cell.strip() for cell in row)]
    if not filled:
        raise FileEmpty
    if len(filled) > MOST_ROWS + 1:
        raise FileTooManyRows(most=MOST_ROWS)
    names = [column.name for column in columns]
    if _is_heading(filled[0], columns):
        names, filled = _named(filled[0], columns), filled[1:]
    for place, row in enumerate(filled, 1):
        if len(_trimmed(row)) > len(names):
            raise TooManyColumns(row=place, count=len(_trimmed(row)), most=len(names))
    by_name = {column.name: column for column in columns}
    return [
        {name: _cell(by_name[name], cell) for name, cell in zip(names, row, strict=False)}
        for row in filled
    ]


def _trimmed(row: Sequence[str]) -> Sequence[str]:
    end = len(row)
    while end and not row[end - 1].strip():
        end -= 1
    return row[:end]


def _known_names(columns: Sequence[Field]) -> dict[str, str]:
    names = ((column, (column.label, gettext(column.label), column.name)) for column in columns)
    return {search_key(name): column.name for column, said in names for name in said}


def _is_heading(row: Sequence[str], columns: Sequence[Field]) -> bool:
    """Whether the first line names columns: two of its cells do, or its only one."""
    known = _known_names(columns)
    return sum(search_key(cell) in known for cell in row) >= min(2, len(columns))


def _named(row: Sequence[str], columns: Sequence[Field]) -> list[str]:
    known = _known_names(columns)
    names: list[str] = []
    for cell in _trimmed(row):
        name = known.get(search_key(cell), "")
        if not name or name in names:
            said = ", ".join(column.label for column in columns)
            raise ColumnUnknown(column=cell[:40], columns=said)
        names.append(name)
    return names


def _cell(column: Field, text: str) -> str:
    """A cell's text; of a list of choices, the choice that its words mean."""
    typed = text.strip()[:MOST_CELL]
    if column.kind != "choice" or typed in column.choices:
        return typed
    words = ((choice, CHOICES.get(choice, choice)) for choice in column.choices)
    meant = [c for c, told in words if search_key(typed) in map(search_key, (told, gettext(told)))]
    return meant[0] if meant else typed
