"""A line is proposed by the executive and approved by general management (INT-03)."""

from typing import Any

import pytest

from cartera.control.workflow.engine import open_case, perform, reject
from cartera.control.workflow.models import Task
from cartera.control.workflow.refusals import Conflict, InputsInvalid, RoleMissing
from cartera.credit.lines.models import Line
from cartera.credit.lines.refusals import TermUnknown
from cartera.credit.parties.refusals import UnknownClient
from cartera.kernel.clock import FixedClock
from cartera.kernel.refusals import Refusal
from tests.cast import CLIENT, a_company

NEW = {
    "client": CLIENT,
    "amount_approved": "250000.00",
    "from_on": "2026-02-01",
    "expires_on": "2027-01-31",
    "terms": {"rate_pct": "1.8"},
}


@pytest.fixture
def users(db: None, clock: FixedClock) -> Any:
    return a_company(clock).users


def proposed(users: Any, **typed: Any) -> Task:
    case = open_case("INT-03", users["ej_neg"], {**NEW, **typed}).case_id
    return Task.objects.get(case_id=case, state="open")


def test_an_approved_line_takes_the_place_of_the_earlier_one(users: Any) -> None:
    before = Line.objects.get(state="active")
    task = proposed(users)
    assert Line.objects.get(state="active") == before
    perform(task.pk, users["g_gral"], {})
    now = Line.objects.get(state="active")
    assert (str(now.amount_approved), now.terms["rate_pct"]) == ("250000.00", "1.8")
    before.refresh_from_db()
    assert before.state == "closed"


def test_a_line_that_is_turned_down_changes_nothing(users: Any) -> None:
    before = Line.objects.get(state="active")
    reject(proposed(users).pk, users["g_gral"], "sin garantías")
    assert Line.objects.get(state="active") == before


def test_who_proposes_does_not_approve(users: Any) -> None:
    with pytest.raises(RoleMissing):
        perform(proposed(users).pk, users["ej_neg"], {})


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"client": "9999"}, UnknownClient),
        ({"terms": {"tasa": "2"}}, TermUnknown),
        ({"terms": {"rate_pct": "1234"}}, Refusal),
        ({"amount_approved": "0"}, InputsInvalid),
        ({"expires_on": "2026-01-31"}, Conflict),
    ],
)
def test_what_cannot_be_a_line_is_refused(
    users: Any, typed: dict[str, Any], reason: type[Refusal]
) -> None:
    with pytest.raises(reason):
        proposed(users, **typed)
    assert Line.objects.count() == 1
