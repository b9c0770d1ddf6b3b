"""A workbook filled in by hand, as somebody does in Excel: rows typed below what stands there."""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from python_calamine import CalamineWorkbook

Rows = Mapping[str, Iterable[Mapping[str, Any]]]
_DAY_ZERO = date(1899, 12, 30)
_COLUMNS = re.compile(r'<col min="(\d+)" max="(\d+)"[^>]* style="(\d+)"')


def fill(template: bytes, rows: Rows) -> bytes:
    """The workbook with `rows`, by name of sheet, each cell under the heading that names it.

    Cells take their column's format, so that a day looks like one.
    """
    book = CalamineWorkbook.from_filelike(io.BytesIO(template))
    parts = {name: f"xl/worksheets/sheet{n}.xml" for n, name in enumerate(book.sheet_names, 1)}
    written = {parts[name]: (book.get_sheet_by_name(name).to_python(), rows[name]) for name in rows}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            if part in written:
                content = _typed(content.decode(), *written[part]).encode()
            new.writestr(part, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _typed(sheet: str, grid: list[list[Any]], rows: Iterable[Mapping[str, Any]]) -> str:
    headings = [str(cell).removesuffix(" *") for cell in grid[0]]
    styles = {
        place: style
        for first, last, style in _COLUMNS.findall(sheet)
        for place in range(int(first) - 1, int(last))
    }
    made = [
        f'<row r="{n}">{"".join(_cells(n, headings, styles, row))}</row>'
        for n, row in enumerate(rows, len(grid) + 1)
    ]
    return sheet.replace("</sheetData>", f"{''.join(made)}</sheetData>")


def _cells(
    n: int, headings: list[str], styles: Mapping[int, str], row: Mapping[str, Any]
) -> Iterable[str]:
    places = sorted((headings.index(title), value) for title, value in row.items())
    for place, value in places:
        at = f'r="{chr(ord("A") + place)}{n}" s="{styles.get(place, "0")}"'
        match value:
            case Decimal() | int():
                yield f"<c {at}><v>{value}</v></c>"
            case date():
                yield f"<c {at}><v>{(value - _DAY_ZERO).days}</v></c>"
            case _:
                yield f'<c {at} t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'
