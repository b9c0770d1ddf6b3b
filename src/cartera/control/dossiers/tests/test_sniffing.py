"""What a file is, by its bytes; then every hostile file with its sentence (S11)."""

import resource
import struct
import time
import zipfile

import pytest

from cartera.control.dossiers.refusals import (
    FileBroken,
    FileHasNothing,
    FileHidesAnother,
    FileKindUnknown,
    FileMislabelled,
    FileRuns,
    FileTooHeavy,
    TextUnreadable,
)
from cartera.control.dossiers.sniffing import KINDS, kind_of
from cartera.control.dossiers.tests.files import (
    CSV,
    DOCX,
    PDF,
    TXT,
    XLSX,
    XML,
    chunk,
    jpeg,
    office,
    parcel,
    png,
    webp,
)
from cartera.kernel.refusals import Refusal

ACCEPTED = {
    "quedan.pdf": (PDF, "pdf"),
    "incremental.PDF": (PDF + b"5 0 obj\nendobj\nstartxref\n1\n%%EOF\r\n\x00", "pdf"),
    "firma.png": (png(), "png"),
    "foto.jpg": (jpeg(), "jpeg"),
    "foto.jpeg": (jpeg(behind=jpeg() + b"SEFT" + b"\x00" * 40), "jpeg"),
    "foto.webp": (webp(), "webp"),
    "cartera.xlsx": (XLSX, "xlsx"),
    "carta.docx": (DOCX, "docx"),
    "dte.xml": (XML, "xml"),
    "con-marca.xml": (b"\xef\xbb\xbf" + XML, "xml"),
    "saldos.csv": (CSV, "csv"),
    "nota.txt": (TXT, "txt"),
    "sin extension": (PDF, "pdf"),
    "latin.txt": ("Año nuevo".encode("cp1252"), "txt"),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_a_file_is_what_its_bytes_are(name: str) -> None:
    content, kind = ACCEPTED[name]
    assert kind_of(content, name) == kind


def test_every_kind_is_tried() -> None:
    assert {kind for _, kind in ACCEPTED.values()} == set(KINDS)


def _deep(levels: int) -> bytes:
    return b'<?xml version="1.0"?>' + b"<a>" * levels + b"</a>" * levels


def _bomb() -> bytes:
    return office(xl__worksheets__sheet1=b"\x00" * 40_000_000)


def _lying_count() -> bytes:
    """A directory that says it has fewer parts than it has."""
    whole = office(**{f"xl__p{n}": b"" for n in range(30)})
    at = whole.rfind(b"PK\x05\x06")
    return whole[: at + 10] + struct.pack("<H", 1) + whole[at + 12 :]


def _encrypted() -> bytes:
    whole = bytearray(XLSX)
    at = whole.find(b"PK\x01\x02")
    whole[at + 8] |= 1
    return bytes(whole)


def _out_of_place() -> bytes:
    """A parcel behind a picture, its offsets set right: both open."""
    return png() + XLSX


_PAGE = b"<html><script>alert(1)</script></html>"
_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
_XHTML = b'<?xml version="1.0"?><x:html xmlns:x="http://www.w3.org/1999/xhtml"/>'
_LAUGHS = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>'
_OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE l SYSTEM "file:///etc/passwd"><l/>'
_SHEET = b'<?xml version="1.0"?><?xml-stylesheet href="x.xsl"?><l/>'
_TAIL = PDF[:-6]

HOSTILE: dict[str, tuple[str, bytes, type[Refusal]]] = {
    "empty": ("a.pdf", b"", FileHasNothing),
    "heavy": ("a.txt", b"a" * (10 * 1024 * 1024 + 1), FileTooHeavy),
    "page": ("a.txt", _PAGE, FileKindUnknown),
    "page behind blanks": ("a.txt", b"\r\n \t" + _PAGE, FileKindUnknown),
    "page behind a mark": ("a.txt", b"\xef\xbb\xbf" + _PAGE, FileKindUnknown),
    "drawing that runs": ("a.svg", _SVG, FileKindUnknown),
    "drawing as XML": ("a.xml", b'<?xml version="1.0"?>' + _SVG, FileRuns),
    "page as XML": ("a.xml", _XHTML, FileRuns),
    "entities": ("a.xml", _LAUGHS, FileRuns),
    "outside entity": ("a.xml", _OUTSIDE, FileRuns),
    "style sheet": ("a.xml", _SHEET, FileRuns),
    "deep XML": ("a.xml", _deep(3000), FileRuns),
    "endless XML": ("a.xml", b'<?xml version="1.0"?>' + b"<a>" * 1_000_000, FileRuns),
    "broken XML": ("a.xml", b'<?xml version="1.0"?><a><b></a>', FileBroken),
    "XML of another alphabet": ("a.xml", '<?xml version="1.0"?><a/>'.encode("utf-16"),
                                FileKindUnknown),
    "XML that lies of its alphabet": ("a.xml", b'<?xml version="1.0" encoding="x-no"?><a/>',
                                      FileBroken),
    "Windows program": ("a.pdf", b"MZ\x90\x00\x03" + b"\x00" * 60, FileKindUnknown),
    "Linux program": ("a.pdf", b"\x7fELF\x02\x01\x01" + b"\x00" * 60, FileKindUnknown),
    "shell script": ("a.txt", b"#!/bin/sh\nrm -rf /\n", FileKindUnknown),
    "batch file": ("a.txt", b"@echo off\r\ndel *.*\r\n", FileKindUnknown),
    "Java class": ("a.pdf", b"\xca\xfe\xba\xbe\x00\x00\x00\x34", FileKindUnknown),
    "moving picture": ("a.gif", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", FileKindUnknown),
    "old Excel": ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 64, FileKindUnknown),
    "sound": ("a.webp", b"RIFF\x04\x00\x00\x00WAVE", FileKindUnknown),
    "zero bytes in text": ("a.txt", b"a\x00b", FileKindUnknown),
    "control letters in text": ("a.txt", b"a\x1b[2Jb", TextUnreadable),
    "truncated PDF": ("a.pdf", _TAIL, FileBroken),
    "PDF by its first letters": ("a.pdf", b"%PDF-" + _PAGE, FileBroken),
    "PDF with a page behind": ("a.pdf", PDF + _PAGE, FileHidesAnother),
    "PDF with a parcel behind": ("a.pdf", PDF + XLSX, FileHidesAnother),
    "PDF around a parcel": ("a.pdf", PDF[:9] + XLSX + PDF[9:], FileHidesAnother),
    "PDF behind a page": ("a.pdf", _PAGE + PDF, FileKindUnknown),
    "PDF with a script": ("a.pdf", PDF.replace(b"/Catalog", b"/Catalog /S /JavaScript"), FileRuns),
    "PDF with a script in disguise": (
        "a.pdf", PDF.replace(b"/Catalog", b"/Catalog /S /J#61vaScript"), FileRuns),
    "PDF that launches": ("a.pdf", PDF.replace(b"/Catalog", b"/Catalog /S /Launch"), FileRuns),
    "PDF with files": ("a.pdf", PDF.replace(b"/Catalog", b"/Catalog /EmbeddedFiles"), FileRuns),
    "PDF with films": ("a.pdf", PDF.replace(b"/Catalog", b"/Catalog /RichMedia"), FileRuns),
    "PNG cut short": ("a.png", png()[:-3], FileBroken),
    "PNG with a wrong sum": ("a.png", png()[:-1] + b"\x00", FileBroken),
    "PNG with a parcel behind": ("a.png", _out_of_place(), FileHidesAnother),
    "PNG with a page behind": ("a.png", png() + _PAGE, FileHidesAnother),
    "PNG without a head": ("a.png", b"\x89PNG\r\n\x1a\n" + chunk(b"IEND", b""), FileBroken),
    "PNG of endless size": ("a.png", png(60_000, 60_000), FileRuns),
    "PNG of no size": ("a.png", png(0, 5), FileRuns),
    "JPEG by its first letters": ("a.jpg", b"\xff\xd8\xff" + _PAGE, FileBroken),
    "JPEG without an end": ("a.jpg", jpeg()[:-2], FileBroken),
    "JPEG without a picture": ("a.jpg", b"\xff\xd8\xff\xe0\x00\x04ab\xff\xd9", FileBroken),
    "JPEG of endless size": ("a.jpg", jpeg(65_000, 65_000), FileRuns),
    "JPEG with a parcel behind": ("a.jpg", jpeg(behind=XLSX), FileHidesAnother),
    "JPEG with a page behind": ("a.jpg", jpeg(behind=b"  <HTML>"), FileHidesAnother),
    "JPEG with a program behind": ("a.jpg", jpeg(behind=b"MZ\x90"), FileHidesAnother),
    "JPEG of endless segments": ("a.jpg", b"\xff\xd8" + b"\xff\xe1\x00\x02" * 2_000_000,
                                 FileBroken),
    "WebP with a page behind": ("a.webp", webp(behind=_PAGE), FileHidesAnother),
    "WebP cut short": ("a.webp", webp()[:-4], FileBroken),
    "parcel of anything": ("a.xlsx", parcel({"a.txt": b"hola"}), FileKindUnknown),
    "empty parcel": ("a.xlsx", parcel({}), FileBroken),
    "parcel cut short": ("a.xlsx", XLSX[:-30], FileBroken),
    "parcel with something before": ("a.xlsx", b"PK" + XLSX, FileBroken),
    "parcel with something behind": ("a.xlsx", XLSX + _PAGE, FileHidesAnother),
    "parcel in a parcel's end": ("a.xlsx", XLSX + XLSX, FileHidesAnother),
    "bomb": ("a.xlsx", _bomb(), FileRuns),
    "macros": ("a.xlsx", office(xl__vbaProject_bin=b"x"), FileRuns),
    "old macros": ("a.xlsx", office(xl__macrosheets__s=b"x"), FileRuns),
    "controls": ("a.docx", office("word/document.xml", word__activeX__a=b"x"), FileRuns),
    "files within": ("a.docx", office("word/document.xml", word__embeddings__a=b"x"), FileRuns),
    "a part that leads out": ("a.xlsx", office(**{"..__..__etc__passwd": b"x"}), FileRuns),
    "both Word and Excel": ("a.xlsx", office(word__document_xml=b"x").replace(
        b"document_xml", b"document.xml"), FileKindUnknown),
    "too many parts": ("a.xlsx", office(**{f"xl__p{n}": b"" for n in range(1001)}), FileRuns),
    "a count that lies": ("a.xlsx", _lying_count(), FileHidesAnother),
    "encrypted": ("a.xlsx", _encrypted(), FileRuns),
    "Excel that says Word": ("a.docx", XLSX, FileMislabelled),
    "PDF that says picture": ("a.jpg", PDF, FileMislabelled),
    "PDF that says program": ("factura.pdf.exe", PDF, FileMislabelled),
    "text that says PDF": ("a.pdf", TXT, FileMislabelled),
    "picture that says page": ("a.html", png(), FileMislabelled),
    "XML that says text": ("a.txt", XML, FileMislabelled),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(case: str) -> None:
    name, content, refusal = HOSTILE[case]
    with pytest.raises(refusal) as refused:
        kind_of(content, name)
    assert refused.value.field == "file"
    assert "(" not in str(refused.value).replace("(xlsx)", "").replace("(docx)", "")


def test_there_are_enough_hostile_files() -> None:
    assert len(HOSTILE) >= 60


def test_all_of_them_cost_little_memory_and_time() -> None:
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    for name, content, _ in HOSTILE.values():
        with pytest.raises(Refusal):
            kind_of(content, name)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # KiB
    assert time.monotonic() - began < 10


def test_a_stored_part_is_as_good_as_a_packed_one() -> None:
    parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}
    assert kind_of(parcel(parts, zipfile.ZIP_STORED), "a.docx") == "docx"
