"""Figures that took long to read are kept until the next act, and a little beyond it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction
from pytest_django import Settings

from cartera.control.audit.acts import Record, append
from cartera.reports.figures import keeping
from cartera.reports.figures.keeping import rows_kept

# When it was read, and how long that took at least: another answer each time.
_SLOW = "SELECT clock_timestamp(), pg_sleep(%(seconds)s)"
TOOK = {"seconds": keeping.WORTH_KEEPING_S * 1.2}


def _read(statement: str = _SLOW, values: Any = TOOK) -> Any:
    return rows_kept(statement, values)[0][0]


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
    monkeypatch.setattr(keeping, "LEFT_ALONE", 0)
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


def _wait_for_what_is_read_beside() -> None:
    keeping._beside.submit(int).result()


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
