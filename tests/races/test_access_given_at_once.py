"""Roles that may not meet, given to one person at once by eight hands (S3): one of them stands."""

from itertools import combinations
from typing import Any

from cartera.control.people.models import RoleGrant, User
from cartera.control.people.roles import conflicting
from cartera.control.workflow.engine import open_case, perform
from cartera.control.workflow.models import Task
from cartera.procedures.players import Players
from tests.invariants import broken
from tests.races.clients import ROUNDS, Attempt, Clients

# Any two of them may not meet in one person.
APART = ("R_CUST", "AP_AB", "CONTAB", "ADM_ACC", "AUD_INT")


@ROUNDS
def test_of_roles_that_may_not_meet_one_is_given(
    players: Players, clients: Clients, rounds: int
) -> None:
    assert all(conflicting(frozenset({one}), other) for one, other in combinations(APART, 2))
    for number in range(rounds):
        person = User.objects.create(
            username=f"nuevo{number}", full_name="Nuevo", email=f"nuevo{number}@x.example"
        )
        tasks = [_asked(players, person, APART[n % len(APART)], n) for n in range(8)]
        won, lost = clients.race([_granting(players, task) for task in tasks])
        held = set(RoleGrant.objects.filter(user=person).values_list("role", flat=True))
        assert len(held) == 1
        assert won
        assert {refusal.code for refusal in lost} <= {"roles-conflict"}
    assert broken() == []


def _asked(players: Players, person: User, role: str, number: int) -> Task:
    typed: dict[str, Any] = {
        "kind": "role",
        "user": person.username,
        "role": role,
        "from_on": f"2026-01-{6 + number:02}",
        "reason": "se contrató",
    }
    case_id = open_case("INT-08", players.users["adm_acc"], typed).case_id
    return Task.objects.get(case_id=case_id, state="open")


def _granting(players: Players, task: Task) -> Attempt:
    return lambda: perform(task.pk, players.users["g_gral"], {})
