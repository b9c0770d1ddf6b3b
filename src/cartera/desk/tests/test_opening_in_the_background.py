"""A large workbook is read, proposed and posted by a worker, on pages that can be left."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cartera.control.audit.models import Event
from cartera.control.jobs.working import work_off
from cartera.control.people.models import RoleGrant
from cartera.control.workflow.engine import open_case
from cartera.control.workflow.models import Task
from cartera.credit.assignments.models import Assignment
from cartera.desk.tests.office import at_desk, post_opening, post_step, text_of
from cartera.kernel.clock import FixedClock, now
from cartera.procedures.opening import background, jobs
from cartera.procedures.opening.jobs import do_work
from cartera.procedures.opening.models import OpeningBatch, OpeningFile, OpeningWork
from cartera.procedures.opening.progress import POSTING
from cartera.procedures.opening.tests.portfolios import Sheets, a_portfolio, changed, propose
from cartera.procedures.opening.writing import write_book
from cartera.procedures.players import COMPANY_OF_PLAYERS, Players
from cartera.procedures.setup import set_up_company, set_up_people


class Broken(Exception):
    """Something that nobody foresaw."""


ADDRESS = "/saldos-iniciales/"


@pytest.fixture
def players(clock: FixedClock, committed_db: str, monkeypatch: Any) -> Players:
    """An empty house, where every workbook counts as large."""
    monkeypatch.setattr(background, "LARGE_BYTES", 1)
    monkeypatch.setattr(background, "LARGE_ROWS", 1)
    set_up_company(from_on=date(2025, 12, 1), to_on=date(2026, 12, 31))
    return Players(set_up_people(COMPANY_OF_PLAYERS, from_on=date(2025, 12, 1)))


def _look(browser: Client, rows: Sheets) -> str:
    """Upload a workbook; the address of the page that tells how it goes."""
    book = SimpleUploadedFile("saldos.xlsx", write_book(rows))
    typed = {"_asks": "look", "cut_on": "2026-01-05", "file": book}
    return str(browser.post(f"{ADDRESS}traer/", typed)["Location"])


def _task(case_id: int) -> Task:
    return Task.objects.get(case_id=case_id, state="open")


def test_it_is_looked_at_proposed_and_posted_while_people_do_something_else(
    players: Players,
) -> None:
    browser = at_desk(players, "contab")
    address = _look(browser, a_portfolio())
    assert "Espera su turno" in text_of(browser.get(address))
    work_off()
    page = text_of(browser.get(address))
    assert "El libro está en orden" in page
    assert "9,790.50" in page
    kept = OpeningFile.objects.get()
    typed = {"_asks": "propose", "file": kept.sha256, "cut_on": "2026-01-05", "_key": "k"}
    address = str(browser.post(f"{ADDRESS}traer/", typed)["Location"])
    assert not OpeningBatch.objects.exists()
    work_off()
    assert "están propuestos" in text_of(browser.get(address))
    _signed(players)
    assert "terminado" in text_of(browser.get(ADDRESS))


def _signed(players: Players) -> None:
    """Management asks for it, leaves, and finds it posted in its own name."""
    batch = OpeningBatch.objects.get()
    chief = at_desk(players, "g_gral")
    page = text_of(chief.get(f"/tarea/{_task(batch.case_id).pk}/"))
    assert "Lo que pasará" not in page
    assert "9,790.50" in page
    address = str(post_step(chief, _task(batch.case_id))["Location"])
    assert address == str(post_step(chief, _task(batch.case_id))["Location"])
    assert not Assignment.objects.exists()
    work_off()
    assert address in text_of(chief.get("/"))
    assert "están registrados" in text_of(chief.get(address))
    assert address not in text_of(chief.get("/"))
    batch.refresh_from_db()
    assert (batch.state, Assignment.objects.count()) == ("posted", 3)
    entries = text_of(chief.get("/partidas/"))
    assert "saldos iniciales</" in entries
    assert ">opening</" not in entries
    signed = Event.objects.filter(procedure="INT-12", step=2, kind="performed").get()
    assert signed.actor == players.users["g_gral"]
    assert OpeningWork.objects.filter(kind="post").get().stage == POSTING


def test_mistakes_are_told_by_row_and_the_workbook_is_let_go(players: Players) -> None:
    browser = at_desk(players, "contab")
    address = _look(browser, changed("documents", 0, debtor="X9"))
    work_off()
    page = text_of(browser.get(address))
    assert "Errores por hoja y fila" in page
    assert "X9" in page
    assert not OpeningFile.objects.exists()
    assert OpeningWork.objects.get().content is None


def test_work_that_is_delivered_twice_is_done_once(players: Players) -> None:
    work = _asked_posting(players)
    do_work(work_id=work.pk)
    OpeningWork.objects.update(state="working")  # as a worker leaves it that dies before the end
    do_work(work_id=work.pk)
    do_work(work_id=work.pk)
    work.refresh_from_db()
    assert (work.state, work.attempts) == ("done", 2)
    assert Assignment.objects.count() == 3
    assert Event.objects.filter(procedure="INT-12", step=2, kind="performed").count() == 1


def test_who_lost_his_role_meanwhile_is_refused(players: Players) -> None:
    work = _asked_posting(players)
    RoleGrant.objects.filter(user=players.users["g_gral"]).update(until_on=date(2026, 1, 4))
    do_work(work_id=work.pk)
    work.refresh_from_db()
    assert work.state == "refused"
    assert work.said
    assert not Assignment.objects.exists()
    assert Event.objects.filter(kind="refused", reason=work.said).exists()


def test_nobody_puts_off_what_he_may_not_do(players: Players) -> None:
    case_id = propose(players, a_portfolio())
    assert post_step(at_desk(players, "contab"), _task(case_id)).status_code == 403
    assert not OpeningWork.objects.exists()


def test_others_do_not_see_what_one_asked_for(players: Players) -> None:
    address = _look(at_desk(players, "contab"), a_portfolio())
    assert at_desk(players, "g_gral").get(address).status_code == 404


def test_work_that_kills_its_workers_is_given_up(players: Players) -> None:
    browser = at_desk(players, "contab")
    address = _look(browser, a_portfolio())
    OpeningWork.objects.update(state="working", attempts=jobs.TRIES)
    work_off()
    assert "El trabajo falló" in text_of(browser.get(address))


def test_work_that_breaks_is_tried_again_and_then_said_to_have_failed(
    players: Players, monkeypatch: Any
) -> None:
    def breaks(_work: OpeningWork) -> None:
        raise Broken

    monkeypatch.setitem(jobs._DO, "look", breaks)
    browser = at_desk(players, "contab")
    _look(browser, a_portfolio())
    work = OpeningWork.objects.get()
    for _ in range(jobs.TRIES):
        with pytest.raises(Broken):
            do_work(work_id=work.pk)
    work.refresh_from_db()
    assert work.state == "failed"


def test_while_it_is_done_its_step_says_so_to_whoever_could_do_it(players: Players) -> None:
    work = _asked_posting(players)
    address = f"/saldos-iniciales/trabajo/{work.pk}/"
    page = text_of(at_desk(players, "g_gral").get(f"/tarea/{work.task_id}/"))
    assert address in page
    assert "Firmar y autorizar" not in page
    RoleGrant.objects.create(
        user=players.users["g_op"], role="G_GRAL", from_on=date(2026, 1, 1), recorded_at=now()
    )
    other = at_desk(players, "g_op")
    assert address in text_of(other.get(f"/tarea/{work.task_id}/"))
    assert other.get(address).status_code == 200
    work_off()
    assert address in text_of(at_desk(players, "g_gral").get("/"))


def test_it_is_taken_back_aside_too(players: Players) -> None:
    do_work(work_id=_asked_posting(players).pk)
    case_id = open_case("INT-13", players.users["contab"], {"reason": "otro corte"}).case_id
    assert "Se pidió anularlos" in text_of(at_desk(players, "contab").get(ADDRESS))
    chief = at_desk(players, "g_gral")
    page = text_of(chief.get(f"/tarea/{_task(case_id).pk}/"))
    assert "Lo que sale" in page
    assert "9,790.50" in page
    address = str(post_step(chief, _task(case_id))["Location"])
    assert "Se hace de una vez" in text_of(chief.get(address))
    assert OpeningBatch.objects.get().state == "posted"
    work_off()
    assert "están anulados" in text_of(chief.get(address))
    assert OpeningBatch.objects.get().state == "undone"


def test_it_is_proposed_on_its_page_alone(players: Players) -> None:
    browser = at_desk(players, "contab")
    assert browser.get("/nuevo/INT-12/")["Location"] == ADDRESS
    _look(browser, a_portfolio())
    work_off()
    typed = {"file": OpeningFile.objects.get().sha256, "cut_on": "05/01/2026"}
    for asks in ("do", "look"):
        page = text_of(post_opening(browser, "INT-12", asks, **typed))
        assert asks != "do" or "El libro es grande: propóngalo en la página" in page
    assert not OpeningBatch.objects.exists()


def test_a_workbook_with_mistakes_does_not_end_as_if_all_were_well(players: Players) -> None:
    browser = at_desk(players, "contab")
    _look(browser, changed("documents", 0, debtor="X9"))
    work_off()
    assert "Revisión del libro</a>, con errores." in text_of(browser.get("/"))
    assert "con errores" in text_of(browser.get(ADDRESS))


def _asked_posting(players: Players) -> OpeningWork:
    case_id = propose(players, a_portfolio())
    post_step(at_desk(players, "g_gral"), _task(case_id))
    return OpeningWork.objects.get()
