"""A paper comes out whole: letter size, tagged, archivable, the same bytes each time."""

import dataclasses
import hashlib
import io
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pikepdf
import pytest
from PIL import Image

from cartera.kernel.money import format_amount
from cartera.papers.forms.blocks import PartyBlock
from cartera.papers.forms.codec import to_json
from cartera.papers.frames import Signature, verification_text
from cartera.papers.press import Press
from cartera.papers.refusals import (
    LogoRefused,
    NaiveInstant,
    PaperHashDiffers,
    UnknownForm,
)
from cartera.papers.registry import FORMS
from cartera.papers.rendering import content_hash, page_images, render
from cartera.papers.tests.cast import ZONE
from cartera.papers.tests.reading import frame_of, pages_of, print_paper, printed_sample, words_of
from cartera.papers.tests.samples import SAMPLES

LETTER = [0, 0, 612, 792]


def picture(kind: str, size: tuple[int, int] = (60, 20)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (31, 58, 95)).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("code", FORMS)
def test_a_paper_is_letter_size_tagged_and_archivable(code: str) -> None:
    with pikepdf.open(io.BytesIO(printed_sample(code, 1))) as pdf:
        assert all([int(x) for x in page.mediabox] == LETTER for page in pdf.pages)
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.StructTreeRoot.K
        assert str(pdf.Root.Lang).startswith("es")
        with pdf.open_metadata() as xmp:
            assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("2", "B")
            assert xmp["pdfuaid:part"] == "1"
            assert FORMS[code].title in xmp["dc:title"]


@pytest.mark.parametrize("code", FORMS)
def test_the_same_paper_has_the_same_bytes_from_any_press(code: str) -> None:
    payload, frame = frame_of(code)
    other = Press()
    assert render(code, payload, frame=frame, press=other) == printed_sample(code, 1)
    other.close()


def test_a_stored_payload_prints_as_the_one_it_was_stored_from() -> None:
    payload, frame = frame_of("FORM-22", 3)
    stored = to_json(payload)
    assert content_hash("FORM-22", stored) == frame.content_hash
    assert render("FORM-22", stored, frame=frame) == render("FORM-22", payload, frame=frame)


@pytest.mark.parametrize("code", FORMS)
def test_every_page_says_which_of_how_many_and_whose_hash(code: str) -> None:
    payload = SAMPLES[code](60)
    pages = pages_of(printed_sample(code, 60))
    short = content_hash(code, payload)[:16]
    spaced = " ".join(short[n : n + 4] for n in range(0, 16, 4))
    for number, text in enumerate(pages, 1):
        assert f"Página {number} de {len(pages)}" in text
        assert spaced in text
        assert code in text


def test_the_frame_says_whose_paper_it_is_where_and_when() -> None:
    text = words_of(printed_sample("FORM-21", 1))
    assert "Factoraje Cuscatlán, S.A. de C.V." in text
    assert "FORM-21 · N.º 000118" in text
    assert "San Salvador, 5 de enero de 2026" in text
    assert "dólares de los Estados Unidos de América (USD)" in text


def test_signatures_are_who_really_did_it_in_the_companys_time() -> None:
    seen_at = datetime(2026, 1, 5, 17, 20, tzinfo=UTC)
    signed = (Signature("reviewed", "Inés Ábrego", "Jefe de operaciones", seen_at),)
    payload = SAMPLES["FORM-21"](1)
    text = words_of(print_paper("FORM-21", payload, signatures=signed))
    assert "Inés Ábrego Jefe de operaciones 05/01/2026 11:20 Revisó" in text
    assert "Carlos Roberto Mejía" not in text


def test_two_people_who_authorised_are_both_named() -> None:
    text = words_of(printed_sample("FORM-07", 1))
    assert text.count("Firma autorizada") == 2
    assert text.count("Jorge Alberto Sandoval") == 2  # under his line and in the block


def test_a_training_companys_paper_is_marked_on_every_page() -> None:
    pages = pages_of(print_paper("FORM-21", SAMPLES["FORM-21"](60), training=True))
    assert all("EMPRESA DE ENTRENAMIENTO" in " ".join(text.split()) for text in pages)
    assert "EMPRESA DE ENTRENAMIENTO" not in words_of(printed_sample("FORM-21", 60))


@pytest.mark.parametrize("value", ["0.00", "999.99", "1000.00", "1234567.80", "-778.20"])
@pytest.mark.parametrize("locale", ["es_SV", "es_CO"])
def test_amounts_are_written_as_the_rest_of_the_program_writes_them(
    value: str, locale: str
) -> None:
    payload = dataclasses.replace(SAMPLES["FORM-06"](1), balance_owed=Decimal(value))
    text = words_of(print_paper("FORM-06", payload, locale=locale))
    assert f"Saldo adeudado US$ {format_amount(Decimal(value), locale)}" in text


def test_nothing_is_printed_as_less_than_zero_but_what_is() -> None:
    payload = dataclasses.replace(SAMPLES["FORM-06"](1), balance_owed=Decimal("-0.00"))
    assert "Saldo adeudado US$ 0.00" in words_of(print_paper("FORM-06", payload))


@pytest.mark.parametrize("kind", ["png", "jpeg"])
def test_the_companys_logo_is_printed(kind: str) -> None:
    payload, frame = frame_of("FORM-21", logo=picture(kind))
    with pikepdf.open(io.BytesIO(render("FORM-21", payload, frame=frame))) as pdf:
        figures = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/Alt" in o]
        assert any("Logotipo de Factoraje" in str(figure.Alt) for figure in figures)


def test_the_qr_leads_to_the_hash() -> None:
    _, frame = frame_of("FORM-21")
    whole = frame.content_hash
    bare = dataclasses.replace(frame, verify_url="")
    held = dataclasses.replace(frame, verify_url=f"https://c.sv/v?h={whole}&x=1")
    assert verification_text(frame) == f"https://cartera.example.sv/verificar/{whole}"
    assert verification_text(bare) == f"sha256:{whole}"
    assert verification_text(held) == f"https://c.sv/v?h={whole}&x=1"


def test_the_hash_is_of_the_canonical_content() -> None:
    written = '{"code":"FORM-03","payload":{"amount":"2.50","debtor":"Ñandú"}}'.encode()
    content = {"debtor": "Ñandú", "amount": Decimal("2.50")}
    assert content_hash("FORM-03", content) == hashlib.sha256(written).hexdigest()


def test_the_pages_can_be_seen_on_a_screen() -> None:
    payload, frame = frame_of("FORM-22", 60)
    pages = page_images("FORM-22", payload, frame=frame, dots_per_inch=36)
    assert [Image.open(io.BytesIO(page)).size for page in pages] == [(306, 396), (306, 396)]


def test_refuses_a_form_that_does_not_exist() -> None:
    payload, frame = frame_of("FORM-21")
    with pytest.raises(UnknownForm, match="FORM-99"):
        render("FORM-99", payload, frame=frame)


def test_refuses_the_hash_of_another_content() -> None:
    payload, frame = frame_of("FORM-21")
    other = dataclasses.replace(payload, client=PartyBlock("Otro"))
    with pytest.raises(PaperHashDiffers):
        render("FORM-21", other, frame=frame)


def test_refuses_instants_without_a_zone() -> None:
    bare = datetime(2026, 1, 5, 9, 0, tzinfo=ZONE).replace(tzinfo=None)
    payload, frame = frame_of("FORM-21", issued_at=bare)
    with pytest.raises(NaiveInstant, match="issued_at"):
        render("FORM-21", payload, frame=frame)
    payload, frame = frame_of("FORM-21", signatures=(Signature("prepared", "A", "B", bare),))
    with pytest.raises(NaiveInstant, match="signatures"):
        render("FORM-21", payload, frame=frame)


@pytest.mark.parametrize(
    "logo",
    [
        b"<svg onload='x'/>",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0\x00",
        picture("png", (1, 900)) + b"0" * 300_000,
        picture("png", (900, 10)),
        picture("jpeg", (4000, 4000)),
    ],
)
def test_refuses_a_logo_that_is_no_printable_picture(logo: bytes) -> None:
    payload, frame = frame_of("FORM-21", logo=logo)
    with pytest.raises(LogoRefused, match="PNG o JPEG"):
        render("FORM-21", payload, frame=frame)


def test_refuses_a_debtors_logo_that_is_no_picture() -> None:
    payload: Any = dataclasses.replace(SAMPLES["FORM-03"](1), debtor_logo="bm8gZXM=")
    with pytest.raises(LogoRefused):
        print_paper("FORM-03", payload)
