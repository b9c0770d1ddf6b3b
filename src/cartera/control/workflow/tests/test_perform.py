"""What `perform` does, then what it refuses, in the order in which it asks."""

from collections.abc import Callable, Mapping

import pytest

from cartera.control.audit.models import Event
from cartera.control.people.models import RoleGrant
from cartera.control.workflow.claiming import claim_task
from cartera.control.workflow.engine import open_case, perform, rehearse
from cartera.control.workflow.models import AccessRequest, Case, Performer, Task
from cartera.control.workflow.refusals import (
    BarredByFourEyes,
    ClaimedByAnother,
    InputsInvalid,
    NoSuchStep,
    NoSuchTask,
    RoleMissing,
    TaskNotOpen,
)
from cartera.control.workflow.tests.conftest import People, a_case, a_person, the_task
from cartera.control.workflow.tests.toy import CODE, TooMuch
from cartera.kernel.refusals import Refusal

AtStep = Callable[..., Task]


def last_event() -> Event:
    found = Event.objects.order_by("-seq").first()
    assert found is not None
    return found


def test_a_case_begins_with_its_first_step_and_waits_for_the_second(people: People) -> None:
    done = open_case(CODE, people["rec"], {"reason": "falta personal"})
    case = Case.objects.get(pk=done.case_id)
    assert (case.procedure, case.number, case.title) == (CODE, 1, "falta personal")
    waiting = the_task(case.pk)
    assert (waiting.step, waiting.role, waiting.kind) == (2, "AUX_C", "step")
    event = last_event()
    assert (event.kind, event.step, event.role, event.actor) == ("opened", 1, "REC", people["rec"])


def test_the_step_is_done_its_doer_named_and_the_next_one_waits(people: People) -> None:
    case = a_case(people)
    done = perform(the_task(case).pk, people["aux_c"], {"amount": "50.00"})
    assert (done.outcome, done.note, dict(done.result)["amount"]) == ("usual", "visto", 50)
    assert the_task(case).step == 3
    assert Performer.objects.filter(case=case, step=2, actor=people["aux_c"]).exists()
    assert AccessRequest.objects.get(case=case).reason == "revisado 50.00"


def test_an_outcome_can_skip_steps(people: People) -> None:
    case = a_case(people)
    assert perform(the_task(case).pk, people["aux_c"], {"amount": "9.99"}).outcome == "little"
    assert the_task(case).step == 4


def test_a_repeated_step_waits_until_somebody_finishes_it(people: People, at_step: AtStep) -> None:
    task = at_step(3)
    for _ in range(3):
        perform(task.pk, people["aux_c"], {"text": "a", "finish": False})
        assert the_task(task.case_id).pk == task.pk
    perform(task.pk, people["aux_c"], {"text": "z"})
    assert AccessRequest.objects.get(case=task.case_id).reason == "revisado 50aaaz"
    assert the_task(task.case_id).step == 4


def test_the_last_step_ends_the_case(people: People, at_step: AtStep) -> None:
    task = at_step(5)
    perform(task.pk, people["g_gral"], {})
    case = Case.objects.get(pk=task.case_id)
    assert (case.state, case.closed_at is not None) == ("closed", True)
    assert not Task.objects.filter(case=case, state="open").exists()


def test_a_rehearsal_shows_what_would_happen_and_leaves_nothing(people: People) -> None:
    case = a_case(people)
    events = Event.objects.count()
    task = the_task(case)
    seen = rehearse(task.pk, people["aux_c"], {"amount": "50"}, lambda pk: the_task(pk).step)
    assert seen == 3
    assert the_task(case).pk == task.pk
    assert AccessRequest.objects.get(case=case).reason == "falta personal"
    assert Event.objects.count() == events


def refused(people: People, task_id: int, who: str, inputs: Mapping[str, object]) -> Refusal:
    """The refusal; it changed nothing but the chain, where it is kept with its reason."""
    before = list(Task.objects.order_by("id").values())
    reasons = list(AccessRequest.objects.order_by("id").values_list("reason", "state"))
    performers = Performer.objects.count()
    with pytest.raises(Refusal) as caught:
        perform(task_id, people[who], inputs)
    assert list(Task.objects.order_by("id").values()) == before
    assert list(AccessRequest.objects.order_by("id").values_list("reason", "state")) == reasons
    assert Performer.objects.count() == performers
    event = last_event()
    assert (event.kind, event.result, event.actor) == ("refused", caught.value.code, people[who])
    assert event.reason == str(caught.value)
    return caught.value


def test_refusals_come_in_their_order(people: People, at_step: AtStep) -> None:
    """Each inner wrong is there from the start; only the outermost is told."""
    people = {**people, "both": a_person("both", "AUX_C", "G_OP"), "nobody": a_person("nobody")}
    bad = {"big": "tal vez"}
    assert isinstance(refused(people, 987_654, "nobody", bad), NoSuchTask)
    case = a_case(people)
    second = the_task(case)
    perform(second.pk, people["both"], {"amount": "50"})
    assert isinstance(refused(people, second.pk, "nobody", bad), TaskNotOpen)
    perform(the_task(case).pk, people["aux_c"], {})
    fourth = the_task(case).pk
    assert isinstance(refused(people, fourth, "nobody", bad), RoleMissing)
    assert isinstance(refused(people, fourth, "both", bad), BarredByFourEyes)
    assert isinstance(refused(people, fourth, "g_op", bad), InputsInvalid)
    perform(fourth, people["g_op"], {})


def test_a_refusal_of_the_act_undoes_what_the_act_wrote(people: People) -> None:
    case = a_case(people)
    refusal = refused(people, the_task(case).pk, "aux_c", {"amount": "1000.01"})
    assert isinstance(refusal, TooMuch)
    assert refusal.field == "amount"
    assert last_event().inputs_hash != ""


@pytest.mark.parametrize(
    ("typed", "path", "said"),
    [
        ({}, "amount", "falta este dato"),
        ({"amount": "1234,56"}, "amount", "escriba un número, como 1234.56"),
        ({"amount": "1.005"}, "amount", "a lo más 2 decimales"),
        ({"amount": "0"}, "amount", "debe ser mayor que 0"),
        ({"amount": "-5"}, "amount", "debe ser mayor que 0"),
        ({"amount": "NaN"}, "amount", "escriba un número, como 1234.56"),
        ({"amount": "1e30"}, "amount", "la cifra es demasiado grande"),
        ({"amount": "5", "on": "31/12/2026"}, "on", "escriba una fecha, como 2026-02-28"),
        ({"amount": "5", "on": "2026-02-30"}, "on", "escriba una fecha, como 2026-02-28"),
        ({"amount": "5", "role": "G_GRAL"}, "role", "este dato no se pide aquí"),
    ],
)
def test_each_wrong_input_is_told_at_its_field(
    people: People, typed: dict[str, object], path: str, said: str
) -> None:
    refusal = refused(people, the_task(a_case(people)).pk, "aux_c", typed)
    assert isinstance(refusal, InputsInvalid)
    assert refusal.errors == [(path, said)]


def test_a_superuser_has_no_role_by_being_one(people: People) -> None:
    people = {**people, "root": a_person("root", is_superuser=True, is_staff=True)}
    assert isinstance(refused(people, the_task(a_case(people)).pk, "root", {}), RoleMissing)


def test_somebody_who_left_has_no_role(people: People) -> None:
    case = a_case(people)
    people["aux_c"].is_active = False
    people["aux_c"].save()
    assert isinstance(refused(people, the_task(case).pk, "aux_c", {}), RoleMissing)


def test_a_role_that_ended_yesterday_is_not_held(people: People) -> None:
    case = a_case(people)
    RoleGrant.objects.filter(user=people["aux_c"]).update(until_on="2026-01-04")
    assert isinstance(refused(people, the_task(case).pk, "aux_c", {}), RoleMissing)


def test_a_task_that_another_took_waits_for_him(people: People) -> None:
    people = {**people, "second": a_person("second", "AUX_C")}
    case = a_case(people)
    claim_task(the_task(case).pk, people["second"])
    answer = refused(people, the_task(case).pk, "aux_c", {"amount": "5"})
    assert isinstance(answer, ClaimedByAnother)
    assert "Second" in str(answer)
    perform(the_task(case).pk, people["second"], {"amount": "5"})


def test_who_may_not_do_a_step_does_not_take_it(people: People) -> None:
    with pytest.raises(RoleMissing):
        claim_task(the_task(a_case(people)).pk, people["g_op"])


def test_a_procedure_nobody_knows_is_refused(people: People) -> None:
    with pytest.raises(NoSuchStep):
        open_case("PCI-F99", people["rec"], {})


def test_a_case_that_is_refused_at_its_opening_takes_no_number(people: People) -> None:
    with pytest.raises(InputsInvalid):
        open_case(CODE, people["rec"], {})
    with pytest.raises(RoleMissing):
        open_case(CODE, people["aux_c"], {"reason": "x"})
    assert Case.objects.get(pk=a_case(people)).number == 1
