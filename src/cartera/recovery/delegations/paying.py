"""What was collected for another company's document, paid to it by cheque (PCI-F03.1)."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from cartera.accounting.banking.models import BankAccount
from cartera.accounting.banking.selectors import accounts_in_use
from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import Label, Text
from cartera.credit.payments.models import Payment
from cartera.credit.payments.third_party import pay_out, payments_held, post_payouts
from cartera.kernel.money import ZERO
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.cheques.depositing import BankAccountNumber
from cartera.recovery.delegations.acts import Remarks
from cartera.recovery.delegations.models import Borrowing
from cartera.recovery.delegations.refusals import BankAccountUnsaid, ValueNotInTheHouse


def draw_cheque(
    loan: Borrowing,
    act: Act,
    *,
    number: Annotated[
        str, Field(min_length=1, max_length=40), Label(_("N.º del cheque que se emite"))
    ],
    bank_account: BankAccountNumber = "",
) -> Outcome:
    """A cheque to the other company for what was collected of its document (step 8).

    Refuses while the house does not hold all of it: applied, in the books, and not bounced.
    """
    _held_whole(loan)
    account = _account(bank_account)
    _change(loan, bank_account=account, cheque_number=number, state=Borrowing.State.DRAWN)
    return Outcome(result={"amount": f"{loan.collected:.2f}"})


def ask_signatures(loan: Borrowing, act: Act, *, remarks: Remarks = "") -> None:
    """The cheque is taken to be signed by two (step 9)."""


def content_of_cheque(loan: Borrowing) -> dict[str, Any]:
    """What both sign: to whom, for how much, with which cheque, for which document."""
    return {
        "factor": loan.factor_id,
        "borrowed": loan.borrowed_id,
        "amount": f"{loan.collected or ZERO:.2f}",
        "bank_account": loan.bank_account_id,
        "cheque": loan.cheque_number,
    }


def tell_ready(loan: Borrowing, act: Act, *, remarks: Remarks = "") -> Outcome:
    """The signed cheque leaves the books, and the head of collections knows of it (step 10).

    Refuses what the house no longer holds: a cheque bounced meanwhile.
    """
    account, held = loan.bank_account, _held_whole(loan)
    if account is None:
        raise ValueError(f"{loan} has no bank account")
    pay_out(
        [payment.pk for payment in held],
        act,
        bank_account=account,
        paid_to=loan.factor.name,
        reference=loan.cheque_number,
    )
    entry = post_payouts(act, f"{loan.factor.name} · {loan.number}")
    _change(loan, paid_on=act.on, state=Borrowing.State.PAID)
    return Outcome(result={"entry": entry.number})


def deliver_cheque(
    loan: Borrowing,
    act: Act,
    *,
    received_by: Annotated[Text, Label(_("Recibió"), _("En la otra empresa"))],
) -> None:
    """The other company has its cheque (step 11)."""
    _change(loan, closed_on=act.on, closed_by=received_by[:120], state=Borrowing.State.CLOSED)


def money_out(loan: Borrowing) -> Decimal:
    """What leaves the house with the cheque."""
    return loan.collected or ZERO


def _held_whole(loan: Borrowing) -> list[Payment]:
    """The payments that bring what was collected. Refuses where the house holds anything else."""
    held = payments_held(loan.borrowed_id or 0)
    amount = sum((payment.amount for payment in held), ZERO)
    if amount != loan.collected:
        raise ValueNotInTheHouse(number=loan.number, expected=loan.collected or ZERO, held=amount)
    return held


def _account(number: str) -> BankAccount:
    accounts = accounts_in_use().order_by("id")
    found = accounts.filter(number=number).first() if number else accounts.first()
    if found is None:
        raise BankAccountUnsaid(number=number, field="bank_account")
    return found


def _change(loan: Borrowing, **columns: Any) -> None:
    for name, value in columns.items():
        setattr(loan, name, value)
    loan.save(update_fields=list(columns))
