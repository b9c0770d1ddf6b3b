"""The company's own settings: one row, its calendar, and the days it has closed."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Company(models.Model):
    """Whose house this is. There is one; `is_training` marks every page and paper."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    name = models.CharField(_("nombre"), max_length=150)
    tax_id = models.CharField(_("NIT"), max_length=20, blank=True)
    registry_id = models.CharField(_("NRC"), max_length=20, blank=True)
    activity = models.CharField(_("giro"), max_length=150, blank=True)
    address = models.CharField(_("dirección"), max_length=250, blank=True)
    telephone = models.CharField(_("teléfono"), max_length=60, blank=True)
    place = models.CharField(_("lugar"), max_length=80, default="San Salvador")
    logo = models.BinaryField(_("logotipo"), null=True, blank=True)
    country = models.CharField(_("país"), max_length=2, default="SV")
    subdivision = models.CharField(_("subdivisión"), max_length=6, blank=True, default="SS")
    currency = models.CharField(_("moneda"), max_length=3, default="USD")
    locale = models.CharField(_("formato de cifras"), max_length=8, default="es_SV")
    timezone = models.CharField(_("zona horaria"), max_length=40, default="America/El_Salvador")
    chart = models.CharField(_("catálogo de cuentas"), max_length=8, default="sv")
    weekend = models.CharField(
        _("días de descanso semanal"),
        max_length=14,
        default="5,6",
        help_text=_("0 es lunes y 6 es domingo"),
    )
    bounce_charge = models.DecimalField(
        _("cargo por cheque rechazado"), max_digits=16, decimal_places=2, default=0
    )
    is_training = models.BooleanField(_("empresa de entrenamiento"), default=False)

    class Meta:
        verbose_name = _("empresa")
        verbose_name_plural = _("empresa")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="there_is_one_company"),
        ]

    def __str__(self) -> str:
        return self.name


class ClosingDay(models.Model):
    """A day on which the company does not work, beyond the country's holidays."""

    on = models.DateField(_("día"), unique=True)
    name = models.CharField(_("motivo"), max_length=100)

    class Meta:
        verbose_name = _("día de cierre")
        verbose_name_plural = _("días de cierre")

    def __str__(self) -> str:
        return f"{self.on} {self.name}"


class LegalCeiling(models.Model):
    """The highest effective yearly rate that the law allows a segment, as somebody typed it.

    It holds from `from_on` until the segment's next row begins. Nothing is shipped as a fact.
    """

    segment = models.CharField(_("segmento"), max_length=40, blank=True)
    from_on = models.DateField(_("desde"))
    rate_pct = models.DecimalField(_("tasa efectiva, % anual"), max_digits=9, decimal_places=4)

    class Meta:
        verbose_name = _("tasa máxima legal")
        verbose_name_plural = _("tasas máximas legales")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["segment", "from_on"], name="a_segment_has_one_ceiling_from_a_day"
            ),
            models.CheckConstraint(
                condition=models.Q(rate_pct__gt=0), name="a_ceiling_is_above_zero"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.segment} {self.from_on} {self.rate_pct}"


class TaxedConcept(models.Model):
    """From a day on, what is charged for a concept carries IVA, or no longer does.

    It adds to, or takes from, what the client's line says, for operations prepared from that day.
    """

    concept = models.CharField(_("concepto"), max_length=20)
    from_on = models.DateField(_("desde"))
    carries_vat = models.BooleanField(_("lleva IVA"))

    class Meta:
        verbose_name = _("IVA de un concepto")
        verbose_name_plural = _("IVA de los conceptos")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["concept", "from_on"], name="a_concept_is_taxed_one_way_from_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.concept} {self.from_on} {self.carries_vat}"


class DayClose(models.Model):
    """A business day was closed: nothing more is posted on it or before it.

    `reopened_at` undoes the close without erasing it.
    """

    on = models.DateField(_("día"))
    closed_at = models.DateTimeField()
    closed_by_id = models.BigIntegerField()
    totals = models.JSONField(default=dict)
    chain_seq = models.BigIntegerField()
    chain_hash = models.CharField(max_length=64)
    reopened_at = models.DateTimeField(null=True)
    reopened_by_id = models.BigIntegerField(null=True)
    reopening_reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("cierre del día")
        verbose_name_plural = _("cierres del día")
        ordering: ClassVar = ["-on"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["on"],
                condition=models.Q(reopened_at__isnull=True),
                name="a_day_is_closed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on}"
