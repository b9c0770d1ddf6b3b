"""A close and what is being posted see one another, whichever comes first."""

import threading
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connections, transaction
from pytest_django import Settings

from cartera.accounting.ledger.acts import post_entry
from cartera.accounting.ledger.roles import Role
from cartera.accounting.ledger.rules import credit, debit
from cartera.company.models import DayClose
from cartera.control.workflow.engine import open_case
from cartera.kernel.clock import FixedClock
from cartera.kernel.refusals import Refusal
from cartera.procedures.players import Players
from tests.cast import a_company

MONDAY = date(2026, 1, 5)
LONG_ENOUGH = 0.7


@pytest.fixture
def players(committed_db: str, clock: FixedClock, settings: Settings, tmp_path: Path) -> Players:
    settings.CHECKPOINT_FOLDER = tmp_path
    return a_company(clock)


class Beside(threading.Thread):
    """Somebody else who acts at the same time; `refused` is how it ended for him."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__()
        self.act, self.refused = act, ""

    def run(self) -> None:
        try:
            self.act()
        except Refusal as refusal:
            self.refused = refusal.code
        finally:
            connections.close_all()

    def waits(self) -> bool:
        self.join(LONG_ENOUGH)
        return self.is_alive()


def _post(players: Players) -> None:
    ten = Decimal("10.00")
    with transaction.atomic():
        post_entry(
            series="diario",
            effective_on=MONDAY,
            event="by_hand",
            description="Ajuste",
            postings=[debit(Role.INTEREST, ten), credit(Role.COMMISSION, ten)],
            prepared_by_id=players.users["contab"].pk,
        )


def _close(players: Players) -> None:
    open_case("INT-04", players.users["contab"], {})


def test_a_close_waits_for_what_is_being_posted_and_counts_it(players: Players) -> None:
    closing = Beside(lambda: _close(players))
    with transaction.atomic():
        _post(players)
        closing.start()
        assert closing.waits()
    closing.join()
    assert closing.refused == ""
    assert DayClose.objects.get().totals["posted"] == "10.00"


def test_what_is_posted_while_a_day_closes_is_refused(players: Players) -> None:
    posting = Beside(lambda: _post(players))
    with transaction.atomic():
        _close(players)
        posting.start()
        assert posting.waits()
    posting.join()
    assert posting.refused == "day-closed"


def test_of_two_who_close_a_day_at_once_one_does(players: Players) -> None:
    both = [Beside(lambda: _close(players)) for _ in range(2)]
    for closing in both:
        closing.start()
    for closing in both:
        closing.join()
    assert sorted(closing.refused for closing in both) == ["", "day-already-closed"]
    assert DayClose.objects.count() == 1
