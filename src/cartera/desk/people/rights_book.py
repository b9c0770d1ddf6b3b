"""Quién puede qué as a workbook: what a role may do, a line each, to be filtered in Excel."""

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils.translation import gettext

from cartera.entrance.visitor import Visitor
from cartera.entrance.words import role_name
from cartera.kernel.clock import now
from cartera.kernel.text import gettext_noop as _
from cartera.reports.listing import Column, Kind
from cartera.reports.tables import Table, book_of_tables
from cartera.reports.workbook import Dress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cartera.desk.people.rights import Matrix
    from cartera.entrance.routes import Route

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_STEPS = (
    Column("procedure", _("Procedimiento"), ""),
    Column("step", _("Paso"), "", Kind.WHOLE),
    Column("text", _("Qué hace"), ""),
    Column("role", _("Rol"), ""),
    Column("may", _("Puede"), ""),
    Column("not_by", _("No quien hizo los pasos"), ""),
)
_PLACES = (
    Column("area", _("Área"), ""),
    Column("text", _("Página"), ""),
    Column("who", _("A quién se muestra"), ""),
)


def book_of_rights(
    visitor: Visitor,
    matrices: "Sequence[Matrix]",
    places: "Sequence[tuple[str, Sequence[tuple[Route, str]]]]",
) -> HttpResponse:
    """The steps and the pages, on a sheet each."""
    house = visitor.house
    steps = Table(gettext("Pasos"), _STEPS, [row for matrix in matrices for row in _rows(matrix)])
    pages = [
        (gettext(area), gettext(route.text), who)
        for area, listed in places
        for route, who in listed
    ]
    dress = Dress(company=house.name, zone=ZoneInfo(house.timezone), made_at=now())
    title = gettext("Quién puede qué")
    tables = (steps, Table(gettext("Páginas"), _PLACES, pages))
    with book_of_tables(title, tables, dress) as book:  # some thousand short cells
        response = HttpResponse(book.read(), content_type=_XLSX)
    response["Content-Disposition"] = 'attachment; filename="quien-puede-que.xlsx"'
    return response


def _rows(matrix: "Matrix") -> "list[tuple[object, ...]]":
    return [
        (
            matrix.procedure.code,
            line.step.number,
            gettext(line.step.text),
            role_name(role),
            gettext(mark),
            ", ".join(str(number) for number in line.step.not_by),
        )
        for line in matrix.lines
        for role, mark in zip(matrix.roles, line.marks, strict=True)
        if mark
    ]
