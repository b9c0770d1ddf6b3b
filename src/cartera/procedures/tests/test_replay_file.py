"""A CSV of invoices: what is read, and the sentence for each thing that is wrong with it."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cartera.kernel.refusals import Refusal, Refusals
from cartera.procedures.replay_file import (
    Columns,
    InvoiceColumnMissing,
    InvoiceFileUnreadable,
    NoInvoices,
    read_invoices,
)

HEADING = "countrycode,customerID,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,SettledDate\n"
GOOD = "770,3993-QUNVJ,280670965,03/01/2012,02/02/2012,50.39,23/01/2012\n"
SAMPLE = Columns()


def _file(folder: Path, text: str) -> Path:
    path = folder / "invoices.csv"
    path.write_bytes(text.encode())
    return path


def _refusal(path: Path, columns: Columns = SAMPLE) -> Refusal:
    with pytest.raises(Refusal) as refused:
        read_invoices(path, columns)
    return refused.value


def test_an_invoice_is_read_as_the_sample_file_writes_it(tmp_path: Path) -> None:
    (invoice,) = read_invoices(_file(tmp_path, HEADING + GOOD), SAMPLE)
    assert (invoice.client, invoice.customer, invoice.number) == ("770", "3993-QUNVJ", "280670965")
    assert invoice.issued_on == date(2012, 1, 3)
    assert invoice.due_on == date(2012, 2, 2)
    assert invoice.amount == Decimal("50.39")
    assert invoice.settled_on == date(2012, 1, 23)


def test_columns_dates_and_delimiter_are_options(tmp_path: Path) -> None:
    text = "\ufeffc;d;n;e;v;m;p\nAcme;Beta;7;2026-01-05;2026-02-04;1234.5;\n"
    columns = Columns("c", "d", "n", "e", "v", "m", "p", dates="yyyy-mm-dd", delimiter=";")
    (invoice,) = read_invoices(_file(tmp_path, text), columns)
    assert invoice.amount == Decimal("1234.50")
    assert invoice.settled_on is None


@pytest.mark.parametrize(
    ("row", "field", "said"),
    [
        ("770,A,1,03/13/2012,02/02/2012,50.39,", "InvoiceDate", "no es una fecha escrita como"),
        ("770,A,1,03/01/2012,2012-02-02,50.39,", "DueDate", "dd/mm/yyyy"),
        ("770,A,1,03/01/2012,02/02/2012,'1234,", "InvoiceAmount", "no es"),
        ('770,A,1,03/01/2012,02/02/2012,"1234,56",', "InvoiceAmount", "1234,56"),
        ("770,A,1,03/01/2012,02/02/2012,0.00,", "InvoiceAmount", "Falta este dato."),
        ("770,A,1,03/01/2012,02/02/2012,,", "InvoiceAmount", ""),
        ("770,,1,03/01/2012,02/02/2012,1.00,", "customerID", "Falta este dato."),
        ("770,A,1,03/01/2012,02/01/2012,1.00,", "InvoiceDate", "antes de emitirse"),
        ("770,A,1,03/01/2012,02/02/2012,1.00,02/01/2012", "InvoiceDate", "antes de emitirse"),
    ],
)
def test_a_bad_cell_is_named_by_line_and_column(
    tmp_path: Path, row: str, field: str, said: str
) -> None:
    refusal = _refusal(_file(tmp_path, HEADING + GOOD + row + "\n"))
    assert refusal.field == f"línea 3.{field}"
    assert said in str(refusal)


def test_an_invoice_that_repeats_names_the_line_of_the_first(tmp_path: Path) -> None:
    refusal = _refusal(_file(tmp_path, HEADING + GOOD + GOOD))
    assert str(refusal) == "La factura 280670965 del cliente 770 ya está en la línea 2."


def test_all_that_is_wrong_is_told_at_once_up_to_twenty(tmp_path: Path) -> None:
    bad = "770,A,{n},x,02/02/2012,1.00,\n"
    rows = "".join(bad.format(n=n) for n in range(30))
    refusal = _refusal(_file(tmp_path, HEADING + rows))
    assert isinstance(refusal, Refusals)
    assert len(refusal) == 20


def test_a_file_without_the_column_says_which_there_are(tmp_path: Path) -> None:
    refusal = _refusal(_file(tmp_path, "a,b\n1,2\n"))
    assert isinstance(refusal, InvoiceColumnMissing)
    assert str(refusal) == "Al archivo le falta la columna «countrycode»; tiene: a, b."


def test_no_rows_and_no_csv_are_refused(tmp_path: Path) -> None:
    assert isinstance(_refusal(_file(tmp_path, HEADING)), NoInvoices)
    unclosed = HEADING + '770,"A' + "x" * 200_000
    assert isinstance(_refusal(_file(tmp_path, unclosed)), InvoiceFileUnreadable)
