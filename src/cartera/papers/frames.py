"""What surrounds a paper's content: whose it is, its number, its date, and who signed it."""

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import segno

from cartera.papers.refusals import LogoRefused, NaiveInstant

Kind = Literal["prepared", "reviewed", "authorised"]
LOGO_KB = 256
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
    put after it. `currency` is ISO 4217, `locale` es_SV or es_CO.
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
        "logo": image_address(frame.logo) if frame.logo else "",
        "training": frame.training,
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


def image_address(image: bytes) -> str:
    """A PNG or JPEG as a data address. Refuses LogoRefused for anything else, or over LOGO_KB."""
    for magic, kind in IMAGES.items():
        if image.startswith(magic) and len(image) <= LOGO_KB * 1024:
            return f"data:image/{kind};base64,{base64.b64encode(image).decode()}"
    raise LogoRefused(limit=LOGO_KB)


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
