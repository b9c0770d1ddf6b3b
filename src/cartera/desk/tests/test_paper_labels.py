"""Labels for papers, and what a hand-over's and a delegation's steps show of them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cartera.control.workflow.engine import reject
from cartera.credit.assignments.models import AssignedDocument, Assignment
from cartera.desk.tests.office import at_desk, text_of, waiting
from cartera.kernel.clock import FixedClock
from cartera.procedures.players import Players, usual_answers
from cartera.procedures.playing_delegations import delegate
from cartera.recovery.custody.models import HandOver, Original, OwnerReturn
from tests.cast import (
    CLIENT,
    OPENING,
    a_company,
    a_document,
    a_live_assignment,
    a_payment,
    move_to,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/boveda/etiquetas/"


@pytest.fixture
def players(clock: FixedClock) -> Players:
    players = a_company(clock)
    a_live_assignment(players, *(a_document(f"Q-{n}", "500.00") for n in range(1, 4)))
    return players


@pytest.fixture
def desk(players: Players) -> Client:
    return at_desk(players, "r_cust")


def test_each_paper_has_a_label_with_its_code(desk: Client) -> None:
    first, second, other = Original.objects.order_by("id")[:3]
    page = text_of(desk.get(f"{ADDRESS}?o={first.pk}&o={second.pk}"))
    assert "2 originales" in page
    assert page.count('class="segno"') == 2
    assert first.label in page
    assert second.label in page
    assert other.label not in page


def test_a_case_has_the_labels_of_its_papers(desk: Client) -> None:
    hand_over = HandOver.objects.exclude(case=None).earliest("id")
    moved = Original.objects.filter(handed__hand_over=hand_over)
    page = text_of(desk.get(f"{ADDRESS}?caso={hand_over.case_id}"))
    assert page.count('class="segno"') == moved.count() > 3
    request = Original.objects.exclude(assignment=None).earliest("id").assignment
    assert request is not None
    assert f"caso={request.case_id}" in text_of(desk.get(f"/casos/{request.case_id}/"))
    assert f"{ADDRESS}?caso={hand_over.case_id}" in text_of(
        desk.get(f"/casos/{hand_over.case_id}/")
    )


def test_what_goes_back_to_its_client_has_its_labels(desk: Client, players: Players) -> None:
    case_id = players.request(CLIENT, [a_document("Q-9", "500.00")], "400.00", 30)
    players.play_through(case_id, usual_answers(["Q-9"]), upto=3)
    reject(waiting(case_id).pk, players.users["aux_c"], "el deudor no reconoce el documento")
    back = OwnerReturn.objects.get(assignment__case=case_id).case_id
    page = text_of(desk.get(f"/casos/{back}/"))
    assert f"{ADDRESS}?caso={back}" in page
    labels = text_of(desk.get(f"{ADDRESS}?caso={back}"))
    papers = Original.objects.filter(assignment__case=case_id)
    assert papers
    assert [one for one in papers if one.label not in labels] == []


def test_a_settlement_leads_to_the_labels_of_its_assignment(
    desk: Client, players: Players, clock: FixedClock
) -> None:
    move_to(clock, OPENING.date() + timedelta(days=40))
    on = clock.now().date()
    numbers = [f"Q-{n}" for n in range(1, 4)]
    paid = [a_payment(1, "500.00", on, document=n, reference=f"CH-{n}") for n in numbers]
    day = players.receive_and_apply(paid)
    page = text_of(desk.get(f"/casos/{day.children.get().pk}/"))
    request = Assignment.objects.get(number=1).case_id
    assert f"{ADDRESS}?caso={request}" in page
    assert "Ningún original" not in text_of(desk.get(f"{ADDRESS}?caso={request}"))


def test_a_list_that_is_cut_says_so(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    hand_over = HandOver.objects.exclude(case=None).earliest("id")
    many = Original.objects.filter(handed__hand_over=hand_over).count()
    labels, case = f"{ADDRESS}?caso={hand_over.case_id}", f"/casos/{hand_over.case_id}/"
    for address in (labels, case):
        assert "Se muestran los primeros" not in text_of(desk.get(address))
    monkeypatch.setattr("cartera.desk.vault.views.LABELS_AT_MOST", 2)
    monkeypatch.setattr("cartera.desk.cases.related.SHOWN_AT_MOST", 2)
    for address in (labels, case):
        page = text_of(desk.get(address))
        assert f"Se muestran los primeros 2 de {many} originales." in page
    assert text_of(desk.get(labels)).count('class="segno"') == 2


@pytest.mark.parametrize("asked", ["", "?o=uno&caso=-1", "?o=999999", "?caso=99999999999999"])
def test_nothing_to_label_is_said(desk: Client, asked: str) -> None:
    assert "Ningún original por etiquetar" in text_of(desk.get(f"{ADDRESS}{asked}"))


def test_labels_ask_no_more_for_more_papers(desk: Client) -> None:
    counts = []
    for many in (1, 3):
        ids = Original.objects.order_by("id").values_list("pk", flat=True)[:many]
        with CaptureQueriesContext(connection) as seen:
            desk.get(ADDRESS + "?" + "&".join(f"o={pk}" for pk in ids))
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_client_sees_what_is_delegated_and_nobody_of_the_house(players: Players) -> None:
    operation = AssignedDocument.objects.earliest("id").operation_number or 0
    case_id = delegate(players, CLIENT, [operation], "500.00", upto=10)
    address = f"/tarea/{waiting(case_id).pk}/"
    page = text_of(at_desk(players, "cte").get(address))
    assert "Lo que se delega" in page
    assert "Q-1" in page
    assert "Quién lo tiene" not in page
    assert "/boveda/" not in page
    assert "Quién lo tiene" in text_of(at_desk(players, "aux_c").get(address))
