"""What tests read of a printed paper."""

import io
import re
from functools import cache, lru_cache
from typing import Any

from pypdf import PdfReader

from cartera.papers.frames import Frame
from cartera.papers.rendering import render
from cartera.papers.tests.samples import SAMPLES, sample_frame


def print_paper(code: str, payload: Any, **frame: Any) -> bytes:
    """The PDF of a payload in the sample company's frame."""
    return render(code, payload, frame=sample_frame(code, payload, **frame))


@cache
def printed_sample(code: str, documents: int) -> bytes:
    """The PDF of a sample, printed once for all tests."""
    return print_paper(code, SAMPLES[code](documents))


@lru_cache(maxsize=8)
def pages_of(pdf: bytes) -> tuple[str, ...]:
    """The text of each page, in reading order; reading a long paper takes as long as making it."""
    return tuple(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def words_of(pdf: bytes) -> str:
    """All the text, its white space made plain."""
    return re.sub(r"\s+", " ", " ".join(pages_of(pdf)))


def frame_of(code: str, documents: int = 1, **changes: Any) -> tuple[Any, Frame]:
    """A sample payload and the frame to print it in."""
    payload = SAMPLES[code](documents)
    return payload, sample_frame(code, payload, **changes)
