"""Four eyes (S2): maker and checker are never one person, in his own name or in another's."""

from collections.abc import Callable
from datetime import date

import pytest

from cartera.control.audit.models import Event
from cartera.control.people.models import User
from cartera.control.workflow.engine import perform, reject, send_back
from cartera.control.workflow.models import Performer, Task
from cartera.control.workflow.refusals import BarredByFourEyes, RoleMissing
from cartera.control.workflow.tests.conftest import People, a_person, stands_in, the_task

AtStep = Callable[..., Task]
FROM, UNTIL = date(2026, 1, 1), date(2026, 1, 31)


def made_by(at_step: AtStep, maker: User) -> int:
    """A case whose step 2 `maker` did, waiting at the step that he is barred from."""
    task = at_step(2)
    perform(task.pk, maker, {"amount": "5"})
    return the_task(task.case_id).pk


def test_who_stands_in_acts_for_whom_he_stands_in(people: People, at_step: AtStep) -> None:
    substitute = a_person("substitute")
    stands_in(substitute, people["g_op"], "G_OP", FROM, UNTIL)
    task = at_step(4)
    perform(task.pk, substitute, {})
    done = Performer.objects.get(case=task.case_id, step=4)
    assert (done.actor, done.on_behalf_of, done.role) == (substitute, people["g_op"], "G_OP")
    event = Event.objects.latest("seq")
    assert (event.actor, event.on_behalf_of) == (substitute, people["g_op"])


@pytest.mark.parametrize(
    ("from_on", "until_on"),
    [(date(2025, 12, 1), date(2026, 1, 4)), (date(2026, 1, 6), date(2026, 1, 31))],
)
def test_a_stand_in_counts_from_its_first_day_to_its_last(
    people: People, at_step: AtStep, from_on: date, until_on: date
) -> None:
    substitute = a_person("substitute")
    stands_in(substitute, people["g_op"], "G_OP", from_on, until_on)
    with pytest.raises(RoleMissing):
        perform(at_step(4).pk, substitute, {})


def test_nobody_stands_in_for_a_role_that_the_absent_does_not_hold(
    people: People, at_step: AtStep
) -> None:
    substitute = a_person("substitute")
    stands_in(substitute, people["rec"], "G_OP", FROM, UNTIL)
    with pytest.raises(RoleMissing):
        perform(at_step(4).pk, substitute, {})


@pytest.mark.parametrize("columns", [{}, {"is_superuser": True, "is_staff": True}])
def test_the_maker_does_not_check(
    people: People, at_step: AtStep, columns: dict[str, bool]
) -> None:
    both = a_person("both", "AUX_C", "G_OP", **columns)
    waiting = made_by(at_step, both)
    with pytest.raises(BarredByFourEyes):
        perform(waiting, both, {})
    for turn_down in (send_back, reject):
        with pytest.raises(BarredByFourEyes):
            turn_down(waiting, both, "no")
    perform(waiting, people["g_op"], {})


def test_the_maker_does_not_check_in_anothers_name(people: People, at_step: AtStep) -> None:
    maker = a_person("maker", "AUX_C")
    stands_in(maker, people["g_op"], "G_OP", FROM, UNTIL)
    waiting = made_by(at_step, maker)
    with pytest.raises(BarredByFourEyes):
        perform(waiting, maker, {})


def test_nobody_checks_in_the_makers_name(people: People, at_step: AtStep) -> None:
    both, substitute = a_person("both", "AUX_C", "G_OP"), a_person("substitute")
    stands_in(substitute, both, "G_OP", FROM, UNTIL)
    waiting = made_by(at_step, both)
    with pytest.raises(BarredByFourEyes):
        perform(waiting, substitute, {})


def test_he_in_whose_name_it_was_made_does_not_check(people: People, at_step: AtStep) -> None:
    absent, substitute = a_person("absent", "AUX_C", "G_OP"), a_person("substitute")
    stands_in(substitute, absent, "AUX_C", FROM, UNTIL)
    waiting = made_by(at_step, substitute)
    with pytest.raises(BarredByFourEyes):
        perform(waiting, absent, {})


def test_who_holds_the_role_himself_and_for_another_uses_the_free_seat(
    people: People, at_step: AtStep
) -> None:
    """The barred seat is the absent person's; his own is free."""
    absent, checker = a_person("absent", "AUX_C", "G_OP"), a_person("checker", "G_OP")
    stands_in(checker, absent, "G_OP", FROM, UNTIL)
    waiting = made_by(at_step, absent)
    perform(waiting, checker, {})
    done = Performer.objects.get(step=4, actor=checker)
    assert done.on_behalf_of is None
