"""The worker beside the web server: started, started again when it dies, ended with it."""

import os
import subprocess
import sys
import threading
from contextlib import suppress
from typing import Self

_END_SECONDS = 25
_REST_SECONDS = (1, 2, 5, 15, 30)


class Attendant:
    """Keeps one ``cartera worker`` alive while the block lasts."""

    def __init__(self) -> None:
        self._ends = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep_alive, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_raised: object) -> None:
        self._ends.set()
        child = self._child
        if child is not None:
            _end(child)
        self._thread.join(timeout=_END_SECONDS)

    @property
    def pid(self) -> int | None:
        """The number of the worker that runs now."""
        return self._child.pid if self._child else None

    def _keep_alive(self) -> None:
        """A worker that keeps dying is given longer and longer rests."""
        deaths = 0
        while not self._ends.is_set():
            self._child = subprocess.Popen(_command(), start_new_session=True)
            if self._ends.is_set():
                _end(self._child)
            self._child.wait()
            rest = _REST_SECONDS[min(deaths, len(_REST_SECONDS) - 1)]
            deaths += 1
            self._ends.wait(rest)


def _command() -> list[str]:
    """The worker is told our number: when it looks for itself, we may be gone already."""
    return [sys.executable, "-m", "cartera.config.cli", "worker", "--attached", str(os.getpid())]


def _end(child: subprocess.Popen[bytes]) -> None:
    """Ask it to end, which lets it finish what is under way; by force where it does not."""
    child.terminate()
    try:
        child.wait(timeout=_END_SECONDS)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            child.kill()
        child.wait()
