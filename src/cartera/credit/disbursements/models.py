"""Money out to a client for an assignment: started, authorised twice, released, posted."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Disbursement(models.Model):
    """The credit to the client's account of what an assignment nets. One for each assignment."""

    class State(models.TextChoices):
        STARTED = "started", _("iniciado")
        AUTHORISED = "authorised", _("autorizado")
        PAID = "paid", _("abonado")
        POSTED = "posted", _("contabilizado")
        VOID = "void", _("anulado")

    assignment = models.ForeignKey(
        "assignments.Assignment", on_delete=models.PROTECT, related_name="disbursements"
    )
    bank_account = models.ForeignKey(
        "banking.BankAccount", on_delete=models.PROTECT, related_name="+"
    )
    account = models.ForeignKey("parties.CreditAccount", on_delete=models.PROTECT, related_name="+")
    amount_net = models.DecimalField(_("neto a entregar"), max_digits=16, decimal_places=2)
    state = models.CharField(max_length=10, choices=State, default=State.STARTED)
    reference = models.CharField(_("referencia del banco"), max_length=40, blank=True)
    started_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    paid_on = models.DateField(_("abonado el"), null=True)
    receipt = models.ForeignKey(
        "tax.TaxReceipt", on_delete=models.PROTECT, null=True, related_name="+"
    )
    entry = models.ForeignKey("ledger.Entry", on_delete=models.PROTECT, null=True, related_name="+")
    sets_prepared_at = models.DateTimeField(null=True)
    sent_out_at = models.DateTimeField(null=True)
    sent_by = models.CharField(_("enviado por"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("desembolso")
        verbose_name_plural = _("desembolsos")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=~Q(state="void"),
                name="an_assignment_is_disbursed_once",
            ),
            models.CheckConstraint(
                condition=Q(amount_net__gte=0), name="a_disbursement_is_not_negative"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["paid_on"], name="disbursement_of_day")]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.amount_net}"


DISBURSEMENT_TRANSITIONS = [
    ("started", "authorised"),
    ("started", "void"),
    ("authorised", "paid"),
    ("authorised", "void"),
    ("paid", "posted"),
]
