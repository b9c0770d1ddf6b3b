"""A direct payment recovered from the client, cancelled, and applied (PCI-F04 steps 7 to 11)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import Amount, Day, Label, Row, Text
from cartera.credit.assignments.models import Assignment
from cartera.credit.claims.acts import refund_claim, withhold_claim
from cartera.credit.claims.models import Claim
from cartera.kernel.money import ZERO
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.cheques.acts import ChequeDraft, Covered, add_covers, receive_cheque
from cartera.recovery.cheques.models import Cheque
from cartera.recovery.custody.acts import accept, offer
from cartera.recovery.custody.models import Original
from cartera.recovery.custody.selectors import offered_within
from cartera.recovery.direct_payments.acts import HEAD, Remarks
from cartera.recovery.direct_payments.models import DirectPayment, Refund
from cartera.recovery.direct_payments.refusals import (
    AlreadyRecovered,
    ChequeUnwritten,
    EarlierWayOpen,
    NotRecoveredYet,
    ReserveFirst,
    WayNotThere,
)
from cartera.recovery.direct_payments.rules import WayOpen, passed_over
from cartera.recovery.direct_payments.selectors import (
    UNPRICED,
    original_of,
    promised,
    recovered,
    ways_of,
)

Way = Literal["", "cheque", "guarantee", "liquidation", "disbursement"]


class RefundCheque(Row):
    """The cheque with which the client refunds."""

    bank: Annotated[Text, Label(_("Banco"))]
    number: Annotated[Annotated[str, Field(min_length=1, max_length=40)], Label(_("Número"))]
    drawn_on: Annotated[Day, Label(_("Fecha del cheque"))]


@dataclass(frozen=True, slots=True)
class Asked:
    """By which way something is to be recovered, as it was typed."""

    way: str
    amount: Decimal | None
    cheque: RefundCheque | None
    operation: int | None
    why_this: str


def recover_refund(
    note: DirectPayment,
    act: Act,
    *,
    way: Annotated[
        Way, Label(_("Forma de recuperarlo"), _("Vacía si ya está todo recuperado"))
    ] = "",
    portion: Annotated[Amount | None, Label(_("Cuánto"), _("Vacío: todo lo que falta"))] = None,
    cheque: Annotated[list[RefundCheque], Field(max_length=1), Label(_("Cheque del cliente"))] = [],  # noqa: B006 (pydantic copies it)
    operation: Annotated[
        int | None,
        Label(_("Operación que lo descuenta"), _("El número que muestra el orden")),
    ] = None,
    why_this: Annotated[
        Annotated[str, Field(max_length=200)],
        Label(_("Motivo"), _("Solo si se deja una forma anterior del orden")),
    ] = "",
    finish: Annotated[bool, Label(_("Terminar: ya está todo recuperado"), widget="check")] = False,
) -> Outcome:
    """Recover it: by a cheque of the client's, else from a liquidation payable to him, else from a
    disbursement in process, else within two business days (PCI-F04 step 7).

    Several ways may add up. Refuses a way while an earlier one is open, unless it is said why; and
    to finish while anything is missing.
    """
    if way:
        typed = cheque[0] if cheque else None
        _recover(note, Asked(way, portion, typed, operation, why_this.strip()), act)
    left = note.amount - recovered(note)
    if finish and left > 0:
        raise NotRecoveredYet(left=left, field="finish")
    if finish:
        note.state = DirectPayment.State.RECOVERED
        note.save(update_fields=["state"])
    return Outcome(result={"left": str(max(left, ZERO))})


def tell_cancelled(note: DirectPayment, act: Act, *, remarks: Remarks = "") -> None:
    """Tell the head of operations that it is recovered, with the client's cheques (step 8)."""
    held = [paper for paper in _refund_papers(note) if paper.person_id == act.actor_id]
    if held:
        offer(held, act, role=HEAD, reason=_("reintegro de abono directo"))


def take_off_pending(note: DirectPayment, act: Act, *, remarks: Remarks = "") -> None:
    """Take what was recovered off the list of what is pending (PCI-F04 step 9)."""
    hand_over = offered_within(act.case_id)
    if hand_over is not None:
        accept(hand_over, act)
    note.state, note.cancelled_on = DirectPayment.State.CANCELLED, act.on
    note.save(update_fields=["state", "cancelled_on"])


def pass_cancellation(note: DirectPayment, act: Act, *, remarks: Remarks = "") -> None:
    """The cancellation report goes to payment application, with the cheques (step 10)."""
    held = [paper for paper in _refund_papers(note) if paper.person_id == act.actor_id]
    if held:
        offer(held, act, role="AP_AB", reason=_("reintegro de abono directo"))


def apply_refund(note: DirectPayment, act: Act, *, remarks: Remarks = "") -> Outcome:
    """Take the cheques over, to be stamped and applied to the assignment (PCI-F04 step 11).

    What was deducted is on its way there already, since the money moved.
    """
    hand_over = offered_within(act.case_id)
    taken = accept(hand_over, act) if hand_over is not None else []
    return Outcome(result={"cheques": len(taken)})


def cheques_back(note: DirectPayment) -> list[Cheque]:
    """The cheques with which a note came back, oldest first."""
    found = Cheque.objects.filter(refund__direct_payment=note)
    return list(found.select_related("original", "client").order_by("id"))


def _recover(note: DirectPayment, asked: Asked, act: Act) -> None:
    claim = Claim.objects.select_for_update().get(direct_payment=note)
    left = claim.amount - recovered(note) - _promised(note)
    if left <= 0:
        raise AlreadyRecovered(field="way")
    ways = ways_of(note)
    earlier = passed_over(ways, asked.way)
    if earlier is not None and not asked.why_this:
        raise EarlierWayOpen(way=earlier.title, amount=earlier.amount, field="why_this")
    refund = Refund(
        direct_payment=note,
        way=asked.way,
        why_this=asked.why_this,
        recorded_on=act.on,
        recorded_at=act.at,
        recorded_by_id=act.actor_id,
    )
    if asked.way in ("cheque", "guarantee"):
        cheque = _receive(note, asked, left, act) if asked.way == "cheque" else _cash(note)
        refund.cheque, refund.amount = cheque, min(left, cheque.amount)
        refund_claim(claim, refund.amount)
    else:
        found = _chosen(ways, asked)
        refund.amount = min(asked.amount or left, left, found.amount)
        refund.within_id = found.case_id
        _withhold(claim, refund, act)
    refund.save()


def _receive(note: DirectPayment, asked: Asked, left: Decimal, act: Act) -> Cheque:
    if asked.cheque is None:
        raise ChequeUnwritten(field="cheque")
    draft = ChequeDraft(
        purpose=Cheque.Purpose.REFUND,
        client_id=note.client_id,
        drawer=note.client.name,
        bank=asked.cheque.bank,
        number=asked.cheque.number,
        amount=asked.amount or left,
        drawn_on=asked.cheque.drawn_on,
        is_negotiable=True,
    )
    return receive_cheque(draft, [Covered(original_of(note), draft.amount)], act)


def _cash(note: DirectPayment) -> Cheque:
    """The guarantee cheque pays: its bank keeps the money ready."""
    cheque = note.guarantee
    if cheque is None or cheque.state != "reserved":
        raise ReserveFirst(field="way")
    add_covers(cheque, [Covered(original_of(note), cheque.amount)])
    return cheque


def _chosen(ways: list[WayOpen], asked: Asked) -> WayOpen:
    open_ways = [each for each in ways if each.way == asked.way and each.is_open]
    named = [each for each in open_ways if asked.operation in (None, each.case_id)]
    if not named:
        raise WayNotThere(case=asked.operation or "", field="operation")
    return named[0]


def _withhold(claim: Claim, refund: Refund, act: Act) -> None:
    """The operation withholds it; a request that has passed its step 3 is told of it too."""
    case_id = refund.within_id or 0
    withhold_claim(claim, case_id, refund.amount, act)
    requests = Assignment.objects.select_for_update().filter(case_id=case_id, state__in=UNPRICED)
    for request in requests:
        request.deductions += refund.amount
        request.save(update_fields=["deductions"])


def _promised(note: DirectPayment) -> Decimal:
    return sum((deduction.amount for deduction in promised(note)), ZERO)


def _refund_papers(note: DirectPayment) -> list[Original]:
    papers = Original.objects.filter(cheque__refund__direct_payment=note, state="in_hand")
    return list(papers.order_by("id"))
