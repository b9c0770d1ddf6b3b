"""Workers in processes of their own, that the tests start, wait for, kill or ask to end."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

from cartera.control.jobs.working import rescue_stalled

ROOT = Path(__file__).resolve().parents[2]
LONGEST_SECONDS = 120


class Worker:
    """One that works at once, as `python -m tests.races.KIND`."""

    def __init__(self, kind: str = "queue_worker") -> None:
        command = [sys.executable, "-m", f"tests.races.{kind}"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=os.environ.copy())

    def get_to(self, is_so: Callable[[], bool]) -> None:
        """Wait until it has brought something about, while it lives."""

        def so_or_dead() -> bool:
            assert self.process.poll() is None, "the worker died by itself"
            return is_so()

        until(so_or_dead, seconds=LONGEST_SECONDS)

    def kill(self) -> None:
        """It dies amid whatever it does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=30)

    def end(self) -> None:
        """Asked to end, it finishes what it does and ends well."""
        self.process.terminate()
        assert self.process.wait(timeout=60) == 0


def until(is_so: Callable[[], bool], *, seconds: float) -> None:
    """Wait until something is so. Raises TimeoutError where it takes longer."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.02)


def beat_each_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers are known to be dead after a silence of three seconds, here and by themselves."""
    monkeypatch.setattr(settings, "JOBS_HEARTBEAT_SECONDS", 1)
    monkeypatch.setenv("CARTERA_HEARTBEAT", "1")


def find_the_dead() -> None:
    """So long after a worker died that its silence tells: what it had begun waits again."""
    time.sleep(3 * settings.JOBS_HEARTBEAT_SECONDS + 0.5)
    rescue_stalled()
