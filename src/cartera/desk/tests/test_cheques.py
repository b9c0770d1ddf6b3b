"""The pages of cheques: the list, one with its life, a batch on its case and at its steps."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cartera.control.workflow.models import Task
from cartera.credit.assignments.models import Assignment
from cartera.credit.payments.models import Payment
from cartera.desk.tests.office import at_desk, text_of
from cartera.kernel.clock import FixedClock
from cartera.procedures.players import Players
from cartera.procedures.playing_cheques import deposit, let_bounce
from tests.cast import OPENING, a_company, a_document, a_live_assignment, move_to
from tests.cheque_cast import a_cheque, begin

pytestmark = pytest.mark.django_db
DUE_ON = OPENING.date() + timedelta(days=45)
MOST_QUERIES = 30


@pytest.fixture
def players(clock: FixedClock) -> Players:
    players = a_company(clock)
    a_live_assignment(players, a_document("Q-0", "9000.00"))
    move_to(clock, DUE_ON)
    return players


def _batch(players: Players, count: int) -> int:
    assignment = Assignment.objects.get()
    cheques = [a_cheque(players, assignment, f"C-{n}", ("Q-0", "10.00")) for n in range(count)]
    return begin(players, *cheques)[0].pk


def _task(case_id: int) -> str:
    return f"/tarea/{Task.objects.get(case_id=case_id, state='open').pk}/"


def test_a_batch_shows_its_cheques_on_its_case_and_at_its_steps(players: Players) -> None:
    case_id = _batch(players, 2)
    players.play_through(case_id, {2: {"collector": "g_cob"}}, upto=6)
    for page in (
        text_of(at_desk(players, "aud_int").get(f"/casos/{case_id}/")),
        text_of(at_desk(players, "ap_ab").get(_task(case_id))),
    ):
        for said in ("Los cheques", "Banco Agrícola C-0", "C-1", "en remesa", "Q-0"):
            assert said in page, said


def test_a_cheque_shows_its_life_and_what_came_of_it(players: Players) -> None:
    case_id = _batch(players, 1)
    deposit(players, case_id, DUE_ON)
    payment = Payment.objects.get(cheque_id__isnull=False)
    bounce = let_bounce(players, payment.pk, DUE_ON, "sin fondos")
    page = text_of(at_desk(players, "aud_int").get(f"/cheques/{payment.cheque_id}/"))
    for said in ("rechazado", "enviado a endoso", "sin fondos", f'href="/casos/{bounce}/"', "Q-0"):
        assert said in page, said
    counted = page.partition("Rechazos del librador")[2]
    assert counted.index(">1<") < counted.index("Rechazos de cheques para el cliente")
    listed = text_of(at_desk(players, "aud_int").get("/cheques/", {"q": "c 0"}))
    assert f'href="/cheques/{payment.cheque_id}/"' in listed
    assert (
        text_of(at_desk(players, "aud_int").get("/cheques/", {"state": "cleared"})).count(
            f'href="/cheques/{payment.cheque_id}/"'
        )
        == 0
    )


def test_it_costs_no_more_with_forty_cheques(players: Players) -> None:
    counts = []
    for count in (1, 40):
        assignment = Assignment.objects.get()
        made = [
            a_cheque(players, assignment, f"N-{count}-{n}", ("Q-0", "10.00")) for n in range(count)
        ]
        case_id = begin(players, *made)[0].pk
        client = at_desk(players, "j_op")
        client.get("/")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/casos/{case_id}/")
        counts.append(len(asked))
    assert counts[1] <= counts[0] <= MOST_QUERIES, counts
