"""The justification is taken, and the cheque goes on to be applied (PCI-F08 steps 7 and 8)."""

from typing import Annotated

from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import Label, Note
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.custody.acts import accept
from cartera.recovery.custody.counting import Seen
from cartera.recovery.custody.selectors import offered_within
from cartera.recovery.differences.models import Difference
from cartera.recovery.differences.presenting import set_difference


def take_justification(
    difference: Difference,
    act: Act,
    *,
    seen: Seen = [],  # noqa: B006 (pydantic copies it)
) -> Outcome:
    """Operations takes cheque and justification (step 7)."""
    waiting = offered_within(difference.case_id)
    held = accept(waiting, act, seen=seen) if waiting else []
    set_difference(difference, state=Difference.State.JUSTIFIED)
    return Outcome(result={"received": len(held)})


def note_justification(
    difference: Difference,
    act: Act,
    *,
    remarks: Annotated[Note, Label(_("Observaciones"), widget="textarea")] = "",
) -> None:
    """Payment application knows of it: the cheque comes to be applied by its own way (step 8)."""
    set_difference(difference, state=Difference.State.CLOSED)


def describe(difference: Difference) -> tuple[str, str]:
    """What its case is called: the cheque, short or over, by how much; the client's code."""
    cheque = difference.cheque
    kind = difference.get_kind_display()
    return f"{cheque} · {kind} {difference.amount}", cheque.client.code
