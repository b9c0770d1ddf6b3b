"""The only writers of bank accounts and deposit slips."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from cartera.accounting.banking import sql
from cartera.accounting.banking.models import BankAccount, DepositItem, DepositSlip
from cartera.accounting.banking.refusals import (
    BY_RULE,
    AccountTakesNoDeposits,
    BankAccountExists,
    BankAccountUnknown,
    SlipStateRefused,
    VoidReasonMissing,
)
from cartera.accounting.banking.rules import DepositRow, by_bank_account
from cartera.accounting.ledger.refusals import refusing_by
from cartera.accounting.ledger.selectors import account_by_code
from cartera.kernel import clock

SERIES = "remesa"


def open_bank_account(
    *, bank_name: str, number: str, ledger_code: str, currency: str = "USD"
) -> BankAccount:
    """Record an account of the company's own, and the ledger account that stands for it.

    Refuses one already recorded, no bank or number, and a ledger account that takes no postings.
    """
    account = account_by_code(ledger_code)
    if not account.takes_postings:
        raise AccountTakesNoDeposits(code=ledger_code, field="ledger_code")
    if BankAccount.objects.filter(bank_name=bank_name, number=number).exists():
        raise BankAccountExists(bank=bank_name, number=number, field="number")
    with refusing_by(BY_RULE), transaction.atomic():
        return BankAccount.objects.create(
            bank_name=bank_name, number=number, ledger_account=account, currency=currency
        )


def prepare_slips(
    rows: Sequence[DepositRow],
    *,
    effective_on: date,
    prepared_by_id: int,
    case_id: int | None = None,
) -> list[DepositSlip]:
    """Make one slip for each bank account out of what is to be deposited. (PCI-F09 step 2.)

    One statement however many rows, and one that reads the slips back. Slips are numbered without
    holes in the order of their banks. Refuses what `rules.by_bank_account` refuses, a bank account
    that is unknown or not in use, and a payment that is on another live slip.
    """
    placed = [
        (account_id, n, row)
        for account_id, group in by_bank_account(rows).items()
        for n, row in enumerate(group, start=1)
    ]
    inputs: dict[str, Any] = {
        "series": SERIES,
        "on": effective_on,
        "recorded_at": clock.now(),
        "case": case_id,
        "prepared_by": prepared_by_id,
        **_columns(placed),
    }
    with refusing_by(BY_RULE), connection.cursor() as cursor:
        cursor.execute(sql.PREPARE, inputs)
        ids = [slip_id for (slip_id,) in cursor.fetchall()]
    if not ids:
        raise BankAccountUnknown
    slips = DepositSlip.objects.filter(pk__in=ids).select_related("bank_account")
    return list(slips.order_by("number"))


def hand_over_slips(slips: Sequence[DepositSlip]) -> None:
    """Give prepared slips to who carries them to the bank. Refuses one in another state."""
    _move(slips, DepositSlip.State.PREPARED, DepositSlip.State.HANDED)


def confirm_deposits(slips: Sequence[DepositSlip]) -> None:
    """The bank has taken the slips handed over. Refuses one in another state."""
    _move(slips, DepositSlip.State.HANDED, DepositSlip.State.DEPOSITED)


def void_slip(slip: DepositSlip, *, reason: str) -> None:
    """Void a slip that is not deposited: its number stays used, what it carried may go on another.

    Refuses no reason, and a slip that is deposited or void.
    """
    if not reason.strip():
        raise VoidReasonMissing(field="reason")
    open_states = Q(state=DepositSlip.State.PREPARED) | Q(state=DepositSlip.State.HANDED)
    with transaction.atomic():
        voided = DepositSlip.objects.filter(open_states, pk=slip.pk).update(
            state=DepositSlip.State.VOID, void_reason=reason.strip()
        )
        if not voided:
            raise SlipStateRefused(number=slip.number)
        DepositItem.objects.filter(slip=slip).update(is_live=False)
    slip.refresh_from_db()


def _columns(placed: Sequence[tuple[int, int, DepositRow]]) -> dict[str, Any]:
    rows = [row for _, _, row in placed]
    return {
        "accounts": [account_id for account_id, _, _ in placed],
        "ns": [n for _, n, _ in placed],
        "kinds": [row.kind for row in rows],
        "cheque_banks": [row.cheque_bank for row in rows],
        "cheque_numbers": [row.cheque_number for row in rows],
        "amounts": [row.amount for row in rows],
        "value_days": [row.value_on for row in rows],
        "references": [row.reference for row in rows],
        "payments": [row.payment_id for row in rows],
    }


def _move(slips: Sequence[DepositSlip], old: str, new: str) -> None:
    """All of them from the one state to the other, or none: their rows are locked first."""
    ids = [slip.pk for slip in slips]
    with transaction.atomic():
        locked = DepositSlip.objects.select_for_update().filter(pk__in=ids).order_by("pk")
        for slip in locked:
            if slip.state != old:
                raise SlipStateRefused(number=slip.number)
        DepositSlip.objects.filter(pk__in=ids).update(state=new)
    for slip in slips:
        slip.state = new
