"""A cheque of the company's own: drawn once by its number, annulled with its reason."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from cartera.accounting.banking import refusals
from cartera.accounting.banking.acts import open_bank_account
from cartera.accounting.banking.issuing import annul_cheque, cheque_key, issue_cheque
from cartera.accounting.banking.models import BankAccount, IssuedCheque
from cartera.control.people.models import User
from cartera.control.workflow.models import Case
from cartera.kernel.clock import now

ON, TEN = date(2026, 3, 2), Decimal("10.00")


@pytest.fixture
def account(books: User) -> BankAccount:
    return open_bank_account(bank_name="Agrícola", number="001", ledger_code="102")


@pytest.fixture
def case_id(db: None) -> int:
    opened = {"opened_at": now(), "opened_on": now().date()}
    return Case.objects.create(procedure="PCI-F03.1", number=1, **opened).pk


def drawn(account: BankAccount, number: str, case_id: int) -> IssuedCheque:
    return issue_cheque(account, number, TEN, paid_to="La Otra", on=ON, case_id=case_id)


def test_a_number_of_an_account_is_used_once(account: BankAccount, case_id: int) -> None:
    first = drawn(account, "E-1", case_id)
    assert (first.state, first.amount, str(first)) == ("drawn", TEN, "Agrícola 001 E-1")
    for number in ("E-1", "e 1", "00E1"):
        with pytest.raises(refusals.ChequeNumberUsed) as refused:
            drawn(account, number, case_id)
        assert refused.value.field == "number"
    assert drawn(account, "E-10", case_id).number_key == "E10"


def test_of_two_who_draw_it_side_by_side_the_database_lets_one(
    account: BankAccount, case_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn(account, "E-1", case_id)
    with monkeypatch.context() as blind:
        blind.setattr("django.db.models.query.QuerySet.exists", lambda _self: False)
        with pytest.raises(refusals.ChequeNumberUsed):
            drawn(account, "E-1", case_id)
    assert IssuedCheque.objects.count() == 1


def test_another_account_has_its_own_numbers(account: BankAccount, case_id: int) -> None:
    other = open_bank_account(bank_name="Cuscatlán", number="002", ledger_code="102")
    drawn(account, "E-1", case_id)
    assert drawn(other, "E-1", case_id).bank_account == other


def test_an_annulled_cheque_keeps_its_number(account: BankAccount, case_id: int) -> None:
    cheque = drawn(account, "E-1", case_id)
    with pytest.raises(refusals.VoidReasonMissing):
        annul_cheque(cheque, reason=" ", on=ON)
    annul_cheque(cheque, reason="mal escrito", on=ON)
    assert (cheque.state, cheque.annulled_on, cheque.annulled_for) == (
        "annulled",
        ON,
        "mal escrito",
    )
    with pytest.raises(refusals.ChequeAnnulledBefore):
        annul_cheque(cheque, reason="otra vez", on=ON)
    with pytest.raises(refusals.ChequeNumberUsed):
        drawn(account, "E-1", case_id)


def test_a_cheque_says_for_whom_and_how_much(account: BankAccount, case_id: int) -> None:
    with pytest.raises(refusals.IssuedChequeRefused):
        issue_cheque(account, "E-1", Decimal(0), paid_to="La Otra", on=ON, case_id=case_id)
    with pytest.raises(refusals.IssuedChequeRefused):
        issue_cheque(account, "E-1", Decimal(1), paid_to="", on=ON, case_id=case_id)


@pytest.mark.parametrize(
    "change",
    ["number = 'E-2'", "amount = 1", "state = 'annulled'", "annulled_for = 'x'", "paid_to = 'yo'"],
)
def test_the_database_keeps_what_was_drawn(account: BankAccount, case_id: int, change: str) -> None:
    drawn(account, "E-1", case_id)
    for sql in (f"UPDATE banking_issuedcheque SET {change}", "DELETE FROM banking_issuedcheque"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


@pytest.mark.parametrize(
    ("typed", "key"), [("E-1", "E1"), (" 0012 ", "12"), ("1-000", "1000"), ("000", "000")]
)
def test_the_same_number_in_every_way_of_writing_it(typed: str, key: str) -> None:
    assert cheque_key(typed) == key
