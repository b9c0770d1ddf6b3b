"""The training company: a clean month behind it, and something to do for every role today."""

from datetime import UTC, date, datetime

import pytest

from cartera.company.models import Company, DayClose
from cartera.control.people.models import User
from cartera.control.people.roles import ROLES
from cartera.control.workflow.models import Case, Task
from cartera.control.workflow.registry import procedures
from cartera.credit.assignments.models import Assignment
from cartera.credit.claims.models import Deduction
from cartera.credit.payments.models import Application, Bounce
from cartera.kernel.clock import FixedClock
from cartera.procedures import checkpoints, training
from cartera.procedures.checks import CHECKS
from cartera.procedures.verification import ask
from cartera.recovery.custody.models import Original

TODAY = datetime(2026, 3, 9, 14, 0, tzinfo=UTC)  # a Monday


@pytest.fixture
def loaded(clock: FixedClock, committed_db: str) -> FixedClock:
    """Committed for real, so that the days' checkpoints leave the database."""
    checkpoints.path().unlink(missing_ok=True)
    clock.set(TODAY)
    training.load()
    return clock


def test_the_month_is_lived_clean_and_leaves_work_for_every_role(loaded: FixedClock) -> None:
    assert Company.objects.get().is_training
    assert loaded.now() == TODAY
    waiting = set(Task.objects.filter(state="open").values_list("procedure", "role"))
    manual = [p for p in procedures() if p.code in ("PCI-F01", "PCI-F09", "PCI-F10")]
    assert {(p.code, step.role) for p in manual for step in p.steps} <= waiting
    of_manual = {p.code for p in procedures() if not p.house}
    assert of_manual <= set(Case.objects.values_list("procedure", flat=True))
    left = {f"PCI-F{code}" for code in ("02", "03.2", "04", "05", "06", "07", "08", "11")}
    assert left <= {code for code, _role in waiting}
    lived = set(Assignment.State.values) - {"withdrawn"}  # only opening balances are withdrawn
    assert {a.state for a in Assignment.objects.all()} == lived
    assert [str(found) for check in CHECKS for found in ask(check)] == []
    _has_its_scenes()
    _stands_at_yesterday()
    _does_nothing_twice()
    assert User.objects.get(username="ap_ab_2").check_password(training.PASSWORD)


def _has_its_scenes() -> None:
    assert set(Bounce.objects.values_list("state", flat=True)) == {"confirmed", "recorded"}
    assert Case.objects.filter(procedure="PCI-F01", state="rejected").count() == 1
    assert not Original.objects.filter(assignment__state="rejected").exclude(state="gone").exists()
    assert set(Task.objects.filter(state="sent_back").values_list("step", flat=True)) == {2, 10}
    assert Deduction.objects.get(state="taken").amount == 325
    assert Application.objects.filter(reverses__isnull=False, bounce__isnull=True).exists()


def _stands_at_yesterday() -> None:
    assert Task.objects.filter(opened_at__date=date(2026, 3, 6)).exists()
    assert not Task.objects.filter(opened_at__date__gt=date(2026, 3, 6)).exists()
    latest = DayClose.objects.first()
    assert latest is not None
    assert latest.on == date(2026, 3, 5)


def _does_nothing_twice() -> None:
    cases = Case.objects.count()
    training.load()
    assert Case.objects.count() == cases


def test_somebody_signs_in_for_each_role() -> None:
    held = {role for person in training.PEOPLE for role in person.roles}
    assert held == set(ROLES)
    lines = training.sign_in_lines()
    assert training.PASSWORD in lines[0]
    assert len(lines) == len(training.SIGN_IN) + 1


def test_the_month_s_days_are_business_days_before_today() -> None:
    days = training.month_before(date(2026, 1, 5))
    assert len(days) == training.DAYS
    assert days[-1] == date(2026, 1, 2)
    assert all(training.CALENDAR.is_business_day(day) for day in days)
    assert date(2025, 12, 25) not in days
