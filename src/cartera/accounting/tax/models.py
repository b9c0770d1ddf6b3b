"""Tax receipts: what the company charged, with its VAT, numbered without holes, never edited."""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

MAX_AMOUNT = 10**14


def _amounts_hold() -> Q:
    """Nothing is negative, nothing is not a number, and the total is what its parts add up to."""
    return Q(
        taxed__gte=0,
        taxed__lt=MAX_AMOUNT,
        exempt__gte=0,
        exempt__lt=MAX_AMOUNT,
        vat__gte=0,
        vat__lt=MAX_AMOUNT,
    )


class Kind(models.TextChoices):
    CCF = "CCF", _("comprobante de crédito fiscal")
    CREDIT_NOTE = "NC", _("nota de crédito")


class Concept(models.TextChoices):
    COMMISSION = "commission", _("comisión por desembolso")
    INTEREST = "interest", _("intereses")
    DEFAULT_INTEREST = "default_interest", _("intereses moratorios")
    CHARGE = "charge", _("cargo por cheque rechazado")
    EXTENSION = "extension", _("comisión por ampliación de plazo")


class Amounts(models.Model):
    """What is charged, in the company's currency: with VAT, without, and the VAT itself."""

    taxed = models.DecimalField(_("gravado"), max_digits=16, decimal_places=2, default=Decimal(0))
    exempt = models.DecimalField(_("exento"), max_digits=16, decimal_places=2, default=Decimal(0))
    vat = models.DecimalField(_("IVA"), max_digits=16, decimal_places=2, default=Decimal(0))

    class Meta:
        abstract = True


class ReceiptSeries(models.Model):
    """A run of receipt numbers of one kind, up to the last that the tax office authorised."""

    code = models.CharField(_("serie"), max_length=20, unique=True)
    kind = models.CharField(_("clase"), max_length=4, choices=Kind)
    first_number = models.BigIntegerField(_("primer número"), default=1)
    last_number = models.BigIntegerField(_("último número"), default=0)
    authorised_until = models.BigIntegerField(_("autorizada hasta"), null=True, blank=True)

    class Meta:
        verbose_name = _("serie de comprobantes")
        verbose_name_plural = _("series de comprobantes")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(authorised_until__isnull=True)
                | Q(last_number__lte=F("authorised_until")),
                name="a_receipt_number_is_authorised",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class TaxReceipt(Amounts):
    """A receipt as issued, with the client's name and tax ids as they stood that day. Evidence."""

    series = models.ForeignKey(
        ReceiptSeries, on_delete=models.PROTECT, related_name="receipts", db_index=False
    )
    kind = models.CharField(_("clase"), max_length=4, choices=Kind)
    number = models.BigIntegerField(_("número"))
    issued_on = models.DateField(_("fecha"))
    recorded_at = models.DateTimeField(_("registrado"))
    client_code = models.CharField(_("cliente"), max_length=12)
    client_name = models.CharField(_("nombre"), max_length=200)
    client_nit = models.CharField(_("NIT"), max_length=20, blank=True)
    client_nrc = models.CharField(_("NRC"), max_length=12, blank=True)
    client_activity = models.CharField(_("giro"), max_length=200, blank=True)
    client_address = models.CharField(_("dirección"), max_length=300, blank=True)
    case = models.ForeignKey(
        "workflow.Case", on_delete=models.PROTECT, null=True, related_name="tax_receipts"
    )
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    total = models.DecimalField(_("total"), max_digits=16, decimal_places=2)
    line_count = models.IntegerField()
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="corrections", db_index=False
    )

    class Meta:
        verbose_name = _("comprobante fiscal")
        verbose_name_plural = _("comprobantes fiscales")
        ordering: ClassVar = ["series", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["series", "number"], name="a_receipt_has_its_own_number"
            ),
            models.CheckConstraint(
                condition=_amounts_hold()
                & Q(total__gt=0, total=F("taxed") + F("exempt") + F("vat"), line_count__gte=1),
                name="a_receipt_adds_up_to_its_total",
            ),
            models.CheckConstraint(
                condition=Q(kind="CCF", corrects__isnull=True)
                | Q(kind="NC", corrects__isnull=False),
                name="a_credit_note_names_the_receipt_it_corrects",
            ),
            models.CheckConstraint(
                condition=~Q(client_code="") & ~Q(client_name=""),
                name="a_receipt_names_its_client",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["issued_on", "client_code"], name="receipt_of_day"),
            models.Index(
                fields=["corrects"], condition=Q(corrects__isnull=False), name="receipt_corrections"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class TaxReceiptLine(Amounts):
    """One thing charged: what it is, and the payment or operation it comes from. Evidence."""

    pk = models.CompositePrimaryKey("receipt_id", "n")
    receipt = models.ForeignKey(
        TaxReceipt, on_delete=models.PROTECT, related_name="lines", db_index=False
    )
    n = models.IntegerField()
    concept = models.CharField(_("concepto"), max_length=20, choices=Concept)
    description = models.CharField(_("descripción"), max_length=200, blank=True)
    reference = models.CharField(_("referencia"), max_length=80, blank=True)
    payment_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("línea de comprobante")
        verbose_name_plural = _("líneas de comprobante")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(n__gte=1) & _amounts_hold() & (Q(taxed__gt=0) | Q(exempt__gt=0)),
                name="a_receipt_line_charges_something",
            ),
            models.CheckConstraint(
                condition=Q(vat=0) | Q(taxed__gt=0), name="only_what_is_taxed_carries_vat"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["payment_id"],
                condition=Q(payment_id__isnull=False),
                name="receipt_line_of_payment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.receipt_id}.{self.n}"


class TaxReceiptVoid(models.Model):
    """A receipt was voided; its number stays used. Evidence."""

    receipt = models.OneToOneField(TaxReceipt, on_delete=models.PROTECT, related_name="void")
    reason = models.CharField(_("motivo"), max_length=300)
    voided_on = models.DateField(_("fecha"))
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("anulación de comprobante")
        verbose_name_plural = _("anulaciones de comprobantes")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_void_gives_its_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.receipt_id}"
