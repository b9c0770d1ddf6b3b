"""The cesión: its documents, its verification calls, its price and where it stands."""

from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _money(name: "StrOrPromise") -> "models.DecimalField[Decimal, Decimal]":
    return models.DecimalField(name, max_digits=16, decimal_places=2, default=Decimal(0))


class Assignment(models.Model):
    """One assignment from the client's request to its settlement.

    The last seven money columns are the `Position` of `credit.assignments.rules`: totals kept for
    speed, re-proved from the applications at every daily close. `brought` is the position at which
    one came in with the opening balances, written once; one disbursed here has none.
    """

    class State(models.TextChoices):
        REQUESTED = "requested", _("solicitada")
        RECEIVED = "received", _("recibida")
        VERIFIED = "verified", _("verificada")
        PREPARED = "prepared", _("preparada")
        RECORDED = "recorded", _("registrada")
        LIVE = "live", _("vigente")
        PAID_OFF = "paid_off", _("cancelada")
        SETTLED = "settled", _("liquidada")
        REJECTED = "rejected", _("rechazada")
        WITHDRAWN = "withdrawn", _("retirada de los saldos iniciales")

    case = models.OneToOneField("workflow.Case", on_delete=models.PROTECT, null=True)
    number = models.IntegerField(_("número de cesión"), null=True, unique=True)
    client = models.ForeignKey(  # found by `assignment_of_client_due`
        "parties.Client", on_delete=models.PROTECT, related_name="assignments", db_index=False
    )
    line = models.ForeignKey("lines.Line", on_delete=models.PROTECT, related_name="assignments")
    account = models.ForeignKey(
        "parties.CreditAccount", on_delete=models.PROTECT, related_name="+", null=True
    )
    state = models.CharField(max_length=10, choices=State, default=State.REQUESTED)
    requested_on = models.DateField(_("solicitada el"))
    requested_amount = _money(_("monto solicitado"))
    term_days = models.PositiveSmallIntegerField(_("plazo en días"))
    terms = models.JSONField(_("condiciones"))
    exceptions = models.JSONField(_("excepciones a la línea"), default=list)
    comments = models.TextField(_("comentarios"), blank=True)
    disbursed_on = models.DateField(_("inicio"), null=True)
    matures_on = models.DateField(_("vence"), null=True)
    amount_face = _money(_("monto nominal"))
    amount_advanced = _money(_("monto financiado"))
    commission = _money(_("comisión"))
    vat = _money(_("IVA"))
    upfront_interest = _money(_("interés cobrado por anticipado"))
    upfront_vat = _money(_("IVA del interés anticipado"))
    deductions = _money(_("descuentos"))
    amount_net = _money(_("neto a entregar"))
    effective_rate_pct = models.DecimalField(
        _("tasa efectiva anual, %"), max_digits=12, decimal_places=2, null=True
    )
    paid_off_on = models.DateField(_("cancelada el"), null=True)
    settled_on = models.DateField(_("liquidada el"), null=True)
    capital = _money(_("saldo de capital"))
    charged_to = models.DateField(_("interés cobrado hasta"), null=True)
    interest_due = _money(_("interés pendiente"))
    default_interest_due = _money(_("interés moratorio pendiente"))
    charges_due = _money(_("cargos pendientes"))
    prepaid_interest = _money(_("interés anticipado por devengar"))
    prepaid_vat = _money(_("IVA anticipado por devengar"))
    brought = models.JSONField(_("cómo entró en los saldos iniciales"), null=True)

    class Meta:
        verbose_name = _("cesión")
        verbose_name_plural = _("cesiones")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount_net__gte=0), name="the_net_to_deliver_is_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(amount_advanced__lte=models.F("amount_face")),
                name="no_more_is_advanced_than_the_face",
            ),
            models.CheckConstraint(
                condition=Q(
                    amount_advanced=models.F("amount_net")
                    + models.F("commission")
                    + models.F("vat")
                    + models.F("upfront_interest")
                    + models.F("upfront_vat")
                    + models.F("deductions")
                )
                | Q(state__in=["requested", "received", "verified", "rejected"]),
                name="the_price_adds_up",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["live", "paid_off", "settled"])
                | Q(
                    number__isnull=False,
                    disbursed_on__isnull=False,
                    matures_on__isnull=False,
                    charged_to__isnull=False,
                ),
                name="a_live_assignment_has_number_and_dates",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["client"],
                include=["capital", "amount_advanced", "state", "matures_on"],
                condition=Q(state__in=["prepared", "recorded", "live", "paid_off"]),
                name="assignment_uses_line",
            ),
            models.Index(fields=["matures_on"], condition=Q(state="live"), name="live_by_maturity"),
            models.Index(fields=["client", "-id"], name="assignment_of_client"),
            # A client's page shows the first to mature, however many he has.
            models.Index(
                fields=["client", "matures_on", "number"], name="assignment_of_client_due"
            ),
        ]

    def __str__(self) -> str:
        return f"Cesión {self.number}" if self.number else f"Solicitud {self.pk}"

    @cached_property
    def listed(self) -> "list[AssignedDocument]":
        """Its documents but for withdrawn ones, with their debtors; read once."""
        held = self.documents.exclude(state="withdrawn")
        return list(held.select_related("debtor").order_by("id"))


# An operation can go back step by step (PCI-F01 steps 10, 6, 4, 1), so its state can too. What came
# in with the opening balances is withdrawn with them (INT-13).
ASSIGNMENT_TRANSITIONS = [
    ("requested", "received"),
    ("requested", "rejected"),
    ("received", "requested"),
    ("received", "verified"),
    ("received", "rejected"),
    ("verified", "requested"),
    ("verified", "received"),
    ("verified", "prepared"),
    ("verified", "rejected"),
    ("prepared", "requested"),
    ("prepared", "received"),
    ("prepared", "verified"),
    ("prepared", "recorded"),
    ("prepared", "rejected"),
    ("recorded", "requested"),
    ("recorded", "received"),
    ("recorded", "verified"),
    ("recorded", "prepared"),
    ("recorded", "live"),
    ("recorded", "rejected"),
    ("live", "paid_off"),
    ("paid_off", "live"),
    ("paid_off", "settled"),
    ("live", "withdrawn"),
    ("paid_off", "withdrawn"),
]


class AssignedDocument(models.Model):
    """A quedan or other collection document in an assignment.

    `number_key` is the number without blanks, marks or case: what makes two documents the same. It
    is kept in plain byte order, in which an index finds what a number begins with.
    """

    class State(models.TextChoices):
        PRESENTED = "presented", _("presentado")
        VERIFIED = "verified", _("verificado")
        LIVE = "live", _("por cobrar")
        COLLECTED = "collected", _("cobrado")
        RETURNED = "returned", _("devuelto")
        WITHDRAWN = "withdrawn", _("retirado")

    assignment = models.ForeignKey(  # found by `document_of_assignment`
        Assignment, on_delete=models.PROTECT, related_name="documents", db_index=False
    )
    debtor = models.ForeignKey(  # found by `document_of_debtor_due`
        "parties.Debtor", on_delete=models.PROTECT, related_name="documents", db_index=False
    )
    kind = models.CharField(_("tipo"), max_length=12, default="quedan")
    number = models.CharField(_("número"), max_length=40)
    number_key = models.CharField(max_length=40, editable=False, db_collation="C")
    operation_number = models.IntegerField(_("número de operación"), null=True, unique=True)
    amount = models.DecimalField(_("valor"), max_digits=16, decimal_places=2)
    amount_advanced = _money(_("financiado"))
    amount_collected = _money(_("cobrado"))
    brought_collected = _money(_("cobrado antes de los saldos iniciales"))
    issued_on = models.DateField(_("emitido"), null=True)
    due_on = models.DateField(_("fecha de cobro"))
    collected_on = models.DateField(_("cobrado el"), null=True)
    state = models.CharField(max_length=10, choices=State, default=State.PRESENTED)
    withdrawal_reason = models.CharField(_("motivo de retiro"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("documento de cobro")
        verbose_name_plural = _("documentos de cobro")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["debtor", "kind", "number_key"],
                condition=~Q(state__in=["withdrawn", "returned"]),
                name="a_document_is_in_one_assignment",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_document_has_a_value"),
        ]
        indexes: ClassVar = [
            # The ageing, the concentration and what falls due are read from this index alone.
            models.Index(
                fields=["due_on", "debtor"],
                include=["amount", "amount_collected", "amount_advanced"],
                condition=Q(state="live"),
                name="document_to_collect",
            ),
            # What hangs on a debtor: its sums from this index alone, its first dues in its order.
            models.Index(
                fields=["debtor", "due_on", "id"],
                include=["amount_advanced", "amount", "amount_collected", "assignment", "state"],
                condition=Q(state__in=["presented", "verified", "live"]),
                name="document_of_debtor",
            ),
            models.Index(fields=["debtor", "due_on", "id"], name="document_of_debtor_due"),
            # A client's documents by state are added up from this index alone.
            models.Index(
                fields=["assignment"],
                include=["state", "due_on", "amount", "amount_advanced", "amount_collected"],
                name="document_of_assignment",
            ),
            models.Index(fields=["number_key", "id"], name="document_by_number"),
        ]

    def __str__(self) -> str:
        return self.number


DOCUMENT_TRANSITIONS = [
    ("presented", "verified"),
    ("presented", "withdrawn"),
    ("verified", "presented"),
    ("verified", "live"),
    ("verified", "withdrawn"),
    ("live", "collected"),
    ("collected", "live"),
    ("live", "returned"),
    ("live", "withdrawn"),
    ("collected", "withdrawn"),
]


class DebtVerification(models.Model):
    """What a debtor said of a document, who said it and when (PCI-F01 step 4). Evidence."""

    document = models.ForeignKey(
        AssignedDocument, on_delete=models.PROTECT, related_name="verifications"
    )
    informed_by = models.CharField(_("informó"), max_length=120)
    informed_at = models.DateTimeField(_("fecha y hora"))
    is_confirmed = models.BooleanField(_("confirmado"))
    remarks = models.CharField(_("observaciones"), max_length=300, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("verificación de deuda")
        verbose_name_plural = _("verificaciones de deuda")
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.document_id} {self.informed_by}"


class Counter(models.Model):
    """The last number given to an assignment, and to a discounted document."""

    name = models.CharField(primary_key=True, max_length=24)
    last_number = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.last_number}"
