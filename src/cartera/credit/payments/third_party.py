"""Money that came in for papers of no assignment: applied, held for its owner, given to him.

It is never the company's: credited to what is owed to third parties when it is applied (PCI-F07
step 12), debited when it is given out (PCI-F07 step 19, PCI-F03.1 step 9).
"""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef

from cartera.accounting.banking.models import BankAccount
from cartera.accounting.ledger.acts import OUTLAY, post_entry
from cartera.accounting.ledger.models import Entry
from cartera.accounting.ledger.roles import Role
from cartera.accounting.ledger.rules import Posting, credit, debit
from cartera.company.selectors import day_to_post
from cartera.control.workflow.definitions import Act
from cartera.credit.payments import sql
from cartera.credit.payments.models import Payment, Payout
from cartera.credit.payments.postings import reference_of
from cartera.credit.payments.refusals import NothingPaidOut, ValueNotHeld

# Whether a payment was given out and did not come back.
_GIVEN = Exists(Payout.objects.filter(payment=OuterRef("pk"), returned=None))


def apply_third_party(day_id: int, chosen: Sequence[int] | None, act: Act) -> list[int]:
    """Apply the day's payments for papers of no assignment, all or the chosen ones; which.

    One statement. (PCI-F09 step 3.)
    """
    values: dict[str, Any] = {
        "day": day_id,
        "chosen": list(chosen) if chosen else None,
        "on": act.on,
        "at": act.at,
        "by": act.actor_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql.THIRD_PARTY, values)
        return sorted(payment for (payment,) in cursor.fetchall())


def undo_third_party(payment_ids: Collection[int], act: Act, bounce_id: int) -> None:
    """Take back what a bounced cheque had brought for papers of no assignment. (INT-06 step 2.)"""
    values: dict[str, Any] = {
        "bounce": bounce_id,
        "payments": list(payment_ids),
        "on": act.on,
        "at": act.at,
        "by": act.actor_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql.THIRD_PARTY_UNDONE, values)


def payments_held(paper_id: int) -> list[Payment]:
    """What is held for a paper: applied, in the books, not bounced, not given out. One query.

    Several payments, where several cheques paid it.
    """
    rows = Payment.objects.filter(~_GIVEN, paper_id=paper_id, state="applied")
    return list(rows.filter(day__entry__isnull=False).order_by("id"))


def pay_out(
    payments: Collection[int],
    act: Act,
    *,
    bank_account: BankAccount,
    paid_to: str,
    reference: str,
) -> list[Payout]:
    """Give third parties' money to its owner: from now on it is no longer in the house.

    One row a payment, each once unless it came back. Refuses one that is not held: not applied,
    not in the books yet, bounced, or given out before.
    """
    rows = Payment.objects.select_for_update(of=("self",)).filter(pk__in=payments).order_by("pk")
    held = rows.filter(~_GIVEN, state="applied", day__entry__isnull=False)
    found = list(held.exclude(paper_id=None))
    missing = sorted(set(payments) - {payment.pk for payment in found})
    if missing or not found:
        raise ValueNotHeld(payment=missing[0] if missing else 0)
    return Payout.objects.bulk_create(
        Payout(
            payment=payment,
            case_id=act.case_id,
            amount=payment.amount,
            bank_account=bank_account,
            paid_to=paid_to[:150],
            reference=reference[:60],
            paid_on=act.on,
            paid_at=act.at,
            paid_by_id=act.actor_id,
        )
        for payment in found
    )


def post_payouts(act: Act, description: str) -> Entry:
    """Post what the case gave out: third parties' money against bank (FORM-20).

    Refuses a case that gave out nothing, or whose entry there is.
    """
    rows = Payout.objects.filter(case_id=act.case_id, entry=None).select_related(
        "payment__client", "bank_account"
    )
    paid = list(rows.select_for_update(of=("self",)).order_by("pk"))
    if not paid:
        raise NothingPaidOut
    entry = post_entry(
        series=OUTLAY,
        effective_on=day_to_post(min(row.paid_on for row in paid), act.on),
        event="payout",
        description=description,
        postings=[line for row in paid for line in _lines(row)],
        prepared_by_id=act.actor_id,
        case_id=act.case_id,
    )
    Payout.objects.filter(pk__in=[row.pk for row in paid]).update(entry=entry)
    return entry


def _lines(row: Payout) -> tuple[Posting, Posting]:
    client = row.payment.client
    what = {
        "reference": reference_of(row.payment.paper_id or 0),
        "client_code": client.code if client else "",
    }
    return (
        debit(Role.FOREIGN_FUNDS, row.amount, **what),
        credit(row.bank_account.ledger_account_id, row.amount, **what),
    )
