"""The cells of a table's row, written in one go: a page of figures has a thousand of them."""

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from cartera.desk.lists.cells import Cell, Notation, notation_of
from cartera.desk.parties.blocks import Drawn
from cartera.desk.templatetags.desk import house

register = template.Library()


@register.simple_tag
def row_cells(cells: Iterable[Cell]) -> SafeString:
    """A row of a list."""
    return _joined(_td(cell) for cell in cells)


@register.simple_tag(takes_context=True)
def block_cells(context: template.Context, row: Iterable[Drawn]) -> SafeString:
    """A row of a block of figures."""
    notation = _notation(context)
    return _joined(_td(drawn.cell(notation)) for drawn in row)


@register.simple_tag(takes_context=True)
def total_cells(context: template.Context, row: Iterable[Drawn]) -> SafeString:
    """The totals of a block of figures; the first cell heads the row."""
    notation = _notation(context)
    first, *others = (drawn.total(notation) for drawn in row)
    heading = escape(first.text or gettext("Total"))
    head = f'<th scope="row"{_css(first)}>{heading}</th>'
    return _joined([head, *map(_td, others)])


def _notation(context: template.Context) -> Notation:
    company = house(context)
    if company is None:
        raise ValueError("figures are those of a company")
    return notation_of(company)


def _joined(cells: Iterable[str]) -> SafeString:
    return mark_safe("".join(cells))  # noqa: S308 - each is escaped where it is written


def _css(cell: Cell) -> str:
    return f' class="{cell.css}"' if cell.css else ""


def _td(cell: Cell) -> str:
    is_chip = cell.tone is not None and cell.text
    inside = chip(cell.tone or "plain", cell.text) if is_chip else escape(cell.text)
    link = f'<a href="{escape(cell.href)}">{inside}</a>' if cell.href else inside
    return f"<td{_css(cell)}>{link}</td>"


@lru_cache(1024)
def chip(tone: str, text: str) -> SafeString:
    """The component <c-chip>, drawn once for each word."""
    return render_to_string("desk/look/one_chip.html", {"tone": tone, "text": text})
