"""Workers are killed amid their jobs (R7): no job is lost, each has its effect once."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections
from pytest_django import Settings

from cartera.control.jobs.working import rescue_stalled
from tests.races.effects import effect

ROOT = Path(__file__).resolve().parents[2]
_TABLES = """
CREATE TABLE effects (number int PRIMARY KEY, times int DEFAULT 0, done bool DEFAULT false);
CREATE TABLE runs (number int);
GRANT SELECT, INSERT, UPDATE ON effects, runs TO PUBLIC"""


@pytest.fixture
def quick_heart(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A silence of three seconds tells that a worker is dead."""
    settings.JOBS_HEARTBEAT_SECONDS = 1
    monkeypatch.setenv("CARTERA_HEARTBEAT", "1")


@pytest.mark.usefixtures("committed_db", "quick_heart")
@pytest.mark.parametrize(
    ("jobs", "kills"), [(200, 5), pytest.param(2000, 50, marks=pytest.mark.long)]
)
def test_killed_workers_lose_no_job_and_repeat_no_effect(jobs: int, kills: int) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(_TABLES)
        cursor.execute("INSERT INTO effects SELECT generate_series(1, %s)", [jobs])
    effect.each_later({"number": number} for number in range(1, jobs + 1))
    chance = random.Random(kills)  # noqa: S311 - moments, not secrets
    for kill in range(1, kills + 1):
        _work_and_be_killed(at_least=kill * jobs // (kills + 2), rest=chance.uniform(0, 0.1))
    assert _number("SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'") > 0
    time.sleep(3 * settings.JOBS_HEARTBEAT_SECONDS + 0.5)
    rescue_stalled()
    _work_until_nothing_waits()
    assert _number("SELECT count(*) FROM effects WHERE done AND times = 1") == jobs
    assert _number("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'tests.effect'") == 0
    assert _number("SELECT count(*) FROM runs") > jobs


def _work_and_be_killed(at_least: int, rest: float) -> None:
    """A worker works until so many effects are there, and dies amid the next."""
    worker = _start()
    _await(lambda: _number("SELECT count(*) FROM effects WHERE done") >= at_least, worker)
    time.sleep(rest)
    worker.send_signal(signal.SIGKILL)
    worker.wait(timeout=30)


def _work_until_nothing_waits() -> None:
    """A worker works all off; asked to end, it ends well."""
    worker = _start()
    _await(lambda: _number("SELECT count(*) FROM procrastinate_jobs") == 0, worker)
    worker.terminate()
    assert worker.wait(timeout=60) == 0


def _start() -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "tests.races.queue_worker"]
    return subprocess.Popen(command, cwd=ROOT, env=os.environ.copy())


def _await(is_so: Callable[[], bool], worker: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 120
    while not is_so():
        assert worker.poll() is None, "the worker died by itself"
        assert time.monotonic() < deadline, "the worker does not get on"
        time.sleep(0.02)


def _number(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])
