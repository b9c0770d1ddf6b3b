"""Quién puede qué: all of it, a role's, a person's today; and the same as a workbook."""

from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from cartera.control.people.roles import ROLES
from cartera.control.workflow.registry import procedures
from cartera.desk.people.rights import DOES, RECORDS, SIGNS, Asked, mark_of, matrices_for
from cartera.desk.tests.office import at_desk, text_of
from cartera.entrance.routes import routes
from cartera.kernel.clock import FixedClock
from cartera.procedures.players import Players
from tests.cast import a_company

pytestmark = pytest.mark.django_db
HERE = "/quien-puede-que/"


@pytest.fixture
def players(clock: FixedClock) -> Players:
    return a_company(clock)


def test_a_mark_says_what_the_engine_lets_the_role_do() -> None:
    for procedure in procedures():
        for step in procedure.steps:
            signers = {r for g in step.authorises.groups for r in g} if step.authorises else set()
            for role in ROLES:
                mark = mark_of(step, role)
                assert (mark in (DOES, RECORDS)) == (role in step.roles)
                assert (mark != "") == (role in {*step.roles, *signers})
                assert mark != SIGNS or role in signers


def test_of_a_role_only_what_it_may_do_is_shown() -> None:
    for matrix in matrices_for(Asked(role="G_OP", held=frozenset({"G_OP"}))):
        assert matrix.roles == ("G_OP",)
        assert all(line.marks != ("",) for line in matrix.lines)


def test_the_page_tells_all_roles_one_role_and_one_person(players: Players) -> None:
    browser = at_desk(players, "aud_int")
    page = text_of(browser.get(HERE))
    assert "PCI-F10" in page
    assert "Administración de accesos, Gerencia general" in page
    assert "con ellos: PCI-F10" in page
    assert "con ellos: PCI-F10" not in text_of(browser.get(f"{HERE}?rol=REC"))
    own = text_of(browser.get(f"{HERE}?persona=aux_d"))
    assert "Lo que Auxiliar de desembolsos puede hacer hoy" in own
    assert "PCI-F10" in own
    assert "sale dinero" in own
    assert browser.get(f"{HERE}?persona=nadie").status_code == 404
    players.users["aux_d"].role_grants.update(until_on="2026-01-04")
    assert "Hoy no tiene ningún rol" in text_of(browser.get(f"{HERE}?persona=aux_d"))


def test_the_workbook_has_every_right_and_every_page(players: Players) -> None:
    answer: Any = at_desk(players, "aud_int").get(f"{HERE}?formato=xlsx")
    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    steps, pages = (book.get_sheet_by_name(name).to_python() for name in ("Pasos", "Páginas"))
    marks = sum(
        bool(mark) for m in matrices_for(Asked()) for line in m.lines for mark in line.marks
    )
    assert sum(row[0] in {p.code for p in procedures()} for row in steps) == marks
    assert {route.name for route in routes()}
    assert sum(bool(row[1]) for row in pages) >= len(routes())


def test_the_page_costs_the_same_queries(
    players: Players, django_assert_max_num_queries: Any
) -> None:
    browser = at_desk(players, "aud_int")
    browser.get(HERE)
    with django_assert_max_num_queries(9):
        browser.get(HERE)
