"""What a person typed, read as the act takes it: each bad cell refused in its own place.

Amounts are read as the company's country writes them, days as 19/02/2026 (or 2026-02-19). A blank
is left out, so that the act's own default or its own refusal speaks. What cannot be read is given
to the engine as `UNREADABLE`, which no type accepts: the engine still asks first whether the
person may act at all, and keeps the refusal.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from django.http import QueryDict

from cartera.desk.forms.fields import Field
from cartera.desk.forms.sheets import rows_of_text
from cartera.desk.refusals import InstantUnreadable, WholeNumberUnreadable
from cartera.kernel.dates import parse_date
from cartera.kernel.money import parse_amount, parse_percentage
from cartera.kernel.numbers import named_number
from cartera.kernel.refusals import Refusal

UNREADABLE: Final = ...
MOST_DIGITS: Final = 12
_WHOLE = re.compile(rf"[0-9]{{1,{MOST_DIGITS}}}")
_INSTANT = re.compile(r"(?P<day>\S+)[ T]+(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::[0-9]{2})?")

Cells = dict[str, str]


@dataclass(slots=True)
class Typed:
    """A form as it was typed: `texts` by field, `rows` by table, `inputs` for the engine.

    `places` says where on the page each row stood: rows in which nothing was typed are left out.
    """

    locale: str
    texts: dict[str, str] = field(default_factory=dict)
    several: dict[str, list[str]] = field(default_factory=dict)
    rows: dict[str, list[Cells]] = field(default_factory=dict)
    places: dict[str, list[int]] = field(default_factory=dict)
    inputs: dict[str, Any] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)


def read_form(
    fields: Sequence[Field],
    typed: QueryDict,
    locale: str,
    preset: frozenset[str] = frozenset(),
    more: Mapping[str, Sequence[Cells]] = MappingProxyType({}),
) -> Typed:
    """Read a posted form, with `more` rows for its tables from a paste or a file.

    `preset` names the tables that came with rows: left empty, they say that there is none, and not
    that nothing was said.
    """
    form = Typed(locale)
    for asked in fields:
        if asked.kind == "table":
            placed = rows_typed(asked, typed)
            form.places[asked.name] = [place for place, _ in placed]
            form.rows[asked.name] = [*(row for _, row in placed), *more.get(asked.name, ())]
            _read_table(asked, form, asked.name in preset)
        elif asked.kind == "terms":
            _read_terms(asked, typed, form)
        elif asked.is_list:
            form.several[asked.name] = _several(typed.getlist(asked.name))
            _read_list(asked, form)
        else:
            form.texts[asked.name] = typed.get(asked.name, "")
            _put(form, form.inputs, asked, asked.name, form.texts[asked.name])
    return form


def rows_typed(asked: Field, typed: QueryDict) -> list[tuple[int, Cells]]:
    """The rows of a table that say anything, each with its place on the page; from its cells or,
    when long, from its text."""
    text = typed.get(f"{asked.name}__rows", "")
    if text:
        return list(enumerate(rows_of_text(text, asked.columns)))
    head = f"{asked.name}."
    found: dict[int, Cells] = {}
    for name in typed:
        if name.startswith(head):
            place, _, column = name[len(head) :].partition(".")
            if (number := named_number(place, 5)) is not None:
                found.setdefault(number, {})[column] = str(typed.get(name, ""))
    return [(place, found[place]) for place in sorted(found) if says_anything(asked, found[place])]


def says_anything(asked: Field, row: Mapping[str, str]) -> bool:
    """Whether somebody typed in a row: boxes and lists that come filled do not count."""
    return any(
        row.get(column.name, "").strip()
        for column in asked.columns
        if column.kind not in ("choice", "check")
    )


def read_cell(asked: Field, text: str, locale: str, path: str) -> Any:
    """The value that `text` says. Refuses what does not read, at `path`."""
    match asked.kind:
        case "amount":
            return parse_amount(text, locale, field=path)
        case "percentage":
            return parse_percentage(text, locale, field=path)
        case "whole":
            return read_whole(text, path)
        case "day":
            return parse_date(text, "iso" if "-" in text else "dmy", field=path)
        case "instant":
            return read_instant(text, path)
        case _:
            return text


def read_whole(text: str, path: str) -> int:
    """A whole number written in figures only."""
    typed = text.strip()
    if not _WHOLE.fullmatch(typed):
        raise WholeNumberUnreadable(text=typed[:40], field=path)
    return int(typed)


def read_instant(text: str, path: str) -> datetime:
    """Day and hour, in the company's own time."""
    typed = text.strip()
    found = _INSTANT.fullmatch(typed)
    if found is None or int(found["hour"]) > 23 or int(found["minute"]) > 59:
        raise InstantUnreadable(text=typed[:40], field=path)
    day = parse_date(found["day"], "iso" if "-" in found["day"] else "dmy", field=path)
    return datetime(  # noqa: DTZ001 - the act gives it the company's zone
        day.year, day.month, day.day, int(found["hour"]), int(found["minute"])
    )


def _put(form: Typed, into: dict[str, Any], asked: Field, path: str, text: str) -> None:
    """Read one cell into `into`; a blank is left out, what does not read is refused."""
    if asked.kind == "check":
        into[asked.name] = text.strip().lower() in ("1", "on", "sí", "si", "x", "true", "yes")
    elif text.strip():
        try:
            into[asked.name] = read_cell(asked, text.strip(), form.locale, path)
        except Refusal as refusal:
            form.refusals.append(refusal)
            into[asked.name] = UNREADABLE


def _read_table(asked: Field, form: Typed, was_preset: bool) -> None:
    rows: list[dict[str, Any]] = []
    for place, cells in enumerate(form.rows[asked.name]):
        row: dict[str, Any] = {}
        for column in asked.columns:
            path = f"{asked.name}.{place}.{column.name}"
            _put(form, row, column, path, cells.get(column.name, ""))
        rows.append(row)
    if rows or was_preset or asked.required:
        form.inputs[asked.name] = rows


def _read_terms(asked: Field, typed: QueryDict, form: Typed) -> None:
    """The conventions of a line, in the plain notation that the room of lines reads."""
    terms: dict[str, Any] = {}
    for column in asked.columns:
        path = f"{asked.name}.{column.name}"
        if column.kind == "several":
            form.several[path] = typed.getlist(path)
            terms[column.name] = form.several[path]
            continue
        form.texts[path] = typed.get(path, "")
        _put(form, terms, column, path, form.texts[path])
    form.inputs[asked.name] = {
        name: value if isinstance(value, list | str) or value is UNREADABLE else f"{value:f}"
        for name, value in terms.items()
    }


def _several(typed: Sequence[str]) -> list[str]:
    """The values of a list: boxes that were ticked, or a text with a comma or a line for each."""
    parts = [part.strip() for text in typed for part in re.split(r"[,;\n]", text)]
    return [part for part in parts if part]


def _read_list(asked: Field, form: Typed) -> None:
    chosen = form.several[asked.name]
    if not chosen:
        return
    try:
        numbers = asked.kind == "numbers"
        values = [read_whole(text, asked.name) if numbers else text for text in chosen]
        form.inputs[asked.name] = values
    except Refusal as refusal:
        form.refusals.append(refusal)
        form.inputs[asked.name] = UNREADABLE
