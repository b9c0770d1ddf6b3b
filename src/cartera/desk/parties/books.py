"""Blocks as a workbook: one sheet each, typed, totalled."""

from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext

from cartera.desk.parties.blocks import Block, Cell
from cartera.entrance.visitor import Visitor
from cartera.kernel.clock import now
from cartera.reports.tables import Table, book_of_tables
from cartera.reports.workbook import Dress

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def asks_for_book(request: HttpRequest) -> bool:
    """Whether the address asks for a workbook and not for a page."""
    return request.GET.get("formato") == "xlsx"


def book_of(name: str, blocks: Sequence[Block], visitor: Visitor) -> HttpResponse:
    """The blocks that have rows, each on a sheet; a file of that name."""
    tables = [_table(block) for block in blocks if block.rows]
    dress = Dress(visitor.house.name, ZoneInfo(visitor.house.timezone), now())
    made = book_of_tables(name, tables, dress)
    with made:
        response = HttpResponse(made.read(), content_type=WORKBOOK)
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.xlsx")
    response["Content-Disposition"] = disposition or "attachment"
    return response


def _table(block: Block) -> Table:
    """Chips and texts in the reader's words; links stay behind."""
    columns = tuple(replace(one, title=gettext(one.title)) for one in block.columns)
    rows = [tuple(_plain(value) for value in row) for row in block.rows]
    return Table(gettext(block.title), columns, rows)


def _plain(value: object) -> object:
    found = value.value if isinstance(value, Cell) else value
    return gettext(found) if isinstance(found, str) and found else found
