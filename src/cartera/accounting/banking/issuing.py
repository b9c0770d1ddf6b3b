"""The company's own cheques: drawn, and annulled. The only writers of them."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from cartera.accounting.banking.models import BankAccount, IssuedCheque
from cartera.accounting.banking.refusals import (
    BY_RULE,
    ChequeAnnulledBefore,
    ChequeNumberUsed,
    VoidReasonMissing,
)
from cartera.accounting.ledger.refusals import refusing_by
from cartera.kernel.search import number_key


def issue_cheque(
    account: BankAccount,
    number: str,
    amount: Decimal,
    *,
    paid_to: str,
    on: date,
    case_id: int,
) -> IssuedCheque:
    """Draw a cheque on an account of the company's own, in the account's currency.

    Refuses a number of that account that was drawn before, annulled or not, whatever it was for.
    """
    key = cheque_key(number)
    if IssuedCheque.objects.filter(bank_account=account, number_key=key).exists():
        raise ChequeNumberUsed(field="number")
    with refusing_by(BY_RULE), transaction.atomic():
        return IssuedCheque.objects.create(
            bank_account=account,
            number=number,
            number_key=key,
            amount=amount,
            paid_to=paid_to[:150],
            case_id=case_id,
            drawn_on=on,
        )


def annul_cheque(cheque: IssuedCheque, *, reason: str, on: date) -> None:
    """Annul a cheque that was not given out: its number stays used.

    Refuses no reason, and one that is annulled.
    """
    if not reason.strip():
        raise VoidReasonMissing(field="reason")
    drawn = IssuedCheque.objects.filter(pk=cheque.pk, state=IssuedCheque.State.DRAWN)
    if not drawn.update(state="annulled", annulled_on=on, annulled_for=reason.strip()[:300]):
        raise ChequeAnnulledBefore
    cheque.refresh_from_db()


def cheque_key(number: str) -> str:
    """What is the same in every way of writing a cheque's number: no marks, no leading zeros."""
    return number_key(number).lstrip("0") or number.strip()
