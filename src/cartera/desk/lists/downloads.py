"""A list to take along: the workbook with all its rows, and the paper."""

from collections.abc import Iterator
from typing import IO
from urllib.parse import urlencode

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext

from cartera.desk.access import page
from cartera.desk.lists.cells import cells_of, css_of, notation_of, total_cell
from cartera.desk.lists.showing import scope_of
from cartera.desk.lists.views_kept import asked_listing, turned_back
from cartera.desk.shell.addresses import page_address
from cartera.entrance.routes import Who
from cartera.entrance.visitor import Visitor
from cartera.entrance.words import said
from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _
from cartera.papers.tables import PrintedColumn, PrintedTable, print_table
from cartera.reports.asking import Wanted, wanted_of
from cartera.reports.listing import Kind, Listing
from cartera.reports.reading import Page, page_of, sum_of
from cartera.reports.workbook import Dress, workbook_of

MOST_PRINTED = 1_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CUT = _("Hay más filas: aquí van las primeras {most}. El libro de Excel las lleva todas.")
_NONE_FOUND = _("Nada con estos filtros")
_MADE = _("{when}, por {who}")


@page("listas/<str:code>/excel/", Who.SIGNED_IN, _("Descargar una lista en Excel"))
def list_workbook(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """The list as the address filters and orders it, as a workbook."""
    asked = _asked(request, visitor, code)
    if isinstance(asked, HttpResponse):
        return asked
    listing, wanted = asked
    notation = notation_of(visitor.house)
    dress = Dress(visitor.house.name, notation.zone, visitor.standing.at)
    made: IO[bytes] = workbook_of(listing, wanted, scope_of(visitor), dress)
    name = _name(listing, visitor, "xlsx")
    return FileResponse(made, as_attachment=True, filename=name, content_type=XLSX)  # type: ignore[return-value] # a streamed answer is one too


@page("listas/<str:code>/pdf/", Who.SIGNED_IN, _("Imprimir una lista"))
def list_paper(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """The list as the address filters and orders it, on paper: its first rows, if it is long."""
    asked = _asked(request, visitor, code)
    if isinstance(asked, HttpResponse):
        return asked
    listing, wanted = asked
    try:
        pdf = print_table(_table(listing, wanted, visitor))
    except Refusal as refusal:
        shown = {"visitor": visitor, "why": said(refusal), "name": gettext(listing.title)}
        return render(request, "desk/shell/not_printed.html", shown, status=503)
    answer = HttpResponse(pdf, content_type="application/pdf")
    name = _name(listing, visitor, "pdf")
    answer["Content-Disposition"] = content_disposition_header(False, name) or "inline"  # noqa: FBT003 - Django's own
    return answer


def _asked(
    request: HttpRequest, visitor: Visitor, code: str
) -> tuple[Listing, Wanted] | HttpResponse:
    """Which list, and which of its rows; or where he is led who may not have it, or whose filters
    are wrong: to the page, which says so."""
    listing = asked_listing(code)
    if not visitor.is_staff and not listing.own:
        return turned_back(request, visitor, listing)
    typed = request.GET.dict()
    wanted, refusals = wanted_of(
        listing, typed, staff=visitor.is_staff, notation=visitor.house.locale
    )
    if refusals:
        return redirect(f"{page_address(listing.code)}?{urlencode(typed)}")
    return listing, wanted


def _name(listing: Listing, visitor: Visitor, ending: str) -> str:
    return f"{slugify(gettext(listing.title))}-{visitor.standing.on:%Y-%m-%d}.{ending}"


def _table(listing: Listing, wanted: Wanted, visitor: Visitor) -> PrintedTable:
    scope, notation = scope_of(visitor), notation_of(visitor.house)
    found = page_of(listing, wanted, scope, after="", limit=MOST_PRINTED)
    totals = sum_of(listing, wanted, scope).totals
    at = visitor.standing.at.astimezone(notation.zone)
    columns = [column for column in found.columns if not column.hidden]
    return PrintedTable(
        company=visitor.house.name,
        title=gettext(listing.title),
        made=gettext(_MADE).format(when=f"{at:%d/%m/%Y %H:%M}", who=visitor.user.full_name),
        columns=[
            PrintedColumn(
                gettext(column.title),
                "figure" if css_of(column) == "num" else "text",
                column.kind is Kind.TEXT,
            )
            for column in columns
        ],
        rows=[
            [cell.text for cell in cells_of(found.columns, row, notation, _leads_nowhere)]
            for row in found.rows
        ],
        totals=_total_row([total_cell(column, totals, notation).text for column in columns])
        if totals
        else [],
        notes=list(_notes(listing, wanted, found, visitor)),
        training=visitor.house.is_training,
    )


def _total_row(cells: list[str]) -> list[str]:
    """The sums, said to be so in the first cell where it is free."""
    return [cells[0] or gettext("Total"), *cells[1:]]


def _notes(listing: Listing, wanted: Wanted, found: Page, visitor: Visitor) -> Iterator[str]:
    """What it was filtered by, and that it was cut."""
    typed = dict(wanted.typed)
    told = [
        f"{gettext(one.title)}: {' – '.join(typed[name] for name in one.names if name in typed)}"
        for one in listing.filters_for(staff=visitor.is_staff)
        if any(name in typed for name in one.names)
    ]
    if told:
        yield " · ".join(told)
    if not found.rows:
        yield gettext(_NONE_FOUND if told else listing.empty)
    if found.after:
        yield gettext(_CUT).format(most=f"{MOST_PRINTED:,}")


def _leads_nowhere(name: str, key: object) -> str:
    return ""
