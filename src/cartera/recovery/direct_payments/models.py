"""Debtors who paid the client instead of the house: the note, and how the money came back."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DirectPayment(models.Model):
    """A direct-payment note: the debtor paid a document of ours to the client (PCI-F04).

    `claim` is what the client owes for it, from its entry on; `original` is the note on paper.
    `reference_key` is what makes two notes of a debtor the same.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("recibida")
        ENTERED = "entered", _("ingresada")
        REQUESTED = "requested", _("reintegro pedido")
        RECOVERED = "recovered", _("recuperada")
        CANCELLED = "cancelled", _("cancelada")
        VOID = "void", _("anulada")

    class Funds(models.TextChoices):
        UNASKED = "", _("sin consultar")
        RESERVED = "reserved", _("reservados")
        NONE = "none", _("sin fondos")
        NO_CHEQUE = "no_cheque", _("sin cheque de garantía")

    case = models.OneToOneField("workflow.Case", on_delete=models.PROTECT)
    client = models.ForeignKey(
        "parties.Client", on_delete=models.PROTECT, related_name="direct_payments"
    )
    debtor = models.ForeignKey(
        "parties.Debtor", on_delete=models.PROTECT, related_name="direct_payments"
    )
    document = models.ForeignKey(
        "assignments.AssignedDocument", on_delete=models.PROTECT, related_name="direct_payments"
    )
    original = models.OneToOneField(
        "custody.Original", on_delete=models.PROTECT, related_name="direct_payment"
    )
    guarantee = models.ForeignKey(
        "cheques.Cheque", on_delete=models.PROTECT, null=True, related_name="guarantees_note"
    )
    reference = models.CharField(_("número de la nota"), max_length=40)
    reference_key = models.CharField(max_length=40, editable=False, db_collation="C")
    amount = models.DecimalField(_("monto"), max_digits=16, decimal_places=2)
    paid_on = models.DateField(_("pagado al cliente el"))
    received_on = models.DateField(_("recibida el"))
    funds = models.CharField(_("fondos"), max_length=10, choices=Funds, blank=True)
    folder = models.CharField(_("archivada en"), max_length=60, blank=True)
    claim = models.OneToOneField(
        "claims.Claim", on_delete=models.PROTECT, null=True, related_name="direct_payment"
    )
    informed = models.CharField(_("a quién se pidió"), max_length=120, blank=True)
    requested_on = models.DateField(_("reintegro pedido el"), null=True)
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    cancelled_on = models.DateField(_("cancelada el"), null=True)

    class Meta:
        verbose_name = _("abono directo al cliente")
        verbose_name_plural = _("abonos directos a clientes")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_note_has_an_amount"),
            models.UniqueConstraint(
                fields=["debtor", "reference_key"],
                condition=~Q(state="void"),
                name="a_note_is_received_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["received", "void"]) | Q(claim__isnull=False),
                name="an_entered_note_is_claimed",
            ),
            models.CheckConstraint(
                condition=~Q(funds="reserved") | Q(guarantee__isnull=False),
                name="funds_are_reserved_of_a_cheque",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["client"],
                condition=~Q(state__in=["cancelled", "void"]),
                name="note_of_client_open",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


DIRECT_PAYMENT_TRANSITIONS = [
    ("received", "entered"),
    ("received", "void"),
    ("entered", "requested"),
    ("entered", "void"),
    ("requested", "recovered"),
    ("requested", "void"),
    ("recovered", "cancelled"),
]


class Refund(models.Model):
    """A way by which the client gave back what the debtor had paid him. Evidence (step 7).

    By a cheque of his, or of the guarantee, `cheque` is there; a deduction names in `within` the
    operation that withholds it. `why_this` says why an earlier way of the order was passed over.
    """

    class Way(models.TextChoices):
        CHEQUE = "cheque", _("cheque del cliente")
        GUARANTEE = "guarantee", _("cheque de garantía con fondos reservados")
        LIQUIDATION = "liquidation", _("descuento de una liquidación por pagar")
        DISBURSEMENT = "disbursement", _("descuento de un desembolso en proceso")

    direct_payment = models.ForeignKey(
        DirectPayment, on_delete=models.PROTECT, related_name="refunds"
    )
    way = models.CharField(_("forma"), max_length=12, choices=Way)
    amount = models.DecimalField(_("monto"), max_digits=16, decimal_places=2)
    cheque = models.OneToOneField(
        "cheques.Cheque", on_delete=models.PROTECT, null=True, related_name="refund"
    )
    within = models.ForeignKey(
        "workflow.Case", on_delete=models.PROTECT, null=True, related_name="refunds"
    )
    why_this = models.CharField(_("motivo de no seguir el orden"), max_length=200, blank=True)
    recorded_on = models.DateField(_("día"))
    recorded_at = models.DateTimeField(_("registrado"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = _("reintegro")
        verbose_name_plural = _("reintegros")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_refund_has_an_amount"),
            models.CheckConstraint(
                condition=Q(
                    way__in=["cheque", "guarantee"], cheque__isnull=False, within__isnull=True
                )
                | Q(
                    way__in=["liquidation", "disbursement"],
                    cheque__isnull=True,
                    within__isnull=False,
                ),
                name="a_refund_says_whence_it_comes",
            ),
            models.UniqueConstraint(
                fields=["direct_payment", "within"],
                condition=Q(within__isnull=False),
                name="a_note_is_deducted_once_in_an_operation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.direct_payment_id} {self.amount}"
