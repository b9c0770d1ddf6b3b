"""Races of what others collect (R4): a document is promised to one of them, and comes back once."""

from typing import Any

import pytest

from cartera.control.people.models import User
from cartera.control.workflow.engine import open_case, perform
from cartera.credit.assignments.models import AssignedDocument
from cartera.kernel.clock import now
from cartera.procedures.players import Players
from cartera.procedures.playing_delegations import a_cheque, lend, request_of
from cartera.recovery.cheques.models import Cheque
from cartera.recovery.custody.models import Original
from cartera.recovery.delegations.models import DelegatedDocument, DocumentLoan
from tests.cast import a_document
from tests.invariants import broken
from tests.races.clients import CLIENTS, FEW_ROUNDS, ROUNDS, Attempt, Clients
from tests.races.conftest import RICH
from tests.races.test_one_winner import one_won, waiting

FACTOR = "F01"


@pytest.fixture
def factor(players: Players) -> str:
    """Another company, which borrows documents of ours."""
    named = {"code": FACTOR, "name": "Crédito Centroamericano, S.A."}
    players.play_through(players.open("INT-23", "J_COB", named))
    return FACTOR


def stored(players: Players, count: int) -> list[int]:
    """Documents in the vault, each by its operation."""
    numbers = [f"P-{number}" for number in range(count)]
    documents = [a_document(number, "100.00") for number in numbers]
    players.disburse(players.request(RICH, documents, f"{count * 90}.00", 45), numbers)
    found = AssignedDocument.objects.filter(number__in=numbers).order_by("id")
    return [number for number in found.values_list("operation_number", flat=True) if number]


def asking(user: User, code: str, told: dict[str, Any]) -> Attempt:
    return lambda: open_case(code, user, told)


@ROUNDS
def test_a_document_is_promised_to_one(
    players: Players, clients: Clients, factor: str, rounds: int
) -> None:
    """Four windows in which its client asks to collect it, four in which another company does."""
    for operation in stored(players, rounds):
        ways = [
            asking(players.users["aux_c"], "PCI-F11", request_of(RICH, [operation])),
            asking(players.users["j_cob"], "PCI-F03.2", {"factor": factor, "operation": operation}),
        ]
        told = clients.race([ways[n % 2] for n in range(CLIENTS)])
        one_won(told, "delegated-already", "delegated-meanwhile", "being-lent", "not-in-vault")
        paper = Original.objects.get(document__operation_number=operation)
        delegated = DelegatedDocument.objects.filter(original=paper)
        assert delegated.count() + DocumentLoan.objects.filter(original=paper).count() == 1
    assert broken() == []


@FEW_ROUNDS
def test_a_document_comes_back_from_another_company_once(
    players: Players, clients: Clients, factor: str, rounds: int
) -> None:
    """The collector tells of it in eight windows: by turns with a cheque, or with the document."""
    for operation in stored(players, rounds):
        case = lend(players, factor, operation, upto=11)
        attempts = [bringing(players, case, operation, window) for window in range(CLIENTS)]
        one_won(clients.race(attempts), "task-not-open")
        loan = DocumentLoan.objects.get(case_id=case)
        came = list(Cheque.objects.filter(number__startswith=f"B-{operation}-"))
        assert came == ([loan.cheque] if loan.cheque else [])
        state, person = ("gone", None) if loan.cheque else ("in_hand", loan.collector_id)
        paper = loan.original
        paper.refresh_from_db()
        assert (paper.state, paper.person_id) == (state, person)
    assert broken() == []


def bringing(players: Players, case: int, operation: int, window: int) -> Attempt:
    cheque = a_cheque(f"B-{operation}-{window}", "100.00", drawn_on=f"{now():%Y-%m-%d}")
    told: dict[str, Any] = {"cheque": [cheque]} if window % 2 else {"is_returned": True}
    task = waiting(case)
    return lambda: perform(task.pk, players.users["g_cob"], told)
