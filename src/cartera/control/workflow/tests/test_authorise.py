"""Signatures that a step waits for, and what makes them void."""

from collections.abc import Callable

import pytest

from cartera.control.workflow.engine import perform, send_back
from cartera.control.workflow.inputs import digest
from cartera.control.workflow.models import AccessRequest, Approval, Task
from cartera.control.workflow.refusals import (
    ApprovalOutdated,
    BarredByFourEyes,
    ContentChanged,
    RoleMissing,
    TaskNotOpen,
)
from cartera.control.workflow.selectors import last_signature
from cartera.control.workflow.tests.conftest import People, a_person, the_task
from cartera.control.workflow.tests.toy import content

AtStep = Callable[..., Task]


def waiting_for(case_id: int) -> dict[str, int]:
    tasks = Task.objects.filter(case_id=case_id, state="open", kind="authorisation")
    return dict(tasks.values_list("role", "pk"))


def test_without_need_no_signature_is_waited_for(at_step: AtStep) -> None:
    assert at_step(5, big=False).kind == "step"


def test_one_of_each_group_signs_and_the_case_goes_on(people: People, at_step: AtStep) -> None:
    case = at_step(5, big=True).case_id
    waiting = waiting_for(case)
    assert set(waiting) == {"G_GRAL", "G_NEG", "DIR_FIN"}
    perform(waiting["G_NEG"], people["g_neg"], {})
    assert set(waiting_for(case)) == {"DIR_FIN"}
    with pytest.raises(TaskNotOpen):
        perform(waiting["G_GRAL"], people["g_gral"], {})
    perform(waiting["DIR_FIN"], people["dir_fin"], {})
    assert the_task(case).step == 5
    signed = digest(content(AccessRequest.objects.get(case=case)))
    hashes = Approval.objects.filter(case=case, step=4).values_list("content_hash", flat=True)
    assert list(hashes) == [signed] * 3


def test_a_signature_keeps_what_it_signed(people: People, at_step: AtStep) -> None:
    case = at_step(5, big=True).case_id
    perform(waiting_for(case)["G_GRAL"], people["g_gral"], {})
    kept = last_signature(case)
    assert kept is not None
    assert (kept.signer, digest(kept.content)) == (people["g_gral"], kept.content_hash)
    assert kept.content == content(AccessRequest.objects.get(case=case))


def test_nobody_signs_twice_nor_what_he_made_himself(people: People, at_step: AtStep) -> None:
    many = a_person("many", "G_GRAL", "DIR_FIN")
    case = at_step(5, big=True).case_id
    perform(waiting_for(case)["G_GRAL"], many, {})
    with pytest.raises(BarredByFourEyes):
        perform(waiting_for(case)["DIR_FIN"], many, {})
    maker = a_person("maker", "G_OP", "DIR_FIN")
    fourth = at_step(4)
    perform(fourth.pk, maker, {"big": True})
    with pytest.raises(BarredByFourEyes):
        perform(waiting_for(fourth.case_id)["DIR_FIN"], maker, {})
    with pytest.raises(RoleMissing):
        perform(waiting_for(fourth.case_id)["DIR_FIN"], people["g_op"], {})


def test_whoever_sent_it_back_signs_it_when_it_is_made_anew(
    people: People, at_step: AtStep
) -> None:
    case = at_step(5, big=True).case_id
    perform(waiting_for(case)["G_NEG"], people["g_neg"], {})
    send_back(waiting_for(case)["DIR_FIN"], people["dir_fin"], "explique")
    assert waiting_for(case) == {}
    perform(the_task(case).pk, people["g_op"], {"big": True})
    for who in ("g_neg", "dir_fin"):
        perform(waiting_for(case)[who.upper()], people[who], {})
    assert the_task(case).step == 5


def test_a_signature_is_void_once_what_was_signed_changes(people: People, at_step: AtStep) -> None:
    task = at_step(5)
    rows = AccessRequest.objects.filter(case=task.case_id)
    signed = rows.get().reason
    rows.update(reason="otra cosa")
    with pytest.raises(ApprovalOutdated):
        perform(task.pk, people["g_gral"], {})
    rows.update(reason=signed)
    perform(task.pk, people["g_gral"], {})


def test_what_the_signer_saw_must_be_what_he_signs(people: People, at_step: AtStep) -> None:
    task = at_step(4)
    seen = digest(content(AccessRequest.objects.get(case=task.case_id)))
    AccessRequest.objects.filter(case=task.case_id).update(reason="cambiada")
    with pytest.raises(ContentChanged):
        perform(task.pk, people["g_op"], {}, seen=seen)
    perform(task.pk, people["g_op"], {}, seen=digest(content(_request(task))))


def _request(task: Task) -> AccessRequest:
    return AccessRequest.objects.get(case=task.case_id)
