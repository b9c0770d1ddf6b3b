"""A client's approved line: how much, until when, on which terms."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Line(models.Model):
    """The amount up to which a client may owe, and the terms of what it assigns.

    `terms` is the mapping of `credit.lines.rules.Terms`; assignments freeze a copy of it.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("propuesta")
        ACTIVE = "active", _("vigente")
        CLOSED = "closed", _("cerrada")
        REJECTED = "rejected", _("rechazada")

    case = models.OneToOneField("workflow.Case", on_delete=models.PROTECT, null=True)
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="lines")
    amount_approved = models.DecimalField(_("monto aprobado"), max_digits=16, decimal_places=2)
    from_on = models.DateField(_("desde"))
    expires_on = models.DateField(_("vence"))
    max_term_days = models.PositiveSmallIntegerField(_("plazo máximo, días"), default=120)
    max_extensions = models.PositiveSmallIntegerField(_("ampliaciones permitidas"), default=1)
    segment = models.CharField(_("segmento"), max_length=40, blank=True)
    terms = models.JSONField(_("condiciones"))
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)

    class Meta:
        verbose_name = _("línea")
        verbose_name_plural = _("líneas")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["client"],
                condition=models.Q(state="active"),
                name="a_client_has_one_active_line",
            ),
            models.CheckConstraint(
                condition=models.Q(amount_approved__gt=0), name="a_line_approves_an_amount"
            ),
            models.CheckConstraint(
                condition=models.Q(expires_on__gt=models.F("from_on")),
                name="a_line_expires_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} {self.amount_approved}"


LINE_TRANSITIONS = [("proposed", "active"), ("proposed", "rejected"), ("active", "closed")]
