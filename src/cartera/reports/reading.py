"""Reading a list: a page after a place, a count up to a limit, every row in order.

A page is found by its place in the order (the last row's value and key), never by counting rows:
the ten thousandth costs what the first does. Rows that lack what the list is ordered by come last.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from cartera.reports.asking import Scope, Wanted
from cartera.reports.figures.keeping import rows_kept
from cartera.reports.listing import SQL_TYPES, Column, Condition, Kind, Listing
from cartera.reports.places import Place, name_of_place, place_of
from cartera.reports.refusals import ListForStaff

COUNTED_AT_MOST = 1_000
A_CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list, each a mapping by column, and the place after which the next begin."""

    columns: tuple[Column, ...]
    rows: list[dict[str, Any]]
    after: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """How many rows there are, up to COUNTED_AT_MOST, and what they add up to if they are fewer."""

    count: int
    is_more: bool
    totals: dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class _Order:
    """What rows are sorted by. `sql` is empty where the key alone decides."""

    sql: str
    kind: Kind
    may_lack: bool
    descends: bool

    @property
    def way(self) -> str:
        return "DESC" if self.descends else "ASC"

    @property
    def beyond(self) -> str:
        return "<" if self.descends else ">"


def page_of(listing: Listing, wanted: Wanted, scope: Scope, *, after: str, limit: int) -> Page:
    """The `limit` rows after a place ("" is the beginning). One query; two at the end of an order
    that rows may lack.

    Refuses ListForStaff, and PlaceUnknown for a place that is not of this list and order.
    """
    columns = _columns_for(listing, scope)
    order = _order_of(listing, wanted.order)
    place = place_of(after, order.kind, order.way) if after else None
    found: list[tuple[Any, ...]] = []
    for part in _parts(order, place):
        if len(found) <= limit:
            found += _select(listing, columns, wanted, scope, order, part, limit + 1 - len(found))
    rows = [dict(zip((c.name for c in columns), row[2:], strict=True)) for row in found[:limit]]
    last = found[limit - 1] if len(found) > limit else None
    return Page(
        columns, rows, name_of_place(Place(last[0], last[1]), order.kind, order.way) if last else ""
    )


def sum_of(listing: Listing, wanted: Wanted, scope: Scope) -> Sum:
    """How many rows, and the sums of the columns that add up. One query, as `rows_kept` counts."""
    columns = _columns_for(listing, scope)
    added = [column for column in columns if column.in_total]
    taken = ", ".join([f"{listing.key} AS k", *(f"{c.sql} AS {c.name}" for c in added)])
    sums = "".join(f", coalesce(sum({column.name}), 0)" for column in added)
    where, values = _where(listing, wanted, scope)
    statement = (
        f"SELECT count(*){sums} FROM (SELECT {taken} FROM {listing.tables}{where}"
        f" LIMIT {COUNTED_AT_MOST + 1}) found"
    )
    count, *totals = rows_kept(statement, values)[0]
    is_more = count > COUNTED_AT_MOST
    named = {} if is_more else {c.name: t for c, t in zip(added, totals, strict=True)}
    return Sum(min(count, COUNTED_AT_MOST), is_more, named)


def every_row(
    listing: Listing, wanted: Wanted, scope: Scope, *, most: int
) -> Iterator[tuple[Any, ...]]:
    """The values of up to `most` rows in the list's order, hidden columns left out.

    One statement read by a cursor on the server: memory stays as it is however many rows there are,
    and all of them are of one instant.
    """
    columns = [column for column in _columns_for(listing, scope) if not column.hidden]
    order = _order_of(listing, wanted.order)
    where, values = _where(listing, wanted, scope)
    taken = ", ".join(column.sql for column in columns)
    statement = (
        f"SELECT {taken} FROM {listing.tables}{where} ORDER BY {_sorted_by(listing, order)}"
        f" LIMIT {most}"
    )
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(statement, values)
        while rows := cursor.fetchmany(A_CHUNK):
            yield from rows


def _columns_for(listing: Listing, scope: Scope) -> tuple[Column, ...]:
    if not scope.is_staff and not listing.own:
        raise ListForStaff(title=listing.title)
    return listing.seen_by(staff=scope.is_staff)


def _order_of(listing: Listing, name: str) -> _Order:
    descends = name.startswith("-")
    column = listing.column(name.removeprefix("-"))
    if column is None:
        return _Order("", Kind.WHOLE, may_lack=False, descends=descends)
    return _Order(column.order, column.kind, column.may_lack, descends)


def _parts(order: _Order, place: Place | None) -> Iterator[Condition]:
    """The stretches of the order after a place: rows that have what they are sorted by, then
    those that lack it. Each is one walk of an index."""
    if not order.sql:
        yield Condition(f"{{key}} {order.beyond} %s", (place.key,)) if place else Condition("TRUE")
        return
    value, key = (place.value, place.key) if place else (None, 0)
    if place is None:
        yield Condition(f"{order.sql} IS NOT NULL" if order.may_lack else "TRUE")
    elif value is not None:
        cast = f"%s::{SQL_TYPES[order.kind]}"
        yield Condition(f"({order.sql}, {{key}}) {order.beyond} ({cast}, %s)", (value, key))
    if order.may_lack and (place is None or value is not None):
        yield Condition(f"{order.sql} IS NULL")
    elif order.may_lack:
        yield Condition(f"{order.sql} IS NULL AND {{key}} {order.beyond} %s", (key,))


def _select(
    listing: Listing,
    columns: tuple[Column, ...],
    wanted: Wanted,
    scope: Scope,
    order: _Order,
    part: Condition,
    limit: int,
) -> list[tuple[Any, ...]]:
    stretch = Condition(part.sql.format(key=listing.key), part.values)
    where, values = _where(listing, wanted, scope, stretch)
    taken = ", ".join(column.sql for column in columns)
    lacks = part.sql.find(" IS NULL") >= 0
    by = f"{order.sql} {order.way}, " if order.sql and not lacks else ""
    statement = (
        f"SELECT ({order.sql or 'NULL'})::text, {listing.key}, {taken} FROM {listing.tables}{where}"
        f" ORDER BY {by}{listing.key} {order.way} LIMIT {limit}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _where(
    listing: Listing, wanted: Wanted, scope: Scope, *more: Condition
) -> tuple[str, list[Any]]:
    conditions = [*wanted.conditions, *more]
    if not scope.is_staff:
        conditions.append(Condition(listing.own, (list(scope.client_codes),)))
    told = [f"({condition.sql})" for condition in conditions if condition.sql != "TRUE"]
    values = [value for condition in conditions for value in condition.values]
    return (f" WHERE {' AND '.join(told)}" if told else ""), values


def _sorted_by(listing: Listing, order: _Order) -> str:
    if not order.sql:
        return f"{listing.key} {order.way}"
    last = " NULLS LAST" if order.may_lack else ""
    return f"{order.sql} {order.way}{last}, {listing.key} {order.way}"
