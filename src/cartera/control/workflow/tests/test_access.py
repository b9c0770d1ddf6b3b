"""Roles that must not meet in one person are refused when they are given (S3, INT-08)."""

from datetime import date
from itertools import combinations
from typing import Any

import pytest

from cartera.control.people.models import RoleGrant, StandIn
from cartera.control.people.roles import ROLES, conflicting
from cartera.control.workflow.engine import open_case, perform
from cartera.control.workflow.refusals import (
    AbsentLacksRole,
    AccessForOneself,
    RoleMissing,
    RolesConflict,
    StandInNeedsEnd,
    UnknownPerson,
    UnknownRole,
)
from cartera.control.workflow.tests.conftest import People, a_person, stands_in, the_task

CONFLICTS = [
    (one, other)
    for one, other in combinations(ROLES, 2)
    if conflicting(frozenset({one}), other) and ROLES[one].kind != "external"
]


def asked(people: People, **typed: Any) -> int:
    usual = {"kind": "role", "from_on": "2026-01-05", "reason": "se contrató"}
    return open_case("INT-08", people["adm_acc"], usual | typed).case_id


def granted(people: People, case_id: int) -> None:
    perform(the_task(case_id).pk, people["g_gral"], {})


def test_a_role_is_asked_for_by_one_and_given_by_another(people: People) -> None:
    new = a_person("nuevo")
    case = asked(people, user="nuevo", role="AUX_C")
    assert not RoleGrant.objects.filter(user=new).exists()
    granted(people, case)
    grant = RoleGrant.objects.get(user=new)
    assert (grant.role, grant.granted_by, grant.until_on) == ("AUX_C", people["g_gral"], None)


def test_a_stand_in_has_its_end(people: People) -> None:
    typed = {"kind": "stand_in", "user": "rec", "absent": "g_op", "role": "G_OP"}
    with pytest.raises(StandInNeedsEnd):
        asked(people, **typed)
    granted(people, asked(people, **typed, until_on="2026-01-20"))
    assert StandIn.objects.get().substitute == people["rec"]


def test_a_role_is_taken_away_the_day_before(people: People) -> None:
    case = asked(people, kind="end_role", user="g_op", role="G_OP", from_on="2026-01-10")
    granted(people, case)
    assert str(RoleGrant.objects.get(user=people["g_op"]).until_on) == "2026-01-09"


@pytest.mark.parametrize(("held", "role"), [*CONFLICTS, *((b, a) for a, b in CONFLICTS)])
def test_roles_that_must_not_meet_are_refused(people: People, held: str, role: str) -> None:
    a_person("alguien", held)
    with pytest.raises(RolesConflict):
        asked(people, user="alguien", role=role)
    covering = {"kind": "stand_in", "absent": "cte", "until_on": "2026-02-01"}
    with pytest.raises(RolesConflict):
        asked(people, user="alguien", role=role, **covering)


def test_the_conflict_is_seen_again_when_it_is_granted(people: People) -> None:
    new = a_person("nuevo")
    first = asked(people, user="nuevo", role="R_CUST")
    second = asked(people, user="nuevo", role="AP_AB")
    granted(people, first)
    with pytest.raises(RolesConflict):
        granted(people, second)
    assert set(RoleGrant.objects.filter(user=new).values_list("role", flat=True)) == {"R_CUST"}


def test_what_is_not_there_is_refused(people: People) -> None:
    with pytest.raises(UnknownRole):
        asked(people, user="rec", role="JEFE")
    with pytest.raises(UnknownPerson):
        asked(people, user="nadie", role="REC")
    typed = {"kind": "stand_in", "user": "rec", "absent": "cte", "role": "G_NEG"}
    case = asked(people, **typed, until_on="2026-01-20")
    with pytest.raises(AbsentLacksRole):
        granted(people, case)


def test_access_is_not_given_by_who_asks(people: People) -> None:
    case = asked(people, user="rec", role="AUX_C")
    with pytest.raises(RoleMissing):
        perform(the_task(case).pk, people["adm_acc"], {})


def test_what_concerns_general_management_is_decided_by_operations(people: People) -> None:
    """Whoever holds it, or stands in for it, does not decide for himself."""
    case = asked(people, user="g_gral", role="G_NEG")
    task = the_task(case)
    assert (task.step, task.role) == (3, "G_OP")
    with pytest.raises(RoleMissing):
        perform(task.pk, people["g_gral"], {})
    perform(task.pk, people["g_op"], {})
    assert RoleGrant.objects.filter(user=people["g_gral"], role="G_NEG").exists()


def test_who_stands_in_for_general_management_is_decided_by_operations_too(
    people: People,
) -> None:
    cover = {"kind": "stand_in", "user": "g_neg", "absent": "g_gral", "role": "G_GRAL"}
    granted(people, asked(people, **cover, until_on="2026-01-20"))
    assert the_task(asked(people, user="g_neg", role="DIR_FIN")).role == "G_OP"


def test_nobody_decides_for_himself(people: People) -> None:
    """Not even who came to hold the role after it was asked for."""
    new = a_person("nuevo", "DIR_FIN")
    case = asked(people, user="nuevo", role="G_NEG")
    granted(people, asked(people, user="nuevo", role="G_GRAL"))
    with pytest.raises(AccessForOneself):
        perform(the_task(case).pk, new, {})
    granted(people, case)


def test_nobody_decides_for_whom_he_stands_in(people: People) -> None:
    case = asked(people, user="dir_fin", role="G_NEG")
    granted(people, asked(people, user="dir_fin", role="G_GRAL"))
    stands_in(people["rec"], people["dir_fin"], "G_GRAL", date(2026, 1, 1), date(2026, 2, 1))
    with pytest.raises(AccessForOneself):
        perform(the_task(case).pk, people["rec"], {})
