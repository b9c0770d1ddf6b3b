"""Work waits in the transaction that wants it, is done at least once, and is tried again."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection, transaction
from procrastinate.contrib.django import app

from cartera.control.jobs import beats, working
from cartera.control.jobs.queue import Backoff, Job, job

done: list[int] = []
deaths: list[int] = []


@job("tests.count")
def count(number: int) -> None:
    done.append(number)


@job("tests.fail", retry=Backoff(tries=2, first=timedelta()))
def fail(number: int) -> None:
    deaths.append(number)
    raise ValueError


@job("tests.chain")
def chain(number: int) -> None:
    with transaction.atomic():
        count.later(number=number)


@pytest.fixture(autouse=True)
def _nothing_done() -> None:
    done.clear()
    deaths.clear()


def _rows() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status::text FROM procrastinate_jobs ORDER BY id")
        return list(cursor.fetchall())


@pytest.mark.usefixtures("committed_db")
def test_work_is_done_after_the_commit_and_leaves_the_queue() -> None:
    with transaction.atomic():
        count.later(number=1)
        count.each_later({"number": number} for number in (2, 3))
    working.work_off()
    assert sorted(done) == [1, 2, 3]
    assert _rows() == []


@pytest.mark.usefixtures("committed_db")
def test_work_of_a_transaction_that_was_undone_is_not_there() -> None:
    with transaction.atomic():
        count.later(number=1)
        transaction.set_rollback(True)
    assert _rows() == []


@pytest.mark.usefixtures("committed_db")
def test_a_job_puts_more_work_in_the_queue_in_its_own_transaction() -> None:
    chain.later(number=7)
    working.work_off()
    assert done == [7]


@pytest.mark.usefixtures("committed_db")
def test_work_for_later_waits_for_its_hour() -> None:
    count.later(after=timedelta(hours=1), number=1)
    working.work_off()
    assert done == []
    assert _rows() == [("tests.count", "todo")]


@pytest.mark.usefixtures("committed_db")
def test_what_fails_is_tried_again_and_then_kept_as_failed() -> None:
    fail.later(number=1)
    working.work_off()
    working.work_off()
    assert deaths == [1, 1]
    assert _rows() == [("tests.fail", "failed")]


@pytest.mark.usefixtures("committed_db")
def test_what_a_dead_worker_had_begun_waits_again() -> None:
    count.later(number=1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM procrastinate_register_worker_v1()")
        worker = cursor.fetchone()[0]
        cursor.execute("SELECT id FROM procrastinate_fetch_job_v2(NULL, %s)", [worker])
        working.rescue_stalled()
        assert _rows() == [("tests.count", "doing")]
        silence = 4 * settings.JOBS_HEARTBEAT_SECONDS
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - make_interval(secs => %s)",
            [silence],
        )
    working.rescue_stalled()
    assert _rows() == [("tests.count", "todo")]
    working.work_off()
    assert done == [1]


def test_rests_grow_until_the_longest() -> None:
    backoff = Backoff(tries=9, first=timedelta(seconds=10), longest=timedelta(minutes=1))
    rests = [backoff.wait_after(n).total_seconds() for n in range(1, 6)]
    assert rests == [10, 20, 40, 60, 60]


def test_a_beat_goes_on_after_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def look() -> None:
        seen.append(1)
        if len(seen) == 1:
            raise ValueError

    monkeypatch.setattr(beats, "_BEATS", [beats.Beat(look, 0)])
    with beats.Heart():
        while len(seen) < 3:
            pass
    assert len(seen) >= 3


def test_every_job_declared_in_the_house_is_known_to_the_queue() -> None:
    assert isinstance(count, Job)
    assert {"jobs.rescue", "webhooks.send", "tests.count"} <= set(app.tasks)
