"""The guide tells each role all of its steps, safely, and inside the program."""

import re

import pytest

from cartera.control.workflow.registry import procedures
from cartera.desk.guide.reading import PICTURES, GuidePage, drawn, guide_pages, pictures_of
from cartera.desk.tests.office import at_desk, text_of
from cartera.kernel.clock import FixedClock
from tests.cast import a_company

_STEP = re.compile(r"(PCI-F\d\d(?:\.\d)?|INT-\d\d) pasos? (\d+)(?: y (\d+))?")


def _told(page: GuidePage) -> set[tuple[str, int]]:
    found = _STEP.findall(page.text)
    return {(code, int(number)) for code, *numbers in found for number in numbers if number}


def test_every_role_with_a_step_has_a_page_that_tells_it() -> None:
    untold = [
        (role, procedure.code, step.number)
        for procedure in procedures()
        for step in procedure.steps
        for role in (step.role, *step.recorded_by)
        if role.lower() not in guide_pages()
        or (procedure.code, step.number) not in _told(guide_pages()[role.lower()])
    ]
    assert untold == []


def test_what_everybody_may_do_is_told_to_everybody() -> None:
    shared = {(p.code, step.number) for p in procedures() for step in p.steps if step.shared_with}
    assert shared
    assert shared <= _told(guide_pages()["originales"])


def test_no_page_tells_of_a_step_that_is_not_there() -> None:
    there = {(p.code, step.number) for p in procedures() for step in p.steps}
    assert [(g.slug, told) for g in guide_pages().values() for told in _told(g) - there] == []


def test_every_picture_is_there_and_every_file_is_shown() -> None:
    shown = {name for page in guide_pages().values() for name in pictures_of(page)}
    assert shown == {path.stem for path in PICTURES.glob("*.png")}


def test_no_html_of_a_text_passes() -> None:
    page = GuidePage("x", "x", "", '<script src="x"></script> [a](javascript:alert)')
    assert "<script" not in drawn(page)
    assert "href" not in drawn(page)


@pytest.mark.django_db
def test_a_visitor_reads_his_own_role_first(clock: FixedClock) -> None:
    client = at_desk(a_company(clock), "rec")
    contents = text_of(client.get("/guia/"))
    own, _, rest = contents.partition("Para todos")
    assert "Guía de recepción" in own
    assert "Guía del cliente" in rest
    page = text_of(client.get("/guia/rec/"))
    assert "Recibe los documentos, revisa sus datos" in page
    assert client.get("/guia/nada/").status_code == 404
