"""The process at work is killed (R5): nothing acknowledged is lost, nothing is done twice."""

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from cartera.accounting.ledger.models import Entry
from cartera.control.workflow.models import Request
from cartera.credit.claims.models import Claim
from cartera.credit.payments.models import Payment
from cartera.kernel.clock import FixedClock
from tests.cast import a_company, a_live_assignment
from tests.invariants import broken
from tests.races.worker import PEOPLE, Diary

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("kills", [10, pytest.param(200, marks=pytest.mark.long)])
def test_a_killed_process_loses_nothing_and_repeats_nothing(
    committed_db: str, clock: FixedClock, tmp_path: Path, kills: int
) -> None:
    players = a_company(clock)
    a_live_assignment(players)
    players.open("PCI-F09", "AP_AB", {"payments": [_cash()], "finish": False})
    chance = random.Random(kills)  # noqa: S311 (moments, not secrets)
    for _ in range(kills):
        _work_and_be_killed(tmp_path, seconds=chance.uniform(0.2, 1.2))
        assert broken() == []
    _work_and_be_killed(tmp_path, seconds=1)
    diaries = [Diary(tmp_path / f"person-{person}") for person in range(PEOPLE)]
    _nothing_was_lost(diaries)
    _nothing_was_done_twice(diaries)


def _cash() -> dict[str, object]:
    return {"assignment": 1, "kind": "cash", "amount": "0.01", "value_on": "2026-01-05"}


def _work_and_be_killed(folder: Path, seconds: float) -> None:
    """Start the worker, let it answer for a while, and kill it amid whatever it does."""
    before = _answers(folder)
    worker = subprocess.Popen([sys.executable, "-m", "tests.races.worker", str(folder)], cwd=ROOT)
    deadline = time.monotonic() + 60
    while _answers(folder) == before and worker.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(seconds)
    worker.send_signal(signal.SIGKILL)
    worker.wait(timeout=30)
    assert [path.read_text() for path in folder.glob("error-*")] == []
    assert _answers(folder) > before
    _wait_until_its_connections_are_gone()


def _answers(folder: Path) -> int:
    return sum(path.read_text().count('"answer"') for path in folder.glob("person-*"))


def _wait_until_its_connections_are_gone() -> None:
    """PostgreSQL finishes or drops what the dead process had asked for."""
    for _ in range(500):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
                " AND usename = current_user"
            )
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.02)
    pytest.fail("the connections of the killed process are still there")


def _nothing_was_lost(diaries: list[Diary]) -> None:
    """Each answer that anybody heard is kept beside its key, word for word."""
    heard = {row["key"]: row["answer"] for d in diaries for row in d.rows if "answer" in row}
    kept = {r.key: r.answer for r in Request.objects.filter(key__in=heard)}
    assert {key: _read(answer) for key, answer in kept.items()} == heard


def _nothing_was_done_twice(diaries: list[Diary]) -> None:
    """As many claims, entries and payments as there are keys; the last kill may hide an answer."""
    keys = set(Request.objects.values_list("key", flat=True))
    asked = {row["key"] for diary in diaries for row in diary.rows}
    assert keys <= asked
    acts = [int(key.split("-")[1]) % 3 for key in keys]
    assert Claim.objects.count() == acts.count(0)
    assert Entry.objects.filter(event="claim").count() == acts.count(1)
    assert Payment.objects.filter(kind="cash").count() == acts.count(2) + 1
    repeated = [row for diary in diaries for row in diary.rows if row.get("repeated")]
    unheard = len(asked) - len({row["key"] for d in diaries for row in d.rows if "answer" in row})
    assert unheard <= PEOPLE
    print(f"{len(keys)} acts, {len(repeated)} answers asked for again")


def _read(answer: object) -> object:
    return json.loads(answer) if isinstance(answer, str) else answer
