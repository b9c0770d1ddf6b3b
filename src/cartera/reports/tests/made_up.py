"""A list over rows that a test makes up, in no table at all."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from psycopg import sql

from cartera.reports.listing import Asks, Column, Filter, Kind, Listing

TYPES = {"id": "bigint", "text": "text", "amount": "numeric", "day": "date", "at": "timestamptz"}
ORDERS = ("", "text", "-text", "amount", "-amount", "day", "-day", "at", "-at")


def made_up(rows: Sequence[Sequence[Any]], **changed: Any) -> Listing:
    """A list of (id, text, amount, day, at); all but the id may be missing."""
    connection.ensure_connection()
    told = sql.SQL(", ").join(
        sql.SQL("({})").format(
            sql.SQL(", ").join(
                sql.SQL("{}::" + kind).format(sql.Literal(value))
                for value, kind in zip(row, TYPES.values(), strict=True)
            )
        )
        for row in rows
    )
    names = ", ".join(TYPES)
    listing: dict[str, Any] = {
        "code": "made_up",
        "title": "Inventada",
        "tables": f"(VALUES {told.as_string(connection.connection)}) v ({names})".replace(
            "%", "%%"
        ),
        "key": "v.id",
        "columns": (
            Column("id", "Fila", "v.id", Kind.WHOLE),
            Column("text", "Texto", "v.text", order="v.text", may_lack=True),
            Column(
                "amount", "Monto", "v.amount", Kind.AMOUNT, order="v.amount", may_lack=True,
                in_total=True,
            ),
            Column("day", "Día", "v.day", Kind.DAY, order="v.day", may_lack=True),
            Column("at", "Hora", "v.at", Kind.INSTANT, order="v.at", may_lack=True),
        ),
        "filters": (
            Filter("amount", "Monto", Asks.AMOUNTS, "v.amount"),
            Filter("day", "Día", Asks.DAYS, "v.day"),
        ),
    }  # fmt: skip
    return Listing(**(listing | changed))
