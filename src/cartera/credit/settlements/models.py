"""An assignment squared and closed; what remains goes back to the client (PCI-F10)."""

from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _money(name: "StrOrPromise") -> "models.DecimalField[Decimal, Decimal]":
    return models.DecimalField(name, max_digits=16, decimal_places=2, default=Decimal(0))


class Settlement(models.Model):
    """The liquidation of one assignment, with the lines of FORM-23."""

    class State(models.TextChoices):
        STARTED = "started", _("iniciada")
        SQUARED = "squared", _("cuadrada")
        AUTHORISED = "authorised", _("autorizada")
        PAID = "paid", _("abonada")
        POSTED = "posted", _("contabilizada")
        VOID = "void", _("anulada")

    case = models.OneToOneField("workflow.Case", on_delete=models.PROTECT)
    assignment = models.ForeignKey(
        "assignments.Assignment", on_delete=models.PROTECT, related_name="settlements"
    )
    account = models.ForeignKey(
        "parties.CreditAccount", on_delete=models.PROTECT, null=True, related_name="+"
    )
    bank_account = models.ForeignKey(
        "banking.BankAccount", on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State, default=State.STARTED)
    settled_on = models.DateField(_("fecha"), null=True)
    amount_face = _money(_("valor nominal recibido"))
    collected = _money(_("total cobrado"))
    advanced = _money(_("valor financiado"))
    interest = _money(_("intereses ordinarios"))
    default_interest = _money(_("intereses moratorios"))
    other_credits = _money(_("otros abonos"))
    other_charges = _money(_("otros cargos"))
    bounce_charges = _money(_("cargos por cheque rechazado"))
    bounce_interest = _money(_("intereses por cheque rechazado"))
    vat = _money(_("IVA"))
    deductions = _money(_("descuentos"))
    amount_to_return = _money(_("valor a devolver"))
    remarks = models.TextField(_("observaciones"), blank=True)
    guarantees = models.CharField(_("garantías devueltas"), max_length=300, blank=True)
    documents_out_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)
    paid_on = models.DateField(_("abonada el"), null=True)
    reference = models.CharField(_("referencia del banco"), max_length=40, blank=True)
    entry = models.ForeignKey("ledger.Entry", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("liquidación de cesión")
        verbose_name_plural = _("liquidaciones de cesiones")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=~Q(state="void"),
                name="an_assignment_is_settled_once",
            ),
            models.CheckConstraint(
                condition=Q(amount_to_return__gte=0), name="a_settlement_returns_nothing_negative"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["started", "void"])
                | Q(
                    amount_to_return=models.F("collected")
                    - models.F("advanced")
                    - models.F("interest")
                    - models.F("default_interest")
                    + models.F("other_credits")
                    - models.F("other_charges")
                    - models.F("bounce_charges")
                    - models.F("bounce_interest")
                    - models.F("vat")
                    - models.F("deductions")
                ),
                name="a_settlement_adds_up",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["paid_on"], name="settlement_of_day"),
            models.Index(
                fields=["state"],
                include=["amount_to_return"],
                condition=Q(state__in=["squared", "authorised"]),
                name="settlement_to_pay",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.amount_to_return}"


SETTLEMENT_TRANSITIONS = [
    ("started", "squared"),
    ("squared", "started"),
    ("squared", "authorised"),
    ("authorised", "squared"),
    ("authorised", "void"),
    ("authorised", "paid"),
    ("paid", "posted"),
    ("started", "void"),
    ("squared", "void"),
]


class DocumentReturn(models.Model):
    """Documents of a covered assignment that go back to the client uncollected."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("propuesta")
        DONE = "done", _("hecha")
        VOID = "void", _("anulada")

    case = models.OneToOneField("workflow.Case", on_delete=models.PROTECT)
    assignment = models.ForeignKey(
        "assignments.Assignment", on_delete=models.PROTECT, related_name="returns"
    )
    documents = models.JSONField(_("documentos"))
    reason = models.CharField(_("motivo"), max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)

    class Meta:
        verbose_name = _("devolución de documentos")
        verbose_name_plural = _("devoluciones de documentos")

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.reason}"


RETURN_TRANSITIONS = [("proposed", "done"), ("proposed", "void")]
