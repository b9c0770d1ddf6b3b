"""Reads of disbursements."""

from cartera.accounting.banking.models import BankAccount
from cartera.credit.assignments.models import Assignment
from cartera.credit.disbursements.models import Disbursement
from cartera.credit.disbursements.refusals import NoBankAccount
from cartera.credit.parties.models import CreditAccount
from cartera.credit.parties.selectors import credit_account


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


def credit_account_of(assignment: Assignment) -> CreditAccount:
    """The account named in the request, or else the client's first one."""
    return assignment.account or credit_account(assignment.client)
