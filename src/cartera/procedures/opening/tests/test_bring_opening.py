"""Opening balances come in: what they become, and that every step after works on them (INT-12)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cartera.accounting.ledger.roles import Role
from cartera.accounting.ledger.selectors import (
    account_balance,
    balance_by_client,
    trial_balance,
)
from cartera.control.workflow.engine import perform
from cartera.control.workflow.models import Case, Task
from cartera.control.workflow.refusals import RoleMissing
from cartera.credit.assignments.models import AssignedDocument, Assignment
from cartera.credit.assignments.selectors import owed_on
from cartera.credit.payments.refusals import ValueBeforeDisbursement
from cartera.credit.settlements.models import Settlement
from cartera.kernel.clock import FixedClock
from cartera.procedures.opening.models import OpeningBatch
from cartera.procedures.opening.refusals import OpeningStands, OpeningWaits, SheetsUnsound
from cartera.procedures.opening.tests.portfolios import (
    CUT_ON,
    a_portfolio,
    authorise,
    bring_in,
    changed,
    propose,
)
from cartera.procedures.players import Players
from cartera.procedures.verification import verify


def _findings() -> dict[str, list[str]]:
    answers = verify()
    return {a.check.name: list(map(str, a.findings)) for a in answers if a.findings}


def test_a_portfolio_comes_in_at_its_positions(players: Players) -> None:
    batch = bring_in(players, a_portfolio())
    late = Assignment.objects.get(number=1538)
    assert (late.state, late.capital, late.charges_due) == (
        "live",
        Decimal("1200.50"),
        Decimal("15.00"),
    )
    assert late.account is not None
    assert late.account.number == "111-1"
    assert late.charged_to == date(2026, 1, 2)
    paid = Assignment.objects.get(number=1535)
    assert (paid.state, paid.capital) == ("paid_off", Decimal("-410.00"))
    document = AssignedDocument.objects.get(number="Q-901")
    assert (document.state, document.amount_collected) == ("live", Decimal("1500.00"))
    assert batch.entry is not None
    assert batch.entry.effective_on == CUT_ON
    assert balance_by_client(Role.RECEIVABLE) == {"C1": Decimal("10200.50")}
    assert balance_by_client(Role.PAYABLE_TO_CLIENT) == {"C2": Decimal("410.00")}
    assert balance_by_client(Role.CLAIMS) == {"C1": Decimal("140.00")}
    assert account_balance(Role.BANK) == Decimal("30000.00")
    assert _findings() == {}


def test_without_a_trial_balance_the_portfolio_stands_against_its_own_account(
    players: Players,
) -> None:
    bring_in(players, a_portfolio(balances=[]))
    assert account_balance(Role.OPENING) == Decimal("9930.50")
    assert sum(row.closing for row in trial_balance()) == 0
    assert _findings() == {}


def test_what_was_paid_off_waits_for_its_settlement(players: Players) -> None:
    bring_in(players, a_portfolio())
    case = Case.objects.get(procedure="PCI-F10")
    players.settle(case.pk)
    settled = Settlement.objects.get(case=case)
    assert (settled.state, settled.amount_to_return) == ("posted", Decimal("410.00"))
    assert Assignment.objects.get(number=1535).state == "settled"
    assert balance_by_client(Role.PAYABLE_TO_CLIENT) == {}
    assert _findings() == {}


def test_a_payment_applies_and_the_assignment_settles_as_a_native_one(
    players: Players, clock: FixedClock
) -> None:
    bring_in(players, a_portfolio())
    imported = Assignment.objects.get(number=1540)
    clock.set(clock.now().replace(day=28))
    owed = owed_on(imported, date(2026, 1, 28))
    assert owed.interest == Decimal("168.00")  # 9,000 at 2 % for 28 days of 30
    cheque = {
        "assignment": 1540,
        "document": "Q-900",
        "bank": "Banco Agrícola",
        "reference": "CH-1",
        "amount": "10000.00",
        "value_on": "2026-01-28",
    }
    players.receive_and_apply([cheque])
    imported.refresh_from_db()
    assert (imported.state, imported.capital) == ("paid_off", Decimal("-832.00"))
    assert _findings() == {}
    case = Case.objects.get(procedure="PCI-F10", settlement__assignment=imported)
    answers: dict[int, dict[str, Any]] = {5: {"claims": []}}
    players.settle(case.pk, answers)
    settled = Settlement.objects.get(case=case)
    assert settled.amount_to_return == Decimal("832.00")
    assert _findings() == {}


def test_a_late_payment_is_reckoned_from_how_the_assignment_came(
    players: Players, clock: FixedClock
) -> None:
    bring_in(players, a_portfolio())
    clock.set(clock.now().replace(day=20))
    first = {"assignment": 1538, "document": "Q-901", "bank": "B", "amount": "500.00"}
    players.receive_and_apply([first | {"reference": "1", "value_on": "2026-01-19"}])
    players.receive_and_apply([first | {"reference": "2", "value_on": "2026-01-10"}])
    assert _findings() == {}


def test_no_payment_counts_from_before_it_came(players: Players) -> None:
    bring_in(players, a_portfolio())
    row = {"assignment": 1538, "document": "Q-901", "bank": "B", "amount": "5.00"}
    with pytest.raises(ValueBeforeDisbursement):
        players.open(
            "PCI-F09",
            "AP_AB",
            {"payments": [row | {"reference": "1", "value_on": "2025-12-31"}]},
        )


def test_a_new_operation_is_numbered_after_what_came(players: Players) -> None:
    bring_in(players, a_portfolio())
    users = players.users
    from cartera.credit.parties.models import Client, Representative

    Representative.objects.create(user=users["cte"], client=Client.objects.get(code="C1"))
    document = {"debtor": "X1", "number": "N-1", "amount": "1000.00", "due_on": "2026-03-01"}
    case_id = players.request("C1", [document], "900.00", 30)
    players.disburse(case_id, ["N-1"])
    assert Assignment.objects.get(case_id=case_id).number == 1541
    assert _findings() == {}


def test_nothing_is_written_before_management_signs(players: Players) -> None:
    case_id = propose(players, a_portfolio())
    assert not Assignment.objects.exists()
    task = Task.objects.get(case_id=case_id, state="open")
    with pytest.raises(RoleMissing):
        perform(task.pk, players.users["contab"], {})
    authorise(players, case_id)
    assert Assignment.objects.count() == 3


def test_a_workbook_with_a_mistake_brings_nothing(players: Players) -> None:
    with pytest.raises(SheetsUnsound) as refused:
        propose(players, changed("documents", 0, debtor="X9"))
    assert refused.value.details["count"] == 1
    assert not OpeningBatch.objects.exists()


def test_what_changed_since_it_was_proposed_refuses_the_whole(players: Players) -> None:
    case_id = propose(players, a_portfolio())
    players.admit_client("C2", "Se registró entretanto")
    with pytest.raises(SheetsUnsound):
        authorise(players, case_id)
    assert not Assignment.objects.exists()


def test_one_opening_waits_and_one_stands(players: Players) -> None:
    case_id = propose(players, a_portfolio())
    with pytest.raises(OpeningWaits):
        propose(players, a_portfolio())
    authorise(players, case_id)
    with pytest.raises(OpeningStands):
        propose(players, a_portfolio())
