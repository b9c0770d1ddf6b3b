"""Files as people attach them, and as attackers do."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

_TYPES = '<?xml version="1.0"?><Types/>'
PDF = (
    b"%PDF-1.7\n1 0 obj\n<</Type /Catalog /Pages 2 0 R>>\nendobj\n2 0 obj\n"
    b"<</Type /Pages /Kids [] /Count 0>>\nendobj\nxref\n0 3\ntrailer\n<</Root 1 0 R /Size 3>>\n"
    b"startxref\n110\n%%EOF\n"
)
XML = b'<?xml version="1.0" encoding="UTF-8"?>\n<dte><monto>113.00</monto></dte>'
CSV = "número;monto\nQ-1;10,000.00\n".encode("cp1252")
TXT = "Llamó doña Ángela: paga el viernes.\n".encode()


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int = 2, height: int = 2, body: bytes | None = None) -> bytes:
    drawn = zlib.compress(b"\x00\xff\x00" * 2) if body is None else body
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
    return start + chunk(b"IDAT", drawn) + chunk(b"IEND", b"")


def jpeg(width: int = 2, height: int = 2, behind: bytes = b"") -> bytes:
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    scan = b"\xff\xda" + struct.pack(">HB", 8, 1) + b"\x01\x00\x00\x3f\x00" + b"\x12\xff\x00\x34"
    app = b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\x00" + b"\x01\x01" + b"\x00" * 7
    return b"\xff\xd8" + app + frame + scan + b"\xff\xd9" + behind


def webp(behind: bytes = b"") -> bytes:
    body = b"WEBPVP8L" + struct.pack("<I", 6) + b"\x2f\x00\x00\x00\x00\x00"
    return b"RIFF" + struct.pack("<I", len(body)) + body + behind


def parcel(parts: Mapping[str, bytes], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", packed) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return kept.getvalue()


def office(main: str = "xl/workbook.xml", /, **more: bytes) -> bytes:
    named = {name.replace("__", "/"): content for name, content in more.items()}
    return parcel({"[Content_Types].xml": _TYPES.encode(), main: b"<workbook/>", **named})


XLSX = office()
DOCX = office("word/document.xml")
