"""Maker is never checker (S2): every pair of steps that the procedures keep apart, for a superuser
who holds every role, in the engine and at the page, by himself and by stand-in.
"""

from datetime import date

import pytest

from cartera.control.people.models import RoleGrant, StandIn, User
from cartera.control.workflow.engine import perform, reject, send_back
from cartera.control.workflow.models import Case, Performer, Task
from cartera.control.workflow.refusals import BarredByFourEyes
from cartera.control.workflow.registry import procedures
from cartera.kernel.clock import now
from tests.entrance.house import House, thrown_away
from tests.entrance.knocking import by_session

APART = [
    (procedure.code, step.number, barred)
    for procedure in procedures()
    for step in procedure.steps
    for barred in step.not_by
]


def test_pairs_are_kept_apart_in_every_house_procedure_that_checks() -> None:
    assert len(APART) >= 20
    assert {code for code, _, _ in APART} >= {"PCI-F01", "PCI-F09", "PCI-F10", "INT-08", "INT-15"}


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
