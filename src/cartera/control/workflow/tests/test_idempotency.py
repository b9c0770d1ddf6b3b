"""A repeated request has one effect (R3)."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from cartera.control.people.models import User
from cartera.control.workflow.answers import Done
from cartera.control.workflow.engine import open_case, perform
from cartera.control.workflow.models import Case, Request, Task
from cartera.control.workflow.refusals import KeyReused, KeyTooLong, RoleMissing
from cartera.control.workflow.tests.conftest import People, a_case, a_person, the_task
from cartera.control.workflow.tests.toy import CODE

AtStep = Callable[..., Task]
KEYS = 1000


def test_the_second_time_is_answered_like_the_first(people: People) -> None:
    task = the_task(a_case(people)).pk
    first = perform(task, people["aux_c"], {"amount": "50"}, key="una")
    again = perform(task, people["aux_c"], {"amount": "50"}, key="una")
    assert (first.repeated, again.repeated) == (False, True)
    assert again.to_json() == first.to_json()
    assert Case.objects.get(pk=first.case_id).tasks.filter(step=3).count() == 1


def test_a_case_is_opened_once(people: People) -> None:
    first, again = (open_case(CODE, people["rec"], {"reason": "x"}, key="k") for _ in range(2))
    assert again.case_id == first.case_id
    assert Case.objects.filter(procedure=CODE).count() == 1


def test_the_key_with_another_request_is_refused(people: People) -> None:
    task = the_task(a_case(people)).pk
    perform(task, people["aux_c"], {"amount": "50"}, key="una")
    for inputs, who in (({"amount": "51"}, people["aux_c"]), ({"amount": "50"}, a_person("otra"))):
        with pytest.raises(KeyReused):
            perform(task, who, inputs, key="una")
    with pytest.raises(KeyReused):
        open_case(CODE, people["rec"], {"reason": "x"}, key="una")


def test_a_key_longer_than_its_column_is_refused_with_a_sentence(people: People) -> None:
    for key in ("", "k" * 101):
        with pytest.raises(KeyTooLong, match="de 1 a 100 letras"):
            open_case(CODE, people["rec"], {"reason": "falta personal"}, key=key)
    assert open_case(CODE, people["rec"], {"reason": "falta personal"}, key="k" * 100).case_id


def test_a_refused_request_does_not_use_its_key_up(people: People) -> None:
    task = the_task(a_case(people)).pk
    with pytest.raises(RoleMissing):
        perform(task, people["g_op"], {"amount": "50"}, key="una")
    assert not Request.objects.exists()
    assert not perform(task, people["aux_c"], {"amount": "50"}, key="una").repeated


def test_a_thousand_requests_sent_twice_have_a_thousand_effects(
    committed_people: People,
) -> None:
    """Half of the pairs one after the other, half at once from two connections."""
    case_id = a_case(committed_people)
    perform(the_task(case_id).pk, committed_people["aux_c"], {"amount": "50"})
    task, user = the_task(case_id).pk, committed_people["aux_c"]
    half = KEYS // 2
    with ThreadPoolExecutor(2) as pool:
        pair = [pool.submit(_in_turn, task, user, range(half)),
                pool.submit(_in_turn, task, user, range(half, half + half // 2))]  # fmt: skip
        answers = pair[0].result() + pair[1].result()
        barrier = Barrier(2)
        rest = range(half + half // 2, KEYS)
        twins = [pool.submit(_at_once, task, user, rest, barrier) for _ in range(2)]
        answers += twins[0].result() + twins[1].result()
    said = Counter((number, answer.to_json(), answer.repeated) for number, answer in answers)
    assert sorted(said) == sorted(
        (n, answers[0][1].to_json(), again) for n in range(KEYS) for again in (False, True)
    )
    assert set(said.values()) == {1}
    assert Request.objects.count() == KEYS
    assert _effects(case_id) == KEYS


Answers = list[tuple[int, Done]]


def _in_turn(task: int, user: User, numbers: Sequence[int]) -> Answers:
    """Each number twice, one after the other."""
    answers = [(n, _send(task, user, n)) for n in numbers for _ in range(2)]
    connection.close()
    return answers


def _at_once(task: int, user: User, numbers: Sequence[int], barrier: Barrier) -> Answers:
    """Each number once, at the same moment as the other thread."""
    answers = []
    for n in numbers:
        barrier.wait(timeout=60)
        answers.append((n, _send(task, user, n)))
    connection.close()
    return answers


def _send(task: int, user: User, number: int) -> Done:
    return perform(task, user, {"text": "a", "finish": False}, key=f"clave-{number}")


def _effects(case_id: int) -> int:
    """How often the step was really done: the chain has one row for each."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM audit_event WHERE case_id = %s AND step = 3 AND kind = %s",
            [case_id, "performed"],
        )
        return int(cursor.fetchone()[0])
