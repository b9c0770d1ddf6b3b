"""The clock of the tests."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from cartera.kernel import clock as kernel_clock
from cartera.kernel.clock import FixedClock

SAN_SALVADOR = ZoneInfo("America/El_Salvador")
A_MONDAY = datetime(2026, 1, 5, 9, 0, tzinfo=SAN_SALVADOR)


@pytest.fixture
def clock() -> Iterator[FixedClock]:
    """A clock that stands at nine on Monday, 5 January 2026, for every thread, until it is set."""
    before = kernel_clock.current_clock()
    fixed = FixedClock(A_MONDAY)
    kernel_clock.set_clock(fixed)
    yield fixed
    kernel_clock.set_clock(before)
