"""Payments put on deposit slips, each on that of its bank. (PCI-F09 step 2, PCI-F06 step 6.)"""

from collections.abc import Sequence

from cartera.accounting.banking.acts import prepare_slips
from cartera.accounting.banking.models import BankAccount, DepositSlip
from cartera.accounting.banking.rules import DepositRow
from cartera.control.workflow.definitions import Act
from cartera.credit.parties.refusals import UnknownAccount
from cartera.credit.payments.models import Payment


def slips_for(payments: Sequence[Payment], act: Act, bank_account: str) -> list[DepositSlip]:
    """Slips of the act's case for payments: each to the company's account at its bank, or else to
    `bank_account`, empty for the main one. Nothing makes no slip.

    Refuses an account that is not the company's, or not in use.
    """
    accounts = list(BankAccount.objects.filter(is_active=True).order_by("id"))
    default = next((a for a in accounts if bank_account in ("", a.number)), None)
    if default is None:
        raise UnknownAccount(client="", field="bank_account")
    by_bank = {account.bank_name: account.pk for account in reversed(accounts)}
    rows = [_row(payment, by_bank.get(payment.bank, default.pk)) for payment in payments]
    if not rows:
        return []
    return prepare_slips(
        rows, effective_on=act.on, prepared_by_id=act.actor_id, case_id=act.case_id
    )


def _row(payment: Payment, account_id: int) -> DepositRow:
    is_cheque = payment.kind == Payment.Kind.CHEQUE
    return DepositRow(
        bank_account_id=account_id,
        kind=payment.kind,
        amount=payment.amount,
        value_on=payment.value_on,
        cheque_bank=payment.bank if is_cheque else "",
        cheque_number=payment.reference if is_cheque else "",
        reference=payment.get_source_display(),
        payment_id=payment.pk,
    )
