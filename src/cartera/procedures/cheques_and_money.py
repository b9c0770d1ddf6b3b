"""Where cheques meet the money that they stand for: they clear with the day that applies them."""

from cartera.control.workflow.definitions import Act
from cartera.credit.payments.models import Payment, PaymentDay
from cartera.recovery.cheques.acts import move_cheques
from cartera.recovery.cheques.models import Cheque


def clear_cheques(day: PaymentDay, act: Act) -> None:
    """What the day applied and posted is money now (PCI-F09 step 9)."""
    paid = Payment.objects.filter(day=day, state="applied", cheque_id__isnull=False)
    cheques = list(Cheque.objects.filter(pk__in=paid.values("cheque_id"), state="deposited"))
    if cheques:
        move_cheques(cheques, "cleared", act)
