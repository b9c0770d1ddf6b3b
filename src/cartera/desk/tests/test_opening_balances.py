"""The page of opening balances: the template, all errors at once, the preview, the proposal."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cartera.control.workflow.models import Task
from cartera.desk.tests.office import at_desk, text_of
from cartera.kernel.clock import FixedClock
from cartera.procedures.opening.models import OpeningBatch, OpeningFile
from cartera.procedures.opening.tests.portfolios import Sheets, a_portfolio, authorise, changed
from cartera.procedures.opening.writing import write_book
from cartera.procedures.players import COMPANY_OF_PLAYERS, Players
from cartera.procedures.setup import set_up_company, set_up_people

ADDRESS = "/saldos-iniciales/"


@pytest.fixture
def players(clock: FixedClock, db: None) -> Players:
    """An empty house that has worked elsewhere until today."""
    set_up_company(from_on=date(2025, 12, 1), to_on=date(2026, 12, 31))
    return Players(set_up_people(COMPANY_OF_PLAYERS, from_on=date(2025, 12, 1)))


def _look(browser: Client, rows: Sheets, cut_on: str = "2026-01-05") -> Any:
    book = SimpleUploadedFile("saldos.xlsx", write_book(rows))
    return browser.post(f"{ADDRESS}traer/", {"_asks": "look", "cut_on": cut_on, "file": book})


def test_the_template_is_downloaded(players: Players) -> None:
    answer = at_desk(players, "contab").get(f"{ADDRESS}plantilla/")
    assert answer.content.startswith(b"PK")
    assert "saldos-iniciales.xlsx" in answer["Content-Disposition"]


def test_a_sound_book_shows_its_totals_and_is_proposed_and_posted(players: Players) -> None:
    browser = at_desk(players, "contab")
    shown = text_of(_look(browser, a_portfolio()))
    assert "El libro está en orden" in shown
    assert "9,790.50" in shown  # 9,000.00 + 1,200.50 - 410.00
    kept = OpeningFile.objects.get()
    typed = {"_asks": "propose", "file": kept.sha256, "cut_on": "2026-01-05", "_key": "k"}
    assert browser.post(f"{ADDRESS}traer/", typed).status_code == 302
    assert "Saldos por autorizar" in text_of(browser.get(ADDRESS))
    authorise(players, OpeningBatch.objects.get().case_id)
    page = text_of(browser.get(ADDRESS))
    assert "Saldos registrados" in page
    assert "Pedir que se anulen" in page
    assert browser.get(f"{ADDRESS}libro/").content.startswith(b"PK")


def test_all_errors_are_shown_and_nothing_is_kept(players: Players) -> None:
    answer = _look(at_desk(players, "contab"), changed("documents", 0, debtor="X9"))
    assert answer.status_code == 422
    assert "X9" in text_of(answer)
    assert not OpeningFile.objects.exists()


@pytest.mark.parametrize("cut_on", ["", "mañana", "2026-01-06", "2025-11-30"])
def test_a_cut_over_day_that_cannot_be_is_told(players: Players, cut_on: str) -> None:
    answer = _look(at_desk(players, "contab"), a_portfolio(), cut_on)
    assert answer.status_code == 422
    assert "mistake" in answer.content.decode()


def test_what_is_no_workbook_is_told(players: Players) -> None:
    typed = {"_asks": "look", "cut_on": "2026-01-05"}
    for file in (b"", b"PK nada", b"x" * 100):
        sent = typed | {"file": SimpleUploadedFile("x.xlsx", file)}
        answer = at_desk(players, "contab").post(f"{ADDRESS}traer/", sent)
        assert answer.status_code == 422


def test_only_accounting_brings(players: Players) -> None:
    assert _look(at_desk(players, "rec"), a_portfolio()).status_code == 403
    assert not Task.objects.exists()


def test_the_page_asks_little_of_the_database(
    players: Players, django_assert_max_num_queries: Any
) -> None:
    browser = at_desk(players, "contab")
    browser.get(ADDRESS)
    with django_assert_max_num_queries(14):
        browser.get(ADDRESS)


def test_the_settings_page_shows_the_company(players: Players) -> None:
    page = text_of(at_desk(players, "contab").get("/empresa/"))
    assert "Factoraje" in page
    assert "Jueves Santo" in page
