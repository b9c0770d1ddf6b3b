"""What was given to a third party came back: its entry is reversed, it is owed again (INT-28)."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Annotated

from cartera.accounting.ledger.acts import JOURNAL, post_entry, reverse_entry
from cartera.accounting.ledger.roles import Role
from cartera.accounting.ledger.rules import Posting, credit, debit
from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import Label, Note, Text
from cartera.credit.claims.acts import drop_claim, refund_claim
from cartera.credit.claims.models import Claim, Deduction
from cartera.credit.parties.models import Client
from cartera.credit.payments.models import Bounce, Payment, Payout, PayoutReturn
from cartera.credit.payments.postings import reference_of
from cartera.credit.payments.refusals import (
    AlreadyComesBack,
    BackBeforeGiven,
    ClaimReserved,
    NotGiven,
    PayoutNotPosted,
)
from cartera.credit.payments.third_party import keep, undo_third_party
from cartera.kernel.money import ZERO
from cartera.kernel.text import gettext_noop as _


def record_return(
    back: PayoutReturn | None,
    act: Act,
    *,
    payout: Annotated[int, Label(_("Entrega"), options="given_values")],
    returned_on: Annotated[date, Label(_("Devuelta el"))],
    reason: Annotated[
        Text, Label(_("Motivo"), _("Lo que dice el banco, o por qué se anuló el cheque"))
    ],
) -> None:
    """Record that what was given came back: all that its case gave at once (INT-28 step 1).

    Refuses what does not stand, what is not posted yet, a day before it left and a second return.
    """
    found = Payout.objects.filter(pk=payout, returned=None).select_related("case").first()
    if found is None:
        raise NotGiven(payout=payout, field="payout")
    if found.entry_id is None:
        raise PayoutNotPosted(case=found.case.number, field="payout")
    if not found.paid_on <= returned_on <= act.on:
        raise BackBeforeGiven(paid_on=found.paid_on, field="returned_on")
    others = PayoutReturn.objects.filter(of_case=found.case_id, state="recorded")
    if others.exclude(case_id=act.case_id).exists():
        raise AlreadyComesBack(field="payout")
    back = back or PayoutReturn(case_id=act.case_id)
    back.of_case_id, back.returned_on, back.reason = found.case_id, returned_on, reason
    back.save()


def confirm_return(
    back: PayoutReturn,
    act: Act,
    *,
    remarks: Annotated[Note, Label(_("Observaciones"), widget="textarea")] = "",
) -> Outcome:
    """Somebody else confirms: the entry is reversed, and the money is owed again (INT-28 step 2).

    Where the cheque that brought it bounced meanwhile, what the client has not paid of the claim
    for it is claimed no more, and is not owed to him; what was taken of him for it, he is owed.
    Refuses that while some of it is withheld in an operation whose money has not left.
    """
    given = _given_in(back.of_case_id)
    posted = given[0].entry
    if posted is None:
        raise PayoutNotPosted(case=back.of_case.number)
    said = _("Valor ajeno devuelto: {reason}").format(reason=back.reason)
    entry = reverse_entry(posted, reason=said, on=act.on, by_id=act.actor_id)
    _claim_no_more([row.payment_id for row in given], said, act)
    back.state, back.entry = PayoutReturn.State.CONFIRMED, entry
    back.save(update_fields=["state", "entry"])
    Payout.objects.filter(pk__in=[row.pk for row in given]).update(returned=back)
    return Outcome(result={"entry": entry.number})


def void_return(back: PayoutReturn, act: Act, reason: str) -> None:
    """It did not come back after all."""
    PayoutReturn.objects.filter(pk=back.pk).update(state="void")


def describe_return(back: PayoutReturn) -> tuple[str, str]:
    """What its case is called: the case that gave it; the client's code."""
    return back.of_case.title, back.of_case.client_code


def _given_in(case_id: int) -> list[Payout]:
    """What a case gave and that stands, locked. Refuses none.

    Its payments are held first, as who confirms that their cheque bounced holds them: of the two
    the later one sees what the other did.
    """
    paid = Payment.objects.select_for_update(of=("self",)).filter(payouts__case_id=case_id)
    list(paid.order_by("pk"))
    rows = Payout.objects.select_for_update(of=("self",)).filter(case_id=case_id, returned=None)
    given = list(rows.select_related("entry").order_by("pk"))
    if not given:
        raise AlreadyComesBack
    return given


def _claim_no_more(payment_ids: Collection[int], said: str, act: Act) -> None:
    """What bounced after it was given was claimed of the client, who does not have it now.

    He is held, so that nobody withholds meanwhile what is claimed no more.
    """
    found = Bounce.objects.filter(payment__in=payment_ids, state="confirmed", claim__isnull=False)
    standing = found.exclude(claim__state="void").select_related("payment__client", "claim")
    bounces = list(standing.order_by("pk"))
    owners = {bounce.payment.client_id or 0 for bounce in bounces}
    list(Client.objects.select_for_update().filter(pk__in=owners).order_by("pk"))
    lines = [
        line for bounce in bounces if bounce.claim for line in _let_go(bounce, bounce.claim, act)
    ]
    if lines:
        post_entry(
            series=JOURNAL,
            effective_on=act.on,
            event="payout",
            description=said[:300],
            postings=lines,
            prepared_by_id=act.actor_id,
            case_id=act.case_id,
        )


def _let_go(bounce: Bounce, claim: Claim, act: Act) -> list[Posting]:
    """What is left of a cheque's claim falls, and with it as much of what is owed for the cheque.

    What was taken of the client for it stays owed to him: he gave back all that he had been given.
    """
    payment, taken = bounce.payment, _taken_for(claim)
    left = claim.amount - claim.refunded - taken
    if left == ZERO:
        return []
    undo_third_party([payment.pk], act, bounce.pk)
    if left < claim.amount:
        keep(payment.pk, payment.amount - left, act, bounce.pk)
        refund_claim(claim, left)
    else:
        drop_claim(claim)
    what = {
        "reference": reference_of(payment.paper_id or 0),
        "client_code": payment.client.code if payment.client else "",
    }
    return [debit(Role.FOREIGN_FUNDS, left, **what), credit(Role.CLAIMS, left, **what)]


def _taken_for(claim: Claim) -> Decimal:
    """What was taken for a claim. Refuses while some is withheld that may still be set free."""
    rows = Deduction.objects.filter(claim=claim).exclude(state="void").select_related("case")
    deductions = list(rows.order_by("pk"))
    for deduction in deductions:
        if deduction.state == Deduction.State.RESERVED:
            raise ClaimReserved(amount=deduction.amount, case=str(deduction.case))
    return sum((deduction.amount for deduction in deductions), ZERO)
