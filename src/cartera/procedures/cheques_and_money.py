"""Where cheques meet the money that they stand for: they clear with the day that applies them."""

from cartera.control.workflow.definitions import Act
from cartera.credit.payments.models import Payment, PaymentDay
from cartera.recovery.cheques.acts import move_cheques
from cartera.recovery.cheques.models import Cheque
from cartera.recovery.custody.models import OwnerReturn


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
