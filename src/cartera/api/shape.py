"""Whether a document has the shape that its schema tells: types first, nothing turned into another.

Only what our own schemas say is known here; the act's own checks follow.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from cartera.api import refusals as why
from cartera.kernel.refusals import Refusal

Schema = Mapping[str, Any]

_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}
_EXPECTED: Mapping[str, type[Refusal]] = {
    "string": why.TextExpected,
    "integer": why.WholeNumberExpected,
    "boolean": why.TrueOrFalseExpected,
    "array": why.ListExpected,
    "object": why.ObjectExpected,
    "null": why.NullExpected,
}
_FIGURES = "[0-9]{"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})"
)


def faults_of(schema: Schema, value: object, path: str = "") -> Iterator[Refusal]:
    """The refusal of each place where `value` is not as `schema` says."""
    if "anyOf" in schema:
        yield from _any_of(schema["anyOf"], value, path)
        return
    kind = schema.get("type")
    if kind is not None and not _is(kind, value):
        kind_expected = why.AmountExpected if _is_amount(schema) else _EXPECTED[kind]
        yield kind_expected(field=path)
        return
    if "enum" in schema and value not in schema["enum"]:
        options = ", ".join(map(str, schema["enum"]))
        yield why.OptionUnknown(options=options, field=path)
    elif isinstance(value, str):
        yield from _text(schema, value, path)
    elif isinstance(value, list):
        yield from _list(schema, value, path)
    elif isinstance(value, dict):
        yield from _object(schema, value, path)
    elif isinstance(value, int) and kind == "integer":
        yield from _integer(schema, value, path)


def _is(kind: str, value: object) -> bool:
    if isinstance(value, bool) and kind != "boolean":
        return False
    return isinstance(value, _TYPES[kind])


def _any_of(choices: list[Schema], value: object, path: str) -> Iterator[Refusal]:
    """Nothing where one fits; else what is wrong with the first that has the value's type."""
    faults = [list(faults_of(choice, value, path)) for choice in choices]
    if all(faults):
        fitting = [f for c, f in zip(choices, faults, strict=True) if _is(c.get("type", ""), value)]
        yield from (fitting or faults)[0]


def _is_amount(schema: Schema) -> bool:
    return _FIGURES in schema.get("pattern", "")


def _text(schema: Schema, value: str, path: str) -> Iterator[Refusal]:
    pattern, shape = schema.get("pattern"), schema.get("format")
    if pattern and not re.search(pattern.replace("$", r"\Z"), value):
        form = why.AmountExpected if _is_amount(schema) else why.OtherFormExpected
        yield form(field=path)
    elif shape == "date" and not _is_day(value):
        yield why.DayExpected(field=path)
    elif shape == "date-time" and not _is_instant(value):
        yield why.InstantExpected(field=path)
    elif len(value) < schema.get("minLength", 0):
        yield why.DatumMissing(field=path)
    elif len(value) > schema.get("maxLength", len(value)):
        yield why.TextTooLong(most=schema["maxLength"], field=path)


def _is_day(value: str) -> bool:
    try:
        return bool(_DAY.fullmatch(value)) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _is_instant(value: str) -> bool:
    try:
        return bool(_INSTANT.fullmatch(value)) and bool(datetime.fromisoformat(value))
    except ValueError:
        return False


def _integer(schema: Schema, value: int, path: str) -> Iterator[Refusal]:
    least, most = schema.get("minimum", value), schema.get("maximum", value)
    above = schema.get("exclusiveMinimum")
    if value < least or (above is not None and value <= above):
        yield why.NumberTooSmall(least=least if above is None else above + 1, field=path)
    elif value > most:
        yield why.NumberTooLarge(most=most, field=path)


def _list(schema: Schema, value: list[Any], path: str) -> Iterator[Refusal]:
    if len(value) < schema.get("minItems", 0):
        yield why.TooFewRows(least=schema["minItems"], field=path)
    elif len(value) > schema.get("maxItems", len(value)):
        yield why.TooManyRows(most=schema["maxItems"], field=path)
    for place, item in enumerate(value):
        yield from faults_of(schema.get("items", {}), item, _inside(path, str(place)))


def _object(schema: Schema, value: dict[str, Any], path: str) -> Iterator[Refusal]:
    named = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            yield why.DatumMissing(field=_inside(path, name))
    others = schema.get("additionalProperties", True)
    for name, item in value.items():
        if name in named:
            yield from faults_of(named[name], item, _inside(path, name))
        elif others is False:
            yield why.DatumNotAsked(field=_inside(path, name[:60]))
        elif isinstance(others, dict):
            yield from faults_of(others, item, _inside(path, name[:60]))


def _inside(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
