"""Opening balances taken back while somebody builds on them: who comes second is refused."""

import time
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from threading import Event

import pytest
from django.db import connection, connections, transaction

from cartera.control.workflow.answers import Done
from cartera.control.workflow.engine import open_case, perform
from cartera.control.workflow.models import Task
from cartera.credit.assignments.models import Assignment
from cartera.kernel.clock import FixedClock
from cartera.procedures.opening.refusals import BuiltUpon
from cartera.procedures.opening.tests.portfolios import a_portfolio, bring_in
from cartera.procedures.players import COMPANY_OF_PLAYERS, Players
from cartera.procedures.setup import set_up_company, set_up_people
from cartera.procedures.verification import verify

PAYMENT = {
    "assignment": 1540,
    "document": "Q-900",
    "bank": "Banco Agrícola",
    "reference": "77",
    "amount": "50.00",
    "value_on": "2026-01-05",
}
_WAITING = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)"


@pytest.fixture
def house(committed_db: str, clock: FixedClock) -> Players:
    """An empty house to which a portfolio came."""
    set_up_company(from_on=date(2025, 12, 1), to_on=date(2026, 12, 31))
    users = set_up_people(COMPANY_OF_PLAYERS, from_on=date(2025, 12, 1))
    players = Players(users)
    bring_in(players, a_portfolio())
    return players


def test_a_payment_that_is_being_received_keeps_them_in(house: Players) -> None:
    case_id = open_case("INT-13", house.users["contab"], {"reason": "otro corte"}).case_id
    signing = Task.objects.get(case_id=case_id, state="open")
    begun = Event()

    def take_back() -> Done:
        begun.wait(timeout=30)
        try:
            return perform(signing.pk, house.users["g_gral"], {})
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            open_case("PCI-F09", house.users["ap_ab"], {"payments": [PAYMENT]})
            begun.set()
            taking: Future[Done] = pool.submit(take_back)
            _wait_until_somebody_waits(taking)
        with pytest.raises(BuiltUpon):
            taking.result(timeout=30)
    assert Assignment.objects.get(number=1540).state == "live"
    assert [answer.check.name for answer in verify() if answer.findings] == []


def _wait_until_somebody_waits(taking: "Future[Done]") -> None:
    for _turn in range(300):
        with connection.cursor() as cursor:
            cursor.execute(_WAITING)
            if cursor.fetchone()[0] or taking.done():
                return
        time.sleep(0.1)
