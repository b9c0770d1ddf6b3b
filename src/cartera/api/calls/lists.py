"""Every list of the house as a call of its own: the page, the workbook and this say the same."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Optional

from django.http import HttpRequest
from ninja import Schema
from pydantic import create_model

from cartera.api.schemas import Schema as Told
from cartera.api.shape import faults_of
from cartera.api.site import Caller, call, deny, row_of
from cartera.entrance.routes import Who
from cartera.kernel.numbers import named_number
from cartera.kernel.refusals import raise_gathered
from cartera.kernel.text import gettext_noop as _
from cartera.reports.asking import Scope, wanted_of
from cartera.reports.listing import RANGES, Asks, Filter, Kind, Listing
from cartera.reports.reading import page_of
from cartera.reports.refusals import FilterUnknown, ListForStaff
from cartera.reports.registry import listings

TAG = _("Listas")
MOST = 200
_TYPES: dict[Kind, Any] = {
    Kind.TEXT: str,
    Kind.CHIP: str,
    Kind.AMOUNT: Decimal,
    Kind.PERCENTAGE: Decimal,
    Kind.WHOLE: int,
    Kind.DAY: date,
    Kind.INSTANT: datetime,
}


def give_list(listing: Listing) -> None:
    """The call that reads a list, page after page."""
    who = Who.SIGNED_IN if listing.own else Who.STAFF
    row = row_of(f"list_{listing.code}", "GET", who, listing.title)
    parameters = _parameters(listing)
    shape = {"properties": {each["name"]: each["schema"] for each in parameters}}

    def read(request: HttpRequest) -> dict[str, Any]:
        caller: Caller = request.auth  # type: ignore[attr-defined]
        asked = {name: str(request.GET[name]) for name in request.GET}
        limit = _limit(asked.pop("limit", "100"))
        raise_gathered(list(faults_of(shape, asked)))
        cursor = asked.pop("cursor", "")
        scope = Scope(caller.is_staff, caller.client_codes)
        wanted, refusals = wanted_of(listing, asked, staff=scope.is_staff, strict=True)
        raise_gathered(refusals)
        try:
            page = page_of(listing, wanted, scope, after=cursor, limit=limit)
        except ListForStaff as refusal:
            raise deny(caller, refusal) from None
        return {"items": page.rows, "next": page.after or None}

    call(
        "GET", f"/lists/{listing.code}", row, answers=_page_schema(listing), tag=TAG,
        told={"parameters": parameters}, about=str(listing.title),
    )(read)  # fmt: skip


def _page_schema(listing: Listing) -> type[Schema]:
    """Each row may lack any column: some are the staff's, some are empty."""
    columns: dict[str, Any] = {
        column.name: (Optional[_TYPES[column.kind]], None)  # noqa: UP045 - made while it runs
        for column in listing.columns
    }
    line = create_model(f"Row_{listing.code}", __base__=Schema, **columns)
    return create_model(
        f"Page_{listing.code}",
        __base__=Schema,
        items=(list[line], ...),
        next=(Optional[str], None),  # noqa: UP045 - made while it runs
    )


def _parameters(listing: Listing) -> list[Told]:
    orders = [column.name for column in listing.columns if column.order]
    found = [_parameter(one, name) for one in listing.filters for name in one.names]
    if orders:
        ways = [way for name in orders for way in (name, f"-{name}")]
        found.append(_query("order", "Columna; con - delante, del último al primero.", enum=ways))
    return [
        *found,
        _query("cursor", "Lo que dio `next`.", maxLength=1000),
        _query("limit", "Filas por página.", type="integer", minimum=1, maximum=MOST, default=100),
    ]


def _parameter(one: Filter, name: str) -> Told:
    text = f"{one.title}. {one.hint}".strip()
    if one.asks is Asks.CHOICE:
        return _query(name, text, enum=list(one.choices))
    if one.asks is Asks.DAYS:
        return _query(name, text, format="date")
    if one.asks in RANGES:
        return _query(name, text, pattern=r"^-?[0-9]{1,14}(\.[0-9]{1,2})?$")
    return _query(name, text, maxLength=120)


def _query(name: str, text: str, **schema: Any) -> Told:
    typed = {"type": "string"} | schema
    return {"name": name, "in": "query", "required": False, "description": text, "schema": typed}


def _limit(text: str) -> int:
    number = named_number(text, 3) or 0
    if not 1 <= number <= MOST:
        raise FilterUnknown(name=f"limit={text[:20]}", allowed=f"1-{MOST}", field="limit")
    return number


for each in listings():
    give_list(each)
