"""Documents of an assignment that owes nothing, returned to the client uncollected (INT-10).

A client who pays his assignment himself gets its documents back; then it can be settled.
"""

from typing import Annotated, Any

from pydantic import Field

from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import Label, Note, Text
from cartera.credit.assignments.models import AssignedDocument, Assignment
from cartera.credit.assignments.refusals import UnknownAssignment, VerificationUnknown
from cartera.credit.payments.models import Payment
from cartera.credit.settlements.models import DocumentReturn
from cartera.credit.settlements.refusals import AssignmentStillOwed, PaymentsOnTheirWay
from cartera.credit.settlements.selectors import check_tied_out
from cartera.kernel.money import ZERO
from cartera.kernel.search import number_key
from cartera.kernel.text import gettext_noop as _


def propose_return(
    proposed: DocumentReturn | None,
    act: Act,
    *,
    assignment: Annotated[int, Label(_("Cesión"))],
    documents: Annotated[list[str], Field(min_length=1), Label(_("Documentos que se devuelven"))],
    reason: Annotated[Text, Label(_("Motivo"))],
) -> None:
    """Custody proposes to give documents back (INT-10 step 1).

    Refuses an assignment that is not live or still owes, and a document not pending in it.
    """
    owner = Assignment.objects.filter(number=assignment, state="live").first()
    if owner is None:
        raise UnknownAssignment(number=assignment, field="assignment")
    _check_covered(owner)
    pending = {d.number_key for d in owner.listed if d.state == "live"}
    for place, number in enumerate(documents):
        if number_key(number) not in pending:
            raise VerificationUnknown(number=number, field=f"documents.{place}")
    proposed = proposed or DocumentReturn(case_id=act.case_id)
    proposed.assignment, proposed.reason = owner, reason
    proposed.documents = [number_key(number) for number in documents]
    proposed.save()


def confirm_return(
    proposed: DocumentReturn,
    act: Act,
    *,
    remarks: Annotated[Note, Label(_("Observaciones"), widget="textarea")] = "",
) -> Outcome:
    """Operations authorises it; with nothing left to collect the assignment is paid off.

    Refuses while a payment waits to be applied, or what covers the assignment is not tied out.
    """
    owner = Assignment.objects.select_for_update().get(pk=proposed.assignment_id)
    _check_covered(owner)
    check_tied_out(owner)
    if Payment.objects.filter(assignment=owner, state__in=("awaiting", "queued")).exists():
        raise PaymentsOnTheirWay(assignment=str(owner))
    documents = AssignedDocument.objects.filter(assignment=owner, state="live")
    documents.filter(number_key__in=proposed.documents).update(
        state="returned", withdrawal_reason=proposed.reason
    )
    if owner.state == "live" and not documents.exists():
        Assignment.objects.filter(pk=owner.pk).update(state="paid_off", paid_off_on=act.on)
    DocumentReturn.objects.filter(pk=proposed.pk).update(state="done")
    return Outcome(result={"returned": len(proposed.documents)})


def void_return(proposed: DocumentReturn, act: Act, reason: str) -> None:
    """They stay."""
    DocumentReturn.objects.filter(pk=proposed.pk).update(state="void")


def describe(proposed: DocumentReturn) -> tuple[str, str]:
    """How the case is called."""
    owner: Any = proposed.assignment
    return str(owner), owner.client.code


def _check_covered(owner: Assignment) -> None:
    due = owner.interest_due + owner.default_interest_due + owner.charges_due
    owed = max(owner.capital, ZERO) + due
    if owed > 0:
        raise AssignmentStillOwed(owed=owed, field="assignment")
