"""Third parties' money given to its owners, and what of it came back."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Payout(models.Model):
    """A third party's money given to its owner (PCI-F07 step 19, PCI-F03.1 step 9).

    `entry` is the one that posts it, `returned` how it came back; nothing else of the row changes.
    At most one of a payment stands: one that did not come back.
    """

    payment = models.ForeignKey(
        "payments.Payment", on_delete=models.PROTECT, related_name="payouts", db_index=False
    )
    case = models.ForeignKey("workflow.Case", on_delete=models.PROTECT, related_name="payouts")
    amount = models.DecimalField(_("monto"), max_digits=16, decimal_places=2)
    bank_account = models.ForeignKey(
        "banking.BankAccount", on_delete=models.PROTECT, related_name="payouts"
    )
    paid_to = models.CharField(_("pagado a"), max_length=150)
    reference = models.CharField(_("cheque o referencia"), max_length=60, blank=True)
    paid_on = models.DateField(_("pagado el"))
    paid_at = models.DateTimeField()
    paid_by_id = models.BigIntegerField()
    entry = models.ForeignKey("ledger.Entry", on_delete=models.PROTECT, null=True, related_name="+")
    returned = models.ForeignKey(
        "payments.PayoutReturn", on_delete=models.PROTECT, null=True, related_name="payouts"
    )

    class Meta:
        verbose_name = _("entrega de un valor ajeno")
        verbose_name_plural = _("entregas de valores ajenos")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_payout_has_an_amount"),
            models.CheckConstraint(condition=~Q(paid_to=""), name="a_payout_says_to_whom"),
            models.UniqueConstraint(
                fields=["payment"],
                condition=Q(returned__isnull=True),
                name="a_third_partys_money_is_given_once",
            ),
            models.CheckConstraint(
                condition=Q(returned__isnull=True) | Q(entry__isnull=False),
                name="only_a_posted_payout_comes_back",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["payment"], name="payout_of_payment")]

    def __str__(self) -> str:
        return f"{self.payment_id} {self.amount}"


class PayoutReturn(models.Model):
    """What was given to a third party came back: the bank returned it, or its cheque was annulled.

    Recorded, then confirmed by another (INT-28). `of_case` is the case that gave it; `entry` the
    reversal of its entry.
    """

    class State(models.TextChoices):
        RECORDED = "recorded", _("registrado")
        CONFIRMED = "confirmed", _("confirmado")
        VOID = "void", _("anulado")

    case = models.OneToOneField(
        "workflow.Case", on_delete=models.PROTECT, related_name="payout_return"
    )
    of_case = models.ForeignKey(
        "workflow.Case", on_delete=models.PROTECT, related_name="payout_returns"
    )
    returned_on = models.DateField(_("devuelto el"))
    reason = models.CharField(_("motivo"), max_length=200)
    state = models.CharField(_("estado"), max_length=10, choices=State, default=State.RECORDED)
    entry = models.ForeignKey("ledger.Entry", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("entrega devuelta de un valor ajeno")
        verbose_name_plural = _("entregas devueltas de valores ajenos")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["of_case"],
                condition=Q(state="recorded"),
                name="a_payout_comes_back_once",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="a_payout_comes_back_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(state="confirmed", entry__isnull=False)
                | ~Q(state="confirmed") & Q(entry__isnull=True),
                name="a_confirmed_payout_return_has_its_entry",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.of_case_id} {self.returned_on}"


PAYOUT_RETURN_TRANSITIONS = [("recorded", "confirmed"), ("recorded", "void")]
