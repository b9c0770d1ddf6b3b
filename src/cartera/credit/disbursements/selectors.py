"""Reads of disbursements."""

from cartera.accounting.banking.models import BankAccount
from cartera.credit.assignments.models import Assignment
from cartera.credit.disbursements.models import Disbursement
from cartera.credit.disbursements.refusals import NoBankAccount


def disbursement_of(assignment: Assignment) -> Disbursement:
    """The disbursement of an assignment that is not void; one query."""
    return Disbursement.objects.select_related("account", "bank_account").get(
        assignment=assignment, state__in=("started", "authorised", "paid", "posted")
    )


def own_bank_account(number: str = "") -> BankAccount:
    """The company's own account of that number, or its first one in use."""
    accounts = BankAccount.objects.filter(is_active=True)
    account = (accounts.filter(number=number) if number else accounts.order_by("id")).first()
    if account is None:
        raise NoBankAccount(field="bank_account")
    return account
