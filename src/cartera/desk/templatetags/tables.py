"""The cells of a table's row, written in one go: a page of figures has a thousand of them."""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from cartera.desk.lists.cells import Cell, notation_of
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
    company = house(context)
    if company is None:
        raise ValueError("figures are those of a company")
    notation = notation_of(company)
    return _joined(_td(drawn.cell(notation)) for drawn in row)


def _joined(cells: Iterable[str]) -> SafeString:
    return mark_safe("".join(cells))  # noqa: S308 - each is escaped where it is written


def _td(cell: Cell) -> str:
    css = f' class="{cell.css}"' if cell.css else ""
    is_chip = cell.tone is not None and cell.text
    inside = chip(cell.tone or "plain", cell.text) if is_chip else escape(cell.text)
    link = f'<a href="{escape(cell.href)}">{inside}</a>' if cell.href else inside
    return f"<td{css}>{link}</td>"


@lru_cache(1024)
def chip(tone: str, text: str) -> SafeString:
    """The component <c-chip>, drawn once for each word."""
    return render_to_string("desk/look/one_chip.html", {"tone": tone, "text": text})
