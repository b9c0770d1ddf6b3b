"""Taking a task, handing it back, putting it off: what happens, then each refusal."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from cartera.control.workflow.claiming import claim_task, release_task, snooze_task, wake_task
from cartera.control.workflow.engine import perform
from cartera.control.workflow.models import Snooze, Task
from cartera.control.workflow.refusals import (
    BarredByFourEyes,
    ClaimedByAnother,
    NoSuchTask,
    NotSnoozed,
    OverdueStays,
    RemarkTooLong,
    RoleMissing,
    SnoozeNotAhead,
    SnoozeTooLong,
    TaskNotOpen,
)
from cartera.control.workflow.selectors import Scope, Viewer, Wanted, badge_of, waiting_for
from cartera.control.workflow.tests.conftest import People, a_case, a_person, the_task
from cartera.kernel.clock import FixedClock, now

HOUR = timedelta(hours=1)


@pytest.fixture
def task(people: People) -> Task:
    return the_task(a_case(people))


@pytest.fixture
def colleague(people: People) -> People:
    return {**people, "second": a_person("second", "AUX_C")}


def seen_by(people: People, username: str, scope: Scope = "all") -> list[int]:
    viewer = Viewer(people[username].pk, ("AUX_C",), (), now(), now() + timedelta(hours=15))
    return [task.id for task in waiting_for(viewer, Wanted(scope=scope), 10)]


def badge(people: People, username: str) -> int:
    return badge_of(Viewer(people[username].pk, ("AUX_C",), (), now(), now() + timedelta(hours=15)))


def test_who_takes_a_task_keeps_it(colleague: People, task: Task) -> None:
    claim_task(task.pk, colleague["aux_c"])
    assert seen_by(colleague, "aux_c", "mine") == [task.pk]
    assert seen_by(colleague, "second", "role") == []
    with pytest.raises(ClaimedByAnother, match="Aux_C"):
        perform(task.pk, colleague["second"], {"amount": "50"})


def test_a_task_handed_back_is_everybodys_with_what_was_said(colleague: People, task: Task) -> None:
    claim_task(task.pk, colleague["aux_c"])
    release_task(task.pk, colleague["aux_c"], "  falta \n llamar ")
    task.refresh_from_db()
    assert (task.claimed_by, task.remark) == (None, "Aux_C: falta llamar")
    claim_task(task.pk, colleague["second"])


def test_a_task_put_off_comes_back_by_itself_and_only_he_does_not_see_it(
    colleague: People, task: Task, clock: FixedClock
) -> None:
    snooze_task(task.pk, colleague["aux_c"], now() + HOUR)
    assert seen_by(colleague, "aux_c") == []
    assert seen_by(colleague, "aux_c", "snoozed") == [task.pk]
    assert seen_by(colleague, "second") == [task.pk]
    assert (badge(colleague, "aux_c"), badge(colleague, "second")) == (0, 1)
    clock.advance(HOUR)
    assert seen_by(colleague, "aux_c") == [task.pk]
    assert seen_by(colleague, "aux_c", "snoozed") == []
    assert badge(colleague, "aux_c") == 1


def test_who_puts_a_task_off_lets_it_go_and_who_takes_it_sees_it_again(
    colleague: People, task: Task
) -> None:
    claim_task(task.pk, colleague["aux_c"])
    snooze_task(task.pk, colleague["aux_c"], now() + HOUR)
    claim_task(task.pk, colleague["second"])
    release_task(task.pk, colleague["second"])
    claim_task(task.pk, colleague["aux_c"])
    assert seen_by(colleague, "aux_c", "mine") == [task.pk]


def test_what_is_due_comes_back_when_it_is_due(people: People, task: Task) -> None:
    assert task.due_at is not None
    snooze_task(task.pk, people["aux_c"], task.due_at + HOUR)
    assert Snooze.objects.get().until_at == task.due_at


def test_a_task_put_off_twice_is_put_off_until_the_second(people: People, task: Task) -> None:
    snooze_task(task.pk, people["aux_c"], now() + HOUR)
    snooze_task(task.pk, people["aux_c"], now() + 2 * HOUR)
    assert Snooze.objects.get().until_at == now() + 2 * HOUR


def test_a_task_is_called_back_before_its_time(people: People, task: Task) -> None:
    snooze_task(task.pk, people["aux_c"], now() + HOUR)
    wake_task(task.pk, people["aux_c"])
    assert seen_by(people, "aux_c") == [task.pk]
    with pytest.raises(NotSnoozed):
        wake_task(task.pk, people["aux_c"])


def test_who_has_not_the_role_neither_takes_nor_puts_off(people: People, task: Task) -> None:
    with pytest.raises(RoleMissing):
        claim_task(task.pk, people["rec"])
    with pytest.raises(RoleMissing):
        snooze_task(task.pk, people["rec"], now() + HOUR)


def test_who_is_barred_does_not_take(people: People, at_step: Callable[..., Task]) -> None:
    task, both = at_step(4), a_person("both", "G_OP")
    task.case.performers.create(step=2, actor=both, role="AUX_C", first_at=now())
    with pytest.raises(BarredByFourEyes):
        claim_task(task.pk, both)


def test_one_hands_back_only_what_is_his_and_open(colleague: People, task: Task) -> None:
    with pytest.raises(TaskNotOpen):
        release_task(task.pk, colleague["aux_c"])
    claim_task(task.pk, colleague["second"])
    with pytest.raises(TaskNotOpen):
        release_task(task.pk, colleague["aux_c"])
    with pytest.raises(RemarkTooLong):
        release_task(task.pk, colleague["second"], "x" * 201)
    with pytest.raises(NoSuchTask):
        release_task(0, colleague["second"])


@pytest.mark.parametrize(
    ("ahead", "refusal"), [(-HOUR, SnoozeNotAhead), (timedelta(days=31), SnoozeTooLong)]
)
def test_a_task_is_put_off_to_a_time_that_comes_soon(
    people: People, task: Task, ahead: timedelta, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        snooze_task(task.pk, people["aux_c"], now() + ahead)
    assert not Snooze.objects.exists()


def test_what_is_overdue_or_done_is_not_put_off(
    people: People, task: Task, clock: FixedClock
) -> None:
    clock.advance(timedelta(days=10))
    with pytest.raises(OverdueStays):
        snooze_task(task.pk, people["aux_c"], now() + HOUR)
    perform(task.pk, people["aux_c"], {"amount": "50"})
    with pytest.raises(TaskNotOpen):
        snooze_task(task.pk, people["aux_c"], now() + HOUR)
