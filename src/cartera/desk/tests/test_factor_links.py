"""Another company answers for a loan by the link that was mailed: once, and does no step by it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.test import Client as Browser

from cartera.control.audit.models import Event
from cartera.control.workflow.engine import send_back
from cartera.control.workflow.models import Case
from cartera.credit.assignments.models import AssignedDocument
from cartera.desk.tests.office import at_desk, text_of, waiting
from cartera.kernel.clock import FixedClock
from cartera.procedures.players import Players
from cartera.procedures.playing_delegations import (
    borrow,
    lend,
    play_for_outside,
    search_answers,
)
from cartera.recovery.delegations.models import FactorQuestion
from tests.cast import a_company, a_document, a_live_assignment

pytestmark = pytest.mark.django_db


@pytest.fixture
def players(clock: FixedClock) -> Players:
    """A company with two documents in its vault, and another company that has an address."""
    players = a_company(clock)
    a_live_assignment(players, a_document("Q-1", "500.00"), a_document("Q-2", "700.00"))
    other = {"code": "F01", "name": "La Otra", "email": "cobros@otra.example"}
    players.play_through(players.open("INT-23", "J_COB", other))
    return players


def operation(number: str) -> int:
    return AssignedDocument.objects.get(number=number).operation_number or 0


def address() -> str:
    """Where the last letter leads."""
    found = re.search(r"/respuesta/[\w-]+/", str(mail.outbox[-1].body))
    assert found is not None
    return found.group()


@pytest.fixture
def asked(players: Players, django_capture_on_commit_callbacks: Any) -> int:
    """A letter of ours was delivered, and the other company asked by mail; the case."""
    with django_capture_on_commit_callbacks(execute=True):
        return borrow(players, operation("Q-1"), "Z-9", "100.00", upto=3)


def test_it_sees_only_its_loan_and_answers_without_coming_in(players: Players, asked: int) -> None:
    page = text_of(Browser().get(address()))
    for said in ("¿Nos presta el documento", "Z-9", "100.00", "La Otra"):
        assert said in page, said
    assert "500.00" not in page
    given = {"said": "yes", "said_by": "Rosa Cañas", "remarks": "pasen por él"}
    assert "Gracias por responder" in text_of(Browser().post(address(), given))
    shown = text_of(at_desk(players, "g_cob").get(f"/tarea/{waiting(asked).pk}/"))
    for said in ("Lo que dijo por su enlace", "respondió que sí", "Rosa Cañas", "pasen por él"):
        assert said in shown, said
    assert waiting(asked).step == 4
    assert Event.objects.filter(result="factor_answered", reason__contains="F01: yes").exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"said_by": "Rosa"}, "Elija una respuesta"),
        ({"said": "yes"}, "Escriba su nombre"),
        ({"said": "no", "said_by": "Rosa"}, "Escriba por qué no"),
        ({"said": "quizá", "said_by": "Rosa"}, "Elija una respuesta"),
    ],
)
def test_what_lacks_is_said_and_nothing_typed_is_lost(
    players: Players, asked: int, given: dict[str, str], said: str
) -> None:
    answered = Browser().post(address(), given | {"remarks": " "})
    assert answered.status_code == 422
    assert said in text_of(answered)
    assert given.get("said_by", "") in text_of(answered)
    assert FactorQuestion.objects.get().state == "asked"


def test_a_link_serves_once(players: Players, asked: int) -> None:
    given = {"said": "no", "said_by": "Rosa", "remarks": "ya se cobró"}
    Browser().post(address(), given)
    for again in (Browser().get(address()), Browser().post(address(), given | {"said": "yes"})):
        assert again.status_code == 410
        assert "ya no sirve" in text_of(again)
    assert FactorQuestion.objects.get().state == "no"


def test_a_link_is_over_with_its_time(players: Players, asked: int, clock: FixedClock) -> None:
    clock.advance(timedelta(hours=73))
    assert Browser().get(address()).status_code == 410


def test_a_link_is_over_with_its_step(players: Players, asked: int) -> None:
    play_for_outside(players, asked, {4: {"lent_by": "Rosa"}}, 4)
    assert Browser().get(address()).status_code == 410


def test_what_is_asked_anew_ends_the_link_before(
    players: Players, asked: int, django_capture_on_commit_callbacks: Any
) -> None:
    first = address()
    send_back(waiting(asked).pk, players.users["g_cob"], "piden otra carta")
    with django_capture_on_commit_callbacks(execute=True):
        play_for_outside(players, asked, {3: {"received_by": "Rosa"}}, 3)
    assert address() != first
    assert Browser().get(first).status_code == 410
    assert Browser().get(address()).status_code == 200


def test_it_is_asked_for_its_letter_and_its_cheque(
    players: Players, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        case = lend(players, "F01", operation("Q-2"), upto=1)
    assert "¿Nos envía su carta" in text_of(Browser().get(address()))
    Browser().post(address(), {"said": "yes", "said_by": "Rosa"})
    assert "respondió que sí" in text_of(
        at_desk(players, "j_cob").get(f"/tarea/{waiting(case).pk}/")
    )
    with django_capture_on_commit_callbacks(execute=True):
        search = players.open("PCI-F03", "J_COB", {"operation": operation("Q-1"), "number": "Z-1"})
        play_for_outside(players, search, search_answers("501.00"), 4)
    assert Case.objects.get(parent_id=search).procedure == "PCI-F03.2"
    assert "Q-1" in text_of(Browser().get(address()))


def test_a_company_without_address_is_not_written_to(
    clock: FixedClock, django_capture_on_commit_callbacks: Any
) -> None:
    players = a_company(clock)
    a_live_assignment(players, a_document("Q-1", "500.00"))
    players.play_through(players.open("INT-23", "J_COB", {"code": "F01", "name": "La Otra"}))
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        borrow(players, operation("Q-1"), "Z-9", "100.00", upto=3)
    assert (mail.outbox, FactorQuestion.objects.count()) == ([], 0)


def test_what_was_said_is_never_changed(players: Players, asked: int) -> None:
    Browser().post(address(), {"said": "yes", "said_by": "Rosa"})
    question = FactorQuestion.objects.all()
    for change in ({"state": "no"}, {"said_by": "Ana"}, {"remarks": "x"}, {"secret_hash": "x"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            question.update(**change)
