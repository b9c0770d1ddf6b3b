"""A company of a few people, and the procedure that the engine is tried on."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cartera.company.models import Company
from cartera.control.people.models import RoleGrant, StandIn, User
from cartera.control.workflow import registry
from cartera.control.workflow.engine import open_case, perform
from cartera.control.workflow.models import Task
from cartera.control.workflow.tests.toy import CODE, TOY
from cartera.kernel.clock import FixedClock, now

YEAR = date(2026, 1, 1)
ROLES = ("CTE", "REC", "AUX_C", "G_OP", "G_GRAL", "G_NEG", "DIR_FIN", "ADM_ACC", "R_CUST")

People = Mapping[str, User]


@pytest.fixture
def toy() -> Iterator[None]:
    """The procedure is known for the time of a test."""
    registry.register(TOY)
    yield
    registry._procedures.pop(CODE)


def a_person(username: str, *roles: str, **columns: Any) -> User:
    """Somebody who holds these roles from the first of January."""
    user = User.objects.create(
        username=username, full_name=username.title(), email=f"{username}@example.com", **columns
    )
    for role in roles:
        RoleGrant.objects.create(user=user, role=role, from_on=YEAR, recorded_at=now())
    return user


def stands_in(substitute: User, absent: User, role: str, from_on: date, until_on: date) -> None:
    """The one does the other's work for a while."""
    StandIn.objects.create(
        substitute=substitute,
        absent=absent,
        role=role,
        from_on=from_on,
        until_on=until_on,
        reason="vacación",
        recorded_at=now(),
    )


def people_of_a_company() -> People:
    """One person for each role, by the role's code in small letters."""
    Company.objects.create(name="Factoraje")
    return {role.lower(): a_person(role.lower(), role) for role in ROLES}


@pytest.fixture
def people(db: None, clock: FixedClock, toy: None) -> People:
    """The company's people, in the test's own transaction."""
    return people_of_a_company()


@pytest.fixture
def committed_people(committed_db: str, clock: FixedClock, toy: None) -> People:
    """The same, in a database to which threads can come."""
    return people_of_a_company()


def the_task(case_id: int, kind: str = "step") -> Task:
    """The task that waits in a case."""
    return Task.objects.get(case_id=case_id, state="open", kind=kind)


def a_case(people: People) -> int:
    """A case that waits at step 2."""
    return open_case(CODE, people["rec"], {"reason": "falta personal"}).case_id


@pytest.fixture
def personal(people: People) -> None:
    """The procedure's first step waits for whoever asked, and for nobody else of his role."""
    first = replace(TOY.first, waits_for=lambda request: request.user_id)
    registry._procedures[CODE] = replace(TOY, steps=(first, *TOY.steps[1:]))


@pytest.fixture
def at_step(people: People) -> Callable[[int], Task]:
    """A case taken to the step of that number by the right people; its task."""

    def taken(number: int, **decided: Any) -> Task:
        case_id = a_case(people)
        answers = {2: ("aux_c", {"amount": "50"}), 3: ("aux_c", {}), 4: ("g_op", decided)}
        for step in range(2, number):
            who, inputs = answers[step]
            perform(the_task(case_id).pk, people[who], inputs)
        return Task.objects.filter(case_id=case_id, state="open").order_by("id")[0]

    return taken
