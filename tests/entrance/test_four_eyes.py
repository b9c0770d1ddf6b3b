"""Maker is never checker (S2): every pair of steps that the procedures keep apart, for a superuser
who holds every role, in the engine, at the page and by key, by himself and by stand-in.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from cartera.api.calls.steps import by_page
from cartera.api.schemas import schema_of
from cartera.control.people.models import RoleGrant, StandIn, User
from cartera.control.workflow.engine import perform, reject, send_back
from cartera.control.workflow.models import Case, Performer, Task
from cartera.control.workflow.refusals import BarredByFourEyes
from cartera.control.workflow.registry import procedures, step_of
from cartera.kernel.clock import now
from tests.api.calling import read, send
from tests.entrance.calls import by_token
from tests.entrance.house import House, thrown_away
from tests.entrance.knocking import by_session

APART = [
    (procedure.code, step.number, barred)
    for procedure in procedures()
    for step in procedure.steps
    for barred in step.not_by
]

BARRED = "barred-by-four-eyes"
_REASON = {"reason": "motivo"}
_BESIDES: dict[str, dict[str, str]] = {"claim": {}, "send-back": _REASON, "reject": _REASON}


def test_pairs_are_kept_apart_in_every_house_procedure_that_checks() -> None:
    assert len(APART) >= 20
    assert {code for code, _, _ in APART} >= {"PCI-F01", "PCI-F09", "PCI-F10", "INT-08", "INT-15"}
    recovery = {"PCI-F02", "PCI-F03.2", "PCI-F04", "PCI-F05", "PCI-F06", "PCI-F08", "PCI-F11"}
    assert {code for code, _, _ in APART} >= {*recovery, "INT-17", "INT-18", "INT-19", "INT-22"}


@pytest.mark.parametrize(("code", "number", "barred"), APART)
def test_who_made_it_does_not_check_it(house: House, code: str, number: int, barred: int) -> None:
    step = next(p for p in procedures() if p.code == code).step(number)
    assert step is not None
    for by_stand_in in (False, True):
        with thrown_away():
            person = _superuser(step.roles[0], by_stand_in)
            maker = User.objects.get(username="absent") if by_stand_in else person
            task = _waiting(code, number, step.role, barred, maker)
            with pytest.raises(BarredByFourEyes):
                perform(task.pk, person, {})
            with pytest.raises(BarredByFourEyes):
                send_back(task.pk, person, "motivo")
            with pytest.raises(BarredByFourEyes):
                reject(task.pk, person, "motivo")
            task.refresh_from_db()
            assert task.state == "open"


@pytest.mark.parametrize(("code", "number", "barred"), APART)
def test_no_key_lets_who_made_it_check_it(
    house: House, code: str, number: int, barred: int
) -> None:
    """A step that signs or decides is done by no key at all; the rest the engine refuses."""
    procedure, step = step_of(code, number)
    by_key = "needs-the-page" if by_page(procedure, step) else BARRED
    told = _well_formed(schema_of(step.act))
    for by_stand_in in (False, True):
        with thrown_away():
            person = _superuser(step.roles[0], by_stand_in)
            maker = User.objects.get(username="absent") if by_stand_in else person
            task = _waiting(code, number, step.role, barred, maker)
            program = by_token(person)
            done = send(program, f"/procedures/{code}/steps/{number}/{task.pk}", told)
            assert (done.status_code, done.json()["code"]) == (403, by_key)
            for does, body in _BESIDES.items():
                answer = send(program, f"/tasks/{task.pk}/{does}", body)
                assert (answer.status_code, answer.json()["code"]) == (403, BARRED), does
            assert read(program, f"/tasks/{task.pk}").json()["why_not"]["code"] == BARRED
            task.refresh_from_db()
            assert (task.state, task.claimed_by_id) == ("open", None)


def _well_formed(schema: Mapping[str, Any]) -> Any:
    """The least that a schema takes: whoever is barred is told so, whatever he wrote."""
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"):
        case "object":
            parts = schema["properties"]
            return {name: _well_formed(parts[name]) for name in schema.get("required", ())}
        case "array":
            return [_well_formed(schema["items"])] * schema.get("minItems", 0)
        case "boolean":
            return True
        case "integer":
            return 1
    if schema.get("format") == "date":
        return "2026-01-06"
    return "1" if "pattern" in schema else "x"


@pytest.mark.parametrize("asks", ["do", "back", "reject", "claim"])
def test_the_page_bars_a_superuser_too(house: House, asks: str) -> None:
    person = _superuser("REC", by_stand_in=False)
    task = Task.objects.get(pk=house.open_task)
    Performer.objects.create(
        case=task.case, step=task.step, actor=person, role="REC", first_at=now(), kind="step"
    )
    checks = Task.objects.create(
        case=task.case, procedure="PCI-F01", step=11, role="G_OP", opened_at=now()
    )
    Performer.objects.create(
        case=task.case, step=7, actor=person, role="J_OP", first_at=now(), kind="step"
    )
    RoleGrant.objects.create(user=person, role="G_OP", from_on=date(2026, 1, 1), recorded_at=now())
    answer = by_session(person).post(f"/tarea/{checks.pk}/", {"_asks": asks, "reason": "motivo"})
    assert answer.status_code == 403
    checks.refresh_from_db()
    assert (checks.state, checks.claimed_by_id) == ("open", None)


def _superuser(role: str, by_stand_in: bool) -> User:
    """Somebody for whom Django would open every door, with the role by himself or by stand-in."""
    made = {
        name: User.objects.create(
            username=name,
            full_name=name,
            email=f"{name}@x.example",
            is_superuser=True,
            is_staff=True,
        )
        for name in ("super", "absent")
    }
    holder = made["absent"] if by_stand_in else made["super"]
    start = date(2026, 1, 1)
    RoleGrant.objects.create(user=holder, role=role, from_on=start, recorded_at=now())
    if by_stand_in:
        StandIn.objects.create(
            absent=holder,
            substitute=made["super"],
            role=role,
            from_on=start,
            until_on=date(2026, 12, 31),
            reason="vacación",
            recorded_at=now(),
        )
    return made["super"]


def _waiting(code: str, number: int, role: str, barred: int, maker: User) -> Task:
    """A case at the step, of which the person did the step that bars it."""
    case = Case.objects.create(
        procedure=code, number=900_000, opened_at=now(), opened_on=date(2026, 1, 6)
    )
    Performer.objects.create(
        case=case, step=barred, actor=maker, role="REC", first_at=now(), kind="step"
    )
    return Task.objects.create(case=case, procedure=code, step=number, role=role, opened_at=now())
