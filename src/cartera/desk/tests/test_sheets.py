"""Rows from elsewhere: what is read, and at least forty hostile files that are refused (S11)."""

import csv
import io
import os
import resource
import struct
import zipfile
from collections.abc import Callable, Sequence
from datetime import date

import pytest
import xlsxwriter
from django.utils import translation

from cartera.credit.assignments.acts import request_disbursement
from cartera.credit.payments.acts import receive_payments
from cartera.desk.forms import sheets
from cartera.desk.forms.fields import Field, fields_of
from cartera.desk.forms.sheets import rows_of_file, rows_of_text, text_of_rows
from cartera.kernel.refusals import Refusal

HEADING = ["Deudor", "Número", "Valor", "Fecha de cobro"]
ROW = ["D001", "Q-1", "1,000.50", "19/02/2026"]


def _columns(act: Callable[..., object] = request_disbursement) -> tuple[Field, ...]:
    return next(field.columns for field in fields_of(act) if field.kind == "table")


def _xlsx(*rows: Sequence[object], sheets_of: int = 1) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet()
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(place, column, cell)
    for _ in range(sheets_of - 1):
        book.add_worksheet()
    book.close()
    return out.getvalue()


def _parcel(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as parcel:
        for name, content in parts.items():
            parcel.writestr(name, content)
    return out.getvalue()


def _parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(_xlsx(HEADING, ROW))) as parcel:
        return {name: parcel.read(name) for name in parcel.namelist()}


def _with(name: str, content: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    return _parcel(_parts() | {name: content}, method)


def _sheet(cells: str, before: str = "") -> bytes:
    ns = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    body = f'<worksheet xmlns="{ns}"><sheetData>{cells}</sheetData></worksheet>'
    text = f'<?xml version="1.0"?>{before}{body}'
    return _with("xl/worksheets/sheet1.xml", text.encode())


# --- what is read --------------------------------------------------------------------------------


def test_what_excel_puts_on_the_clipboard_is_read_in_the_page_s_order() -> None:
    rows = rows_of_text("D001\tQ-1\t1,000.50\t19/02/2026\nD002\tQ-2\t5\t20/02/2026", _columns())
    assert [row["number"] for row in rows] == ["Q-1", "Q-2"]
    assert rows[0]["amount"] == "1,000.50"


def test_columns_may_come_in_any_order_under_their_names() -> None:
    rows = rows_of_text("valor;deudor;NUMERO;fecha de cobro\n5;D001;Q-1;19/02/2026", _columns())
    assert rows == [{"amount": "5", "debtor": "D001", "number": "Q-1", "due_on": "19/02/2026"}]


def test_a_choice_may_be_written_in_words() -> None:
    text = "assignment,kind,amount,value_on\n1,Transferencia,5.00,2026-02-19"
    assert rows_of_text(text, _columns(receive_payments))[0]["kind"] == "transfer"


def test_who_reads_english_names_columns_and_choices_in_either_language() -> None:
    with translation.override("en"):
        columns = _columns(receive_payments)
        english = rows_of_text("Assignment;Kind\n1;Transfer", columns)
        spanish = rows_of_text("Cesión;Clase\n1;Transferencia", columns)
    assert english == spanish == [{"assignment": "1", "kind": "transfer"}]


def test_a_workbook_is_read_as_a_person_sees_it() -> None:
    content = _xlsx(HEADING, ["D001", 2587, 1000.1 + 0.2, date(2026, 2, 19)], ["", "", "", ""])
    assert rows_of_file("x.xlsx", content, _columns(), "es_SV") == [
        {"debtor": "D001", "number": "2587", "amount": "1000.3", "due_on": "2026-02-19"}
    ]


def test_a_number_of_a_workbook_is_written_as_the_country_writes_it() -> None:
    content = _xlsx(HEADING, ["D001", "Q-1", 1000.5, "19/02/2026"])
    assert rows_of_file("x.xlsx", content, _columns(), "es_CO")[0]["amount"] == "1000,5"


def test_a_formula_counts_by_its_result_alone() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_worksheet().write_formula(0, 0, '=HYPERLINK("http://x.example")', None, "D001")
    book.close()
    assert rows_of_file("x.xlsx", out.getvalue(), _columns(), "es_SV") == [{"debtor": "D001"}]


def test_a_long_table_travels_as_text_and_comes_back_the_same() -> None:
    rows = [{"debtor": 'A "x"', "number": "1\t2", "amount": "5"}]
    back = rows_of_text(text_of_rows(rows, _columns()), _columns())
    assert {name: back[0][name] for name in rows[0]} == rows[0]


def test_a_file_of_twenty_thousand_rows_is_read() -> None:
    lines = "\n".join(f"D001,Q-{n},5.00,19/02/2026" for n in range(20_000))
    assert len(rows_of_file("x.csv", lines.encode(), _columns(), "es_SV")) == 20_000


# --- what is refused -----------------------------------------------------------------------------


def _csv(rows: int, columns: int) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([["x"] * columns] * rows)
    return out.getvalue().encode()


def _encrypted() -> bytes:
    content = bytearray(_parcel(_parts()))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + place] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def _lying(size: int) -> bytes:
    """A part that says it is small and is not: a second look is taken where it is unpacked."""
    name = b"xl/worksheets/sheet1.xml"
    content = bytearray(_with(name.decode(), b"<x>" + b" " * 30_000_000))
    at = content.find(b"PK\x01\x02")
    while content[at + 46 : at + 46 + len(name)] != name:
        at = content.find(b"PK\x01\x02", at + 4)
    content[at + 24 : at + 28] = struct.pack("<I", size)
    return bytes(content)


def _repeated() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parcel:
        parcel.writestr("xl/workbook.xml", b"<x/>")
        with pytest.warns(UserWarning, match="Duplicate name"):
            parcel.writestr("xl/workbook.xml", b"<x/>")
    return out.getvalue()


def _overlapping() -> bytes:
    """Many entries of the directory that lead to the same bytes, as the densest bombs have."""
    content = _parcel({"xl/workbook.xml": os.urandom(2000)}, zipfile.ZIP_STORED)
    start = content.find(b"PK\x01\x02")
    end = content.find(b"PK\x05\x06")
    entry = content[start:end]
    more = b"".join(entry.replace(b"workbook", b"workb%03d" % n) for n in range(100))
    directory = entry + more
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 101, 101, len(directory), start, 0)
    return content[:start] + directory + tail


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)
ZIPPED = _parcel(_parts())
HOSTILE: dict[str, tuple[str, bytes]] = {
    "empty": ("x.xlsx", b""),
    "blanks": ("x.csv", b" \n\n "),
    "only a heading": ("x.csv", b""),
    "text called xlsx": ("x.xlsx", b"hello"),
    "pdf": ("x.pdf", b"%PDF-1.7 ..."),
    "png": ("x.png", b"\x89PNG\r\n\x1a\n"),
    "png called csv": ("x.csv", b"\x89PNG\r\n\x1a\n\x00\x00"),
    "html": ("x.html", b"<html><script>alert(1)</script>"),
    "program": ("x.exe", b"MZ\x90\x00"),
    "shell": ("x.sh", b"#!/bin/sh\nrm -rf /"),
    "old excel": ("x.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600),
    "old excel called xlsx": ("x.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600),
    "gzip": ("x.csv", b"\x1f\x8b\x08\x00" + b"\x00" * 30),
    "nul bytes": ("x.csv", b"D001,Q-1\x00,5,19/02/2026"),
    "escape codes": ("x.csv", b"D001,\x1b[2J,5,19/02/2026"),
    "latin 1": ("x.csv", "D001,Ñ,5,19/02/2026".encode("latin-1")),
    "utf 16": ("x.csv", "D001,Q-1".encode("utf-16")),
    "half a character": ("x.csv", b"D001,\xc3"),
    "one endless cell": ("x.csv", b"a" * 200_000),
    "too many columns": ("x.csv", _csv(2, 500)),
    "too many rows": ("x.csv", _csv(20_002, 2)),
    "too many bytes": ("x.csv", b"a,b\n" * (sheets.MOST_BYTES // 4 + 1)),
    "an unknown column": ("x.csv", b"Deudor,Valor,Clave\nD001,5,x"),
    "a column twice": ("x.csv", b"Deudor,Valor,Valor\nD001,5,9"),
    "a quote left open": ("x.csv", b'Deudor,Valor\n"D001' + b"x" * 200_000),
    "only PK": ("x.xlsx", b"PK"),
    "an empty parcel": ("x.xlsx", b"PK\x05\x06" + b"\x00" * 18),
    "cut at a tenth": ("x.xlsx", ZIPPED[: len(ZIPPED) // 10]),
    "cut at a half": ("x.xlsx", ZIPPED[: len(ZIPPED) // 2]),
    "cut at the end": ("x.xlsx", ZIPPED[:-30]),
    "noise in the middle": (
        "x.xlsx",
        ZIPPED[:200] + b"\xff" * (len(ZIPPED) - 400) + ZIPPED[-200:],
    ),
    "a parcel of other things": ("x.xlsx", _parcel({"a.txt": b"a"})),
    "a word document": ("x.docx", _parcel({"word/document.xml": b"<x/>"})),
    "a java archive": ("x.jar", _parcel({"META-INF/MANIFEST.MF": b"x", "A.class": b"x"})),
    "no sheet": ("x.xlsx", _parcel({"xl/workbook.xml": b"<workbook/>"})),
    "a workbook that is no XML": ("x.xlsx", _with("xl/workbook.xml", b"\xff\xfe not xml")),
    "a sheet that is no XML": ("x.xlsx", _with("xl/worksheets/sheet1.xml", b"<<<<")),
    "a bomb of one part": ("x.xlsx", _with("xl/media/a.bin", b"\0" * 70_000_000)),
    "a bomb by its ratio": ("x.xlsx", _with("xl/media/a.bin", b"\0" * 40_000_000)),
    "a bomb of many parts": (
        "x.xlsx",
        _parcel(_parts() | {f"xl/m/{n}": b"\0" * 100_000 for n in range(450)}),
    ),
    "too many parts": ("x.xlsx", _parcel(_parts() | {f"xl/m/{n}": b"" for n in range(600)})),
    "a part that lies about its size": ("x.xlsx", _lying(100)),
    "parts that overlap": ("x.xlsx", _overlapping()),
    "parts that repeat": ("x.xlsx", _repeated()),
    "encrypted": ("x.xlsx", _encrypted()),
    "a way out upwards": ("x.xlsx", _with("../../etc/passwd", b"x")),
    "a way out from the root": ("x.xlsx", _with("/etc/passwd", b"x")),
    "a way out by a drive": ("x.xlsx", _with("C:/x", b"x")),
    "macros": ("x.xlsm", _with("xl/vbaProject.bin", b"x")),
    "entities that multiply": ("x.xlsx", _sheet("&j;", ENTITIES + "]>")),
    "an entity from elsewhere": (
        "x.xlsx",
        _sheet("<row>&x;</row>", '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    ),
    "a cell at the far corner": (
        "x.xlsx",
        _sheet(
            '<row r="1"><c r="A1"><v>1</v></c></row>'
            '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        ),
    ),
    "a sheet as wide as can be": (
        "x.xlsx",
        _sheet('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>' * 2),
    ),
    "a row without end": ("x.xlsx", _sheet('<row r="1"><c r="A1"><v>1')),
    "too many rows in a workbook": ("x.xlsx", _sheet(
        "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 20_050))
    )),
}  # fmt: skip


def test_there_are_enough_hostile_files() -> None:
    assert len(HOSTILE) >= 40


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(name: str) -> None:
    called, content = HOSTILE[name]
    with pytest.raises(Refusal) as refused:
        rows_of_file(called, content, _columns(), "es_SV")
    said = str(refused.value)
    assert said.endswith(".")
    assert "/etc" not in said
    assert "root:" not in said


def test_the_server_s_memory_stays_as_it_was() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for name in ("a cell at the far corner", "a bomb of one part", "entities that multiply"):
        for _ in range(3):
            with pytest.raises(Refusal):
                rows_of_file(*HOSTILE[name], _columns(), "es_SV")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 80 * 1024
