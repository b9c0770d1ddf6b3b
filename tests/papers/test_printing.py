"""An issued paper prints the same until somebody signs it; a statement prints as of any day."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cartera.control.people.models import StandIn
from cartera.control.workflow.engine import perform, send_back
from cartera.control.workflow.models import Case, Task
from cartera.control.workflow.registry import procedures
from cartera.credit.assignments.models import Assignment
from cartera.credit.payments.models import Payment
from cartera.kernel.clock import FixedClock
from cartera.papers.models import Paper
from cartera.papers.printing import frame_of, paper_images, print_paper, print_statement
from cartera.papers.refusals import NotDisbursedYet, PaperHashDiffers
from cartera.papers.selectors import papers_by_hash
from cartera.papers.signatures import SIGNATORIES, signatures_of
from cartera.papers.tests.reading import words_of
from cartera.procedures.players import Players, usual_answers
from tests.cast import CLIENT, OPENING, a_document, a_live_assignment, a_payment, move_to
from tests.papers.story import a_ticking_company, last, lived, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def players(clock: FixedClock) -> Players:
    return a_ticking_company(clock)


def _signed(paper: Paper) -> list[tuple[str, str, str]]:
    return [(one.kind, one.name, f"{one.at:%H:%M}") for one in signatures_of(paper)]


def _go_on(players: Players, case_id: int, upto: int) -> None:
    players.play_through(case_id, usual_answers(["Q-2587"]), upto=upto)


def _asked(players: Players, term_days: int = 45) -> int:
    return players.request(CLIENT, [a_document()], "10000.00", term_days)


# --- the same paper -----------------------------------------------------------------------------


def test_a_paper_prints_the_same_bytes_again(players: Players, clock: FixedClock) -> None:
    lived(players, clock)
    for paper in (last("FORM-06"), last("FORM-20"), last("FORM-23")):
        before = print_paper(paper)
        move_to(clock, date(2027, 3, 1))
        assert print_paper(Paper.objects.get(pk=paper.pk)) == before


def test_a_paper_carries_its_number_its_day_and_its_hash(players: Players) -> None:
    _go_on(players, _asked(players), 6)
    paper = last("FORM-06")
    frame = frame_of(paper)
    assert (frame.number, frame.content_hash) == (f"{paper.pk:06}", paper.content_hash)
    assert frame.issued_at.isoformat() == "2026-01-05T09:06:00-06:00"
    assert f"FORM-06 · N.º {paper.pk:06} San Salvador, 5 de enero de 2026" in read("FORM-06")
    assert papers_by_hash(paper.content_hash[:16]) == [paper]


def test_a_paper_is_found_by_what_its_qr_or_its_foot_says(players: Players) -> None:
    _asked(players)
    paper = last("FORM-04")
    print_of = paper.content_hash
    foot = " ".join(print_of[at : at + 4].upper() for at in range(0, 16, 4))
    for typed in (f"sha256:{print_of}", f"https://x.sv/verificar/{print_of}", foot):
        assert papers_by_hash(typed) == [paper]
    for typed in ("", print_of[:15], "0" * 16, f"{print_of}0", "g" * 16, "%" * 20):
        assert papers_by_hash(typed) == []


def test_pages_are_drawn_as_images_too(players: Players) -> None:
    _asked(players)
    (page,) = paper_images(last("FORM-01"))
    assert page.startswith(b"\x89PNG")


def test_refuses_a_content_that_is_not_what_was_issued(players: Players) -> None:
    _asked(players)
    paper = last("FORM-01")
    paper.content["total"] = "10000.01"
    paper.content["documents"][0]["amount"] = "10000.01"
    with pytest.raises(PaperHashDiffers):
        print_paper(paper)


# --- who signed ---------------------------------------------------------------------------------


def test_every_form_that_a_step_makes_says_who_signs_it() -> None:
    made = {
        (p.code, code, step.number) for p in procedures() for step in p.steps for code in step.makes
    }
    assert {(procedure, form) for procedure, form, _ in made} == set(SIGNATORIES)
    for procedure, form, step in made:
        signs = SIGNATORIES[procedure, form]
        assert step in (*signs.prepared, *signs.authorised)


def test_signatures_appear_as_steps_are_done(players: Players) -> None:
    case_id = _asked(players)
    _go_on(players, case_id, 6)
    paper = last("FORM-06")
    seen = [_signed(paper)]
    for step in (10, 11, 12):
        _go_on(players, case_id, step)
        seen.append(_signed(paper))
    prepared = ("prepared", "Ejecutivo de negocios", "15:06")
    reviewed = ("reviewed", "Gerencia de operaciones", "15:10")
    first = ("authorised", "Gerencia de operaciones", "15:11")
    second = ("authorised", "Gerencia general", "15:12")
    all_of_them = [prepared, reviewed, first, second]
    assert seen == [all_of_them[:count] for count in (1, 2, 3, 4)]
    text = words_of(print_paper(paper))
    assert "Gerencia general 05/01/2026 09:12" in text


def test_an_exceptions_authorisation_signs_the_request(players: Players) -> None:
    case_id = _asked(players, term_days=200)
    _go_on(players, case_id, 6)
    kinds = [(kind, name) for kind, name, _ in _signed(last("FORM-06"))]
    assert kinds == [("prepared", "Ejecutivo de negocios"), ("authorised", "Gerencia general")]


def test_a_second_person_signs_the_tie_out_before_and_after(
    players: Players, clock: FixedClock
) -> None:
    lived(players, clock)
    second = "Aplicación de abonos (segunda persona)"
    for form in ("FORM-18", "FORM-19"):
        assert [(kind, name) for kind, name, _ in _signed(last(form))] == sorted(
            [("prepared", "Aplicación de abonos"), ("reviewed", second)],
            reverse=form == "FORM-19",  # the day was tied out before its income report
        )


def test_who_verifies_and_authorises_signs_as_both(players: Players, clock: FixedClock) -> None:
    lived(players, clock)
    signed = [(kind, name) for kind, name, _ in _signed(last("FORM-23"))]
    head = "Jefe de operaciones"
    assert signed[0] == ("prepared", "Responsable de custodia")
    assert sorted(signed[1:]) == [("authorised", head), ("reviewed", head)]


def test_a_paper_issued_anew_does_not_inherit_signatures(players: Players) -> None:
    case_id = _asked(players)
    _go_on(players, case_id, 10)
    old = last("FORM-07")
    task = Task.objects.get(case_id=case_id, state="open")
    players.watch("", 0)
    send_back(task.pk, players.users["g_op"], "la cuenta no es esa", 7)
    _go_on(players, case_id, 8)
    new = last("FORM-07")
    assert new.pk != old.pk
    assert [kind for kind, _, _ in _signed(old)] == ["prepared", "reviewed"]
    assert [kind for kind, _, _ in _signed(new)] == ["prepared"]
    _go_on(players, case_id, 12)
    assert [kind for kind, _, _ in _signed(old)] == ["prepared", "reviewed"]
    kinds = [kind for kind, _, _ in _signed(new)]
    assert kinds == ["prepared", "reviewed", "authorised", "authorised"]


def test_a_stand_in_signs_for_who_is_away(players: Players) -> None:
    case_id = _asked(players)
    _go_on(players, case_id, 5)
    absent, other = players.users["ej_neg"], players.users["asist_neg"]
    day = OPENING.date()
    StandIn.objects.create(
        absent=absent,
        substitute=other,
        role="EJ_NEG",
        from_on=day,
        until_on=day,
        reason="vacaciones",
        recorded_at=OPENING,
    )
    perform(Task.objects.get(case_id=case_id, state="open").pk, other, {})
    assert "Asistente de negocios (por Ejecutivo de negocios)" in read("FORM-06")


# --- what is known only later -------------------------------------------------------------------


def test_an_entry_has_its_number_once_it_is_posted(players: Players, clock: FixedClock) -> None:
    assignment = Assignment.objects.get(case_id=a_live_assignment(players))
    on = date(2026, 2, 4)
    move_to(clock, on)
    paid = a_payment(assignment.number or 0, "5000.00", on)
    case_id = players.open("PCI-F09", "AP_AB", {"payments": [paid]})
    players.play_through(case_id, upto=8)
    assert "Partida de ingreso n.º por contabilizar" in read("FORM-20")
    before = last("FORM-20").content_hash
    move_to(clock, date(2026, 2, 5))
    players.play_through(case_id, upto=9)
    text = read("FORM-20")
    assert "Partida de ingreso n.º 1 Fecha 05/02/2026" in text
    assert last("FORM-20").content_hash == before


def test_a_request_has_its_number_once_it_is_recorded(players: Players) -> None:
    case_id = _asked(players)
    _go_on(players, case_id, 6)
    assert "Cesión de factoraje n.º por numerar" in read("FORM-06")
    _go_on(players, case_id, 7)
    assert "Cesión de factoraje n.º 1 " in read("FORM-06")
    assert "Cesión n.º 1 " in read("FORM-05")


# --- the statement of any day -------------------------------------------------------------------


def test_a_statement_tells_what_is_owed_on_its_day(players: Players, clock: FixedClock) -> None:
    assignment = lived(players, clock)
    before_any = words_of(print_statement(assignment, date(2026, 1, 20)))
    assert "Esta cesión no tiene abonos todavía" in before_any
    assert "Capital US$ 9,000.00 Interés ordinario US$ 90.00" in before_any
    between = words_of(print_statement(assignment, date(2026, 2, 9)))
    assert "Saldo de capital US$ 4,180.00" in between
    assert "Interés ordinario US$ 13.93" in between
    assert "Total US$ 4,193.93" in between


def test_a_statement_as_it_was_known_leaves_out_what_came_late(
    players: Players, clock: FixedClock
) -> None:
    assignment = Assignment.objects.get(case_id=a_live_assignment(players))
    for on, paid in ((date(2026, 2, 4), "5000.00"), (date(2026, 2, 5), "1000.00")):
        move_to(clock, on)
        late = {"value_on": "2026-01-20", "reference": "TARDE"} if paid == "1000.00" else {}
        players.receive_and_apply([a_payment(assignment.number or 0, paid, on, **late)])
    assignment.refresh_from_db()
    on = date(2026, 2, 4)
    known_now = words_of(print_statement(assignment, on))
    assert "Reverso: Banco Agrícola CH-1-0204 -5,000.00" in known_now
    assert "TARDE" in known_now
    known_then = words_of(print_statement(assignment, on, known_on=on))
    assert "TARDE" not in known_then
    assert "Saldo de capital US$ 4,180.00" in known_then


def test_a_bounced_cheque_is_on_the_statement_with_its_charge(
    players: Players, clock: FixedClock
) -> None:
    assignment = Assignment.objects.get(case_id=a_live_assignment(players))
    on = date(2026, 2, 4)
    move_to(clock, on)
    players.receive_and_apply([a_payment(assignment.number or 0, "5000.00", on)])
    bounce = {
        "payment": Payment.objects.get().pk,
        "bounced_on": on.isoformat(),
        "reason": "sin fondos",
        "charge": "25.00",
    }
    players.play_through(players.open("INT-06", "AP_AB", bounce))
    assignment.refresh_from_db()
    text = words_of(print_statement(assignment, on))
    assert "Rechazado: Banco Agrícola CH-1-0204 -5,000.00" in text
    note = last("CCF", "Nota de crédito")
    assert [kind for kind, _, _ in _signed(note)] == ["prepared", "authorised"]
    assert "Cargos US$ 25.00" in text
    assert "Saldo de capital US$ 9,000.00" in text


def test_refuses_a_statement_from_before_the_money_left(
    players: Players, clock: FixedClock
) -> None:
    assignment = lived(players, clock)
    with pytest.raises(NotDisbursedYet):
        print_statement(assignment, date(2026, 1, 4))
    asked = Assignment.objects.get(case_id=players.request(CLIENT, [_other()], "10.00", 45))
    with pytest.raises(NotDisbursedYet):
        print_statement(asked, date(2026, 12, 31))


def _other() -> dict[str, str]:
    return a_document("Q-1", "10.00", due_on="2026-06-30")


# --- cost ---------------------------------------------------------------------------------------


def test_printing_asks_no_more_for_more_documents(players: Players) -> None:
    documents = [a_document(f"Q-{n}", "100.00") for n in range(40)]
    a_live_assignment(players, *documents)
    for form in ("FORM-01", "FORM-06", "FORM-08"):
        paper = last(form)
        with CaptureQueriesContext(connection) as asked:
            frame_of(paper)
        assert len(asked) <= 4


def test_a_settlement_is_found_by_its_assignment(players: Players, clock: FixedClock) -> None:
    from cartera.papers.selectors import cases_of_assignment, cases_of_day, last_issued

    assignment = lived(players, clock)
    cases = cases_of_assignment(assignment.number or 0)
    assert [paper.form for paper in last_issued("FORM-23", cases)] == ["FORM-23"]
    assert len(last_issued("FORM-02", cases)) == 1
    of_day = last_issued("FORM-18", cases_of_day(date(2026, 2, 4)))
    assert [paper.title for paper in of_day] == ["04/02/2026"]
    assert last_issued("FORM-18", cases) == []
    assert cases_of_assignment(99) == []
    assert Case.objects.filter(pk__in=cases).count() == 2
