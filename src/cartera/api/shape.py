"""Whether a document has the shape that its schema tells: types first, nothing turned into another.

Only what our own schemas say is known here; the act's own checks follow.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from cartera.kernel.text import gettext_noop as _

Fault = tuple[str, str]
Schema = Mapping[str, Any]

_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}
_EXPECTED: Mapping[str, str] = {
    "string": _("se espera un texto"),
    "integer": _("se espera un número entero, sin comillas"),
    "boolean": _("se espera true o false"),
    "array": _("se espera una lista"),
    "object": _("se espera un objeto"),
    "null": _("se espera null"),
}
_FIGURES = "[0-9]{"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})"
)
MISSING = _("falta este dato")
NOT_ASKED = _("este dato no se pide aquí")


def faults_of(schema: Schema, value: object, path: str = "") -> Iterator[Fault]:
    """(path, sentence) of each place where `value` is not as `schema` says."""
    if "anyOf" in schema:
        yield from _any_of(schema["anyOf"], value, path)
        return
    kind = schema.get("type")
    if kind is not None and not _is(kind, value):
        yield path, _amount_expected(schema) or _EXPECTED[kind]
        return
    if "enum" in schema and value not in schema["enum"]:
        options = ", ".join(map(str, schema["enum"]))
        yield path, f"elija una de las opciones: {options}"
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


def _any_of(choices: list[Schema], value: object, path: str) -> Iterator[Fault]:
    """Nothing where one fits; else what is wrong with the first that has the value's type."""
    faults = [list(faults_of(choice, value, path)) for choice in choices]
    if all(faults):
        fitting = [f for c, f in zip(choices, faults, strict=True) if _is(c.get("type", ""), value)]
        yield from (fitting or faults)[0]


def _amount_expected(schema: Schema) -> str:
    return _("escriba la cifra entre comillas, como «1234.56»") if _is_amount(schema) else ""


def _is_amount(schema: Schema) -> bool:
    return _FIGURES in schema.get("pattern", "")


def _text(schema: Schema, value: str, path: str) -> Iterator[Fault]:
    pattern, shape = schema.get("pattern"), schema.get("format")
    if pattern and not re.search(pattern.replace("$", r"\Z"), value):
        yield path, _amount_expected(schema) or _("no tiene la forma esperada")
    elif shape == "date" and not _is_day(value):
        yield path, _("escriba una fecha, como 2026-02-28")
    elif shape == "date-time" and not _is_instant(value):
        yield path, _("escriba fecha y hora con su zona, como 2026-02-28T14:30:00-06:00")
    elif len(value) < schema.get("minLength", 0):
        yield path, MISSING
    elif len(value) > schema.get("maxLength", len(value)):
        yield path, f"a lo más {schema['maxLength']} letras"


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


def _integer(schema: Schema, value: int, path: str) -> Iterator[Fault]:
    least, most = schema.get("minimum", value), schema.get("maximum", value)
    above = schema.get("exclusiveMinimum")
    if value < least or (above is not None and value <= above):
        yield path, f"no puede ser menor que {least if above is None else above + 1}"
    elif value > most:
        yield path, f"no puede ser mayor que {most}"


def _list(schema: Schema, value: list[Any], path: str) -> Iterator[Fault]:
    if len(value) < schema.get("minItems", 0):
        yield path, f"agregue al menos {schema['minItems']}"
    elif len(value) > schema.get("maxItems", len(value)):
        yield path, f"a lo más {schema['maxItems']}"
    for place, item in enumerate(value):
        yield from faults_of(schema.get("items", {}), item, _inside(path, str(place)))


def _object(schema: Schema, value: dict[str, Any], path: str) -> Iterator[Fault]:
    named = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            yield _inside(path, name), MISSING
    others = schema.get("additionalProperties", True)
    for name, item in value.items():
        if name in named:
            yield from faults_of(named[name], item, _inside(path, name))
        elif others is False:
            yield _inside(path, name[:60]), NOT_ASKED
        elif isinstance(others, dict):
            yield from faults_of(others, item, _inside(path, name[:60]))


def _inside(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
