"""Whether a third party's value is paid: reported, listed, retained or released (PCI-F07 steps 14
to 18)."""

from typing import Annotated, Literal

from pydantic import Field

from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import Label
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.third_party.finding import Remarks, change
from cartera.recovery.third_party.models import ForeignDocument
from cartera.recovery.third_party.refusals import OrderedAlready, RetentionUnsaid
from cartera.recovery.third_party.selectors import running_payment

RETAIN = "retain"


def report_pending(document: ForeignDocument, act: Act, *, remarks: Remarks = "") -> None:
    """Report what is pending to pay the client, of assignments and foreign documents (step 14)."""


def receive_report(document: ForeignDocument, act: Act, *, remarks: Remarks = "") -> None:
    """Operations has the report of foreign values (step 15)."""


def list_to_pay(document: ForeignDocument, act: Act, *, remarks: Remarks = "") -> None:
    """Operations gives the head of collections the day's list of amounts to pay (step 16)."""


def decide_value(
    document: ForeignDocument,
    act: Act,
    *,
    decision: Annotated[
        Literal["release", "retain"],
        Label(_("Decisión"), _("Se retiene si el cliente tiene problemas de recuperación")),
    ],
    reason: Annotated[str, Field(max_length=200), Label(_("Motivo de la retención"))] = "",
) -> Outcome:
    """Retain the value, with the reason, or release it (step 17).

    What is retained is asked about again until it is released. Refuses what is being paid.
    """
    if document.state == ForeignDocument.State.ORDERED:
        running = running_payment(document)
        raise OrderedAlready(case=running.case.number if running else "-")
    if decision != RETAIN:
        change(document, retained_for="", state=ForeignDocument.State.RELEASED)
        return Outcome()
    if not reason.strip():
        raise RetentionUnsaid(field="reason")
    change(document, retained_for=reason.strip(), state=ForeignDocument.State.RETAINED)
    return Outcome(RETAIN, note=reason.strip())


def pass_released(document: ForeignDocument, act: Act, *, remarks: Remarks = "") -> None:
    """The released value goes to disbursements (step 18)."""
