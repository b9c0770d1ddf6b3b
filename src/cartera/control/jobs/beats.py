"""Small things done every few seconds by each worker: looking whether there is something to do."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import structlog
from django.db import close_old_connections

Look = Callable[[], None]
_log = structlog.get_logger("cartera.jobs")


@dataclass(frozen=True)
class Beat:
    """Something to look after, and how many seconds to rest in between."""

    look: Look
    rest_seconds: int


_BEATS: list[Beat] = []


def beat(rest_seconds: int) -> Callable[[Look], Look]:
    """Let each worker call this every few seconds; several may at once: guard in the database."""

    def around(look: Look) -> Look:
        _BEATS.append(Beat(look, rest_seconds))
        return look

    return around


def look_after_all() -> None:
    """Every beat once, here and now."""
    for each in _BEATS:
        each.look()


class Heart:
    """The beats of a worker, each on a thread of its own, until stopped."""

    def __init__(self) -> None:
        self._stops = threading.Event()
        self._threads = [
            threading.Thread(target=self._go_on, args=(each,), daemon=True) for each in _BEATS
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_raised: object) -> None:
        self._stops.set()
        for thread in self._threads:
            thread.join(timeout=10)

    def _go_on(self, each: Beat) -> None:
        while True:
            try:
                each.look()
            except Exception:  # noqa: BLE001 - what fails now may work in a few seconds
                structlog.get_logger("cartera.jobs").exception(
                    "beat_failed", what=each.look.__name__
                )
            finally:
                close_old_connections()
            if self._stops.wait(each.rest_seconds):
                return
