"""Money that came in for papers of no assignment: applied, held for its owner, given to him.

It is never the company's: credited to what is owed to third parties when it is applied (PCI-F07
step 12), debited when it is given out (PCI-F07 step 19, PCI-F03.1 step 9).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Sum

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


@dataclass(frozen=True, slots=True)
class Held:
    """What the house has of a payment for its owner: all that it brought, or what is left of that
    (see `keep`). In the company's currency."""

    pk: int
    amount: Decimal


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


def keep(payment_id: int, amount: Decimal, act: Act, bounce_id: int) -> None:
    """Of a bounced payment that was taken back, `amount` is owed to its owner still: it was taken
    of him before what he had been given came back. (INT-28 step 2.)"""
    values: dict[str, Any] = {
        "bounce": bounce_id,
        "payment": payment_id,
        "kept": amount,
        "on": act.on,
        "at": act.at,
        "by": act.actor_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql.THIRD_PARTY_KEPT, values)


def payments_held(paper_id: int) -> list[Held]:
    """What is held for a paper: applied, in the books, not taken back, not given out. One query.

    Several payments, where several cheques paid it.
    """
    return _held(paper_id=paper_id)


def pay_out(
    payments: Collection[int],
    act: Act,
    *,
    bank_account: BankAccount,
    paid_to: str,
    reference: str,
) -> list[Payout]:
    """Give third parties' money to its owner: from now on it is no longer in the house.

    One row a payment, each once unless it came back. Refuses one of which nothing is held: not
    applied, not in the books yet, taken back, or given out before.
    """
    # Locked before it is asked what is held of them: whoever confirms a bounce holds them too.
    list(Payment.objects.select_for_update(of=("self",)).filter(pk__in=payments).order_by("pk"))
    found = _held(pk__in=payments)
    missing = sorted(set(payments) - {held.pk for held in found})
    if missing or not found:
        raise ValueNotHeld(payment=missing[0] if missing else 0)
    return Payout.objects.bulk_create(
        Payout(
            payment_id=held.pk,
            case_id=act.case_id,
            amount=held.amount,
            bank_account=bank_account,
            paid_to=paid_to[:150],
            reference=reference[:60],
            paid_on=act.on,
            paid_at=act.at,
            paid_by_id=act.actor_id,
        )
        for held in found
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


def _held(**which: Any) -> list[Held]:
    """What is held of some payments, oldest first; those of which nothing is, are left out."""
    rows = Payment.objects.filter(~_GIVEN, day__entry__isnull=False, assignment=None, **which)
    sums = rows.annotate(held=Sum("applications__third_party")).filter(held__gt=0)
    return [Held(*row) for row in sums.order_by("pk").values_list("pk", "held")]


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
