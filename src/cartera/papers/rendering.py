"""From a payload and its frame to the bytes of a PDF: letter size, tagged, PDF/A-2b and PDF/UA-1.

The same payload and frame give the same bytes. Data reaches the templates as JSON and is never
markup.
"""

import base64
import dataclasses
import hashlib
import json
import unicodedata
from collections.abc import Mapping
from typing import Any

from cartera.papers.forms.codec import from_json, to_json
from cartera.papers.frames import Frame, Signature, frame_json, image_svg
from cartera.papers.joining import count_pages, join
from cartera.papers.portions import ROWS_A_PORTION, Portion, count_rows, numbered, payload_of
from cartera.papers.press import PRESS, Press
from cartera.papers.refusals import PaperHashDiffers
from cartera.papers.registry import Form, form_of

__all__ = ["Frame", "Signature", "content_hash", "page_images", "render"]

BIDI_CONTROLS = dict.fromkeys(
    [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF]
)
UNPRINTABLE = ("Cc", "Cs", "Co", "Cn")


def content_hash(code: str, payload: Any) -> str:
    """SHA-256, in hexadecimal, of the canonical JSON of a form's code and payload.

    Canonical: keys sorted, no spaces, UTF-8, amounts as decimal strings; without the frame.
    """
    whole = {"code": code, "payload": to_json(payload)}
    text = json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def render(code: str, payload: Any, *, frame: Frame, press: Press = PRESS) -> bytes:
    """The PDF of form `code` with that payload (its dataclass, or the mapping stored of it).

    Refuses an unknown form, a payload that is not the form's, figures that do not add up, a frame
    with the hash of another content, and a typesetting that failed or took too long.
    """
    paper = _paper(code, payload, frame, press)
    return paper.in_portions() if paper.rows > ROWS_A_PORTION else paper.whole()


def page_images(
    code: str, payload: Any, *, frame: Frame, dots_per_inch: int = 72, press: Press = PRESS
) -> list[bytes]:
    """The pages of the same paper as PNG, for a screen; of a long paper, its first portion's.

    Refuses what `render` refuses.
    """
    return _paper(code, payload, frame, press).images(dots_per_inch)


def _paper(code: str, payload: Any, frame: Frame, press: Press) -> "_Paper":
    form = form_of(code)
    typed = from_json(form.payload, payload, code=code)
    typed.check()
    if frame.content_hash != content_hash(code, payload):
        raise PaperHashDiffers(code=code)
    title = getattr(typed, "title", form.title)
    shown = {**frame_json(dataclasses.replace(frame, code=code)), "title": title}
    return _Paper(form, to_json(typed), shown, press)


class _Paper:
    """One paper on its way through the press."""

    def __init__(
        self, form: Form, payload: dict[str, Any], frame: dict[str, Any], press: Press
    ) -> None:
        self.form = form
        self.rows = count_rows(payload, form.rows)
        self.payload = cleaned({**_with_images(payload), "_rows": self.rows})
        self.frame = _inputs(cleaned(frame))
        self.press = press

    def whole(self) -> bytes:
        """The paper in one piece."""
        return self._typeset(Portion(0, self.rows, first=True, last=True))

    def images(self, dots: int) -> list[bytes]:
        """The pages as PNG."""
        plan, pages = self._plan()
        made = self._typeset(numbered(plan, pages)[0], dots_per_inch=dots)
        return [base64.b64decode(page) for page in json.loads(made)]

    def in_portions(self) -> bytes:
        """The paper laid out once to find where pages end, then typeset and joined.

        The page count of the layout is checked against the pages made; where they differ (a
        portion's end moved something) the portions are numbered and typeset once more.
        """
        plan, pages = self._plan()
        pieces = self._pieces(numbered(plan, pages))
        made = [count_pages(piece) for piece in pieces]
        if made != pages:
            pieces = self._pieces(numbered(plan, made))
        return join(pieces)

    def _pieces(self, portions: list[Portion]) -> list[bytes]:
        return [self._typeset(one) for one in portions]

    def _plan(self) -> tuple[list[Portion], list[int]]:
        """Where to cut: each portion ends where the last of its full pages does."""
        plan: list[Portion] = []
        pages: list[int] = []
        start = 0
        while not plan or not plan[-1].last:
            end = min(start + ROWS_A_PORTION, self.rows)
            asked = Portion(start, end, first=start == 0, last=end == self.rows)
            layout = json.loads(self._typeset(asked, query="<layout>"))
            cut = 0 if asked.last else layout["last_page_row"]
            plan.append(dataclasses.replace(asked, end=start + cut) if cut else asked)
            pages.append(layout["pages"] - 1 if cut else layout["pages"])
            start = plan[-1].end
        return plan, pages

    def _typeset(self, portion: Portion, **asked: Any) -> bytes:
        shown = {**dataclasses.asdict(portion), "probing": "query" in asked}
        rows = self.form.rows
        payload = payload_of(self.payload, rows, portion) if rows else self.payload
        inputs = {"frame": self.frame, "payload": _inputs(payload), "portion": _inputs(shown)}
        job = {"template": self.form.template, "inputs": inputs, **asked}
        return self.press.typeset(self.form.code, job)


def _inputs(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _with_images(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Logos inside a payload are base64; the templates want them checked and drawn as SVG."""
    shown = dict(payload)
    for name, value in payload.items():
        if name.endswith("logo") and value:
            shown[name] = image_svg(base64.b64decode(value, validate=False))
    return shown


def cleaned(value: Any) -> Any:
    """The same tree with texts that cannot disturb the page: no control or direction characters."""
    if isinstance(value, str):
        return value if value.isascii() and value.isprintable() else _printable(value)
    if isinstance(value, dict):
        return {key: cleaned(item) for key, item in value.items()}
    if isinstance(value, list):
        return [cleaned(item) for item in value]
    return value


def _printable(text: str) -> str:
    plain = unicodedata.normalize("NFC", text).translate(BIDI_CONTROLS)
    return "".join(
        ch if ch == "\n" or unicodedata.category(ch) not in UNPRINTABLE else " " for ch in plain
    )
