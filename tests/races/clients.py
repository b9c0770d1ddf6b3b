"""Eight people at once, each on a connection of his own."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

import pytest
from django.db import connections

from cartera.control.workflow.answers import Done
from cartera.kernel.refusals import Refusal

CLIENTS = 8
ROUNDS = pytest.mark.parametrize("rounds", [25, pytest.param(200, marks=pytest.mark.long)])
# Of races before which a case goes through a dozen steps.
FEW_ROUNDS = pytest.mark.parametrize("rounds", [8, pytest.param(200, marks=pytest.mark.long)])

Attempt = Callable[[], Done]


class Clients:
    """Threads that wait for each other and then all go at once."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(CLIENTS)
        self._start = Barrier(CLIENTS)

    def race(self, attempts: Sequence[Attempt]) -> tuple[list[Done], list[Refusal]]:
        """Who won, and what the others were told. Anything but a refusal is raised."""
        told = list(self._pool.map(self._at_once, attempts))
        won = [answer for answer in told if isinstance(answer, Done)]
        return won, [answer for answer in told if isinstance(answer, Refusal)]

    def _at_once(self, attempt: Attempt) -> Done | Refusal:
        self._start.wait(timeout=60)
        try:
            return attempt()
        except Refusal as refusal:
            return refusal

    def leave(self) -> None:
        """Close every connection."""
        list(self._pool.map(self._close, range(CLIENTS)))
        self._pool.shutdown()

    def _close(self, _number: int) -> None:
        self._start.wait(timeout=60)
        connections.close_all()


@contextmanager
def eight_clients() -> Iterator[Clients]:
    """The clients, gone at the end."""
    clients = Clients()
    try:
        yield clients
    finally:
        clients.leave()
