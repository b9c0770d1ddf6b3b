"""The workbook written: empty as a template with its examples, or full as an export."""

import io
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter

from cartera.kernel.text import gettext_noop as _
from cartera.procedures.opening.template import IGNORED, SHEETS, Column, Sheet

Rows = Mapping[str, Iterable[Mapping[str, Any]]]

_HOW = (
    _("Saldos iniciales de Cartera"),
    _("1. Llene una hoja por cada cosa; no cambie los nombres de las hojas ni de las columnas."),
    _("2. Las columnas con * son obligadas. La fila gris es un ejemplo y no se lee."),
    _("3. Las fechas son fechas y los montos son números, como en la fila de ejemplo."),
    _("4. El saldo de capital de las cesiones de un cliente es el de su cuenta por cobrar."),
    _("5. Los cargos por cobrar son los de la hoja cargos más los pendientes de las cesiones."),
    _("6. El interés pendiente no entra al mayor: se contabiliza cuando se cobra."),
    _("7. Suba el libro en Saldos iniciales: verá los totales y los errores antes de registrar."),
)
_LAST = 200_000
_EPOCH = date(1990, 1, 1)


def template_workbook() -> bytes:
    """The template: every sheet with its headings, notes, validations and an example row."""
    return write_book({}, examples=True)


def write_book(rows: Rows, *, examples: bool = False) -> bytes:
    """A workbook with these rows, by key of sheet; cells are typed and no text is a formula."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    styles = _styles(book)
    _instructions(book, styles)
    for sheet in SHEETS:
        page = book.add_worksheet(sheet.title)
        _head(page, sheet, styles)
        written = 1
        if examples:
            _example(page, sheet, styles)
            written += 1
        for n, row in enumerate(rows.get(sheet.key, ()), written):
            _row(page, n, sheet, row, styles)
    book.close()
    return out.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    amount, day = {"num_format": "#,##0.00"}, {"num_format": "dd/mm/yyyy"}
    looks: dict[str, dict[str, Any]] = {
        "head": {"bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True},
        "title": {"bold": True, "font_size": 14},
        "text": {"num_format": "@"},
        "amount": amount,
        "pct": {"num_format": "0.######"},
        "day": day,
        "whole": {"num_format": "0"},
    }
    grey = {"font_color": "#7F7F7F", "italic": True}
    made = {name: book.add_format(look) for name, look in looks.items()}
    examples = {f"{name}_example": book.add_format(look | grey) for name, look in looks.items()}
    return made | examples


def _style(column: Column) -> str:
    match column.kind:
        case "amount" | "signed":
            return "amount"
        case "pct" | "day" | "whole":
            return column.kind
    return "text"


def _instructions(book: Any, styles: Mapping[str, Any]) -> None:
    page = book.add_worksheet("instrucciones")
    page.set_column(0, 0, 22)
    page.set_column(1, 1, 100)
    for n, line in enumerate(_HOW):
        page.write_string(n, 0, line, styles["title"] if n == 0 else None)
    for n, sheet in enumerate(SHEETS, len(_HOW) + 1):
        page.write_string(n, 0, sheet.title, styles["head"])
        page.write_string(n, 1, sheet.about)


def _head(page: Any, sheet: Sheet, styles: Mapping[str, Any]) -> None:
    page.freeze_panes(1, 1)
    for place, column in enumerate(sheet.columns):
        title = f"{column.title} *" if column.needed else column.title
        page.write_string(0, place, title, styles["head"])
        page.set_column(place, place, max(12, len(title) + 2), styles[_style(column)])
        if column.note:
            page.write_comment(0, place, column.note)
        validation = _validation(column)
        if validation:
            page.data_validation(1, place, _LAST, place, validation)


def _validation(column: Column) -> dict[str, Any] | None:
    match column.kind:
        case "choice":
            return {"validate": "list", "source": list(column.choices or ())}
        case "day":
            return {"validate": "date", "criteria": ">=", "value": _EPOCH}
        case "amount" | "pct":
            return {"validate": "decimal", "criteria": ">=", "value": 0}
        case "whole":
            return {"validate": "integer", "criteria": ">=", "value": 1}
    return None


def _example(page: Any, sheet: Sheet, styles: Mapping[str, Any]) -> None:
    for place, column in enumerate(sheet.columns):
        _cell(page, 1, place, column.example, styles[f"{_style(column)}_example"])
    note = _("{mark}: esta fila no se lee").format(mark=IGNORED)
    page.write_string(1, len(sheet.columns), note, styles["text_example"])


def _row(
    page: Any, n: int, sheet: Sheet, row: Mapping[str, Any], styles: Mapping[str, Any]
) -> None:
    for place, column in enumerate(sheet.columns):
        value = row.get(column.key)
        if column.choices and value is not None:
            value = _said(column.choices, value)
        _cell(page, n, place, value, styles[_style(column)])


def _said(choices: Mapping[str, str], kept: str) -> str:
    return next((said for said, meant in choices.items() if meant == kept), kept)


def _cell(page: Any, row: int, place: int, value: object, style: Any) -> None:
    match value:
        case None | "":
            return
        case Decimal() | int():
            page.write_number(row, place, value, style)
        case date():
            page.write_datetime(row, place, value, style)
        case _:
            page.write_string(row, place, str(value), style)
