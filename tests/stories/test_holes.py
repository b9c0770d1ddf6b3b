"""What a dishonest clerk, a careless one and two at once tried: each way is closed."""

from decimal import Decimal
from typing import Any

import pytest

from cartera.accounting.ledger.acts import open_account
from cartera.control.workflow.engine import open_case, send_back
from cartera.control.workflow.models import Task
from cartera.credit.assignments.models import Assignment
from cartera.credit.assignments.refusals import DocumentNumberShared
from cartera.kernel.clock import FixedClock
from cartera.procedures.players import Players, usual_answers
from cartera.procedures.refusals import AccountInUse, DayStillToCome
from cartera.procedures.verification import verify
from tests.cast import CLIENT, a_company, a_document

BOTH = (a_document("Q-2"), a_document("Q-3"))


@pytest.fixture
def players(db: None, clock: FixedClock) -> Players:
    return a_company(clock)


def nothing_is_wrong() -> bool:
    """`cartera verify` finds nothing in this database."""
    return [answer.check.name for answer in verify() if not answer.holds] == []


def back(players: Players, case: int, *ways: int) -> None:
    """The operation goes back step by step."""
    for to in ways:
        task = Task.objects.get(case_id=case, state="open")
        send_back(task.pk, players.who(task), "algo no cuadra", to=to)


def priced(players: Players) -> tuple[int, dict[int, Any]]:
    """A request of two documents that has its price and waits to be recorded."""
    case = players.request(CLIENT, BOTH, "20000.00", 45)
    answers = usual_answers(["Q-2", "Q-3"])
    players.play_through(case, answers, upto=6)
    return case, answers


def test_one_call_cannot_verify_two_debtors_documents(players: Players) -> None:
    twins = [a_document("Q-1"), a_document(" q 1", "20000.00", debtor="D002")]
    with pytest.raises(DocumentNumberShared):
        players.request(CLIENT, twins, "30000.00", 45)


def test_more_can_be_withheld_from_an_operation_that_came_back_with_its_price(
    players: Players,
) -> None:
    case, answers = priced(players)
    owed = {"client": CLIENT, "kind": "other", "amount": "50.00", "reason": "gestión"}
    players.play_through(players.open("INT-07", "AUX_C", owed))
    back(players, case, 6, 3)
    players.play_through(case, answers)
    assert Assignment.objects.get().deductions == Decimal("50.00")
    assert nothing_is_wrong()


def test_a_document_can_still_be_refused_by_its_debtor_after_it_was_priced(
    players: Players,
) -> None:
    case, answers = priced(players)
    back(players, case, 6, 4)
    answers[4]["verifications"][1]["is_confirmed"] = False
    players.play_through(case, answers)
    assert Assignment.objects.get().amount_advanced == Decimal("9000.00")
    assert nothing_is_wrong()


def test_a_priced_request_can_be_asked_again_for_less(players: Players) -> None:
    case, _answers = priced(players)
    back(players, case, 6, 4, 1)
    less = {"client": CLIENT, "amount": "1", "term_days": 45, "documents": [BOTH[0]]}
    players.play(case, less)
    players.play_through(case, usual_answers(["Q-2"]))
    assert Assignment.objects.get().amount_advanced == Decimal("9000.00")
    assert nothing_is_wrong()


def changed(players: Players, setting: str, **more: str) -> None:
    """A setting asked for and authorised (INT-11)."""
    asked = {"setting": setting, "reason": "conviene", **more}
    players.play_through(players.open("INT-11", "CONTAB", asked))


@pytest.mark.parametrize(
    ("name", "value"),
    [("claims", "205"), ("claims", "103"), ("vat", "11501"), ("payable_to_client", "102")],
)
def test_a_balance_that_is_tied_out_shares_its_account_with_no_other(
    players: Players, name: str, value: str
) -> None:
    with pytest.raises(AccountInUse):
        changed(players, "posting_rule", name=name, value=value)


def test_an_amount_can_go_to_an_account_of_its_own_and_come_back(players: Players) -> None:
    open_account(code="206", name="Otros valores", nature="liability", under="2")
    for value in ("206", "205"):
        changed(players, "posting_rule", name="payable_to_client", value=value)
    assert nothing_is_wrong()


def test_closing_twice_does_not_close_tomorrow(players: Players) -> None:
    open_case("INT-04", players.users["contab"], {})
    with pytest.raises(DayStillToCome):
        open_case("INT-04", players.users["contab"], {})
