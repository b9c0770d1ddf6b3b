"""Pictures without what a telephone writes beside them: where it was, whose it is, its small copy.

Nothing is decoded or drawn anew: pieces are kept or left out whole, so what is seen stays the same,
byte for byte. How a picture is turned is kept, since without it many would lie on their side.
"""

import struct
from collections.abc import Iterator

from cartera.control.dossiers.sniffing import MARKER

# Of a JPEG: how its colours are to be read (JFIF, ICC, Adobe). Of a PNG: what is drawn, and those.
_SHOWN_SEGMENTS = {0xE0: b"JFIF\x00", 0xE2: b"ICC_PROFILE\x00", 0xEE: b"Adobe"}
_SHOWN_CHUNKS = frozenset(
    (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT")
)
_EXIF, _COMMENT, _END = 0xE1, 0xFE, 0xD9
_TURNED = 0x0112  # Exif's tag for how the picture is turned


def bare(content: bytes, kind: str) -> bytes:
    """The picture alone, of a content that `sniffing.kind_of` took for `kind`: jpeg or png."""
    return b"".join(_segments(content) if kind == "jpeg" else _chunks(content))


def _segments(content: bytes) -> Iterator[bytes]:
    """The marks of a JPEG and what is drawn between them, up to its end."""
    yield content[:2]
    turned, at = _turned(content), 2
    if turned:
        yield turned
    while found := MARKER.search(content, at):
        yield content[at : found.start()]
        marker, body = found[1][0], found.end()
        if marker == _END:
            yield found[0]
            return
        at = body + int.from_bytes(content[body : body + 2], "big")
        if _is_shown(marker, content[body + 2 : at]):
            yield content[found.start() : at]


def _is_shown(marker: int, body: bytes) -> bool:
    if marker in _SHOWN_SEGMENTS:
        return body.startswith(_SHOWN_SEGMENTS[marker])
    return marker != _COMMENT and not 0xE0 <= marker <= 0xEF


def _turned(content: bytes) -> bytes:
    """A segment that says how the picture is turned and nothing else; empty where it is upright."""
    at = content.find(b"\xff\xe1")
    while at >= 0:
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        body = content[at + 4 : at + 2 + length]
        if body.startswith(b"Exif\x00\x00"):
            way = _way_of(body[6:])
            head = b"Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01"
            said = head + struct.pack(">HHIHHI", _TURNED, 3, 1, way, 0, 0)
            return b"\xff\xe1" + struct.pack(">H", len(said) + 2) + said if way > 1 else b""
        at = content.find(b"\xff\xe1", at + 2)
    return b""


def _way_of(told: bytes) -> int:
    """How the picture is turned, 1 (upright) to 8; 1 too where that is not to be read."""
    order = {b"II": "<", b"MM": ">"}.get(told[:2])
    if order is None or len(told) < 10:
        return 1
    (first,) = struct.unpack(f"{order}I", told[4:8])
    (count,) = struct.unpack(f"{order}H", told[first : first + 2].ljust(2, b"\x00"))
    for place in range(min(count, 200)):
        entry = told[first + 2 + 12 * place : first + 14 + 12 * place]
        if len(entry) == 12 and struct.unpack(f"{order}H", entry[:2])[0] == _TURNED:
            (way,) = struct.unpack(f"{order}H", entry[8:10])
            return int(way) if 1 <= way <= 8 else 1
    return 1


def _chunks(content: bytes) -> Iterator[bytes]:
    """The chunks of a PNG that are drawn."""
    yield content[:8]
    at = 8
    while at < len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        if content[at + 4 : at + 8] in _SHOWN_CHUNKS:
            yield content[at : at + 12 + length]
        at += 12 + length
