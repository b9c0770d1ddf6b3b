"""A simulation as an Excel book: figures as numbers, words as words, never a formula."""

import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils.translation import gettext

from cartera.desk.simulator.simulation import Outlook, Simulation

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def book_of(simulation: Simulation) -> bytes:
    """The book: one sheet with the alternatives side by side, one with what would come in."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    bold = book.add_format({"bold": True})
    money = book.add_format({"num_format": "#,##0.00;-#,##0.00"})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    _write(book.add_worksheet(gettext("Comparación")), list(_compared(simulation)), bold, money)
    received = book.add_worksheet(gettext("Cobros"))
    _write(received, list(_received(simulation.first)), bold, money, day)
    book.close()
    return out.getvalue()


def _compared(simulation: Simulation) -> Iterator[list[Any]]:
    outlooks = simulation.outlooks
    yield [gettext("Concepto"), *(one.name for one in outlooks)]
    names = {line.code: line.name for one in outlooks for line in one.lines}
    for code, name in names.items():
        yield [gettext(name), *(_amount_of(one, code) for one in outlooks)]
    yield [gettext("Plazo en días"), *(Decimal(one.days) for one in outlooks)]
    yield [gettext("Costo total para el cliente"), *(one.cost for one in outlooks)]
    yield [gettext("Se devuelve al liquidar"), *(one.to_return for one in outlooks)]
    yield [gettext("Tasa efectiva anual, %"), *(one.rate.rate_pct for one in outlooks)]


def _amount_of(one: Outlook, code: str) -> Decimal | None:
    return next((line.amount for line in one.lines if line.code == code), None)


def _received(one: Outlook) -> Iterator[list[Any]]:
    yield [
        gettext("Fecha"),
        gettext("Cobro"),
        gettext("Interés"),
        gettext("Mora"),
        gettext("IVA"),
        gettext("Capital"),
        gettext("Saldo"),
    ]
    for row in one.receipts:
        figures = (row.amount, row.interest, row.default_interest, row.vat, row.capital)
        yield [row.on, *figures, row.balance]


def _write(sheet: Any, rows: list[list[Any]], bold: Any, money: Any, day: Any = None) -> None:
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 7, 18)
    sheet.freeze_panes(1, 1)
    for place, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is None:
                continue
            if isinstance(value, Decimal):
                sheet.write_number(place, column, value, money)
            elif isinstance(value, str):
                sheet.write_string(place, column, value, bold if place == 0 else None)
            else:
                sheet.write_datetime(place, column, value, day)
