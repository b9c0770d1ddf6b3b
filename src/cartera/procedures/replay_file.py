"""A CSV of invoices, read strictly: which column says what, and a sentence for each bad cell."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from cartera.kernel.money import PLAIN, parse_amount
from cartera.kernel.refusals import Refusal, raise_gathered
from cartera.kernel.text import gettext_noop as _

LARGEST_BYTES = 100_000_000
MOST_ROWS = 500_000
MOST_REFUSALS = 20

_DATE_WORDS = (("yyyy", "%Y"), ("aaaa", "%Y"), ("mm", "%m"), ("dd", "%d"))


class InvoiceFileTooLarge(Refusal):
    sentence = _("El archivo pasa de {most}.")


class InvoiceFileUnreadable(Refusal):
    sentence = _("El archivo no se lee como CSV: {said}.")


class InvoiceColumnMissing(Refusal):
    sentence = _("Al archivo le falta la columna «{column}»; tiene: {columns}.")


class InvoiceDateUnreadable(Refusal):
    sentence = _("«{text}» no es una fecha escrita como {example}.")


class InvoiceTextMissing(Refusal):
    sentence = _("Falta este dato.")


class InvoiceTextTooLong(Refusal):
    sentence = _("«{text}» pasa de {most} letras.")


class InvoiceRepeated(Refusal):
    sentence = _("La factura {number} del cliente {client} ya está en la línea {line}.")


class InvoiceDatesDisagree(Refusal):
    sentence = _("La factura {number} vence o se paga antes de emitirse.")


class NoInvoices(Refusal):
    sentence = _("El archivo no tiene facturas.")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of the file says what; the defaults are those of the sample file."""

    client: str = "countrycode"
    customer: str = "customerID"
    number: str = "invoiceNumber"
    issued: str = "InvoiceDate"
    due: str = "DueDate"
    amount: str = "InvoiceAmount"
    settled: str = "SettledDate"
    dates: str = "dd/mm/yyyy"
    delimiter: str = ","

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that must be there."""
        return (
            self.client, self.customer, self.number, self.issued, self.due, self.amount,
            self.settled,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Invoice:
    """One invoice of the file: whose, on whom, how much, its days. Amount in cents' Decimal."""

    line: int
    client: str
    customer: str
    number: str
    issued_on: date
    due_on: date
    amount: Decimal
    settled_on: date | None


def read_invoices(path: Path, columns: Columns) -> list[Invoice]:
    """Every invoice of the file, or every bad cell (the first twenty) named by line and column.

    Refuses more than 100 MB or 500,000 rows, a missing column, an amount not written 1234.56, a
    date not in the format told, an invoice that repeats, days in an impossible order.
    """
    if path.stat().st_size > LARGEST_BYTES:
        raise InvoiceFileTooLarge(most=f"{LARGEST_BYTES // 1_000_000} MB")
    invoices: list[Invoice] = []
    refusals: list[Refusal] = []
    lines: dict[tuple[str, str], int] = {}
    for line, row in _rows(path, columns):
        try:
            invoice = _invoice(line, row, columns)
            _check_unseen(invoice, lines)
        except Refusal as refusal:
            refusals.append(refusal.at(f"línea {line}"))
            if len(refusals) == MOST_REFUSALS:
                break
        else:
            invoices.append(invoice)
    raise_gathered(refusals)
    if not invoices:
        raise NoInvoices
    return invoices


def _rows(path: Path, columns: Columns) -> Iterator[tuple[int, Mapping[str, str | None]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, delimiter=columns.delimiter, strict=True)
        try:
            there = reader.fieldnames or ()
            for name in columns.names:
                if name not in there:
                    known = ", ".join(there)[:200]
                    raise InvoiceColumnMissing(column=name, columns=known)
            for count, row in enumerate(reader):
                if count >= MOST_ROWS:
                    raise InvoiceFileTooLarge(most=_("500,000 facturas"))
                yield reader.line_num, row
        except csv.Error as error:
            raise InvoiceFileUnreadable(said=error) from error


def _invoice(line: int, row: Mapping[str, str | None], columns: Columns) -> Invoice:
    number = _text(row, columns.number, 40)
    settled = (row[columns.settled] or "").strip()
    invoice = Invoice(
        line=line,
        client=_text(row, columns.client, 100),
        customer=_text(row, columns.customer, 100),
        number=number,
        issued_on=_day(row, columns.issued, columns),
        due_on=_day(row, columns.due, columns),
        amount=_amount(row, columns.amount),
        settled_on=_day(row, columns.settled, columns) if settled else None,
    )
    last = min(invoice.due_on, invoice.settled_on or invoice.due_on)
    if last < invoice.issued_on:
        raise InvoiceDatesDisagree(number=number, field=columns.issued)
    return invoice


def _check_unseen(invoice: Invoice, lines: dict[tuple[str, str], int]) -> None:
    key = (invoice.client, invoice.number)
    if key in lines:
        raise InvoiceRepeated(number=invoice.number, client=invoice.client, line=lines[key])
    lines[key] = invoice.line


def _text(row: Mapping[str, str | None], column: str, most: int) -> str:
    text = (row[column] or "").strip()
    if not text:
        raise InvoiceTextMissing(field=column)
    if len(text) > most:
        raise InvoiceTextTooLong(text=f"{text[:20]}…", most=most, field=column)
    return text


def _amount(row: Mapping[str, str | None], column: str) -> Decimal:
    amount = parse_amount(row[column], PLAIN, field=column)
    if not amount:
        raise InvoiceTextMissing(field=column)
    return amount


def _day(row: Mapping[str, str | None], column: str, columns: Columns) -> date:
    text = (row[column] or "").strip()
    pattern = columns.dates.lower()
    for word, directive in _DATE_WORDS:
        pattern = pattern.replace(word, directive)
    try:
        return datetime.strptime(text, pattern).date()  # noqa: DTZ007 (a day has no time zone)
    except ValueError:
        raise InvoiceDateUnreadable(text=text[:40], example=columns.dates, field=column) from None
