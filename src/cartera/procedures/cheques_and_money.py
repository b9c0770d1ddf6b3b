"""Where cheques meet the money that they stand for: they clear with the day that applies them, and
what the bank returns comes back, is decided upon and goes on its way again."""

from cartera.control.workflow.definitions import Act
from cartera.control.workflow.models import Performer
from cartera.control.workflow.moves import start_at
from cartera.control.workflow.registry import procedure_of
from cartera.credit.payments.models import Bounce, Payment, PaymentDay
from cartera.kernel.text import gettext_noop as _
from cartera.procedures.cheque_batches import begin_at_stamp, begin_batches
from cartera.recovery.cheques.acts import bounce_cheque, move_cheques
from cartera.recovery.cheques.batches import leave_batch
from cartera.recovery.cheques.models import Cheque, ChequeRejection
from cartera.recovery.cheques.refusals import ChangeNotAllowed
from cartera.recovery.cheques.rejecting import REDEPOSIT
from cartera.recovery.cheques.rules import may_follow
from cartera.recovery.custody.acts import Why, move
from cartera.recovery.custody.models import OwnerReturn
from cartera.recovery.custody.rules import Holder


def clear_cheques(day: PaymentDay, act: Act) -> None:
    """What the day applied and posted is money now (PCI-F09 step 9)."""
    paid = Payment.objects.filter(day=day, state="applied", cheque_id__isnull=False)
    cheques = list(Cheque.objects.filter(pk__in=paid.values("cheque_id"), state="deposited"))
    if cheques:
        move_cheques(cheques, "cleared", act)


def return_guarantees(back: OwnerReturn, act: Act) -> None:
    """The client has his guarantee cheques again, with his other originals (INT-20 step 2)."""
    kept = Cheque.objects.filter(purpose="guarantee", state__in=("received", "held", "reserved"))
    given = list(kept.filter(original__assignment=back.assignment_id, original__state="gone"))
    if given:
        move_cheques(given, "returned", act)


def check_at_bank(bounce: Bounce, act: Act) -> None:
    """Only what the bank has can bounce (INT-06 step 1)."""
    cheque = _cheque_of(bounce)
    if cheque and not may_follow(cheque.state, "bounced"):
        raise ChangeNotAllowed(
            number=cheque.number,
            bank=cheque.bank,
            state=cheque.get_state_display(),
            new=Cheque.State.BOUNCED.label,
        )


def take_back_from_bank(bounce: Bounce, act: Act) -> None:
    """The bounced cheque comes back to who recorded it, and waits for a decision (INT-06 step 2).

    What it was in the books, if it was not money yet, goes with its state.
    """
    cheque = _cheque_of(bounce)
    if cheque is None:
        return
    bounce_cheque(cheque, act, reason=bounce.reason)
    leave_batch([cheque], act)
    keeper = Performer.objects.filter(case_id=act.case_id, step=1).latest("first_at").actor_id
    back = Why(_("rechazado por el banco"))
    move([cheque.original], Holder.in_hands_of(keeper), act, back)
    title = f"{cheque} · {cheque.client.name}"
    case = start_at(procedure_of("INT-22"), 1, act, title, cheque.client.code)
    ChequeRejection.objects.create(case=case, cheque=cheque, keeper_id=keeper)


def deposit_again(rejection: ChequeRejection, act: Act) -> None:
    """What is to be deposited again goes to its slip; who has it makes that (INT-22 step 2)."""
    if rejection.decision != REDEPOSIT:
        return
    cheque = rejection.cheque
    keeper, source = rejection.keeper_id, _source_of(cheque)
    begin_at_stamp([cheque], cheque, act, source=source, keeper=keeper)


def begin_replacement(rejection: ChequeRejection, act: Act) -> None:
    """The cheque that came for a bounced one goes its own way (INT-22 step 4)."""
    came = Cheque.objects.filter(replaces=rejection.cheque_id)
    if came:
        begin_batches(list(came), act, source=_source_of(rejection.cheque))


def _cheque_of(bounce: Bounce) -> Cheque | None:
    """The cheque of a bounce, if the house has it."""
    cheque_id = bounce.payment.cheque_id
    cheques = Cheque.objects.select_related("client", "original")
    return cheques.get(pk=cheque_id) if cheque_id else None


def _source_of(cheque: Cheque) -> str:
    """Where the bounced payments came from; what was for no assignment does not say."""
    ours = Payment.objects.filter(cheque_id=cheque.pk, assignment__isnull=False).order_by("-pk")
    last = ours.first()
    return last.source if last else Payment.Source.OFFICE
