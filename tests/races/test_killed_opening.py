"""A worker is killed amid the posting of opening balances (R7): they end posted, once."""

from contextlib import suppress
from datetime import date

import pytest
from django.db import connections, transaction

from cartera.accounting.ledger.models import Entry
from cartera.control.audit.models import Event
from cartera.control.workflow.models import Task
from cartera.credit.assignments.models import Assignment
from cartera.kernel.clock import FixedClock
from cartera.procedures.opening.background import ask_posting
from cartera.procedures.opening.models import OpeningBatch, OpeningWork
from cartera.procedures.opening.progress import POSTING
from cartera.procedures.opening.tests.portfolios import a_portfolio, propose
from cartera.procedures.players import COMPANY_OF_PLAYERS, Players
from cartera.procedures.setup import set_up_company, set_up_people
from cartera.procedures.verification import verify
from tests.races.killing import Worker, beat_each_second, find_the_dead, until

_WAITING = """SELECT count(*) FROM pg_locks
    WHERE relation = 'ledger_entry'::regclass AND NOT granted"""


@pytest.fixture
def players(committed_db: str, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> Players:
    """An empty house, whose workers are soon known to be dead."""
    beat_each_second(monkeypatch)
    set_up_company(from_on=date(2025, 12, 1), to_on=date(2026, 12, 31))
    return Players(set_up_people(COMPANY_OF_PLAYERS, from_on=date(2025, 12, 1)))


def test_a_worker_killed_amid_the_posting_leaves_it_to_the_next(players: Players) -> None:
    task = Task.objects.get(case_id=propose(players, a_portfolio()), state="open")
    work = ask_posting(players.users["g_gral"], task, {}, "clave", None)
    _be_killed_amid_the_posting(work)
    assert OpeningBatch.objects.get().state == "proposed"
    assert not Assignment.objects.exists()
    find_the_dead()
    worker = Worker("standing_worker")
    worker.get_to(lambda: _now(work).has_ended)
    worker.end()
    assert (_now(work).state, _now(work).attempts) == ("done", 2)
    assert OpeningBatch.objects.get().state == "posted"
    assert Assignment.objects.count() == 3
    assert Entry.objects.filter(event="opening").count() == 1
    assert Event.objects.filter(procedure="INT-12", step=2, kind="performed").count() == 1
    assert [answer.check.name for answer in verify() if not answer.holds] == []


def _be_killed_amid_the_posting(work: OpeningWork) -> None:
    """All is written but the entry, for which the worker waits, when it dies."""
    owner = connections["owner"]
    with transaction.atomic(using="owner"), owner.cursor() as cursor:
        cursor.execute("LOCK TABLE ledger_entry IN SHARE MODE")
        worker = Worker("standing_worker")
        worker.get_to(lambda: _now(work).stage == POSTING and _waits_for_the_ledger())
        worker.kill()
    with suppress(TimeoutError):
        until(lambda: not _waits_for_the_ledger(), seconds=30)


def _waits_for_the_ledger() -> bool:
    with connections["owner"].cursor() as cursor:
        cursor.execute(_WAITING)
        return bool(cursor.fetchone()[0])


def _now(work: OpeningWork) -> OpeningWork:
    return OpeningWork.objects.get(pk=work.pk)
