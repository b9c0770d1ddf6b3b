"""Deposit slips: prepared by bank account, handed over, deposited or void; then each refusal."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from cartera.accounting.banking import acts, refusals, selectors
from cartera.accounting.banking.models import (
    SLIP_TRANSITIONS,
    BankAccount,
    DepositItem,
    DepositSlip,
)
from cartera.accounting.banking.rules import DepositRow
from cartera.accounting.ledger import refusals as books_refusals
from cartera.control.people.models import User

DAY = date(2026, 2, 4)
STATES = [state.value for state in DepositSlip.State]


@pytest.fixture
def agricola(books: User) -> BankAccount:
    """The company's account in one bank."""
    return acts.open_bank_account(bank_name="Agrícola", number="100-1", ledger_code="102")


@pytest.fixture
def cuscatlan(books: User) -> BankAccount:
    """The company's account in another bank."""
    return acts.open_bank_account(bank_name="Cuscatlán", number="200-2", ledger_code="102")


def cheque(account: BankAccount, amount: str, payment_id: int | None = None) -> DepositRow:
    """A cheque to be deposited."""
    return DepositRow(
        account.pk,
        "cheque",
        Decimal(amount),
        DAY,
        "Davivienda",
        f"77{amount}",
        "Izalco",
        payment_id,
    )


def prepared(by: User, *rows: DepositRow) -> list[DepositSlip]:
    """The slips of these rows."""
    return acts.prepare_slips(rows, effective_on=DAY, prepared_by_id=by.pk)


def test_what_is_to_be_deposited_falls_into_one_slip_for_each_bank_account(
    books: User, agricola: BankAccount, cuscatlan: BankAccount
) -> None:
    rows = (
        cheque(cuscatlan, "300.00", payment_id=1),
        cheque(agricola, "5000.00", payment_id=2),
        DepositRow(cuscatlan.pk, "cash", Decimal("12.34"), DAY),
    )
    with CaptureQueriesContext(connection) as queries:
        first, second = prepared(books, *rows)

    assert len(queries) == 2
    assert (first.number, first.bank_account, first.total) == (1, agricola, Decimal("5000.00"))
    assert (second.number, second.total, second.line_count) == (2, Decimal("312.34"), 2)
    carried = list(selectors.items_of_slip(second.pk).values_list("n", "kind", "amount"))
    assert carried == [(1, "cheque", Decimal("300.00")), (2, "cash", Decimal("12.34"))]


def test_the_day_by_bank_account_and_kind(
    books: User, agricola: BankAccount, cuscatlan: BankAccount
) -> None:
    prepared(books, cheque(agricola, "5.00"), DepositRow(agricola.pk, "cash", Decimal(7), DAY))
    (void,) = prepared(books, cheque(cuscatlan, "9.00"))
    acts.void_slip(void, reason="Banco equivocado")
    (day,) = selectors.deposits(on=DAY)
    assert (day.bank_name, day.slips, day.items) == ("Agrícola", 1, 2)
    assert (day.cheques, day.cash, day.transfers) == (Decimal(5), Decimal(7), Decimal(0))
    assert day.total == Decimal(12)


def test_a_slip_is_handed_over_and_deposited(books: User, agricola: BankAccount) -> None:
    slips = prepared(books, cheque(agricola, "5.00"))
    acts.hand_over_slips(slips)
    acts.confirm_deposits(slips)
    assert DepositSlip.objects.get().state == DepositSlip.State.DEPOSITED


def test_a_void_slip_keeps_its_number_and_frees_what_it_carried(
    books: User, agricola: BankAccount
) -> None:
    (slip,) = prepared(books, cheque(agricola, "5.00", payment_id=7))
    acts.void_slip(slip, reason="Banco equivocado")
    (again,) = prepared(books, cheque(agricola, "5.00", payment_id=7))
    assert (slip.number, slip.state, slip.void_reason) == (1, "void", "Banco equivocado")
    assert again.number == 2


def test_a_payment_is_on_one_live_slip(books: User, agricola: BankAccount) -> None:
    prepared(books, cheque(agricola, "5.00", payment_id=7))
    with pytest.raises(refusals.PaymentAlreadyDeposited), transaction.atomic():
        prepared(books, cheque(agricola, "6.00", payment_id=7))
    assert DepositSlip.objects.count() == 1


def test_two_clerks_deposit_a_payment_once(committed_books: User) -> None:
    account = acts.open_bank_account(bank_name="A", number="1", ledger_code="102")

    def clerk(_: int) -> bool:
        with closing(connections["default"]):
            try:
                prepared(committed_books, cheque(account, "5.00", payment_id=7))
            except refusals.PaymentAlreadyDeposited:
                return False
            return True

    with ThreadPoolExecutor(8) as office:
        assert sum(office.map(clerk, range(8))) == 1
    assert list(DepositSlip.objects.values_list("number", flat=True)) == [1]


def test_nothing_to_deposit_is_refused(books: User) -> None:
    with pytest.raises(refusals.NothingToDeposit):
        prepared(books)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"amount": Decimal("0.00")}, refusals.ItemAmountRefused),
        ({"amount": Decimal("-1.00")}, refusals.ItemAmountRefused),
        ({"amount": Decimal("1.001")}, refusals.ItemAmountRefused),
        ({"amount": Decimal("NaN")}, refusals.ItemAmountRefused),
        ({"cheque_bank": ""}, refusals.ChequeIncomplete),
        ({"cheque_number": ""}, refusals.ChequeIncomplete),
        ({"kind": "cash"}, refusals.ChequeIncomplete),
        ({"bank_account_id": 0}, refusals.BankAccountUnknown),
    ],
)
def test_rows_refused(
    books: User, agricola: BankAccount, changes: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        prepared(books, cheque(agricola, "1.00"), replace(cheque(agricola, "5.00"), **changes))
    assert not DepositSlip.objects.exists()


def test_an_account_out_of_use_takes_no_deposits(books: User, agricola: BankAccount) -> None:
    BankAccount.objects.update(is_active=False)
    with pytest.raises(refusals.BankAccountUnknown):
        prepared(books, cheque(agricola, "5.00"))
    assert not selectors.accounts_in_use()


def test_a_bank_account_is_recorded_once(books: User, agricola: BankAccount) -> None:
    with pytest.raises(refusals.BankAccountExists):
        acts.open_bank_account(bank_name="Agrícola", number="100-1", ledger_code="102")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"ledger_code": "101"}, refusals.AccountTakesNoDeposits),
        ({"ledger_code": "999"}, books_refusals.AccountUnknown),
        ({"currency": "dólar"[:3]}, refusals.BankAccountRefused),
        ({"number": ""}, refusals.BankAccountRefused),
    ],
)
def test_a_bank_account_is_refused(
    books: User, changes: dict[str, str], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        acts.open_bank_account(**{"bank_name": "A", "number": "1", "ledger_code": "102", **changes})


def test_a_deposited_slip_is_not_void(books: User, agricola: BankAccount) -> None:
    (slip,) = prepared(books, cheque(agricola, "5.00"))
    acts.hand_over_slips([slip])
    acts.confirm_deposits([slip])
    with pytest.raises(refusals.SlipStateRefused, match="remesa 1 "):
        acts.void_slip(slip, reason="x")


def test_slips_move_together_or_not_at_all(books: User, agricola: BankAccount) -> None:
    (first,) = prepared(books, cheque(agricola, "5.00"))
    (second,) = prepared(books, cheque(agricola, "6.00"))
    acts.hand_over_slips([second])
    with pytest.raises(refusals.SlipStateRefused, match="remesa 2 "):
        acts.hand_over_slips([first, second])
    assert DepositSlip.objects.get(pk=first.pk).state == DepositSlip.State.PREPARED


def test_voiding_asks_for_a_reason(books: User, agricola: BankAccount) -> None:
    (slip,) = prepared(books, cheque(agricola, "5.00"))
    with pytest.raises(refusals.VoidReasonMissing):
        acts.void_slip(slip, reason=" ")


@pytest.mark.parametrize("old", STATES)
@pytest.mark.parametrize("new", STATES)
def test_only_declared_changes_of_state_pass(
    books: User, agricola: BankAccount, old: str, new: str
) -> None:
    """Every pair, past the acts (S4)."""
    (slip,) = prepared(books, cheque(agricola, "5.00"))
    path = {"prepared": [], "handed": ["handed"], "void": ["void"]}
    for state in path.get(old, ["handed", "deposited"]):
        _set_state(slip, state)
    if old == new or (old, new) in SLIP_TRANSITIONS:
        _set_state(slip, new)
        return
    with pytest.raises(IntegrityError, match="state_change_is_declared"), transaction.atomic():
        _set_state(slip, new)


def _set_state(slip: DepositSlip, state: str) -> None:
    reason = "x" if state == "void" else ""
    DepositSlip.objects.filter(pk=slip.pk).update(state=state, void_reason=reason)
    DepositItem.objects.filter(slip=slip).update(is_live=state != "void")


@pytest.mark.parametrize(
    ("statement", "refusal"),
    [
        ("UPDATE banking_deposititem SET is_live = false", refusals.ItemFollowsItsSlip),
        (
            "UPDATE banking_depositslip SET state = 'void', void_reason = 'x'",
            refusals.ItemFollowsItsSlip,
        ),
        ("UPDATE banking_depositslip SET state = 'void'", refusals.VoidReasonMissing),
        (
            "UPDATE banking_slipseries SET last_number = last_number + 1",
            refusals.SlipNumberOutOfOrder,
        ),
        (
            """INSERT INTO banking_deposititem (slip_id, n, kind, cheque_bank, cheque_number,
                                                amount, value_on, reference, is_live)
               SELECT id, 2, 'cash', '', '', 5, effective_on, '', true FROM banking_depositslip""",
            refusals.PreparedSlipTakesNoItems,
        ),
    ],
)
def test_refused_past_the_acts(
    books: User, agricola: BankAccount, statement: str, refusal: type[Exception]
) -> None:
    prepared(books, cheque(agricola, "5.00"))
    with pytest.raises(refusal), transaction.atomic():
        _run(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE banking_deposititem SET amount = amount + 1",
        "UPDATE banking_depositslip SET total = total + 1",
        "UPDATE banking_bankaccount SET number = '9'",
        "DELETE FROM banking_deposititem",
    ],
)
def test_what_a_slip_says_stays(books: User, agricola: BankAccount, statement: str) -> None:
    prepared(books, cheque(agricola, "5.00"))
    with pytest.raises(DatabaseError), transaction.atomic():
        _run(statement)


def _run(statement: str) -> None:
    with books_refusals.refusing_by(refusals.BY_RULE), connection.cursor() as cursor:
        cursor.execute(f"{statement}; SET CONSTRAINTS ALL IMMEDIATE")
