"""Payloads of papers to JSON and back, without loss and without floats.

Amounts travel as decimal strings, dates as ISO 8601; a form's payload is a tree of frozen
dataclasses whose fields are str, bool, int, Decimal, date, datetime, tuples and such trees.
"""

import dataclasses
import types
import typing
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, TypeVar

from cartera.papers.refusals import (
    MissingPaperField,
    NaiveInstant,
    PaperTextTooLong,
    UnknownPaperField,
    WrongPaperValue,
)

TEXT_LIMIT = 4000
IMAGE_LIMIT = 400_000
PLAIN_NUMBER = set("0123456789.-")
PLAIN = frozenset({str, bool, int, type(None)})

T = TypeVar("T")


def to_json(value: Any) -> Any:
    """The JSON form of a payload or of any part of it.

    Refuses (TypeError) floats and types that a paper does not carry.
    """
    kind: type = type(value)
    if kind in PLAIN:
        return value
    if kind is Decimal:
        return format(value, "f")
    if kind in (tuple, list):
        return [to_json(item) for item in value]
    names = _names(kind)
    if names:
        return {name: to_json(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str | int) or value is None:
        return value
    raise TypeError(f"a paper cannot carry a {kind.__name__}")


@cache
def _names(kind: type) -> tuple[str, ...]:
    """The fields of a payload's class; none where it is no such class. A day has 30,000 rows."""
    return tuple(f.name for f in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else ()


def from_json(cls: type[T], value: Any, *, code: str) -> T:
    """The payload of form `code` read from JSON (or from an already typed mapping).

    Refuses missing and unknown fields, values of another type, floats, amounts that are not plain
    decimals, instants without zone and texts over TEXT_LIMIT characters, each naming its field.
    """
    return typing.cast("T", _Reader(code).tree(cls, value, ""))


@cache
def _hints(cls: type) -> dict[str, Any]:
    return typing.get_type_hints(cls)


class _Reader:
    """Reads one payload; keeps the form's code for the refusals."""

    def __init__(self, code: str) -> None:
        self.code = code

    def tree(self, cls: type, value: Any, where: str) -> Any:
        if isinstance(value, cls):
            value = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}  # type: ignore[arg-type]
        if not isinstance(value, Mapping):
            raise self.wrong(where or "·", "un conjunto de datos")
        names = {f.name: f for f in dataclasses.fields(cls)}
        for key in value:
            if key not in names:
                raise UnknownPaperField(code=self.code, where=_below(where, str(key)))
        found = {}
        for name, field in names.items():
            if name in value:
                found[name] = self.one(_hints(cls)[name], value[name], _below(where, name))
            elif not _has_default(field):
                raise MissingPaperField(code=self.code, where=_below(where, name))
        return cls(**found)

    def one(self, hint: Any, value: Any, where: str) -> Any:
        origin = typing.get_origin(hint)
        if origin in (typing.Union, types.UnionType):
            inner = [arm for arm in typing.get_args(hint) if arm is not type(None)]
            return None if value is None else self.one(inner[0], value, where)
        if origin is tuple:
            return self.many(typing.get_args(hint)[0], value, where)
        if dataclasses.is_dataclass(hint):
            return self.tree(typing.cast("type", hint), value, where)
        reader = {
            str: self.text,
            bool: self.flag,
            int: self.whole,
            Decimal: self.number,
            datetime: self.instant,
            date: self.day,
        }[hint]
        return reader(value, where)

    def many(self, hint: Any, value: Any, where: str) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise self.wrong(where, "una lista")
        return tuple(self.one(hint, item, f"{where}.{n}") for n, item in enumerate(value, 1))

    def text(self, value: Any, where: str) -> str:
        if not isinstance(value, str):
            raise self.wrong(where, "un texto")
        limit = IMAGE_LIMIT if where.endswith("logo") else TEXT_LIMIT
        if len(value) > limit:
            raise PaperTextTooLong(code=self.code, where=where, limit=limit)
        return value

    def flag(self, value: Any, where: str) -> bool:
        if not isinstance(value, bool):
            raise self.wrong(where, "sí o no")
        return value

    def whole(self, value: Any, where: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.wrong(where, "un número entero")
        return value

    def number(self, value: Any, where: str) -> Decimal:
        if isinstance(value, Decimal) and value.is_finite():
            return value
        if not isinstance(value, str) or not value or set(value) - PLAIN_NUMBER:
            raise self.wrong(where, "un importe decimal")
        try:
            return Decimal(value)
        except InvalidOperation as error:
            raise self.wrong(where, "un importe decimal") from error

    def instant(self, value: Any, where: str) -> datetime:
        found = self._parsed(datetime, value, where, "una fecha con hora")
        if found.tzinfo is None:
            raise NaiveInstant(code=self.code, where=where)
        return found

    def day(self, value: Any, where: str) -> date:
        if isinstance(value, datetime):
            raise self.wrong(where, "una fecha")
        return self._parsed(date, value, where, "una fecha")

    def _parsed(self, kind: type[T], value: Any, where: str, expected: str) -> T:
        if isinstance(value, kind):
            return value
        try:
            return typing.cast("T", kind.fromisoformat(value))  # type: ignore[attr-defined]
        except (TypeError, ValueError) as error:
            raise self.wrong(where, expected) from error

    def wrong(self, where: str, expected: str) -> WrongPaperValue:
        return WrongPaperValue(code=self.code, where=where, expected=expected)


def _below(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name


def _has_default(field: "dataclasses.Field[Any]") -> bool:
    return (
        field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING
    )
