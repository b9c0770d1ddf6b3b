"""Money out: started, checked, authorised twice, released, receipted, posted (PCI-F01 from 8)."""

from datetime import timedelta
from decimal import Decimal
from typing import Annotated, Any

from cartera.accounting.ledger.acts import OUTLAY, post_entry
from cartera.accounting.ledger.roles import Role
from cartera.accounting.ledger.rules import Posting, credit, debit
from cartera.accounting.tax.acts import issue_receipts
from cartera.accounting.tax.models import Concept
from cartera.accounting.tax.rules import Charged, ReceiptDraft
from cartera.company.selectors import day_to_post
from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import Label, Note, Percentage
from cartera.credit.assignments.acts import checked_term, reject_assignment
from cartera.credit.assignments.models import AssignedDocument, Assignment
from cartera.credit.assignments.pricing import exceptions_of, price_assignment, write_price
from cartera.credit.assignments.refusals import PriceChanged
from cartera.credit.assignments.rules import opening_position
from cartera.credit.assignments.selectors import hold_debtors, terms_of
from cartera.credit.claims.acts import fit_deductions, take_deductions, void_deductions
from cartera.credit.claims.models import Deduction
from cartera.credit.claims.selectors import deductions_of
from cartera.credit.disbursements.models import Disbursement
from cartera.credit.disbursements.refusals import NotReviewed, SetsMissing
from cartera.credit.disbursements.selectors import (
    credit_account_of,
    disbursement_of,
    own_bank_account,
)
from cartera.credit.lines.models import Line
from cartera.credit.lines.rules import Terms
from cartera.credit.lines.selectors import terms_in_force
from cartera.credit.parties.selectors import receiver_of
from cartera.kernel.money import ZERO
from cartera.kernel.text import gettext_noop as _

SETS = 3


def prepare_request(
    assignment: Assignment,
    act: Act,
    *,
    term_days: Annotated[int | None, Label(_("Plazo en días"), _("Vacío: el solicitado"))] = None,
    advance_pct: Annotated[Percentage | None, Label(_("Anticipo, %"))] = None,
    rate_pct: Annotated[Percentage | None, Label(_("Tasa, %"))] = None,
    commission_pct: Annotated[Percentage | None, Label(_("Comisión, %"))] = None,
    comments: Annotated[Note, Label(_("Comentarios"), widget="textarea")] = "",
) -> Outcome:
    """The executive prices the operation and reserves line and debtors (PCI-F01 step 6).

    What is left empty follows the line. Deductions that do not fit stay claimed. Whatever exceeds
    or changes the line's terms is named and waits for general management.
    """
    line = Line.objects.select_for_update().get(pk=assignment.line_id)
    assignment.line = line  # FORM-06 prints it
    usual = terms_in_force(line, act.on)
    asked = {"advance_pct": advance_pct, "rate_pct": rate_pct, "commission_pct": commission_pct}
    special = {name: str(value) for name, value in asked.items() if value is not None}
    terms = Terms.from_json(usual.to_json() | special)
    assignment.terms = terms.to_json()
    assignment.term_days = checked_term(term_days or assignment.term_days)
    documents = hold_debtors(assignment)
    bare = price_assignment(assignment, terms, documents, act.on, ZERO)
    withheld = fit_deductions(act.case_id, bare.net) if assignment.deductions else ZERO
    priced = price_assignment(assignment, terms, documents, act.on, withheld)
    write_price(assignment, documents, priced, act.on)
    assignment.exceptions = exceptions_of(assignment, line, usual, terms, documents, act.on)
    assignment.comments = comments
    assignment.state = Assignment.State.PREPARED
    assignment.save()
    return Outcome(note=", ".join(assignment.exceptions))


def start_credit(
    assignment: Assignment,
    act: Act,
    *,
    bank_account: Annotated[
        str, Label(_("Cuenta bancaria propia"), _("Vacía: la principal"), options="bank_accounts")
    ] = "",
) -> None:
    """Start the on-line credit to the client's account (PCI-F01 step 8). No money moves yet."""
    Disbursement.objects.filter(assignment=assignment, state__in=("started", "authorised")).update(
        state="void"
    )
    Disbursement.objects.create(
        assignment=assignment,
        bank_account=own_bank_account(bank_account),
        account=credit_account_of(assignment),
        amount_net=assignment.amount_net,
        started_at=act.at,
    )


def prepare_sets(
    assignment: Assignment,
    act: Act,
    *,
    sets: Annotated[int, Label(_("Juegos preparados"))] = SETS,
) -> None:
    """Copy the letter and prepare three sets of documents (PCI-F01 step 9)."""
    if sets != SETS:
        raise SetsMissing(field="sets")
    _update(assignment, sets_prepared_at=act.at)


def review_recording(
    assignment: Assignment,
    act: Act,
    *,
    is_correct: Annotated[bool, Label(_("Lo registrado es correcto"), widget="check")],
    remarks: Annotated[Note, Label(_("Observaciones"), widget="textarea")] = "",
) -> None:
    """Operations verifies what was recorded (PCI-F01 step 10)."""
    if not is_correct:
        raise NotReviewed(field="is_correct")


def authorise_credit(
    assignment: Assignment,
    act: Act,
    *,
    remarks: Annotated[Note, Label(_("Observaciones"), widget="textarea")] = "",
) -> None:
    """Operations authorises the credit (PCI-F01 step 11)."""
    _update(assignment, state=Disbursement.State.AUTHORISED)


def release_money(
    assignment: Assignment,
    act: Act,
    *,
    reference: Annotated[str, Label(_("Referencia del banco"))] = "",
) -> Outcome:
    """General management authorises and the money leaves now (PCI-F01 step 12).

    The assignment is live from today: interest runs from today, maturity counts from today. What
    was withheld is taken. Refuses a net that today's date would change.
    """
    documents = assignment.listed
    terms = terms_of(assignment)
    priced = price_assignment(assignment, terms, documents, act.on, assignment.deductions)
    if priced.net != assignment.amount_net:
        raise PriceChanged(net=priced.net, authorised=assignment.amount_net)
    _update(
        assignment,
        state=Disbursement.State.PAID,
        paid_at=act.at,
        paid_on=act.on,
        reference=reference,
    )
    AssignedDocument.objects.filter(assignment=assignment, state="verified").update(state="live")
    take_deductions(act.case_id)
    assignment.disbursed_on = act.on
    assignment.matures_on = act.on + timedelta(days=assignment.term_days)
    position = opening_position(priced, act.on)
    assignment.capital, assignment.charged_to = position.capital, position.charged_to
    assignment.prepaid_interest = position.prepaid_interest
    assignment.prepaid_vat = position.prepaid_vat
    assignment.state = Assignment.State.LIVE
    assignment.save()
    return Outcome(result={"net": str(assignment.amount_net)})


def issue_commission_receipt(
    assignment: Assignment,
    act: Act,
    *,
    remarks: Annotated[Note, Label(_("Observaciones"), widget="textarea")] = "",
) -> Outcome:
    """The tax receipt for the commission, and for interest charged upfront (PCI-F01 step 13)."""
    lines = _receipt_lines(assignment)
    if not lines:
        return Outcome("no_receipt")
    draft = ReceiptDraft(
        receiver=receiver_of(assignment.client),
        lines=lines,
        total=sum((line.taxed + line.exempt + line.vat for line in lines), ZERO),
        case_id=act.case_id,
    )
    (receipt,) = issue_receipts(
        [draft], series="CCF", issued_on=act.on, prepared_by_id=act.actor_id
    )
    _update(assignment, receipt=receipt)
    return Outcome(result={"receipt": receipt.number})


def attach_papers(
    assignment: Assignment,
    act: Act,
    *,
    remarks: Annotated[Note, Label(_("Observaciones"), widget="textarea")] = "",
) -> None:
    """Tax receipt and credit note go into the client's set (PCI-F01 step 14)."""


def send_out(
    assignment: Assignment,
    act: Act,
    *,
    carrier: Annotated[str, Label(_("Mensajero o empresa de envío"))] = "",
) -> None:
    """Reception sends the sets out (PCI-F01 step 15)."""
    _update(assignment, sent_out_at=act.at, sent_by=carrier)


def post_disbursement(
    assignment: Assignment,
    act: Act,
    *,
    remarks: Annotated[Note, Label(_("Observaciones"), widget="textarea")] = "",
) -> Outcome:
    """Post the disbursement: receivable against commission, IVA and bank (PCI-F01 step 16)."""
    disbursement = disbursement_of(assignment)
    entry = post_entry(
        series=OUTLAY,
        effective_on=day_to_post(disbursement.paid_on, act.on),
        event="disbursement",
        description=_("Desembolso de la cesión {number}").format(number=assignment.number),
        postings=postings_of(assignment, disbursement, list(deductions_of(act.case_id))),
        prepared_by_id=act.actor_id,
        case_id=act.case_id,
    )
    _update(assignment, state=Disbursement.State.POSTED, entry=entry)
    return Outcome(result={"entry": entry.number})


def postings_of(
    assignment: Assignment, disbursement: Disbursement, withheld: list[Deduction]
) -> list[Posting]:
    """The lines of FORM-08; amounts of nothing are left out."""
    code = assignment.client.code
    reference = f"cs {assignment.number}"
    lines: list[tuple[Role | int, Decimal]] = [
        (Role.COMMISSION, assignment.commission),
        (Role.INTEREST, assignment.upfront_interest),
        (Role.VAT, assignment.vat + assignment.upfront_vat),
        *((_withheld_for(deduction), deduction.amount) for deduction in withheld),
        (disbursement.bank_account.ledger_account_id, assignment.amount_net),
    ]
    receivable = debit(
        Role.RECEIVABLE, assignment.amount_advanced, reference=reference, client_code=code
    )
    return [
        receivable,
        *(
            credit(to, amount, reference=reference, client_code=code)
            for to, amount in lines
            if amount
        ),
    ]


def taken_in(case_id: int) -> list[Deduction]:
    """What was taken in a case for other assignments, to be applied there."""
    return list(deductions_of(case_id).filter(state="taken", to_assignment__isnull=False))


def reject_disbursement(assignment: Assignment, act: Act, reason: str) -> None:
    """Undo all that the operation reserved: credit, deductions, line, documents."""
    started = Disbursement.objects.filter(
        assignment=assignment, state__in=("started", "authorised")
    )
    started.update(state="void")
    void_deductions(act.case_id)
    reject_assignment(assignment, act, reason)


def _withheld_for(deduction: Deduction) -> Role:
    """A claim is paid; money for another assignment is the client's until it is applied."""
    return Role.PAYABLE_TO_CLIENT if deduction.to_assignment_id else Role.CLAIMS


def _receipt_lines(assignment: Assignment) -> list[Charged]:
    charged = (
        (Concept.COMMISSION, assignment.commission, assignment.vat),
        (Concept.INTEREST, assignment.upfront_interest, assignment.upfront_vat),
    )
    reference = f"cs {assignment.number}"
    return [
        Charged(
            concept,
            taxed=amount if vat else ZERO,
            exempt=ZERO if vat else amount,
            vat=vat,
            reference=reference,
        )
        for concept, amount, vat in charged
        if amount
    ]


def _update(assignment: Assignment, **values: Any) -> None:
    Disbursement.objects.filter(
        assignment=assignment, state__in=("started", "authorised", "paid")
    ).update(**values)
