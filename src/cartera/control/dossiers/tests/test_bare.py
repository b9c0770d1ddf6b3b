"""Pictures without what a telephone writes beside them."""

import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image

from cartera.control.dossiers.bare import bare
from cartera.control.dossiers.sniffing import kind_of
from cartera.control.dossiers.tests.files import chunk, jpeg, png

ORIENTATION, GPS = 0x0112, 0x8825


def photo(kind: str = "JPEG", *, turned: int = 1, **how: Any) -> bytes:
    """A picture as a telephone makes it: with where it was, its maker and how it is turned."""
    drawn = Image.effect_noise((64, 40), 60).convert("RGB")
    told = Image.Exif()
    told[ORIENTATION], told[0x010F] = turned, "Teléfono de Ana"
    told.get_ifd(GPS)[2] = (13.0, 41.0, 24.0)
    made = io.BytesIO()
    drawn.save(made, kind, exif=told, **how)
    return made.getvalue()


def opened(content: bytes) -> Image.Image:
    found = Image.open(io.BytesIO(content))
    found.load()
    return found


@pytest.mark.parametrize("how", [{}, {"progressive": True}, {"comment": b"en casa de Ana"}])
def test_a_jpeg_says_no_place_and_looks_the_same(how: dict[str, Any]) -> None:
    before = photo(**how)
    after = bare(before, "jpeg")
    assert kind_of(after, "foto.jpg") == "jpeg"
    assert b"Ana" in before
    assert b"Ana" not in after
    assert not opened(after).getexif()
    assert opened(after).tobytes() == opened(before).tobytes()
    assert bare(after, "jpeg") == after


@pytest.mark.parametrize("turned", range(1, 9))
def test_a_jpeg_lies_as_it_lay(turned: int) -> None:
    after = bare(photo(turned=turned), "jpeg")
    told = dict(opened(after).getexif())
    assert told == ({ORIENTATION: turned} if turned > 1 else {})


def test_how_a_picture_is_turned_is_read_in_either_order() -> None:
    entry = struct.pack("<HHIHH", ORIENTATION, 3, 1, 6, 0)
    said = b"Exif\x00\x00II\x2a\x00\x08\x00\x00\x00\x01\x00" + entry + b"\x00" * 4
    plain = photo()
    at = plain.index(b"\xff\xe1")
    length = int.from_bytes(plain[at + 2 : at + 4], "big") + 2
    other = (
        plain[:at] + b"\xff\xe1" + struct.pack(">H", len(said) + 2) + said + plain[at + length :]
    )
    assert dict(opened(bare(other, "jpeg")).getexif()) == {ORIENTATION: 6}


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"MM",
        b"XX\x2a\x00\x00\x00\x00\x08",
        b"MM\x00\x2a\xff\xff\xff\xff\x00\x00",
        b"II\x2a\x00\x08\x00\x00\x00\xff\xff\x12\x01",
    ],
)
def test_what_is_told_wrongly_is_left_out(said: bytes) -> None:
    body = b"Exif\x00\x00" + said
    content = jpeg()[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + jpeg()[2:]
    assert bare(content, "jpeg") == jpeg()


def test_what_lies_behind_a_jpeg_is_left_out() -> None:
    assert bare(jpeg(behind=jpeg() + b"SEFT"), "jpeg") == jpeg()


def test_a_png_says_no_place_and_looks_the_same() -> None:
    before = photo("PNG")
    at = before.index(b"IDAT") - 4
    before = before[:at] + chunk(b"tEXt", b"Author\x00Ana") + before[at:]
    after = bare(before, "png")
    assert kind_of(after, "foto.png") == "png"
    assert b"Ana" not in after
    assert not opened(after).getexif()
    assert opened(after).tobytes() == opened(before).tobytes()
    assert zlib.crc32(after) == zlib.crc32(bare(after, "png"))
    assert bare(png(), "png") == png()
