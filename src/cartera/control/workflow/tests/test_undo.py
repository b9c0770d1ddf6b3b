"""Ten seconds of undo: what each cheap act leaves when it is taken back, then each refusal."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from cartera.control.audit.models import Event
from cartera.control.workflow.claiming import claim_task, release_task, snooze_task
from cartera.control.workflow.engine import perform, send_back
from cartera.control.workflow.models import Snooze, Task
from cartera.control.workflow.refusals import (
    BarredByFourEyes,
    NothingToUndo,
    RoleMissing,
    TooLateToUndo,
    TouchedSince,
)
from cartera.control.workflow.tests.conftest import People, a_case, a_person, the_task
from cartera.control.workflow.undoing import SECONDS, undo
from cartera.kernel.clock import FixedClock, now
from cartera.kernel.refusals import Refusal

HOUR = timedelta(hours=1)
AtStep = Callable[..., Task]


@pytest.fixture
def task(people: People) -> Task:
    return the_task(a_case(people))


def sent_back(task: Task, people: People, who: str = "aux_c", reason: str = "falta") -> int:
    return int(send_back(task.pk, people[who], reason).result["undo"])


def test_a_claim_is_taken_back(people: People, task: Task) -> None:
    undo(claim_task(task.pk, people["aux_c"]), people["aux_c"])
    assert the_task(task.case_id).claimed_by is None


def test_a_task_handed_back_is_held_again_and_the_remark_is_gone(
    people: People, task: Task
) -> None:
    claim_task(task.pk, people["aux_c"])
    undo(release_task(task.pk, people["aux_c"], "no puedo"), people["aux_c"])
    task.refresh_from_db()
    assert (task.claimed_by, task.remark) == (people["aux_c"], "")


def test_a_task_put_off_is_seen_and_held_as_before(people: People, task: Task) -> None:
    claim_task(task.pk, people["aux_c"])
    undo(snooze_task(task.pk, people["aux_c"], now() + HOUR), people["aux_c"])
    assert not Snooze.objects.exists()
    assert the_task(task.case_id).claimed_by == people["aux_c"]


def test_a_second_snooze_taken_back_leaves_the_first(people: People, task: Task) -> None:
    snooze_task(task.pk, people["aux_c"], now() + HOUR)
    undo(snooze_task(task.pk, people["aux_c"], now() + 2 * HOUR), people["aux_c"])
    assert Snooze.objects.get().until_at == now() + HOUR


def test_a_return_is_taken_back_and_all_of_it_is_told(people: People, task: Task) -> None:
    Task.objects.filter(pk=task.pk).update(note="lo de antes", remark="lo dicho")
    claim_task(task.pk, people["aux_c"])
    undo(sent_back(task, people), people["aux_c"])
    again = the_task(task.case_id)
    assert (again.step, again.role, again.note, again.remark) == (
        2,
        "AUX_C",
        "lo de antes",
        "lo dicho",
    )
    assert (again.claimed_by, again.due_at) == (people["aux_c"], task.due_at)
    states = Task.objects.filter(case=task.case_id).order_by("id").values_list("step", "state")
    assert list(states) == [(2, "sent_back"), (1, "cancelled"), (2, "open")]
    last = Event.objects.filter(case_id=task.case_id).order_by("-seq")[0]
    assert (last.kind, last.actor, last.step, last.result) == (
        "undone", people["aux_c"], 2, "sent_back",
    )  # fmt: skip
    perform(again.pk, people["aux_c"], {"amount": "50"})


@pytest.mark.usefixtures("personal")
def test_a_return_to_a_named_person_is_taken_back_until_he_acts(people: People, task: Task) -> None:
    undo(sent_back(task, people), people["aux_c"])
    again = the_task(task.case_id)
    assert (again.step, again.claimed_by) == (2, None)
    number = sent_back(again, people)
    perform(the_task(task.case_id).pk, people["rec"], {"reason": "otra vez"})
    with pytest.raises(TouchedSince):
        undo(number, people["aux_c"])


def test_signatures_given_before_a_return_still_count_when_it_is_taken_back(
    people: People, at_step: AtStep
) -> None:
    case = at_step(5, big=True).case_id
    waiting = {t.role: t for t in Task.objects.filter(case=case, state="open")}
    both = a_person("both", "G_GRAL", "DIR_FIN")
    perform(waiting["G_GRAL"].pk, both, {})
    undo(sent_back(waiting["DIR_FIN"], people, "dir_fin"), people["dir_fin"])
    again = Task.objects.get(case=case, state="open")
    assert (again.role, again.kind) == ("DIR_FIN", "authorisation")
    with pytest.raises(BarredByFourEyes):
        perform(again.pk, both, {})
    perform(again.pk, people["dir_fin"], {})
    assert the_task(case).step == 5


def test_signatures_that_waited_beside_wait_again(people: People, at_step: AtStep) -> None:
    case = at_step(5, big=True).case_id
    waiting = {t.role: t for t in Task.objects.filter(case=case, state="open")}
    undo(sent_back(waiting["DIR_FIN"], people, "dir_fin"), people["dir_fin"])
    found = Task.objects.filter(case=case, state="open").values_list("role", flat=True)
    assert set(found) == set(waiting)


def test_after_ten_seconds_it_stays(people: People, task: Task, clock: FixedClock) -> None:
    number = sent_back(task, people)
    clock.advance(timedelta(seconds=SECONDS))
    undo(number, people["aux_c"])
    number = sent_back(the_task(task.case_id), people)
    clock.advance(timedelta(seconds=SECONDS, milliseconds=1))
    with pytest.raises(TooLateToUndo, match="10 segundos"):
        undo(number, people["aux_c"])
    assert the_task(task.case_id).step == 1


def test_only_once_and_only_by_who_did_it(people: People, task: Task) -> None:
    number = claim_task(task.pk, people["aux_c"])
    with pytest.raises(NothingToUndo):
        undo(number, people["rec"])
    with pytest.raises(NothingToUndo):
        undo(number + 1000, people["aux_c"])
    undo(number, people["aux_c"])
    with pytest.raises(TooLateToUndo):
        undo(number, people["aux_c"])


def test_not_when_the_one_to_whom_it_went_took_it_or_did_it(people: People, task: Task) -> None:
    number = sent_back(task, people)
    claim_task(the_task(task.case_id).pk, people["rec"])
    with pytest.raises(TouchedSince):
        undo(number, people["aux_c"])
    perform(the_task(task.case_id).pk, people["rec"], {"reason": "otra vez"})
    with pytest.raises(TouchedSince):
        undo(number, people["aux_c"])
    assert the_task(task.case_id).step == 2


def test_a_refused_try_of_somebody_else_touches_nothing(people: People, task: Task) -> None:
    number = sent_back(task, people)
    with pytest.raises(RoleMissing):
        perform(the_task(task.case_id).pk, people["g_op"], {})
    undo(number, people["aux_c"])
    assert the_task(task.case_id).step == 2


def test_not_when_a_colleague_took_what_was_handed_back(people: People, task: Task) -> None:
    second = a_person("second", "AUX_C")
    claim_task(task.pk, people["aux_c"])
    ways: tuple[Callable[[], int], ...] = (
        lambda: release_task(task.pk, people["aux_c"]),
        lambda: snooze_task(task.pk, people["aux_c"], now() + HOUR),
    )
    for let_go in ways:
        number = let_go()
        taken = claim_task(task.pk, second)
        with pytest.raises(TouchedSince):
            undo(number, people["aux_c"])
        undo(taken, second)
        claim_task(task.pk, people["aux_c"])


def test_not_a_claim_upon_which_its_doer_acted(people: People, task: Task) -> None:
    number = claim_task(task.pk, people["aux_c"])
    perform(task.pk, people["aux_c"], {"amount": "50"})
    with pytest.raises(TouchedSince):
        undo(number, people["aux_c"])


def test_a_refused_undo_changes_nothing(people: People, task: Task) -> None:
    number = sent_back(task, people)
    claim_task(the_task(task.case_id).pk, people["rec"])
    before = list(Task.objects.order_by("id").values())
    with pytest.raises(Refusal):
        undo(number, people["aux_c"])
    assert list(Task.objects.order_by("id").values()) == before
