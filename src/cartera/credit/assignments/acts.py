"""The client's request until it is recorded (PCI-F01 steps 1 to 7, deductions aside)."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import Field

from cartera.company.selectors import company
from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import Amount, Label, Note, Text
from cartera.credit.assignments.documents import (
    Documents,
    VerificationRow,
    check_documents,
    list_documents,
    withdraw_documents,
)
from cartera.credit.assignments.models import AssignedDocument, Assignment, DebtVerification
from cartera.credit.assignments.pricing import (
    exceptions_of,
    forget_price,
    price_assignment,
    write_price,
)
from cartera.credit.assignments.refusals import (
    InformantInFuture,
    LineNoLongerCovers,
    LineNoLongerInForce,
    NoActiveLine,
    NotChecked,
    NothingConfirmed,
    PapersMissing,
    TermTooLong,
    VerificationContradicted,
    VerificationMissing,
    VerificationUnknown,
)
from cartera.credit.assignments.selectors import (
    availability_of,
    next_assignment_number,
    next_operation_numbers,
    terms_of,
)
from cartera.credit.lines.models import Line
from cartera.credit.lines.selectors import is_in_force, terms_in_force
from cartera.credit.parties.selectors import (
    active_client,
    active_debtors,
    check_represents,
    checked_active,
    credit_account,
)
from cartera.kernel.money import ZERO
from cartera.kernel.refusals import Refusal, raise_gathered
from cartera.kernel.text import gettext_noop as _

LONGEST_TERM_DAYS = 720


def request_disbursement(
    assignment: Assignment | None,
    act: Act,
    *,
    client: Annotated[Text, Label(_("Cliente"), options="clients")],
    amount: Annotated[Amount, Label(_("Monto solicitado"))],
    term_days: Annotated[int, Label(_("Plazo en días"))],
    documents: Documents,
    account: Annotated[str, Label(_("Cuenta de abono"), _("Vacía: la principal"))] = "",
) -> None:
    """The client asks for money against documents (PCI-F01 step 1).

    Refuses a client that is unknown or not the actor's, no line, a debtor unknown, a document
    that repeats or is in another assignment (which is named), past due, a term out of bounds.
    """
    line = Line.objects.select_related("client").filter(client__code=client, state="active").first()
    owner = checked_active(line.client) if line else active_client(client)
    if act.role == "CTE":
        check_represents(act.actor_id, owner)
        if assignment is not None:
            check_represents(act.actor_id, assignment.client)
    if line is None:
        raise NoActiveLine(client=owner.name, field="client")
    checked_term(term_days)
    debtors = active_debtors(row.debtor for row in documents)
    check_documents(documents, debtors, assignment, act.on)
    if assignment is None:
        assignment = Assignment(case_id=act.case_id)
    else:
        withdraw_documents(assignment)
    assignment.client, assignment.line = owner, line
    assignment.account = credit_account(owner, account)
    assignment.requested_on, assignment.requested_amount = act.on, amount
    assignment.term_days, assignment.terms = term_days, line.terms
    assignment.amount_face = sum((row.amount for row in documents), ZERO)
    assignment.state = Assignment.State.REQUESTED
    forget_price(assignment)
    assignment.save()
    list_documents(assignment, documents, debtors)


def receive_documents(
    assignment: Assignment,
    act: Act,
    *,
    request_letter: Annotated[bool, Label(_("Carta solicitud (FORM-01)"), widget="check")],
    assignment_letters: Annotated[
        bool, Label(_("Carta cesión para cada deudor (FORM-02)"), widget="check")
    ],
    quedans: Annotated[bool, Label(_("Documentos de cobro (FORM-03)"), widget="check")],
    promissory_note: Annotated[bool, Label(_("Pagaré (FORM-04)"), widget="check")],
    remarks: Annotated[Note, Label(_("Observaciones"), widget="textarea")] = "",
) -> None:
    """Reception checks that the four papers are there and say the same (PCI-F01 step 2)."""
    there = {
        _("carta solicitud"): request_letter,
        _("cartas de cesión"): assignment_letters,
        _("documentos de cobro"): quedans,
        _("pagaré"): promissory_note,
    }
    missing = [name for name, is_there in there.items() if not is_there]
    if missing:
        raise PapersMissing(missing=", ".join(missing))
    _move(assignment, Assignment.State.RECEIVED)


def verify_debt(
    assignment: Assignment,
    act: Act,
    *,
    verifications: Annotated[
        list[VerificationRow], Field(min_length=1), Label(_("Llamadas de verificación"))
    ],
) -> Outcome:
    """Each document verified with its debtor: who informed, when, what he said (PCI-F01 step 4).

    A document that its debtor does not confirm leaves the assignment and is free again. Refuses a
    document without its call, two calls that contradict each other, a call in the future, and an
    operation of which nothing is left.
    """
    documents = {d.number: d for d in assignment.listed}
    _check_verifications(verifications, documents, act)
    DebtVerification.objects.bulk_create(
        DebtVerification(
            document=documents[row.document],
            informed_by=row.informed_by,
            informed_at=_aware(row.informed_at),
            is_confirmed=row.is_confirmed,
            remarks=row.remarks,
            verified_by_id=act.actor_id,
            recorded_at=act.at,
        )
        for row in verifications
    )
    confirmed = [documents[row.document].pk for row in verifications if row.is_confirmed]
    refused = [row.document for row in verifications if not row.is_confirmed]
    _settle_verification(assignment, confirmed, refused)
    return Outcome(note="" if not refused else ", ".join(refused))


def check_terms(
    assignment: Assignment,
    act: Act,
    *,
    remarks: Annotated[Note, Label(_("Observaciones"), widget="textarea")] = "",
) -> Outcome:
    """Does the operation need more than the approved line's terms? (PCI-F01 step 5)"""
    line = Line.objects.get(pk=assignment.line_id)
    documents = assignment.listed
    terms = terms_in_force(line, act.on)
    found = exceptions_of(assignment, line, terms, terms, documents, act.on)
    _update(assignment, exceptions=found)
    return Outcome("beyond" if found else "within", note=", ".join(found))


def record_assignment(
    assignment: Assignment,
    act: Act,
    *,
    documentation_correct: Annotated[
        bool, Label(_("Toda la documentación está correcta"), widget="check")
    ],
    remarks: Annotated[Note, Label(_("Observaciones"), widget="textarea")] = "",
) -> Outcome:
    """Number the assignment and its documents; its price is fixed (PCI-F01 step 7).

    Refuses what general management did not let through and the line no longer covers: not enough
    of it is left, it expired, or another line took its place.
    """
    if not documentation_correct:
        raise NotChecked(field="documentation_correct")
    line = Line.objects.select_for_update().get(pk=assignment.line_id)
    if "expired" not in assignment.exceptions and not is_in_force(line, act.on):
        raise LineNoLongerInForce(expires_on=line.expires_on)
    if "line" not in assignment.exceptions:
        available = availability_of(line, but_for=assignment).available
        if available < assignment.amount_advanced:
            raise LineNoLongerCovers(available=available, needed=assignment.amount_advanced)
    documents = assignment.listed
    priced = price_assignment(
        assignment, terms_of(assignment), documents, act.on, assignment.deductions
    )
    write_price(assignment, documents, priced, act.on)
    if assignment.number is None:
        assignment.number = next_assignment_number()
    _number(documents)
    assignment.state = Assignment.State.RECORDED
    assignment.save()
    return Outcome(result={"assignment": assignment.number, "net": str(assignment.amount_net)})


def checked_term(term_days: int) -> int:
    """The term, if it is one; refuses less than a day and more than the longest."""
    if not 1 <= term_days <= LONGEST_TERM_DAYS:
        raise TermTooLong(longest=LONGEST_TERM_DAYS, field="term_days")
    return term_days


def reject_assignment(assignment: Assignment, act: Act, reason: str) -> None:
    """The operation is refused: its documents are free again and its reservation falls away."""
    AssignedDocument.objects.filter(
        assignment=assignment, state__in=("presented", "verified")
    ).update(state="withdrawn", withdrawal_reason=reason[:200])
    _update(assignment, state=Assignment.State.REJECTED)


def content_of_assignment(assignment: Assignment) -> dict[str, Any]:
    """What the two authorisations sign: to whom, how much, on which documents, on which terms."""
    return {
        "assignment": assignment.number,
        "client": assignment.client_id,
        "account": assignment.account_id,
        "term_days": assignment.term_days,
        "terms": assignment.terms,
        "advanced": f"{assignment.amount_advanced:.2f}",
        "commission": f"{assignment.commission:.2f}",
        "vat": f"{assignment.vat:.2f}",
        "upfront": f"{assignment.upfront_interest + assignment.upfront_vat:.2f}",
        "deductions": f"{assignment.deductions:.2f}",
        "net": f"{assignment.amount_net:.2f}",
        "documents": [[d.debtor_id, d.number, f"{d.amount:.2f}"] for d in assignment.listed],
    }


def _number(documents: Sequence[AssignedDocument]) -> None:
    """Each document its own operation number; one that was recorded before keeps its own."""
    bare = [document for document in documents if document.operation_number is None]
    for document, number in zip(bare, next_operation_numbers(len(bare)), strict=True):
        document.operation_number = number
    AssignedDocument.objects.bulk_update(bare, ["operation_number"])


def _check_verifications(
    rows: Sequence[VerificationRow], documents: dict[str, AssignedDocument], act: Act
) -> None:
    refusals: list[Refusal] = []
    said: dict[str, bool] = {}
    for place, row in enumerate(rows):
        field = f"verifications.{place}"
        if said.setdefault(row.document, row.is_confirmed) != row.is_confirmed:
            refusals.append(
                VerificationContradicted(number=row.document, field=f"{field}.is_confirmed")
            )
        if row.document not in documents:
            refusals.append(VerificationUnknown(number=row.document, field=f"{field}.document"))
        if _aware(row.informed_at) > act.at + timedelta(minutes=1):
            refusals.append(InformantInFuture(field=f"{field}.informed_at"))
    missing = [number for number in documents if number not in said]
    refusals += [VerificationMissing(number=n, field="verifications") for n in missing]
    raise_gathered(refusals)
    if not any(row.is_confirmed for row in rows):
        raise NothingConfirmed(field="verifications")


def _settle_verification(
    assignment: Assignment, confirmed: Iterable[int], refused: Iterable[str]
) -> None:
    documents = AssignedDocument.objects.filter(
        assignment=assignment, state__in=("presented", "verified")
    )
    documents.filter(number__in=list(refused)).update(
        state="withdrawn", withdrawal_reason=_("el deudor no lo confirmó")
    )
    documents.filter(pk__in=list(confirmed), state="presented").update(state="verified")
    del assignment.listed  # read before, changed since
    face = sum((d.amount for d in assignment.listed), ZERO)
    assignment.state, assignment.amount_face = Assignment.State.VERIFIED, face
    assignment.save(update_fields=["state", "amount_face", *forget_price(assignment)])


def _aware(instant: datetime) -> datetime:
    """An instant typed without a zone is the company's own."""
    if instant.tzinfo is not None:
        return instant
    return instant.replace(tzinfo=ZoneInfo(company().timezone))


def _move(assignment: Assignment, state: str) -> None:
    _update(assignment, state=state)


def _update(assignment: Assignment, **values: Any) -> None:
    for name, value in values.items():
        setattr(assignment, name, value)
    assignment.save(update_fields=list(values))
