"""Workers are killed amid their jobs (R7): no job is lost, each has its effect once."""

import random
import time

import pytest
from django.db import connection, connections

from tests.races.effects import effect
from tests.races.killing import Worker, beat_each_second, find_the_dead

_TABLES = """
CREATE TABLE effects (number int PRIMARY KEY, times int DEFAULT 0, done bool DEFAULT false);
CREATE TABLE runs (number int);
GRANT SELECT, INSERT, UPDATE ON effects, runs TO PUBLIC"""


@pytest.mark.usefixtures("committed_db")
@pytest.mark.parametrize(
    ("jobs", "kills"), [(200, 5), pytest.param(2000, 50, marks=pytest.mark.long)]
)
def test_killed_workers_lose_no_job_and_repeat_no_effect(
    monkeypatch: pytest.MonkeyPatch, jobs: int, kills: int
) -> None:
    beat_each_second(monkeypatch)
    with connections["owner"].cursor() as cursor:
        cursor.execute(_TABLES)
        cursor.execute("INSERT INTO effects SELECT generate_series(1, %s)", [jobs])
    effect.each_later({"number": number} for number in range(1, jobs + 1))
    chance = random.Random(kills)  # noqa: S311 - moments, not secrets
    for kill in range(1, kills + 1):
        _work_and_be_killed(at_least=kill * jobs // (kills + 2), rest=chance.uniform(0, 0.1))
    assert _number("SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'") > 0
    find_the_dead()
    _work_until_nothing_waits()
    assert _number("SELECT count(*) FROM effects WHERE done AND times = 1") == jobs
    assert _number("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'tests.effect'") == 0
    assert _number("SELECT count(*) FROM runs") > jobs


def _work_and_be_killed(at_least: int, rest: float) -> None:
    """A worker works until so many effects are there, and dies amid the next."""
    worker = Worker()
    worker.get_to(lambda: _number("SELECT count(*) FROM effects WHERE done") >= at_least)
    time.sleep(rest)
    worker.kill()


def _work_until_nothing_waits() -> None:
    """A worker works all off; asked to end, it ends well."""
    worker = Worker()
    worker.get_to(lambda: _number("SELECT count(*) FROM procrastinate_jobs") == 0)
    worker.end()


def _number(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])
