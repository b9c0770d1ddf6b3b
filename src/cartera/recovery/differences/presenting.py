"""A cheque with an unjustified difference comes to custody (PCI-F08 steps 1 and 2)."""

from typing import Annotated

from pydantic import Field

from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import Label, Text
from cartera.kernel.search import number_key, search_key
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.custody.acts import CUSTODIAN, accept, offer, withdraw_offered
from cartera.recovery.custody.counting import Seen
from cartera.recovery.custody.models import HandOver, Original
from cartera.recovery.custody.selectors import offered_within
from cartera.recovery.differences.models import Difference
from cartera.recovery.differences.refusals import NoDifference, NoSuchCheque
from cartera.recovery.routes.differing import Differing, differing
from cartera.recovery.routes.models import RouteCheque

OPERATIONS = "J_OP"


def present_difference(
    difference: Difference | None,
    act: Act,
    *,
    number: Annotated[Text, Label(_("N.º de cheque"))],
    bank: Annotated[Text, Label(_("Banco"))],
    reason: Annotated[str, Field(max_length=200), Label(_("Qué pasó"))] = "",
) -> None:
    """The collector presents a cheque that is not what its documents come to (step 1).

    Refuses a cheque that he has not, and one that does not differ.
    """
    found = RouteCheque.objects.filter(
        cheque__number_key=number_key(number),
        cheque__bank_key=search_key(bank),
        cheque__state="received",
        cheque__original__person=act.actor_id,
        visit__taken_back__isnull=True,
    )
    brought = found.select_related("cheque__original", "visit__route").first()
    if brought is None:
        raise NoSuchCheque(number=number, bank=bank, field="number")
    differs = differing([brought])
    if not differs:
        raise NoDifference(number=number, field="number")
    begin_difference(act.case_id, differs[0], act, reason=reason)
    why = _("cheque con diferencia sin justificar")
    offer([brought.cheque.original], act, role=CUSTODIAN, reason=why)


def begin_difference(
    case_id: int, found: Differing, act: Act, *, reason: str = "", state: str = "presented"
) -> Difference:
    """The record of a difference, in the case that is for it; what the debtor said comes along."""
    return Difference.objects.create(
        case_id=case_id,
        cheque=found.brought.cheque,
        collector_id=found.brought.visit.route.collector_id,
        kind=found.kind,
        amount=found.amount,
        presented_on=act.on,
        reason=reason or found.brought.justification,
        state=state,
    )


def receive_pending(
    difference: Difference,
    act: Act,
    *,
    seen: Seen = [],  # noqa: B006 (pydantic copies it)
) -> Outcome:
    """Custody receives the cheque as pending; it stays until it is explained (step 2)."""
    waiting = offered_within(difference.case_id)
    held = accept(waiting, act, seen=seen) if waiting else []
    keep_pending(held, act)
    set_difference(difference, state=Difference.State.PENDING)
    return Outcome(result={"received": len(held)})


def keep_pending(held: list[Original], act: Act, *, case_id: int | None = None) -> None:
    """Custody keeps a cheque for operations, which takes it with its justification (step 7)."""
    if not held:
        return
    reason = _("cheque con diferencia, hasta que se justifique")
    within = HandOver(within_id=case_id or act.case_id)
    offer(held, act, role=OPERATIONS, reason=reason, hand_over=within)


def void_difference(difference: Difference, act: Act, reason: str) -> None:
    """It was no difference after all: the collector keeps the cheque for his settlement."""
    withdraw_offered(difference.case_id, act)
    set_difference(difference, state=Difference.State.VOID)


def set_difference(difference: Difference, **columns: object) -> None:
    """Write columns of a difference, whose row is held by its step."""
    Difference.objects.filter(pk=difference.pk).update(**columns)
    for name, value in columns.items():
        setattr(difference, name, value)
