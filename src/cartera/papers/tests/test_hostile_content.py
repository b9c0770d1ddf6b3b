"""Names are text, whatever they hold: markup, other scripts, emoji, controls, no spaces, no end."""

import dataclasses
import io
import json
from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from PIL import Image

from cartera.papers.forms.blocks import PartyBlock
from cartera.papers.frames import Kind, Signature
from cartera.papers.refusals import PaperTextTooLong
from cartera.papers.rendering import page_images
from cartera.papers.tests.reading import print_paper, words_of
from cartera.papers.tests.samples import SAMPLES, sample_frame

SIGNED_AT = datetime(2026, 1, 5, 15, 0, tzinfo=UTC)
KINDS = get_args(Kind)


def printed_name(name: str) -> str:
    """The words of a paper whose client and debtors bear that name."""
    payload = SAMPLES["FORM-21"](3)
    rows = tuple(dataclasses.replace(row, debtor=name) for row in payload.documents)
    named = dataclasses.replace(payload, client=PartyBlock(name, "0001"), documents=rows)
    return words_of(print_paper("FORM-21", named))


@pytest.mark.parametrize(
    "name",
    [
        '#read("/etc/passwd") #panic("no") $x^2$ *b* _i_ `r` <label> @ref = título',
        '"}; #import "paper.typ" \\ \\u{41} // fin /* y */',
        "<script>alert(1)</script> & 'comillas' \"dobles\"",
        "{{ 7 * 7 }} %s {0} ${HOME}",
        "Ñandú, Güija & Cía. «Ágil» — S.A. № 5 €",
    ],
)
def test_markup_in_a_name_is_printed_as_it_is(name: str) -> None:
    assert name in printed_name(name)


def test_other_scripts_are_printed() -> None:
    text = printed_name("Ελλάς Москва שלום")
    assert "Ελλάς Москва" in text


@pytest.mark.parametrize("name", ["Tienda 😀 Feliz", "商店 Feliz", "Café\u0301\u0302 👨‍👩‍👧 Feliz"])
def test_what_no_font_has_is_a_white_square_and_the_rest_stays(name: str) -> None:
    text = printed_name(name)
    assert "□" in text
    assert "Feliz" in text


@pytest.mark.parametrize(
    "control", ["\u202e", "\u2066", "\u200f", "\x00", "\x1b", "\ufeff", "\u061c"]
)
def test_controls_cannot_turn_or_hide_text(control: str) -> None:
    text = printed_name(f"Uno{control}Dos")
    assert control not in text
    assert "UnoDos" in text or "Uno Dos" in text


def test_a_word_without_end_stays_in_its_column() -> None:
    text = printed_name("A" * 300).replace(" ", "")
    assert "A" * 300 in text


def test_a_name_of_thousands_of_letters_is_printed_whole() -> None:
    name = " ".join(f"palabra{n}" for n in range(360))
    text = printed_name(name)
    assert "palabra359" in text
    assert "Total del reporte" in text


def test_refuses_a_text_that_no_paper_would_carry() -> None:
    with pytest.raises(PaperTextTooLong, match=r"«documents\.1\.debtor»|«client\.name»"):
        printed_name("x" * 4001)


@pytest.mark.parametrize("code", SAMPLES)
def test_every_form_bears_hostile_text_everywhere(code: str) -> None:
    payload = SAMPLES[code](2)
    hostile = _poisoned(payload)
    text = words_of(print_paper(code, hostile, company_name="#x *y* ₡😀", number="$1$", place="@z"))
    assert "#evil[*]" in text
    assert "#x *y*" in text


@pytest.mark.parametrize("code", SAMPLES)
def test_no_text_however_long_leaves_the_margins(code: str) -> None:
    payload = _poisoned(SAMPLES[code](2))
    signed = tuple(Signature(kind, "Ñ" * 90, "W" * 70, SIGNED_AT) for kind in KINDS)
    frame = sample_frame(code, payload, company_name="W" * 150, signatures=signed)
    for page in page_images(code, payload, frame=frame, dots_per_inch=36):
        image = Image.open(io.BytesIO(page)).convert("L")
        edges = (image.crop((0, 0, 24, 396)), image.crop((283, 0, 306, 396)))
        assert [edge.getextrema()[0] for edge in edges] == [255, 255]


def _poisoned(value: Any) -> Any:
    """The payload with a hostile text in each of its texts."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changed = {
            field.name: _poisoned(getattr(value, field.name))
            for field in dataclasses.fields(value)
            if not field.name.endswith(("logo", "basis"))
        }
        return dataclasses.replace(value, **changed)
    if isinstance(value, tuple):
        return tuple(_poisoned(item) for item in value)
    if isinstance(value, str):
        return "#evil[*] " + json.dumps("<b>\\\u202e😀", ensure_ascii=False) + " " + "W" * 60
    return value
