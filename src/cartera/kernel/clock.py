"""The one place that knows what time it is, so that a training company, a test and the replay
can live on another day."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Protocol


class Clock(Protocol):
    """Anything that tells an instant with its time zone."""

    def now(self) -> datetime:
        """The present instant, aware."""
        ...


class SystemClock:
    """The machine's own clock, in UTC."""

    def now(self) -> datetime:
        """The present instant in UTC."""
        return datetime.now(UTC)


class FixedClock:
    """A clock that stands still until it is set or moved. A naive instant is a ValueError."""

    def __init__(self, instant: datetime) -> None:
        self._instant = _aware(instant)

    def now(self) -> datetime:
        """The instant it was last set to."""
        return self._instant

    def set(self, instant: datetime) -> None:
        """Stand at `instant`, forwards or backwards."""
        self._instant = _aware(instant)

    def advance(self, by: timedelta) -> None:
        """Move by `by`."""
        self._instant += by


_of_process: list[Clock] = [SystemClock()]
_current: ContextVar[Clock | None] = ContextVar("cartera_clock", default=None)


def now() -> datetime:
    """The present instant, aware, by the clock in use."""
    return current_clock().now()


def today(tz: tzinfo) -> date:
    """The present date where `tz` holds: near midnight it is not UTC's."""
    return now().astimezone(tz).date()


def current_clock() -> Clock:
    """The clock of this context, or else the process's."""
    return _current.get() or _of_process[0]


def set_clock(clock: Clock) -> None:
    """Make `clock` the process's, for every thread and task that chose none of its own."""
    _of_process[0] = clock


@contextmanager
def use_clock(clock: Clock) -> Iterator[Clock]:
    """Use `clock` inside the block, in this thread or task only."""
    token = _current.set(clock)
    try:
        yield clock
    finally:
        _current.reset(token)


def _aware(instant: datetime) -> datetime:
    if instant.utcoffset() is None:
        raise ValueError("a clock needs an instant with its time zone")
    return instant
