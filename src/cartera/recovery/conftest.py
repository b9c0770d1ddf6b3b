"""People of recovery, and acts of theirs, for the tests of its rooms."""

from collections.abc import Callable

import pytest
from django.db import connection

from cartera.control.people.models import User
from cartera.control.workflow.definitions import Act
from cartera.control.workflow.models import Case
from cartera.kernel.clock import now

As = Callable[..., Act]


@pytest.fixture
def people(db: None) -> dict[str, User]:
    """Reception, custody, a collector, operations and somebody else, by username."""
    names = ("rec", "r_cust", "g_cob", "j_op", "another")
    return {
        name: User.objects.create(username=name, full_name=name, email=f"{name}@x.example")
        for name in names
    }


@pytest.fixture
def acting(people: dict[str, User]) -> As:
    """The act of a person, in one case for all."""
    case = Case.objects.create(
        procedure="PCI-F02", number=1, opened_at=now(), opened_on=now().date()
    )

    def _as(name: str) -> Act:
        return Act(
            actor_id=people[name].pk,
            role=name.upper(),
            case_id=case.pk,
            procedure="PCI-F02",
            step=3,
            at=now(),
            on=case.opened_on,
        )

    return _as


def at_commit() -> None:
    """What the database puts off to the commit is asked now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
