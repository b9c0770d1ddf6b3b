"""Documents are lent against a guarantee; the database keeps it whoever writes."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from cartera.control.workflow.engine import perform, reject
from cartera.control.workflow.models import Task
from cartera.kernel.clock import FixedClock, now
from cartera.kernel.refusals import Refusal
from cartera.recovery.cheques.models import Cheque
from cartera.recovery.custody.models import Original
from cartera.recovery.delegations.models import (
    BroughtCheque,
    DelegatedDocument,
    Delegation,
    GuaranteeReturn,
)
from cartera.recovery.delegations.refusals import (
    ChequeDiffers,
    DeadlineRuns,
    DelegatedAlready,
    GuaranteeDiffers,
    LetterMissing,
    NothingBrought,
    NotToCollect,
)
from cartera.recovery.delegations.selectors import overdue_delegations, to_delegate
from tests.cast import CLIENT, a_company, a_document, a_live_assignment, move_to

WHO = {"received_by": "Ana"}


@pytest.fixture
def players(db: None, clock: FixedClock) -> Any:
    """A company with two documents in its vault, of operations 1 and 2."""
    company = a_company(clock)
    a_live_assignment(company, a_document("Q-1", "6000.00"), a_document("Q-2", "4000.00"))
    return company


def asked(players: Any, *operations: int) -> int:
    documents = [{"operation": operation} for operation in operations]
    case: int = players.open("PCI-F11", "CTE", {"client": CLIENT, "documents": documents})
    return case


def cheque(number: str, amount: str, **more: Any) -> dict[str, Any]:
    read = {"bank": "Banco Cuscatlán", "number": number, "amount": amount}
    return read | {"drawn_on": f"{now():%Y-%m-%d}"} | more


def does(players: Any, case: int, **typed: Any) -> None:
    task = Task.objects.filter(case_id=case, state="open").order_by("id")[0]
    perform(task.pk, players.who(task), typed)


def lent(players: Any, *operations: int) -> int:
    """Documents that the client has, played through step 10."""
    case = asked(players, *operations)
    amount = f"{Delegation.objects.get(case=case).amount:.2f}"
    typed: dict[int, dict[str, Any]] = {
        2: cheque("G-1", amount, letter=True),
        7: WHO,
        8: {"signed_by": "Ana"},
        10: {"letter": True},
    }
    players.play_through(case, typed, upto=10)
    return case


def test_what_is_asked_for_is_asked_for_once(players: Any) -> None:
    asked(players, 1)
    assert [o.number for o in to_delegate()] == ["Q-2"]
    with pytest.raises(DelegatedAlready):
        asked(players, 2, 1)
    with pytest.raises(NotToCollect):
        asked(players, 99)


def test_a_guarantee_is_for_what_the_documents_are_worth(players: Any) -> None:
    case = asked(players, 1, 2)
    with pytest.raises(LetterMissing):
        does(players, case, **cheque("G-1", "10000.00", letter=False))
    with pytest.raises(GuaranteeDiffers):
        does(players, case, **cheque("G-1", "9999.99", letter=True))
    does(players, case, **cheque("G-1", "10000.00", letter=True))
    guarantee = Cheque.objects.get()
    assert (guarantee.purpose, guarantee.state) == ("guarantee", "held")
    assert guarantee.original.person == players.users["aux_c"]


def test_the_clients_time_runs_from_when_he_takes_them(players: Any, clock: FixedClock) -> None:
    case = lent(players, 1)
    out = Original.objects.get(number="Q-1")
    assert (out.state, out.outside) == ("out", "client")
    assert out.back_by_at == Delegation.objects.get().back_by_at
    assert Task.objects.get(case_id=case, state="open").due_at == out.back_by_at
    assert not overdue_delegations(now())
    with pytest.raises(DeadlineRuns):
        does(players, case, unsettled=True)
    move_to(clock, date(2026, 1, 8))
    assert overdue_delegations(now()).get().case_id == case
    does(players, case, unsettled=True)


def test_each_cheque_is_worth_what_it_pays(players: Any) -> None:
    case = lent(players, 1, 2)
    with pytest.raises(NothingBrought):
        does(players, case)
    with pytest.raises(ChequeDiffers):
        does(players, case, cheques=[cheque("P-1", "6000.00")])
    rows = [{"operation": 1, "cheque": "P-1"}, {"operation": 2}]
    does(players, case, cheques=[cheque("P-1", "6000.00")], documents=rows)
    assert not Cheque.objects.filter(purpose="payment")
    does(players, case)
    received = Cheque.objects.get(purpose="payment")
    assert [str(cover.amount) for cover in received.covers.all()] == ["6000.00"]
    states = DelegatedDocument.objects.order_by("id").values_list("state", flat=True)
    assert list(states) == ["lent", "returned"]


def test_a_guarantee_for_nothing_goes_back(players: Any) -> None:
    case = asked(players, 1)
    does(players, case, **cheque("G-1", "6000.00", letter=True))
    task = Task.objects.get(case_id=case, state="open")
    reject(task.pk, players.users["aux_c"], "ya no")
    back = GuaranteeReturn.objects.get()
    does(players, back.case_id, **WHO)
    assert Cheque.objects.get().state == "returned"
    assert [o.number for o in to_delegate()] == ["Q-1", "Q-2"]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE delegations_delegation SET amount = amount + 1",
        "UPDATE delegations_delegation SET guarantee_id = NULL",
        "UPDATE delegations_delegation SET back_by_at = back_by_at + interval '1 day'",
        "UPDATE delegations_delegation SET state = 'denied'",
        "UPDATE delegations_delegateddocument SET amount = 1",
        "UPDATE delegations_delegateddocument SET state = 'collected'",
        "DELETE FROM delegations_delegateddocument",
    ],
)
def test_the_database_refuses_it_past_the_program(players: Any, sql: str) -> None:
    lent(players, 1)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_delegation_of_another_value_is_refused_at_commit(players: Any) -> None:
    asked(players, 1)
    lessen = "UPDATE delegations_delegation SET amount = amount - 1"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; {lessen}")


def test_what_the_client_says_anew_takes_the_place_of_what_he_said(players: Any) -> None:
    case = lent(players, 1)
    does(players, case, cheques=[cheque("P-1", "6000.00")])
    task = Task.objects.get(case_id=case, state="open")
    with pytest.raises(Refusal):
        reject(task.pk, players.users["aux_c"], "no se puede")
    assert BroughtCheque.objects.filter(voided_at__isnull=True).count() == 1
