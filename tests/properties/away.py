"""Documents that others collect, as the state machine drives them: PCI-F11, PCI-F03.2, INT-25."""

from decimal import Decimal
from typing import Any

from cartera.control.workflow.models import Task
from cartera.kernel.clock import now
from cartera.kernel.money import ZERO
from cartera.procedures.playing_delegations import a_cheque, delegation_answers, loan_answers
from cartera.recovery.delegations.models import Delegation, DocumentLoan
from cartera.recovery.delegations.selectors import open_documents, operation_of

AWAY = ("PCI-F11", "PCI-F03.2", "INT-25")
FACTOR = "F01"


def answers_of(task: Task) -> dict[str, Any]:
    """What whoever does this step types when all is in order."""
    if task.kind == "authorisation":
        return {}
    if task.procedure == "INT-25":
        return {"received_by": "Ana"}
    return _of_loan(task) if task.procedure == "PCI-F03.2" else _of_delegation(task)


def _of_delegation(task: Task) -> dict[str, Any]:
    """A client settles with a cheque; one in three gives everything back, and who is late and has
    an even number does not settle at all."""
    delegation = Delegation.objects.get(case_id=task.case_id)
    case, amount = task.case_id, f"{delegation.amount:.2f}"
    if task.step == 11:
        return _settling(delegation, case)
    if task.step == 13:
        is_late = delegation.state == Delegation.State.UNSETTLED
        owed = sum((row.amount for row in open_documents(delegation)), ZERO)
        return {"total": amount if is_late else f"{owed:.2f}"}
    return delegation_answers(amount, f"G-{case}-{task.pk}", "").get(task.step, {})


def _settling(delegation: Delegation, case: int) -> dict[str, Any]:
    rows = open_documents(delegation)
    if delegation.back_by_at and now() > delegation.back_by_at and case % 2 == 0:
        return {"unsettled": True}
    if case % 3 == 0:
        return {"documents": [{"operation": operation_of(row)} for row in rows]}
    owed = sum((row.amount for row in rows), Decimal(0))
    return {"cheques": [a_cheque(f"P-{case}-{delegation.documents.count()}", f"{owed:.2f}")]}


def _of_loan(task: Task) -> dict[str, Any]:
    """The other company pays with a cheque; one in three gives the document back."""
    loan = DocumentLoan.objects.get(case_id=task.case_id)
    if task.step == 12:
        if loan.pk % 3 == 0:
            return {"is_returned": True}
        return {"cheque": [a_cheque(f"E-{task.pk}", f"{loan.amount:.2f}")]}
    usual: dict[int, dict[str, Any]] = {6: {"letter": True}, 14: {"letter": True}}
    return (loan_answers() | usual).get(task.step, {})
