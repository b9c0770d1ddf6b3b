"""A step's deadline in business days, hours or days, by the company's own calendar."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from cartera.company.models import ClosingDay
from cartera.control.workflow.models import Task
from cartera.control.workflow.tests.conftest import People
from cartera.kernel.clock import FixedClock

AtStep = Callable[..., Task]
HERE = ZoneInfo("America/El_Salvador")
FRIDAY = datetime(2026, 1, 9, 16, 30, tzinfo=HERE)


def due(task: Task) -> datetime:
    assert task.due_at is not None
    return task.due_at.astimezone(HERE)


def test_business_days_pass_over_the_weekend(clock: FixedClock, at_step: AtStep) -> None:
    clock.set(FRIDAY)
    assert due(at_step(2)).date() == date(2026, 1, 13)


def test_business_days_pass_over_a_day_the_company_closes(
    clock: FixedClock, people: People, at_step: AtStep
) -> None:
    ClosingDay.objects.create(on=date(2026, 1, 12), name="inventario")
    clock.set(FRIDAY)
    assert due(at_step(2)).date() == date(2026, 1, 14)


def test_hours_run_through_the_weekend(clock: FixedClock, at_step: AtStep) -> None:
    clock.set(FRIDAY)
    assert due(at_step(3)) == datetime(2026, 1, 11, 16, 30, tzinfo=HERE)


def test_days_are_the_calendars(clock: FixedClock, at_step: AtStep) -> None:
    clock.set(FRIDAY)
    assert due(at_step(4)).date() == date(2026, 1, 12)


def test_a_step_without_deadline_has_none(at_step: AtStep) -> None:
    assert at_step(5).due_at is None
