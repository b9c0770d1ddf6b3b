"""What a client owes is recorded, confirmed, withheld, and never withheld twice."""

from typing import Any

import pytest

from cartera.accounting.ledger.roles import Role
from cartera.accounting.ledger.selectors import account_balance
from cartera.control.workflow.engine import perform, reject, send_back
from cartera.control.workflow.models import Task
from cartera.credit.claims.models import Claim, Deduction
from cartera.credit.claims.refusals import DeductionExceedsClaim, PendingNotAnswered, UnknownClaim
from cartera.credit.claims.selectors import open_claims
from cartera.kernel.clock import FixedClock
from tests.cast import CLIENT, a_company, a_document

OWED = {"client": CLIENT, "kind": "other", "amount": "100.00", "reason": "gestión"}


@pytest.fixture
def players(db: None, clock: FixedClock) -> Any:
    return a_company(clock)


def waiting(case_id: int) -> Task:
    return Task.objects.get(case_id=case_id, state="open")


def a_claim(players: Any, **typed: str) -> int:
    case: int = players.open("INT-07", "AUX_C", {**OWED, **typed})
    return case


def an_operation_at_step_3(players: Any, number: str) -> Task:
    case = players.request(CLIENT, [a_document(number)], "9000", 45)
    papers = ("request_letter", "assignment_letters", "quedans", "promissory_note")
    perform(waiting(case).pk, players.users["rec"], dict.fromkeys(papers, True))
    return waiting(case)


def test_a_claim_counts_once_confirmed_here_and_in_the_books(players: Any) -> None:
    case = a_claim(players)
    client = Claim.objects.get(case=case).client_id
    assert not open_claims(client)
    perform(waiting(case).pk, players.users["j_cob"], {})
    assert [claim.balance for claim in open_claims(client)] == [100]
    assert account_balance(Role.CLAIMS) == 100


def test_a_claim_can_be_corrected_until_it_is_confirmed(players: Any) -> None:
    case = a_claim(players)
    send_back(waiting(case).pk, players.users["j_cob"], "no son cien")
    perform(waiting(case).pk, players.users["aux_c"], {**OWED, "amount": "90.00"})
    perform(waiting(case).pk, players.users["j_cob"], {})
    assert Claim.objects.get().amount == 90


def test_a_claim_that_is_turned_down_is_not_owed(players: Any) -> None:
    case = a_claim(players)
    reject(waiting(case).pk, players.users["j_cob"], "ya pagó")
    assert Claim.objects.get().state == "void"
    assert account_balance(Role.CLAIMS) == 0


def test_a_claim_is_withheld_by_one_operation_at_a_time(players: Any) -> None:
    players.play_through(a_claim(players))
    first, second = (an_operation_at_step_3(players, f"Q-{n}") for n in (1, 2))
    user, claim = players.users["aux_c"], Claim.objects.get().pk
    perform(first.pk, user, {})
    assert Deduction.objects.get().amount == 100
    with pytest.raises(UnknownClaim):
        perform(second.pk, user, {"claims": [{"claim": claim, "amount": "1.00"}]})
    perform(second.pk, user, {})
    assert Deduction.objects.count() == 1


def test_part_of_a_claim_leaves_the_rest_pending_with_a_reason(players: Any) -> None:
    players.play_through(a_claim(players))
    task = an_operation_at_step_3(players, "Q-1")
    user, claim = players.users["aux_c"], Claim.objects.get().pk
    part = {"claims": [{"claim": claim, "amount": "40.00"}]}
    with pytest.raises(PendingNotAnswered) as refused:
        perform(task.pk, user, part)
    assert "60.00" in str(refused.value)
    perform(task.pk, user, {**part, "not_deducted_because": "acuerdo con gerencia"})
    assert [found.balance for found in open_claims(Claim.objects.get().client_id)] == [60]


def test_more_than_is_owed_is_refused(players: Any) -> None:
    players.play_through(a_claim(players))
    task = an_operation_at_step_3(players, "Q-1")
    typed = {"claims": [{"claim": Claim.objects.get().pk, "amount": "100.01"}]}
    with pytest.raises(DeductionExceedsClaim):
        perform(task.pk, players.users["aux_c"], typed)
    assert not Deduction.objects.exists()
