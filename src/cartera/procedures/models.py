"""What the house procedures that close and reopen the books are about."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DayClosing(models.Model):
    """One close of a business day (INT-04); what it closed is `company.DayClose`."""

    case = models.OneToOneField("workflow.Case", on_delete=models.PROTECT)
    on = models.DateField(_("día"))
    close = models.OneToOneField("company.DayClose", on_delete=models.PROTECT)
    checkpoint = models.OneToOneField("audit.Checkpoint", on_delete=models.PROTECT)
    received_at = models.DateTimeField(null=True)
    remarks = models.TextField(_("observaciones"), blank=True)

    class Meta:
        verbose_name = _("cierre del día")
        verbose_name_plural = _("cierres del día")
        ordering: ClassVar = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y}"


class PeriodClosing(models.Model):
    """A month that accounting asks to close (INT-09)."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("solicitado")
        CLOSED = "closed", _("cerrado")
        REJECTED = "rejected", _("rechazado")

    case = models.OneToOneField("workflow.Case", on_delete=models.PROTECT)
    period = models.ForeignKey("ledger.Period", on_delete=models.PROTECT, related_name="+")
    debits = models.DecimalField(
        pgettext_lazy("partida", "cargos"), max_digits=18, decimal_places=2
    )
    credits = models.DecimalField(
        pgettext_lazy("partida", "abonos"), max_digits=18, decimal_places=2
    )
    entries = models.IntegerField(_("partidas"))
    state = models.CharField(max_length=10, choices=State, default=State.REQUESTED)
    remarks = models.TextField(_("observaciones"), blank=True)

    class Meta:
        verbose_name = _("cierre de período")
        verbose_name_plural = _("cierres de período")

    def __str__(self) -> str:
        return f"{self.period}"


PERIOD_CLOSING_TRANSITIONS = [("requested", "closed"), ("requested", "rejected")]


class Reopening(models.Model):
    """A closed day or a closed month that somebody asks to reopen, and why (INT-05)."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("solicitada")
        DONE = "done", _("reabierto")
        REJECTED = "rejected", _("rechazada")

    case = models.OneToOneField("workflow.Case", on_delete=models.PROTECT)
    on = models.DateField(_("día"), null=True)
    period = models.ForeignKey(
        "ledger.Period", on_delete=models.PROTECT, related_name="+", null=True
    )
    reason = models.CharField(_("motivo"), max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.REQUESTED)

    class Meta:
        verbose_name = _("reapertura")
        verbose_name_plural = _("reaperturas")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(on__isnull=False, period__isnull=True)
                | Q(on__isnull=True, period__isnull=False),
                name="a_day_or_a_period_is_reopened",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_reopening_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y}" if self.on else f"{self.period}"


REOPENING_TRANSITIONS = [("requested", "done"), ("requested", "rejected")]


class SettingChange(models.Model):
    """A change of the company's settings that somebody asks for (INT-11)."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("solicitado")
        DONE = "done", _("hecho")
        REJECTED = "rejected", _("rechazado")

    case = models.OneToOneField("workflow.Case", on_delete=models.PROTECT)
    setting = models.CharField(_("ajuste"), max_length=20)
    on = models.DateField(_("desde"), null=True)
    name = models.CharField(_("nombre"), max_length=100, blank=True)
    value = models.CharField(_("valor"), max_length=250, blank=True)
    image = models.BinaryField(_("imagen"), null=True)
    reason = models.CharField(_("motivo"), max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.REQUESTED)

    class Meta:
        verbose_name = _("ajuste de la empresa")
        verbose_name_plural = _("ajustes de la empresa")

    def __str__(self) -> str:
        return " ".join(filter(None, [self.setting, self.name, self.value]))


SETTING_TRANSITIONS = [("requested", "done"), ("requested", "rejected")]
