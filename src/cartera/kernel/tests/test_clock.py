"""The clock: a company, a test or the replay may live on another day."""

import threading
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cartera.kernel import clock
from cartera.kernel.clock import FixedClock, SystemClock

EVENING = datetime(2026, 3, 1, 3, 0, tzinfo=UTC)
SAN_SALVADOR = ZoneInfo("America/El_Salvador")


def test_the_system_clock_tells_an_aware_instant() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)


def test_a_clock_in_use_tells_the_time_inside_its_block_only() -> None:
    outside = clock.current_clock()
    with clock.use_clock(FixedClock(EVENING)):
        assert clock.now() == EVENING
    assert clock.current_clock() is outside


def test_today_is_the_date_where_the_company_is() -> None:
    with clock.use_clock(FixedClock(EVENING)):
        assert clock.today(UTC) == date(2026, 3, 1)
        assert clock.today(SAN_SALVADOR) == date(2026, 2, 28)


def test_a_fixed_clock_moves_only_when_told() -> None:
    fixed = FixedClock(EVENING)
    fixed.advance(timedelta(hours=2))
    assert fixed.now() == EVENING + timedelta(hours=2)
    fixed.set(EVENING)
    assert fixed.now() == EVENING


def test_another_thread_does_not_see_the_clock_of_a_block() -> None:
    seen: list[datetime] = []
    with clock.use_clock(FixedClock(EVENING)):
        thread = threading.Thread(target=lambda: seen.append(clock.now()))
        thread.start()
        thread.join()
    assert seen[0] != EVENING


def test_the_clock_of_the_process_is_seen_by_every_thread() -> None:
    before = clock.current_clock()
    seen: list[datetime] = []
    clock.set_clock(FixedClock(EVENING))
    try:
        thread = threading.Thread(target=lambda: seen.append(clock.now()))
        thread.start()
        thread.join()
    finally:
        clock.set_clock(before)
    assert seen == [EVENING]


def test_an_instant_without_time_zone_is_an_error() -> None:
    with pytest.raises(ValueError, match="time zone"):
        FixedClock(datetime(2026, 3, 1))  # noqa: DTZ001 - the naive instant is what is refused
