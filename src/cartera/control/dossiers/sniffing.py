"""What a file is, told from its bytes alone; whatever is two things at once is refused.

Nothing is decoded: structures are walked, so a bomb costs no memory.
"""

import re
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NoReturn
from xml.parsers import expat

from cartera.control.dossiers.parcels import END_OF_DIRECTORY, office_kind
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
from cartera.control.dossiers.rules import extension_of
from cartera.kernel.text import gettext_noop as _

MEGABYTE = 1024 * 1024
MOST_MEGABYTES = 10
WIDEST_IMAGE = 30_000
MOST_PIXELS = 150_000_000
MOST_PIECES = 20_000
DEEPEST_XML = 100


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its name, what it is served as, how its name may end, whether it is shown."""

    name: str
    served_as: str
    extensions: tuple[str, ...]
    is_shown: bool = False


KINDS: Mapping[str, Kind] = {
    "pdf": Kind("PDF", "application/pdf", ("pdf",), is_shown=True),
    "png": Kind("PNG", "image/png", ("png",), is_shown=True),
    "jpeg": Kind("JPEG", "image/jpeg", ("jpg", "jpeg", "jfif"), is_shown=True),
    "webp": Kind("WebP", "image/webp", ("webp",)),
    "xlsx": Kind(
        "Excel (xlsx)",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ("xlsx",),
    ),
    "docx": Kind(
        "Word (docx)",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ("docx",),
    ),
    "xml": Kind("XML", "application/xml", ("xml",)),
    "csv": Kind("CSV", "text/csv", ("csv",)),
    "txt": Kind("texto", "text/plain", ("txt",)),
}

_RUNS_IN_PDF = {
    b"/JavaScript": _("lleva instrucciones que se ejecutan al abrirlo"),
    b"/Launch": _("abre otros programas"),
    b"/EmbeddedFile": _("lleva archivos adentro; adjúntelos aparte"),
    b"/RichMedia": _("lleva contenido que se ejecuta al abrirlo"),
}
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_PDF_HEAD = re.compile(rb"%PDF-(?:1\.[0-9]|2\.0)[\r\n \t]")
_FOREIGN = (b"PK\x03\x04", END_OF_DIRECTORY, b"%PDF-", b"<script", b"<html", b"<?php", b"Rar!\x1a")
# A JPEG's next segment: not what is drawn (ff00), a restart, filling, or a mark without a body.
MARKER = re.compile(rb"\xff([^\x00\x01\xff\xd0-\xd7])", re.DOTALL)
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"@echo", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\x80-\x9f\ufffe\uffff]")


def kind_of(content: bytes, name: str) -> str:
    """The key in KINDS of what the bytes are.

    Refuses what is empty or too heavy, of no known kind, broken, two files in one, what runs, and
    what is not what the name's extension says.
    """
    if not content:
        raise FileHasNothing(field="file")
    if len(content) > MOST_MEGABYTES * MEGABYTE:
        raise FileTooHeavy(most=MOST_MEGABYTES, field="file")
    found = _told_by_bytes(content)
    said = extension_of(name)
    if found == "txt" and said == "csv":
        return "csv"
    if said and said not in KINDS[found].extensions:
        raise FileMislabelled(said=f".{said}", found=KINDS[found].name, field="file")
    return found


def _told_by_bytes(content: bytes) -> str:
    for start, kind, check in _STARTS:
        if content.startswith(start):
            check(content)
            return kind
    if content.startswith(b"PK"):
        return office_kind(content)
    if any(content.startswith(program) for program in _PROGRAMS):
        _unknown()
    return _text(content)


def _pdf(content: bytes) -> None:
    end = content.rfind(b"%%EOF")
    if not _PDF_HEAD.match(content) or end < 0 or b"startxref" not in content[:end]:
        raise FileBroken(found="PDF", field="file")
    if content[end + 5 :].strip(b"\x00\r\n\t "):
        raise FileHidesAnother(field="file")
    _no_parcel(content)
    plain = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content)
    for mark, why in _RUNS_IN_PDF.items():
        if mark in plain:
            raise FileRuns(why=why, field="file")


def _png(content: bytes) -> None:
    """Chunk after chunk, each with its own sum, from header to end and not a byte more."""
    at = 8
    for number in range(MOST_PIECES):
        head = content[at : at + 8]
        length, name = struct.unpack(">I4s", head) if len(head) == 8 else (0, b"")
        body = content[at + 4 : at + 8 + length]
        crc = content[at + 8 + length : at + 12 + length]
        is_whole = len(crc) == 4 and zlib.crc32(body) == int.from_bytes(crc, "big")
        if not is_whole or (number == 0) != (name == b"IHDR" and length == 13):
            raise FileBroken(found="PNG", field="file")
        if number == 0:
            _check_size(*struct.unpack(">II", body[4:12]))
        at += 12 + length
        if name == b"IEND":
            break
    else:
        raise FileBroken(found="PNG", field="file")
    if at != len(content):
        raise FileHidesAnother(field="file")
    _no_parcel(content)


def _jpeg(content: bytes) -> None:
    """Segment after segment to the end of the image. Telephones add pictures of their own behind
    it; anything else behind it is another file."""
    at, seen_frame = 2, False
    for _number in range(MOST_PIECES):
        found = MARKER.search(content, at)
        if found is None:
            raise FileBroken(found="JPEG", field="file")
        at, marker = found.end(), found[1][0]
        if marker == 0xD9:
            break
        length = int.from_bytes(content[at : at + 2], "big")
        if length < 2 or at + length > len(content):
            raise FileBroken(found="JPEG", field="file")
        if marker in _FRAMES and length >= 8:
            height, width = struct.unpack(">HH", content[at + 3 : at + 7])
            _check_size(width, height)
            seen_frame = True
        at += length
    else:
        raise FileBroken(found="JPEG", field="file")
    behind = content[at:]
    if not seen_frame:
        raise FileBroken(found="JPEG", field="file")
    if behind[:2] == b"MZ" or any(mark in behind.lower() for mark in _lowered()):
        raise FileHidesAnother(field="file")
    _no_parcel(content)


def _lowered() -> tuple[bytes, ...]:
    return tuple(mark.lower() for mark in _FOREIGN)


def _webp(content: bytes) -> None:
    if content[8:12] != b"WEBP" or content[12:16] not in (b"VP8 ", b"VP8L", b"VP8X"):
        _unknown()
    declared = int.from_bytes(content[4:8], "little") + 8
    if declared > len(content):
        raise FileBroken(found="WebP", field="file")
    if declared + declared % 2 < len(content):
        raise FileHidesAnother(field="file")
    _no_parcel(content)


def _check_size(width: int, height: int) -> None:
    widest = max(width, height)
    if not width or not height or widest > WIDEST_IMAGE or width * height > MOST_PIXELS:
        raise FileRuns(why=_("la imagen al abrirse ocuparía demasiado"), field="file")


def _no_parcel(content: bytes) -> None:
    """No ZIP directory at the end: programs that look for one there would open another file."""
    if END_OF_DIRECTORY in content[-66_000:]:
        raise FileHidesAnother(field="file")


def _text(content: bytes) -> str:
    """XML or plain text; marks of a page that a browser would run are neither."""
    text = _decoded(content)
    start = text.lstrip("\ufeff \t\r\n")
    if not start.startswith("<"):
        return "txt"
    if not start.startswith("<?xml"):
        _unknown()
    _xml(content, start)
    return "xml"


def _decoded(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            return _unknown()
    if "\x00" in text:
        _unknown()
    if _CONTROL.search(text):
        raise TextUnreadable(field="file")
    return text


def _xml(content: bytes, text: str) -> None:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise FileRuns(why=_("el XML define entidades"), field="file")
    if "<?xml-stylesheet" in text:
        raise FileRuns(why=_("el XML pide una hoja de estilo"), field="file")
    parser, page = expat.ParserCreate(), _Page()
    parser.StartElementHandler = page.opens
    parser.EndElementHandler = page.closes
    try:
        parser.Parse(content, True)  # noqa: FBT003 - expat takes it by place alone
    except (expat.ExpatError, LookupError, ValueError):
        raise FileBroken(found="XML", field="file") from None


class _Page:
    """Refuses an element that a browser would draw or run, by its name or its namespace, and
    elements within elements without end."""

    def __init__(self) -> None:
        self.depth = 0

    def opens(self, name: str, attributes: Mapping[str, str]) -> None:
        self.depth += 1
        spaces = " ".join(value for key, value in attributes.items() if key.startswith("xmlns"))
        local = name.rpartition(":")[2].lower()
        if local in ("html", "script", "svg") or "w3.org/1999/xhtml" in spaces:
            raise FileRuns(why=_("el XML es una página que se ejecuta"), field="file")
        if self.depth > DEEPEST_XML:
            raise FileRuns(why=_("el XML tiene demasiados niveles"), field="file")

    def closes(self, _name: str) -> None:
        self.depth -= 1


def _unknown() -> NoReturn:
    kinds = ", ".join(kind.name for kind in KINDS.values())
    raise FileKindUnknown(kinds=kinds, field="file")


_STARTS: tuple[tuple[bytes, str, Callable[[bytes], None]], ...] = (
    (b"%PDF-", "pdf", _pdf),
    (b"\x89PNG\r\n\x1a\n", "png", _png),
    (b"\xff\xd8\xff", "jpeg", _jpeg),
    (b"RIFF", "webp", _webp),
)
