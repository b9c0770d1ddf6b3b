"""An assignment squared, verified, refunded and posted (PCI-F10)."""

from decimal import Decimal
from typing import Annotated, Any

from cartera.accounting.ledger.acts import OUTLAY, post_entry
from cartera.accounting.ledger.roles import Role
from cartera.accounting.ledger.rules import Posting, credit, debit
from cartera.company.selectors import day_to_post
from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import AnyAmount, Label, Note
from cartera.credit.assignments.models import AssignedDocument, Assignment
from cartera.credit.claims.acts import (
    Claims,
    Transfers,
    fit_deductions,
    replace_deductions,
    take_deductions,
    void_deductions,
)
from cartera.credit.claims.selectors import deductions_of
from cartera.credit.disbursements.selectors import own_bank_account
from cartera.credit.parties.selectors import credit_account
from cartera.credit.payments.models import Payment
from cartera.credit.settlements.models import Settlement
from cartera.credit.settlements.refusals import (
    AssignmentNotPaidOff,
    DocumentsStillOut,
    ExtraUnexplained,
    FiguresChanged,
    PaymentsOnTheirWay,
)
from cartera.credit.settlements.rules import SettlementExtras
from cartera.credit.settlements.selectors import check_tied_out, figures_of, standing_splits
from cartera.kernel.money import ZERO
from cartera.kernel.text import gettext_noop as _

# What of FORM-23 the payments decide: the column that keeps it, the line as it is figured.
_LINES = {
    "collected": "collected",
    "interest": "interest",
    "default_interest": "default_interest",
    "bounce_charges": "rejected_cheque_charges",
    "vat": "vat",
    "amount_to_return": "amount_to_return",
}

Remarks = Annotated[Note, Label(_("Observaciones"), widget="textarea")]


def receive_report(settlement: Settlement, act: Act, *, remarks: Remarks = "") -> None:
    """Custody receives the application report with what is to be settled (PCI-F10 step 1)."""
    _paid_off(settlement)


def issue_statements(settlement: Settlement, act: Act, *, remarks: Remarks = "") -> None:
    """Issue the documents report and the statement (PCI-F10 step 2)."""
    _paid_off(settlement)


def take_out_documents(
    settlement: Settlement,
    act: Act,
    *,
    documents_out: Annotated[
        bool, Label(_("Los documentos salieron de la bóveda"), widget="check")
    ],
    remarks: Remarks = "",
) -> None:
    """Take the documents out of the vault (PCI-F10 step 3)."""
    if not documents_out:
        raise DocumentsStillOut(missing=_("los documentos de la cesión"), field="documents_out")
    settlement.documents_out_at = act.at
    settlement.save(update_fields=["documents_out_at"])


def take_out_guarantees(
    settlement: Settlement,
    act: Act,
    *,
    promissory_note: Annotated[bool, Label(_("El pagaré salió de la bóveda"), widget="check")],
    guarantee_cheques: Annotated[str, Label(_("Cheques de garantía que salen"))] = "",
) -> None:
    """Take out promissory note and guarantee cheques (PCI-F10 step 4)."""
    if not promissory_note:
        raise DocumentsStillOut(missing=_("el pagaré"), field="promissory_note")
    settlement.guarantees = ", ".join(filter(None, [_("pagaré"), guarantee_cheques]))[:300]
    settlement.save(update_fields=["guarantees"])


def square_settlement(
    settlement: Settlement,
    act: Act,
    *,
    claims: Claims = None,
    transfers: Transfers = [],  # noqa: B006 (pydantic copies it)
    other_credits: Annotated[AnyAmount, Label(_("Otros abonos"))] = ZERO,
    other_charges: Annotated[AnyAmount, Label(_("Otros cargos"))] = ZERO,
    remarks: Remarks = "",
) -> Outcome:
    """Square face value against what was collected, with the deductions (PCI-F10 step 5).

    With no list of claims given, what the client has pending is deducted as far as it fits.
    Refuses what does not square, deductions beyond what is returned, extras without a remark.
    """
    assignment = _paid_off(settlement)
    if (other_credits or other_charges) and not remarks.strip():
        raise ExtraUnexplained(field="remarks")
    splits = standing_splits(assignment)
    bare = figures_of(assignment, SettlementExtras(other_credits, other_charges), splits)
    room = bare.amount_to_return if claims is None else None
    withheld = _withhold(settlement, act, claims, transfers, room)
    extras = SettlementExtras(other_credits, other_charges, deductions=withheld)
    figures = figures_of(assignment, extras, splits)
    settlement.amount_face = assignment.amount_face
    settlement.collected, settlement.advanced = figures.collected, figures.advanced
    settlement.interest = figures.interest
    settlement.default_interest = figures.default_interest
    settlement.other_credits, settlement.other_charges = other_credits, other_charges
    settlement.bounce_charges = figures.rejected_cheque_charges
    settlement.bounce_interest = figures.rejected_cheque_interest
    settlement.vat, settlement.deductions = figures.vat, figures.deductions
    settlement.amount_to_return = figures.amount_to_return
    settlement.remarks, settlement.settled_on = remarks, act.on
    settlement.state = Settlement.State.SQUARED
    settlement.save()
    return Outcome(result={"amount_to_return": str(settlement.amount_to_return)})


def mark_refund(
    settlement: Settlement,
    act: Act,
    *,
    account: Annotated[str, Label(_("Cuenta de abono"), _("Vacía: la de la cesión"))] = "",
) -> None:
    """Mark the amount for credit to the client's account; no money moves (PCI-F10 step 6)."""
    assignment = settlement.assignment
    if account or assignment.account_id is None:
        settlement.account = credit_account(assignment.client, account)
    else:
        settlement.account_id = assignment.account_id
    settlement.save(update_fields=["account"])


def arrange_sets(settlement: Settlement, act: Act, *, remarks: Remarks = "") -> None:
    """Arrange the two sets of papers (PCI-F10 step 7)."""


def verify_settlement(settlement: Settlement, act: Act, *, remarks: Remarks = "") -> None:
    """The head of operations verifies and authorises (PCI-F10 step 8).

    Refuses figures that are no longer those of the statement, and payments of a round that nobody
    has tied out yet: no money goes back on what may not have come in.
    """
    _check_figures(settlement)
    settlement.state = Settlement.State.AUTHORISED
    settlement.save(update_fields=["state"])


def pass_sets(settlement: Settlement, act: Act, *, remarks: Remarks = "") -> None:
    """The first set goes to custody, the second to disbursements (PCI-F10 step 9)."""


def refund_balance(settlement: Settlement, act: Act, *, remarks: Remarks = "") -> None:
    """Order the refund; the application report goes back to payments (PCI-F10 step 10)."""


def credit_settlement(
    settlement: Settlement,
    act: Act,
    *,
    bank_account: Annotated[
        str, Label(_("Cuenta bancaria propia"), _("Vacía: la principal"), options="bank_accounts")
    ] = "",
    reference: Annotated[str, Label(_("Referencia del banco"))] = "",
) -> Outcome:
    """Credit the client: the money leaves and the assignment is settled (PCI-F10 step 11)."""
    assignment = _check_figures(settlement)
    take_deductions(act.case_id)
    settlement.bank_account = own_bank_account(bank_account)
    settlement.paid_at, settlement.paid_on = act.at, act.on
    settlement.reference, settlement.state = reference, Settlement.State.PAID
    settlement.save()
    settled = Assignment.objects.filter(
        pk=assignment.pk, state="paid_off", capital=assignment.capital
    ).update(state="settled", settled_on=act.on)
    if not settled:  # a payment or a bounce came between
        raise FiguresChanged
    return Outcome(result={"credited": str(settlement.amount_to_return)})


def attach_credit_notes(settlement: Settlement, act: Act, *, remarks: Remarks = "") -> None:
    """Attach the credit notes and pass all to reception (PCI-F10 step 12)."""


def post_settlement(settlement: Settlement, act: Act, *, remarks: Remarks = "") -> Outcome:
    """Post it: the payable to the client against bank (PCI-F10 step 13).

    Where nothing is returned and nothing was withheld there is no entry to post.
    """
    postings = postings_of(settlement)
    entry = None
    if postings:
        entry = post_entry(
            series=OUTLAY,
            effective_on=day_to_post(settlement.paid_on, act.on),
            event="settlement",
            description=_("Liquidación de la cesión {number}").format(
                number=settlement.assignment.number
            ),
            postings=postings,
            prepared_by_id=act.actor_id,
            case_id=act.case_id,
        )
    settlement.entry, settlement.state = entry, Settlement.State.POSTED
    settlement.save(update_fields=["entry", "state"])
    return Outcome(result={"entry": entry.number if entry else None})


def reject_settlement(settlement: Settlement, act: Act, reason: str) -> None:
    """Give the settlement up.

    An assignment that is still paid off waits for the next day of payments to open another; one
    that a bounce made live again is settled when it is paid off again.
    """
    void_deductions(act.case_id)
    settlement.state, settlement.remarks = Settlement.State.VOID, reason
    settlement.save(update_fields=["state", "remarks"])


def postings_of(settlement: Settlement) -> list[Posting]:
    """The lines of the settlement's entry (FORM-20).

    What goes to another assignment stays the client's until it is applied there: no line.
    """
    assignment = settlement.assignment
    code, reference = assignment.client.code, f"liq. cs {assignment.number}"
    withheld = deductions_of(settlement.case_id).filter(to_assignment=None)
    to_claims = sum((deduction.amount for deduction in withheld), ZERO)
    leaves = settlement.amount_to_return + to_claims
    leaves += settlement.other_charges - settlement.other_credits
    bank = settlement.bank_account.ledger_account_id if settlement.bank_account else 0
    lines: list[tuple[Any, Decimal]] = [
        (Role.PAYABLE_TO_CLIENT, -leaves),
        (bank, settlement.amount_to_return),
        (Role.CLAIMS, to_claims),
        (Role.CHARGES, settlement.other_charges - settlement.other_credits),
    ]
    return [
        credit(to, amount, reference=reference, client_code=code)
        if amount > 0
        else debit(to, -amount, reference=reference, client_code=code)
        for to, amount in lines
        if amount
    ]


def content_of_settlement(settlement: Settlement) -> dict[str, Any]:
    """What the head of operations signs."""
    return {
        "assignment": settlement.assignment_id,
        "account": settlement.account_id,
        "collected": f"{settlement.collected:.2f}",
        "deductions": [
            [d.claim_id, d.to_assignment_id, f"{d.amount:.2f}"]
            for d in deductions_of(settlement.case_id)
        ],
        "amount_to_return": f"{settlement.amount_to_return:.2f}",
    }


def _withhold(
    settlement: Settlement, act: Act, claims: Any, transfers: Any, room: Decimal | None
) -> Decimal:
    client = settlement.assignment.client_id
    withheld = replace_deductions(act.case_id, client, act, claims, transfers)
    return withheld if room is None else fit_deductions(act.case_id, room)


def _paid_off(settlement: Settlement) -> Assignment:
    """The assignment, owing nothing, all its documents collected, no payment on its way to it.

    Its row is locked, so that no payment or bounce comes between.
    """
    assignments = Assignment.objects.select_for_update(of=("self",)).select_related("client")
    settlement.assignment = assignment = assignments.get(pk=settlement.assignment_id)
    pending = AssignedDocument.objects.filter(assignment=assignment, state="live")
    waiting = Payment.objects.filter(assignment=assignment, state__in=("awaiting", "queued"))
    if assignment.state != "paid_off" or pending.exists():
        raise AssignmentNotPaidOff(assignment=str(assignment))
    if waiting.exists():
        raise PaymentsOnTheirWay(assignment=str(assignment))
    return assignment


def _check_figures(settlement: Settlement) -> Assignment:
    assignment = _paid_off(settlement)
    extras = SettlementExtras(
        settlement.other_credits, settlement.other_charges, deductions=settlement.deductions
    )
    check_tied_out(assignment)
    figures = figures_of(assignment, extras, standing_splits(assignment))
    if any(getattr(settlement, kept) != getattr(figures, line) for kept, line in _LINES.items()):
        raise FiguresChanged
    return assignment
