"""Money leaves once, after two signatures, for what was signed (PCI-F01 from step 8)."""

from typing import Any

import pytest

from cartera.control.workflow.engine import perform, send_back
from cartera.control.workflow.models import Task
from cartera.credit.assignments.models import Assignment
from cartera.credit.disbursements.models import Disbursement
from cartera.credit.disbursements.refusals import NoBankAccount, NotReviewed, SetsMissing
from cartera.kernel.clock import FixedClock
from tests.cast import CLIENT, a_company, a_document

ANSWERS: dict[int, dict[str, Any]] = {
    2: dict.fromkeys(("request_letter", "assignment_letters", "quedans", "promissory_note"), True),
    4: {
        "verifications": [
            {"document": "Q-1", "informed_by": "Ana", "informed_at": "2026-01-05T08:00"}
        ]
    },
    7: {"documentation_correct": True},
    10: {"is_correct": True},
}


@pytest.fixture
def players(db: None, clock: FixedClock) -> Any:
    return a_company(clock)


def taken_to(players: Any, step: int, case: int | None = None) -> Task:
    case = case or players.request(CLIENT, [a_document("Q-1")], "9000", 45)
    while (task := Task.objects.get(case_id=case, state="open")).step != step:
        perform(task.pk, players.who(task), ANSWERS.get(task.step, {}))
    return task


def test_the_money_leaves_at_the_second_signature_and_not_before(players: Any) -> None:
    task = taken_to(players, 12)
    disbursement = Disbursement.objects.get()
    assert (disbursement.state, disbursement.paid_on) == ("authorised", None)
    perform(task.pk, players.users["g_gral"], {"reference": "TR-1"})
    disbursement.refresh_from_db()
    assert (disbursement.state, disbursement.reference) == ("paid", "TR-1")
    assignment = Assignment.objects.get()
    assert (str(assignment.disbursed_on), str(assignment.matures_on)) == (
        "2026-01-05",
        "2026-02-19",
    )
    assert assignment.capital == 9000
    assert assignment.charged_to == assignment.disbursed_on


def test_a_credit_started_anew_voids_the_one_before(players: Any) -> None:
    task = taken_to(players, 12)
    send_back(task.pk, players.users["g_gral"], "otra cuenta", to=7)
    taken_to(players, 12, task.case_id)
    states = list(Disbursement.objects.order_by("id").values_list("state", flat=True))
    assert states == ["void", "authorised"]


def test_what_is_not_in_order_is_refused(players: Any) -> None:
    eighth = taken_to(players, 8)
    with pytest.raises(NoBankAccount):
        perform(eighth.pk, players.users["aux_d"], {"bank_account": "000"})
    ninth = taken_to(players, 9, eighth.case_id)
    with pytest.raises(SetsMissing):
        perform(ninth.pk, players.users["aux_d"], {"sets": 2})
    tenth = taken_to(players, 10, eighth.case_id)
    with pytest.raises(NotReviewed):
        perform(tenth.pk, players.users["g_op"], {"is_correct": False})
