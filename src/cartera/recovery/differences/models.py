"""A cheque whose amount differs from its documents without justification (PCI-F08)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Difference(models.Model):
    """What a cheque lacks or exceeds, and how that was resolved.

    `amount` is by how much, in the company's currency, when it was presented.
    """

    class Kind(models.TextChoices):
        SHORT = "short", _("faltante")
        OVER = "over", _("sobrante")

    class State(models.TextChoices):
        PRESENTED = "presented", _("presentada a custodia")
        PENDING = "pending", _("pendiente, con el deudor")
        INVESTIGATING = "investigating", _("pendiente, con el cliente")
        RESOLVED = "resolved", _("resuelta")
        JUSTIFIED = "justified", _("justificada")
        CLOSED = "closed", _("cerrada")
        VOID = "void", _("anulada")

    class Resolution(models.TextChoices):
        JUSTIFIED = "justified", _("justificada por el deudor")
        COMPLETED = "completed", _("completada con otro cheque")
        ACCEPTED = "accepted", _("aceptada por el cliente")
        CLAIMED = "claimed", _("la debe el cliente en su cesión")
        EXPLAINED = "explained", _("es de otros documentos")

    class Party(models.TextChoices):
        DEBTOR = "debtor", _("deudor")
        CLIENT = "client", _("cliente")

    case = models.OneToOneField(
        "workflow.Case", on_delete=models.PROTECT, related_name="difference"
    )
    cheque = models.ForeignKey(
        "cheques.Cheque", on_delete=models.PROTECT, related_name="differences"
    )
    collector = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(_("clase"), max_length=6, choices=Kind)
    amount = models.DecimalField(_("diferencia"), max_digits=16, decimal_places=2)
    presented_on = models.DateField(_("presentada el"))
    reason = models.CharField(_("qué dijo el gestor"), max_length=200, blank=True)
    attempt = models.CharField(_("qué dijo el deudor"), max_length=300, blank=True)
    findings = models.CharField(_("qué dijo el cliente"), max_length=300, blank=True)
    resolution = models.CharField(_("resolución"), max_length=10, choices=Resolution, blank=True)
    resolved_with = models.CharField(_("resuelta con"), max_length=8, choices=Party, blank=True)
    explanation = models.CharField(_("justificación"), max_length=300, blank=True)
    resolved_on = models.DateField(_("resuelta el"), null=True)
    state = models.CharField(_("estado"), max_length=14, choices=State, default=State.PRESENTED)

    class Meta:
        verbose_name = _("diferencia de cobro")
        verbose_name_plural = _("diferencias de cobro")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_difference_has_an_amount"),
            models.UniqueConstraint(
                fields=["cheque"],
                condition=~Q(state__in=["closed", "void"]),
                name="a_cheque_has_one_open_difference",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["presented", "pending", "investigating", "void"])
                | ~Q(resolution="") & ~Q(explanation="") & Q(resolved_on__isnull=False),
                name="a_resolved_difference_says_how",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["presented_on"],
                condition=~Q(state__in=["closed", "void"]),
                name="difference_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cheque_id} {self.kind} {self.amount}"


DIFFERENCE_TRANSITIONS = [
    ("presented", "pending"),
    ("presented", "void"),
    ("pending", "investigating"),
    ("pending", "resolved"),
    ("investigating", "resolved"),
    ("resolved", "investigating"),
    ("resolved", "justified"),
    ("justified", "closed"),
]
