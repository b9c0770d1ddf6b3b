"""``cartera worker``, and the attendant that keeps one alive beside the web server."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest
from django.db import connection

from cartera.config.attendant import Attendant
from cartera.entrance.webhooks.jobs import send

_WORKER = [sys.executable, "-m", "cartera.config.cli", "worker"]
_KEEPER = """
import time
from cartera.config.attendant import Attendant
with Attendant() as attendant:
    while attendant.pid is None:
        time.sleep(0.02)
    print(attendant.pid, flush=True)
    time.sleep(600)
"""


@pytest.mark.usefixtures("committed_db")
def test_a_worker_does_what_waits_and_ends_when_asked() -> None:
    _put_a_job()
    worker = subprocess.Popen(_WORKER)
    try:
        _await(_nothing_waits)
        worker.terminate()
        assert worker.wait(timeout=60) == 0
    finally:
        worker.kill()
        worker.wait()


@pytest.mark.usefixtures("committed_db")
def test_a_worker_that_dies_has_a_follower_until_the_end() -> None:
    with Attendant() as attendant:
        _await(lambda: attendant.pid is not None)
        first = attendant.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        _await(lambda: attendant.pid != first)
        _put_a_job()
        _await(_nothing_waits)
        last = attendant.pid
    assert last is not None
    assert not _lives(last)


@pytest.mark.usefixtures("committed_db")
def test_a_worker_ends_with_who_started_it_however_that_ended() -> None:
    keeper = subprocess.Popen([sys.executable, "-c", _KEEPER], stdout=subprocess.PIPE)
    assert keeper.stdout is not None
    worker = int(keeper.stdout.readline())
    keeper.kill()
    keeper.wait()
    _await(lambda: not _lives(worker))
    keeper.stdout.close()


def _put_a_job() -> None:
    """A delivery that is not there: sending it is done at once."""
    send.later(delivery_id=1)


def _nothing_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [send.name])
        return bool(cursor.fetchone() == (0,))


def _lives(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return not _is_a_ghost(number)


def _is_a_ghost(number: int) -> bool:
    """Dead, and nobody has asked yet how it died: in a container nobody may."""
    try:
        with open(f"/proc/{number}/stat") as file:  # noqa: PTH123 - no file, but the kernel's word
            return file.read().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def _await(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)
