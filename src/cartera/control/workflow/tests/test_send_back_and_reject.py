"""An operation goes back, or ends; the reason is kept either way."""

from collections.abc import Callable

import pytest

from cartera.control.audit.models import Event
from cartera.control.workflow.engine import perform, reject, send_back
from cartera.control.workflow.models import AccessRequest, Case, Task
from cartera.control.workflow.refusals import (
    CannotReject,
    CannotSendBack,
    ClaimedByAnother,
    ReasonMissing,
    RoleMissing,
    TaskNotOpen,
)
from cartera.control.workflow.tests.conftest import People, a_case, a_person, the_task

AtStep = Callable[..., Task]


def test_what_is_sent_back_waits_there_with_its_reason(people: People) -> None:
    case = a_case(people)
    task = the_task(case)
    send_back(task.pk, people["aux_c"], "falta la carta")
    waiting = the_task(case)
    assert (waiting.step, waiting.note) == (1, "falta la carta")
    task.refresh_from_db()
    assert (task.state, task.note, task.done_by) == (
        "sent_back",
        "falta la carta",
        people["aux_c"],
    )
    event = Event.objects.latest("seq")
    assert (event.kind, event.result, event.reason) == ("sent_back", "1", "falta la carta")
    perform(waiting.pk, people["rec"], {"reason": "con carta"})
    assert the_task(case).step == 2


@pytest.mark.usefixtures("personal")
def test_what_is_sent_back_to_a_named_person_waits_for_him(people: People) -> None:
    case = a_case(people)
    colleague = a_person("colleague", "REC")
    send_back(the_task(case).pk, people["aux_c"], "falta la carta")
    waiting = the_task(case)
    assert (waiting.step, waiting.claimed_by, waiting.note) == (1, people["rec"], "falta la carta")
    with pytest.raises(ClaimedByAnother):
        perform(waiting.pk, colleague, {"reason": "con carta"})
    perform(waiting.pk, people["rec"], {"reason": "con carta"})
    assert the_task(case).claimed_by is None


def test_what_is_rejected_ends_and_sets_free_what_it_held(people: People) -> None:
    case = a_case(people)
    reject(the_task(case).pk, people["aux_c"], "no procede")
    assert Case.objects.get(pk=case).state == "rejected"
    assert AccessRequest.objects.get(case=case).state == "rejected"
    assert not Task.objects.filter(case=case, state="open").exists()
    event = Event.objects.latest("seq")
    assert (event.kind, event.reason) == ("rejected", "no procede")


@pytest.mark.parametrize("blank", ["", "   ", "\n\t"])
def test_neither_goes_without_a_reason(people: People, blank: str) -> None:
    task = the_task(a_case(people))
    with pytest.raises(ReasonMissing):
        send_back(task.pk, people["aux_c"], blank)
    with pytest.raises(ReasonMissing):
        reject(task.pk, people["aux_c"], blank)
    assert the_task(task.case_id).pk == task.pk


def test_only_the_declared_steps_can_be_gone_back_to(people: People, at_step: AtStep) -> None:
    fourth = at_step(4)
    with pytest.raises(CannotSendBack):
        send_back(fourth.pk, people["g_op"], "mal", to=3)
    with pytest.raises(CannotSendBack):
        send_back(fourth.pk, people["g_op"], "mal", to=99)
    third = at_step(3)
    with pytest.raises(CannotSendBack):
        send_back(third.pk, people["aux_c"], "mal")


def test_only_steps_that_check_can_reject(people: People, at_step: AtStep) -> None:
    with pytest.raises(CannotReject):
        reject(at_step(4).pk, people["g_op"], "no")


def test_only_whoever_may_do_the_step_sends_back_or_rejects(people: People) -> None:
    task = the_task(a_case(people))
    for refuse in (send_back, reject):
        with pytest.raises(RoleMissing):
            refuse(task.pk, people["g_op"], "no")


def test_nothing_is_sent_back_or_rejected_twice(people: People) -> None:
    task = the_task(a_case(people))
    send_back(task.pk, people["aux_c"], "falta")
    for refuse in (send_back, reject):
        with pytest.raises(TaskNotOpen):
            refuse(task.pk, people["aux_c"], "otra vez")
