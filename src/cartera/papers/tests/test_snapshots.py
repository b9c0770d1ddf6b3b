"""Each paper looks and reads as it did when somebody last looked at it.

`CARTERA_SNAPSHOTS=write` writes what is printed now; look at the pages before keeping it. A page is
kept as the mean grey of each of its 34 x 44 fields, so small differences of rendering pass and a
moved, cut or missing block does not.
"""

import io
import json
import os
import re
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from cartera.papers.registry import FORMS
from cartera.papers.rendering import page_images
from cartera.papers.tests.reading import frame_of, pages_of, printed_sample

KEPT = Path(__file__).parent / "snapshots"
WRITING = os.environ.get("CARTERA_SNAPSHOTS") == "write"
FIELDS = (34, 44)
GREY = 12  # of 255, the most that one field may differ
CASES = [(code, documents) for code in FORMS for documents in (1, 60)]


def grey_of(page: bytes) -> list[int]:
    """The mean grey of each field of a page."""
    image = Image.open(io.BytesIO(page)).convert("L")
    return list(image.resize(FIELDS, Image.Resampling.BOX).tobytes())


def seen(code: str, documents: int) -> list[list[int]]:
    payload, frame = frame_of(code, documents)
    pages = page_images(code, payload, frame=frame, dots_per_inch=36)
    return [grey_of(pages[0]), grey_of(pages[-1])]


def kept_or_written(name: str, now: str) -> str:
    path = KEPT / name
    if WRITING:
        path.parent.mkdir(exist_ok=True)
        path.write_text(now, encoding="utf-8")
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("code", FORMS)
def test_a_paper_reads_as_it_did(code: str) -> None:
    text = "\n--- página ---\n".join(pages_of(printed_sample(code, 1))) + "\n"
    assert kept_or_written(f"{code}.txt", text) == text


@pytest.mark.parametrize(("code", "documents"), CASES)
def test_a_paper_looks_as_it_did(code: str, documents: int) -> None:
    now = seen(code, documents)
    packed = json.dumps([bytes(page).hex() for page in now], indent=0)
    kept = json.loads(kept_or_written(f"{code}-{documents}.json", packed))
    for page, before in zip(now, kept, strict=True):
        worst = max(abs(a - b) for a, b in zip(page, bytes.fromhex(before), strict=True))
        assert worst <= GREY


def test_a_missing_line_is_noticed() -> None:
    payload, frame = frame_of("FORM-23")
    (page,) = page_images("FORM-23", payload, frame=frame, dots_per_inch=36)
    image = Image.open(io.BytesIO(page)).convert("L")
    wiped = image.copy()
    wiped.paste(255, (25, 175, 290, 181))
    assert ImageChops.difference(image, wiped).getbbox()
    out = io.BytesIO()
    wiped.save(out, "PNG")
    apart = [abs(a - b) for a, b in zip(grey_of(page), grey_of(out.getvalue()), strict=True)]
    assert max(apart) > GREY


def test_snapshots_name_no_moment_but_the_samples() -> None:
    for path in KEPT.glob("*.txt"):
        years = set(re.findall(r"\b20\d\d\b", path.read_text(encoding="utf-8")))
        assert years <= {"2026"}
