"""What was collected for another company's document, paid to it by cheque (PCI-F03.1)."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from cartera.accounting.banking.issuing import annul_cheque, cheque_key, issue_cheque
from cartera.accounting.banking.models import BankAccount, IssuedCheque
from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import Label, Text
from cartera.credit.disbursements.selectors import own_bank_account
from cartera.credit.payments.third_party import Held, pay_out, payments_held, post_payouts
from cartera.kernel.money import ZERO
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.cheques.depositing import BankAccountNumber
from cartera.recovery.delegations.acts import Remarks
from cartera.recovery.delegations.models import Borrowing
from cartera.recovery.delegations.refusals import ValueNotInTheHouse


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

    One that came back unsigned stays the same cheque; another number annuls it. Refuses while the
    house does not hold all of it: applied, in the books, and not bounced; and a number used before.
    """
    _held_whole(loan)
    cheque = _drawn(loan, own_bank_account(bank_account), number, act)
    _change(loan, issued_cheque=cheque, state=Borrowing.State.DRAWN)
    return Outcome(result={"amount": f"{loan.collected:.2f}"})


def ask_signatures(loan: Borrowing, act: Act, *, remarks: Remarks = "") -> None:
    """The cheque is taken to be signed by two (step 9)."""


def content_of_cheque(loan: Borrowing) -> dict[str, Any]:
    """What both sign: to whom, for how much, with which cheque, for which document."""
    cheque = loan.issued_cheque
    return {
        "factor": loan.factor_id,
        "borrowed": loan.borrowed_id,
        "amount": f"{loan.collected or ZERO:.2f}",
        "bank_account": cheque.bank_account_id if cheque else None,
        "cheque": cheque.number if cheque else "",
    }


def tell_ready(loan: Borrowing, act: Act, *, remarks: Remarks = "") -> Outcome:
    """The signed cheque leaves the books, and the head of collections knows of it (step 10).

    Refuses what the house no longer holds: a cheque bounced meanwhile.
    """
    cheque, held = loan.issued_cheque, _held_whole(loan)
    if cheque is None:
        raise ValueError(f"{loan} has no cheque")
    pay_out(
        [payment.pk for payment in held],
        act,
        bank_account=cheque.bank_account,
        paid_to=loan.factor.name,
        reference=cheque.number,
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


def _held_whole(loan: Borrowing) -> list[Held]:
    """The payments that bring what was collected. Refuses where the house holds anything else."""
    held = payments_held(loan.borrowed_id or 0)
    amount = sum((payment.amount for payment in held), ZERO)
    if amount != loan.collected:
        raise ValueNotInTheHouse(number=loan.number, expected=loan.collected or ZERO, held=amount)
    return held


def annul_drawn(loan: Borrowing, act: Act, reason: str) -> None:
    """The cheque that was drawn for it, if one stands, is annulled: it was not given out."""
    cheque = loan.issued_cheque
    if cheque is not None and cheque.state == IssuedCheque.State.DRAWN:
        annul_cheque(cheque, reason=reason, on=act.on)


def _drawn(loan: Borrowing, account: BankAccount, number: str, act: Act) -> IssuedCheque:
    """The cheque of that number: the one drawn before, or a new one in its stead."""
    before, amount = loan.issued_cheque, loan.collected or ZERO
    if before is not None and before.state == IssuedCheque.State.DRAWN:
        named = (before.bank_account_id, before.number_key, before.amount)
        if named == (account.pk, cheque_key(number), amount):
            return before
    annul_drawn(loan, act, _("se emite otro en su lugar"))
    name = loan.factor.name
    return issue_cheque(account, number, amount, paid_to=name, on=act.on, case_id=act.case_id)


def _change(loan: Borrowing, **columns: Any) -> None:
    for name, value in columns.items():
        setattr(loan, name, value)
    loan.save(update_fields=list(columns))
