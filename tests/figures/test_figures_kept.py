"""Figures that took long to read are kept until the next act, and a little beyond it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from cartera.control.audit.acts import Record, append
from cartera.reports.figures import keeping
from cartera.reports.figures.keeping import rows_kept

# When it was read, and how long that took at least: another answer each time.
_SLOW = "SELECT clock_timestamp(), pg_sleep(%(seconds)s)"
TOOK = {"seconds": keeping.WORTH_KEEPING_S * 1.2}


def _read(statement: str = _SLOW, values: Any = TOOK, *, shared: bool = False) -> Any:
    return rows_kept(statement, values, shared=shared)[0][0]


def _act() -> None:
    append(Record(datetime(2026, 1, 5, tzinfo=UTC), date(2026, 1, 5), "system"))


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    keeping.forget()


@pytest.fixture
def house(committed_db: str) -> str:
    """A house in which something was done."""
    _act()
    return committed_db


def test_what_took_long_is_kept_until_the_next_act(house: str) -> None:
    first = _read()
    assert _read() == first
    _act()
    second = _read()
    assert second > first
    assert _read() == second


def test_beyond_the_act_it_is_shown_while_it_is_read_anew(
    house: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FIGURES_SHOWN_SECONDS = 60
    _read_anew_at_once(monkeypatch)
    first = _read()
    _act()
    assert _read() == first
    _wait_for_what_is_read_beside()
    second = _read()
    assert second > first
    _wait_for_what_is_read_beside()
    assert _read() == second


def test_it_is_not_read_anew_all_the_time(house: str, settings: Settings) -> None:
    settings.FIGURES_SHOWN_SECONDS = 60
    first = _read()
    for _time in range(2):
        _act()
        assert _read() == first
        _wait_for_what_is_read_beside()


def _read_anew_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "LEFT_ALONE", 0)
    monkeypatch.setattr(keeping, "AGAIN_FROM", 0)


def _wait_for_what_is_read_beside() -> None:
    keeping._beside.submit(int).result()


@pytest.fixture
def at_rest(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are shown for a minute, and nobody looks after them but the test."""
    settings.FIGURES_SHOWN_SECONDS = 60
    monkeypatch.setattr(keeping, "_look_soon", lambda: None)


@pytest.mark.usefixtures("at_rest")
def test_what_one_process_read_the_others_take_over(house: str) -> None:
    first = _read(shared=True)
    keeping.forget()  # as a process that has read nothing yet
    assert _read(shared=True) == first
    _act()
    keeping.forget()
    assert _read(shared=True) == first
    keeping.forget()
    assert _read() > first


@pytest.mark.usefixtures("at_rest")
def test_what_is_too_old_is_not_taken_over(house: str, settings: Settings) -> None:
    first = _read(shared=True)
    _act()
    keeping.forget()
    settings.FIGURES_SHOWN_SECONDS = 0.01
    assert _read(shared=True) > first


def test_turned_off_nothing_is_shared(house: str) -> None:
    first = _read(shared=True)
    keeping.forget()
    assert _read(shared=True) > first


@pytest.mark.usefixtures("at_rest")
def test_while_another_process_reads_the_last_rows_are_shown(
    house: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _read_anew_at_once(monkeypatch)
    first = _read(shared=True)
    _act()
    [one] = keeping._kept.values()
    with _another_process_reads(one.number):
        _look()
        assert _read(shared=True) == first
        _wait_for_what_is_read_beside()
    _look()
    assert one.read.rows[0][0] > first


@pytest.mark.usefixtures("at_rest")
def test_what_was_asked_for_lately_is_read_anew_unasked(
    house: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _read_anew_at_once(monkeypatch)
    _read(shared=True)
    [one] = keeping._kept.values()
    first = one.read
    _look()
    assert one.read.rows == first.rows  # the chain has not moved
    assert one.read.read_at > first.read_at
    first = one.read
    _act()
    one.asked_at -= keeping.ASKED_LATELY_S
    _look()
    assert one.read == first
    one.asked_at += keeping.ASKED_LATELY_S
    _look()
    assert one.read.rows != first.rows


def _look() -> None:
    """As the timer does, in a thread with a connection of its own."""
    assert keeping._looks.acquire(blocking=False)
    looking = Thread(target=keeping._look)
    looking.start()
    looking.join()


@contextmanager
def _another_process_reads(number: int) -> Iterator[None]:
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [number])
            yield
            cursor.execute("SELECT pg_advisory_unlock(%s)", [number])
    finally:
        other.close()


def test_other_values_are_other_figures(house: str) -> None:
    first = _read()
    assert _read(values={"seconds": keeping.WORTH_KEEPING_S * 1.3}) > first
    assert _read() == first


def test_within_a_transaction_and_before_any_act_all_is_read(committed_db: str) -> None:
    assert _read() < _read()
    _act()
    first = _read()
    with transaction.atomic():
        assert _read() > first


def test_what_is_quick_is_read_each_time(house: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "WORTH_KEEPING_S", 60)
    assert _read() < _read()


def test_the_oldest_make_room(house: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST_KEPT", 1)
    first = _read()
    _read("SELECT 1, %(seconds)s")
    assert _read() > first
