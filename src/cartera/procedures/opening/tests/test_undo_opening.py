"""Opening balances taken back as a whole: what leaves, what stays, what forbids it (INT-13)."""

from datetime import date
from decimal import Decimal

import pytest

from cartera.accounting.ledger.selectors import trial_balance
from cartera.control.audit.chain import breaks
from cartera.control.audit.selectors import links
from cartera.control.workflow.engine import open_case
from cartera.control.workflow.models import Case, Task
from cartera.credit.assignments.models import AssignedDocument, Assignment
from cartera.credit.claims.models import Claim
from cartera.credit.lines.models import Line
from cartera.credit.parties.models import Client, CreditAccount, Debtor
from cartera.credit.parties.refusals import ClientNotActive
from cartera.kernel.clock import FixedClock
from cartera.procedures.opening.refusals import BuiltUpon, NoOpeningStands
from cartera.procedures.opening.tests.portfolios import (
    a_portfolio,
    bring_in,
    take_back,
)
from cartera.procedures.players import Players
from cartera.procedures.verification import verify


def _findings() -> dict[str, list[str]]:
    return {a.check.name: list(map(str, a.findings)) for a in verify() if a.findings}


def test_all_that_came_leaves_and_the_books_are_at_zero(players: Players) -> None:
    batch = bring_in(players, a_portfolio())
    take_back(players)
    batch.refresh_from_db()
    assert batch.state == "undone"
    assert all(row.closing == 0 for row in trial_balance())
    assert set(Assignment.objects.values_list("state", "number")) == {("withdrawn", None)}
    assert set(AssignedDocument.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert set(Claim.objects.values_list("state", flat=True)) == {"void"}
    assert set(Line.objects.values_list("state", flat=True)) == {"closed"}
    for model in (Client, Debtor, CreditAccount):
        assert set(model.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert list(breaks(links())) == []
    assert _findings() == {}


def test_the_settlement_that_waited_ends(players: Players) -> None:
    bring_in(players, a_portfolio())
    case = Case.objects.get(procedure="PCI-F10")
    take_back(players)
    case.refresh_from_db()
    assert case.state == "rejected"
    assert not Task.objects.filter(case=case, state="open").exists()


def test_the_same_workbook_comes_in_again_with_its_numbers_and_parties(players: Players) -> None:
    bring_in(players, a_portfolio())
    first = Client.objects.get(code="C1").pk
    take_back(players)
    bring_in(players, a_portfolio())
    again = Client.objects.get(code="C1")
    assert (again.pk, again.state) == (first, "active")
    live = Assignment.objects.exclude(state="withdrawn")
    assert set(live.values_list("number", flat=True)) == {1535, 1538, 1540}
    assert _findings() == {}


def test_a_client_that_left_takes_part_in_nothing(players: Players) -> None:
    bring_in(players, a_portfolio())
    take_back(players)
    with pytest.raises(ClientNotActive):
        players.approve_line("C1", "1000.00", date(2026, 1, 1), date(2026, 12, 31))


def test_it_is_refused_once_a_payment_came(players: Players) -> None:
    bring_in(players, a_portfolio())
    row = {"assignment": 1540, "document": "Q-900", "bank": "B", "reference": "1"}
    cheque = row | {"amount": "50.00", "value_on": "2026-01-05"}
    players.open("PCI-F09", "AP_AB", {"payments": [cheque]})
    with pytest.raises(BuiltUpon, match="abonos a sus cesiones"):
        take_back(players)


def test_it_is_refused_once_a_settlement_began(players: Players) -> None:
    bring_in(players, a_portfolio())
    case = Case.objects.get(procedure="PCI-F10")
    players.play(case.pk)
    with pytest.raises(BuiltUpon, match="liquidaciones empezadas"):
        take_back(players)


def test_it_is_refused_once_a_client_has_a_new_line(players: Players) -> None:
    bring_in(players, a_portfolio())
    players.approve_line("C2", "25000.00", date(2026, 1, 1), date(2026, 12, 31))
    with pytest.raises(BuiltUpon, match="líneas nuevas"):
        take_back(players)


def test_it_is_refused_once_a_client_owes_more(players: Players) -> None:
    bring_in(players, a_portfolio())
    typed = {"client": "C1", "kind": "other", "amount": "10.00", "reason": "Papelería"}
    players.play_through(players.open("INT-07", "AUX_C", typed))
    with pytest.raises(BuiltUpon, match="cargos nuevos"):
        take_back(players)


def test_what_is_built_between_request_and_signature_refuses_it_too(
    players: Players, clock: FixedClock
) -> None:
    bring_in(players, a_portfolio())
    case_id = open_case("INT-13", players.users["contab"], {"reason": "Otro día"}).case_id
    players.play(Case.objects.get(procedure="PCI-F10").pk)
    with pytest.raises(BuiltUpon):
        players.play(case_id)
    assert Assignment.objects.get(number=1540).capital == Decimal("9000.00")


def test_there_must_be_something_to_undo(players: Players) -> None:
    with pytest.raises(NoOpeningStands):
        take_back(players)
