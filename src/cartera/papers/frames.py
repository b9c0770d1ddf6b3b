"""What surrounds a paper's content: whose it is, its number, its date, and who signed it."""

import base64
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

import segno

from cartera.papers.refusals import LogoRefused, NaiveInstant

Kind = Literal["prepared", "reviewed", "authorised"]
LOGO_KB = 256
PIXELS = 3000
WIDEST = 5  # a logo may be this many times as wide as it is high
IMAGES = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}


@dataclass(frozen=True)
class Signature:
    """Somebody did it: of which kind, by name, in which role, at which instant (with its zone)."""

    kind: Kind
    name: str
    role: str
    at: datetime


@dataclass(frozen=True)
class Frame:
    """The frame of one paper.

    `issued_at` carries the company's time zone: every instant is printed in it. `logo` is a PNG or
    JPEG. `verify_url` is the address that answers for a hash; where it lacks the hash, the hash is
    put after it. `currency` is ISO 4217, `locale` es_SV or es_CO. `later` is what became known
    after the content was frozen (the number of an entry posted since), by the field that it fills.
    """

    company_name: str
    place: str
    currency: str
    locale: str
    code: str
    number: str
    issued_at: datetime
    signatures: tuple[Signature, ...]
    content_hash: str
    verify_url: str = ""
    logo: bytes | None = None
    training: bool = False
    later: Mapping[str, str] = field(default_factory=dict)


def frame_json(frame: Frame) -> dict[str, Any]:
    """The frame as the templates read it, instants as local time.

    Refuses NaiveInstant and LogoRefused.
    """
    zone = frame.issued_at.tzinfo
    if zone is None:
        raise NaiveInstant(code=frame.code, where="issued_at")
    return {
        "company": frame.company_name,
        "place": frame.place,
        "currency": frame.currency,
        "locale": frame.locale,
        "code": frame.code,
        "number": frame.number,
        "issued_at": frame.issued_at.replace(tzinfo=None).isoformat(timespec="seconds"),
        "issued_epoch": int(frame.issued_at.timestamp()),
        "signatures": [_signature_json(frame, one) for one in frame.signatures],
        "hash": frame.content_hash,
        "logo": image_svg(frame.logo) if frame.logo else "",
        "training": frame.training,
        "later": dict(frame.later),
        "qr": qr_svg(verification_text(frame)),
    }


def verification_text(frame: Frame) -> str:
    """What the QR says: the verification address with the hash, or the hash alone."""
    if not frame.verify_url:
        return f"sha256:{frame.content_hash}"
    if frame.content_hash in frame.verify_url:
        return frame.verify_url
    return f"{frame.verify_url.rstrip('/')}/{frame.content_hash}"


def qr_svg(text: str) -> str:
    """The text as a QR code drawn in SVG, one unit a module, with no border."""
    drawn: str = segno.make(text, error="m", micro=False).svg_inline(border=0, omitsize=True)
    return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def image_svg(image: bytes) -> str:
    """A PNG or JPEG wrapped in SVG at its own proportions.

    Refuses LogoRefused for anything else, for more than LOGO_KB, and for no or absurd dimensions.
    """
    kind = next((kind for magic, kind in IMAGES.items() if image.startswith(magic)), "")
    width, height = _png_size(image) if kind == "png" else _jpeg_size(image) if kind else (0, 0)
    sane = 0 < height <= PIXELS and 0 < width <= min(PIXELS, height * WIDEST)
    if not sane or len(image) > LOGO_KB * 1024:
        raise LogoRefused(limit=LOGO_KB, pixels=PIXELS)
    address = f"data:image/{kind};base64,{base64.b64encode(image).decode()}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}"><image href="{address}" width="{width}" height="{height}"/></svg>'
    )


def _png_size(image: bytes) -> tuple[int, int]:
    return struct.unpack(">II", image[16:24]) if len(image) >= 24 else (0, 0)


def _jpeg_size(image: bytes) -> tuple[int, int]:
    """The size that a JPEG's frame header states; (0, 0) where there is none."""
    at = 2
    while at + 9 <= len(image) and image[at] == 0xFF:
        marker, length = image[at + 1], int.from_bytes(image[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", image[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return 0, 0


def _signature_json(frame: Frame, one: Signature) -> dict[str, str]:
    if one.at.tzinfo is None:
        raise NaiveInstant(code=frame.code, where=f"signatures.{one.kind}")
    local = one.at.astimezone(frame.issued_at.tzinfo).replace(tzinfo=None)
    return {
        "kind": one.kind,
        "name": one.name,
        "role": one.role,
        "at": local.isoformat(timespec="seconds"),
    }
