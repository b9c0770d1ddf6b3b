"""An assignment is squared, authorised, credited and posted; the figures are the statement's."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cartera.accounting.ledger.selectors import entries_of_case, entry_lines
from cartera.control.workflow.engine import perform
from cartera.control.workflow.models import Case, Task
from cartera.credit.assignments.models import Assignment
from cartera.credit.disbursements.refusals import NoBankAccount
from cartera.credit.parties.refusals import UnknownAccount
from cartera.credit.settlements.models import Settlement
from cartera.credit.settlements.refusals import ExtraUnexplained, ReturnIsNegative
from cartera.kernel.clock import FixedClock
from tests.cast import a_company, a_live_assignment, a_payment, move_to

MATURITY = date(2026, 2, 19)
ANSWERS: dict[int, dict[str, Any]] = {3: {"documents_out": True}, 4: {"promissory_note": True}}


@pytest.fixture
def players(db: None, clock: FixedClock) -> Any:
    """A company whose only assignment was paid in full on its last day."""
    company = a_company(clock)
    a_live_assignment(company)
    move_to(clock, MATURITY)
    company.receive_and_apply([a_payment(1, "10000.00", MATURITY)])
    return company


def taken_to(players: Any, step: int) -> Task:
    case = Case.objects.get(procedure="PCI-F10").pk
    while (task := Task.objects.get(case_id=case, state="open")).step != step:
        perform(task.pk, players.who(task), ANSWERS.get(task.step, {}))
    return task


def test_the_figures_are_those_of_form_23(players: Any) -> None:
    taken_to(players, 6)
    squared = Settlement.objects.get()
    assert squared.state == "squared"
    assert squared.amount_face == squared.collected == 10_000
    assert squared.advanced == 9_000
    assert squared.interest == 270
    assert squared.default_interest == squared.vat == 0
    assert squared.amount_to_return == 730 == -Assignment.objects.get().capital


def test_what_goes_back_is_posted_against_what_was_owed(players: Any) -> None:
    task = taken_to(players, 13)
    perform(task.pk, players.users["ap_ab"], {})
    (entry,) = entries_of_case(task.case_id)
    lines = [(x.account_code, f"{x.debit}", f"{x.credit}") for x in entry_lines(entry.pk)]
    assert lines == [("205", "730.00", "0.00"), ("102", "0.00", "730.00")]
    settled = Settlement.objects.get()
    assert (settled.state, settled.entry_id) == ("posted", entry.pk)
    assert Case.objects.get(pk=task.case_id).state == "closed"


def test_extras_need_their_reason_and_change_what_goes_back(players: Any) -> None:
    task = taken_to(players, 5)
    user = players.users["r_cust"]
    with pytest.raises(ExtraUnexplained):
        perform(task.pk, user, {"other_credits": "1.00"})
    with pytest.raises(ReturnIsNegative):
        perform(task.pk, user, {"other_charges": "730.01", "remarks": "timbres"})
    typed = {"other_credits": "10.00", "other_charges": "0.50", "remarks": "timbres"}
    perform(task.pk, user, typed)
    assert Settlement.objects.get().amount_to_return == Decimal("739.50")


def test_accounts_that_are_not_there_are_refused(players: Any) -> None:
    sixth = taken_to(players, 6)
    with pytest.raises(UnknownAccount):
        perform(sixth.pk, players.users["r_cust"], {"account": "000"})
    eleventh = taken_to(players, 11)
    with pytest.raises(NoBankAccount):
        perform(eleventh.pk, players.users["aux_d"], {"bank_account": "000"})
    assert Assignment.objects.get().state == "paid_off"
