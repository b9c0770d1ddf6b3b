"""What was carried to the bank. Amounts are in the account's currency."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import QuerySet

from cartera.accounting.banking import sql
from cartera.accounting.banking.models import BankAccount, DepositItem, DepositSlip


@dataclass(frozen=True, slots=True)
class BankDeposits:
    """What live slips carry to one bank account, in all and by kind."""

    bank_account_id: int
    bank_name: str
    account_number: str
    slips: int
    items: int
    cash: Decimal
    cheques: Decimal
    transfers: Decimal
    total: Decimal


def accounts_in_use() -> QuerySet[BankAccount]:
    """The company's bank accounts that take deposits, with their ledger account."""
    return BankAccount.objects.filter(is_active=True).select_related("ledger_account")


def slips_of_case(case_id: int) -> QuerySet[DepositSlip]:
    """The slips of a case that are not void, in order of number."""
    slips = DepositSlip.objects.filter(case_id=case_id).exclude(state=DepositSlip.State.VOID)
    return slips.select_related("bank_account").order_by("number")


def items_of_slip(slip_id: int) -> QuerySet[DepositItem]:
    """What a slip carries, in order."""
    return DepositItem.objects.filter(slip_id=slip_id).order_by("n")


def deposits(*, on: date | None = None, case_id: int | None = None) -> list[BankDeposits]:
    """What the live slips of a day, or of a case, carry to each bank account. (FORM-19.)"""
    with connection.cursor() as cursor:
        cursor.execute(sql.DEPOSITED, {"on": on, "case": case_id})
        return [BankDeposits(*row) for row in cursor.fetchall()]
