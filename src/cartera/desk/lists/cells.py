"""How a list's values are written on a page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from cartera.company.models import Company
from cartera.desk.lists.links import Leads
from cartera.desk.look.states import tone_of
from cartera.kernel.money import ZERO, format_amount
from cartera.reports.listing import NUMBERS, Column, Kind, Words


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, its class, where it leads, the tone of its chip (None: no chip)."""

    text: str
    css: str = ""
    href: str = ""
    tone: str | None = None


@dataclass(frozen=True, slots=True)
class Notation:
    """The company's way to write figures, and its clock."""

    locale: str
    zone: ZoneInfo


def notation_of(house: Company) -> Notation:
    """The company's."""
    return Notation(house.locale, ZoneInfo(house.timezone))


def cells_of(
    columns: tuple[Column, ...], row: Mapping[str, Any], notation: Notation, leads: Leads
) -> list[Cell]:
    """A row's cells, hidden columns left out."""
    return [_cell(column, row, notation, leads) for column in columns if not column.hidden]


def total_cell(column: Column, totals: Mapping[str, Decimal], notation: Notation) -> Cell:
    """A column's sum, or nothing."""
    if column.name not in totals:
        return Cell("", css_of(column))
    return Cell(format_amount(totals[column.name], notation.locale), css_of(column))


def css_of(column: Column) -> str:
    """The class of a column's cells."""
    if column.kind in NUMBERS:
        return "num"
    if column.name in {"case", "code", "label", "number", "reference", "tax_id"}:
        return "named"
    return "day" if column.kind in {Kind.DAY, Kind.INSTANT} else ""


def written(column: Column, value: Any, notation: Notation) -> str:
    """A value of a column as it is written; nothing where there is none."""
    return "" if value is None or value == "" else _WRITERS[column.kind](column, value, notation)


def in_words(words: Words, value: str) -> str:
    """A choice as its word in the reader's language."""
    return gettext(str(words.get(value, value)))


def _cell(column: Column, row: Mapping[str, Any], notation: Notation, leads: Leads) -> Cell:
    value = row[column.name]
    if value is None or value == "":
        return Cell("", css_of(column))
    css = css_of(column)
    if column.kind in {Kind.AMOUNT, Kind.PERCENTAGE} and value < ZERO:
        css = f"{css} negative"
    href = leads(column.link.route, row.get(column.link.key)) if column.link else ""
    tone = (tone_of(value) or "plain") if column.name == "state" else None
    return Cell(written(column, value, notation), css, href, tone)


def _amount(column: Column, value: Decimal, notation: Notation) -> str:
    return format_amount(value, notation.locale)


def _percentage(column: Column, value: Decimal, notation: Notation) -> str:
    return f"{format_amount(value, notation.locale)} %"


def _day(column: Column, value: date, notation: Notation) -> str:
    return f"{value:%d/%m/%Y}"


def _instant(column: Column, value: datetime, notation: Notation) -> str:
    return f"{value.astimezone(notation.zone):%d/%m/%Y %H:%M}"


def _chip(column: Column, value: str, notation: Notation) -> str:
    return in_words(column.words, value)


def _text(column: Column, value: object, notation: Notation) -> str:
    return str(value)


_WRITERS: Mapping[Kind, Callable[[Column, Any, Notation], str]] = {
    Kind.TEXT: _text,
    Kind.CHIP: _chip,
    Kind.AMOUNT: _amount,
    Kind.PERCENTAGE: _percentage,
    Kind.WHOLE: _text,
    Kind.DAY: _day,
    Kind.INSTANT: _instant,
}
