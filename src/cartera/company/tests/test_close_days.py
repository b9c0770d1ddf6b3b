"""A business day closes once, and opens again only with its later ones."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from cartera.company.acts import record_day_close, reopen_days
from cartera.company.models import DayClose
from cartera.company.selectors import day_to_post, last_closed_on

NOON = datetime(2026, 1, 7, 18, 0, tzinfo=UTC)
DAYS = [date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 7)]

pytestmark = pytest.mark.django_db


def _close(*days: date) -> None:
    for n, day in enumerate(days, 1):
        record_day_close(day, at=NOON, by_id=1, totals={"posted": "0"}, chain=(n, "a" * 64))


def test_the_last_closed_day_is_the_latest_that_stands_closed() -> None:
    assert last_closed_on() is None
    _close(*DAYS)
    assert last_closed_on() == DAYS[2]


def test_reopening_a_day_reopens_those_after_it_and_keeps_that_they_were_closed() -> None:
    _close(*DAYS)
    assert reopen_days(DAYS[1], at=NOON, by_id=2, reason="Ajuste") == DAYS[1:]
    assert last_closed_on() == DAYS[0]
    assert DayClose.objects.filter(reopening_reason="Ajuste", reopened_by_id=2).count() == 2
    _close(DAYS[1])
    assert last_closed_on() == DAYS[1]


def test_a_day_that_stands_closed_is_not_closed_again() -> None:
    _close(DAYS[0])
    with pytest.raises(IntegrityError, match="a_day_is_closed_once"), transaction.atomic():
        _close(DAYS[0])


def test_what_happened_on_a_closed_day_is_posted_on_the_day_of_the_act() -> None:
    today = DAYS[2]
    assert day_to_post(DAYS[0], today) == DAYS[0]
    assert day_to_post(None, today) == today
    _close(DAYS[0])
    assert day_to_post(DAYS[0], today) == today
    assert day_to_post(DAYS[1], today) == DAYS[1]
