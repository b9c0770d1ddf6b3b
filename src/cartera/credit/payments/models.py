"""Money in, and its application to assignments: queued, deposited, applied, posted."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cartera.credit.payments.payout_models import (
    PAYOUT_RETURN_TRANSITIONS,
    Payout,
    PayoutReturn,
)

__all__ = [
    "BOUNCE_TRANSITIONS",
    "DAY_TRANSITIONS",
    "PAYMENT_TRANSITIONS",
    "PAYOUT_RETURN_TRANSITIONS",
    "Application",
    "Bounce",
    "Charge",
    "Payment",
    "PaymentDay",
    "Payout",
    "PayoutReturn",
]


class PaymentDay(models.Model):
    """One day's payments (PCI-F09). A second round of the same day has number 2."""

    class State(models.TextChoices):
        RECEIVING = "receiving", _("recibiendo")
        DEPOSITED = "deposited", _("remesado")
        APPLIED = "applied", _("aplicado")
        TIED_OUT = "tied_out", _("cuadrado")
        POSTED = "posted", _("contabilizado")
        VOID = "void", _("sin abonos")

    case = models.OneToOneField("workflow.Case", on_delete=models.PROTECT)
    on = models.DateField(_("día"))
    round = models.PositiveSmallIntegerField(_("vuelta"), default=1)
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVING)
    entry = models.ForeignKey("ledger.Entry", on_delete=models.PROTECT, null=True, related_name="+")
    tied_out_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("día de abonos")
        verbose_name_plural = _("días de abonos")
        ordering: ClassVar = ["-on", "-round"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["on", "round"], name="a_round_of_a_day_is_one_case"),
        ]

    def __str__(self) -> str:
        return f"{self.on} ({self.round})"


DAY_TRANSITIONS = [
    ("receiving", "deposited"),
    ("receiving", "void"),
    ("deposited", "receiving"),
    ("deposited", "applied"),
    ("applied", "deposited"),
    ("applied", "tied_out"),
    ("tied_out", "posted"),
]


class Payment(models.Model):
    """Money received for an assignment, from whatever source (PCI-F09 step 1).

    Or for a paper that is nobody's assignment (PCI-F07 step 12): then it has none, but a `client`
    and that paper's number, `paper_id`, and it is owed to whoever owns it.
    A cheque that pays several documents is one payment for each. `value_on` is the day that the
    bank gives it. `day` is the round that applies it; none yet while it waits. `cheque_id` is the
    cheque's number where the house has it, since recovery stands above this room: such a payment
    awaits the bank first, and its cheque goes to the bank on a slip of its own.
    """

    class Kind(models.TextChoices):
        CHEQUE = "cheque", _("cheque")
        TRANSFER = "transfer", _("transferencia")
        CASH = "cash", _("efectivo")
        DEDUCTION = "deduction", _("descuento")

    class Source(models.TextChoices):
        EXCHANGE = "exchange", _("canje de cheque no negociable")
        ENDORSEMENT = "endorsement", _("endoso")
        OFFICE = "office", _("recuperación de oficina")
        DIRECT = "direct", _("abono directo reintegrado")
        DELEGATED = "delegated", _("cobranza delegada")
        DEDUCTION = "deduction", _("descuento de desembolso o liquidación")
        THIRD_PARTY = "third_party", _("valor ajeno")

    class State(models.TextChoices):
        AWAITING = "awaiting", _("por acreditar")
        QUEUED = "queued", _("recibido")
        APPLIED = "applied", _("aplicado")
        BOUNCED = "bounced", _("rechazado por el banco")
        WITHDRAWN = "withdrawn", _("retirado")

    day = models.ForeignKey(
        PaymentDay, on_delete=models.PROTECT, null=True, related_name="payments"
    )
    assignment = models.ForeignKey(
        "assignments.Assignment", on_delete=models.PROTECT, null=True, related_name="payments"
    )
    client = models.ForeignKey(
        "parties.Client",
        on_delete=models.PROTECT,
        null=True,
        related_name="third_party_payments",
        db_index=False,
    )
    paper_id = models.BigIntegerField(_("original ajeno"), null=True)
    document = models.ForeignKey(
        "assignments.AssignedDocument", on_delete=models.PROTECT, null=True, related_name="payments"
    )
    kind = models.CharField(_("clase"), max_length=10, choices=Kind)
    source = models.CharField(_("procedencia"), max_length=12, choices=Source)
    bank = models.CharField(_("banco"), max_length=60, blank=True)
    reference = models.CharField(_("cheque o referencia"), max_length=40, blank=True)
    amount = models.DecimalField(_("monto"), max_digits=16, decimal_places=2)
    value_on = models.DateField(_("fecha valor"))
    received_on = models.DateField(_("recibido el"))
    received_at = models.DateTimeField()
    received_by_id = models.BigIntegerField()
    deduction = models.OneToOneField(
        "claims.Deduction", on_delete=models.PROTECT, null=True, related_name="payment"
    )
    cheque_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    remarks = models.CharField(_("observaciones"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("abono a cesión")
        verbose_name_plural = _("abonos a cesiones")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_payment_has_an_amount"),
            models.UniqueConstraint(
                fields=["assignment", "document", "paper_id", "kind", "bank", "reference"],
                condition=Q(
                    state__in=["awaiting", "queued", "applied"], kind__in=["cheque", "transfer"]
                ),
                nulls_distinct=False,
                name="a_payment_is_received_once",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["cheque", "transfer"]) | ~Q(reference=""),
                name="a_cheque_or_transfer_has_its_number",
            ),
            models.CheckConstraint(
                condition=~Q(state="awaiting") | Q(cheque_id__isnull=False, day__isnull=True),
                name="only_a_cheque_awaits_the_bank",
            ),
            models.CheckConstraint(
                condition=Q(assignment__isnull=False, client__isnull=True, paper_id__isnull=True)
                & ~Q(source="third_party")
                | Q(
                    assignment__isnull=True,
                    client__isnull=False,
                    paper_id__isnull=False,
                    cheque_id__isnull=False,
                    document__isnull=True,
                    source="third_party",
                ),
                name="a_payment_is_for_an_assignment_or_a_third_party",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["day", "state"], name="payment_of_day"),
            models.Index(fields=["state"], condition=Q(state="queued"), name="payment_queued"),
            models.Index(fields=["received_on"], name="payment_of_reception"),
            models.Index(
                fields=["cheque_id"], condition=Q(cheque_id__isnull=False), name="payment_of_cheque"
            ),
            models.Index(
                fields=["paper_id"], condition=Q(paper_id__isnull=False), name="payment_of_paper"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.amount}"


PAYMENT_TRANSITIONS = [
    ("awaiting", "queued"),
    ("awaiting", "withdrawn"),
    ("awaiting", "bounced"),
    ("queued", "applied"),
    ("queued", "withdrawn"),
    ("queued", "bounced"),
    ("applied", "bounced"),
]


class Application(models.Model):
    """How one payment was split, when; or the reversal of such a split. Evidence, in order.

    A reversal carries the same figures negated and names what it undoes; `cause` is the payment
    (backdated, bounced) that made it necessary. `balance` is the capital after it. `take` counts
    how often the payment was applied: a race for the first one has one winner. What is for no
    assignment is all of it `third_party`: owed to its owner, nobody's income.
    """

    day = models.ForeignKey(
        PaymentDay, on_delete=models.PROTECT, related_name="applications", null=True
    )
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="applications")
    assignment = models.ForeignKey(
        "assignments.Assignment", on_delete=models.PROTECT, null=True, related_name="applications"
    )
    value_on = models.DateField(_("fecha valor"))
    applied_on = models.DateField(_("aplicado el"))
    applied_at = models.DateTimeField()
    applied_by_id = models.BigIntegerField()
    amount = models.DecimalField(_("monto"), max_digits=16, decimal_places=2)
    charges = models.DecimalField(_("cargos"), max_digits=16, decimal_places=2)
    default_interest = models.DecimalField(_("interés moratorio"), max_digits=16, decimal_places=2)
    interest = models.DecimalField(_("interés ordinario"), max_digits=16, decimal_places=2)
    vat = models.DecimalField(_("IVA"), max_digits=16, decimal_places=2)
    capital = models.DecimalField(_("a capital"), max_digits=16, decimal_places=2)
    excess = models.DecimalField(_("a favor del cliente"), max_digits=16, decimal_places=2)
    third_party = models.DecimalField(
        _("valor ajeno"), max_digits=16, decimal_places=2, default=0, db_default=0
    )
    balance = models.DecimalField(_("saldo"), max_digits=16, decimal_places=2)
    take = models.PositiveSmallIntegerField(default=1)
    bounce = models.ForeignKey(
        "payments.Bounce", on_delete=models.PROTECT, null=True, related_name="applications"
    )
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="reversed_by"
    )
    cause = models.ForeignKey(
        Payment, on_delete=models.PROTECT, null=True, related_name="caused", db_index=False
    )

    class Meta:
        verbose_name = _("aplicación de abono")
        verbose_name_plural = _("aplicaciones de abonos")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    amount=models.F("charges")
                    + models.F("default_interest")
                    + models.F("interest")
                    + models.F("vat")
                    + models.F("capital")
                    + models.F("third_party")
                ),
                name="an_application_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(assignment__isnull=False, third_party=0)
                | Q(assignment__isnull=True, third_party=models.F("amount"), excess=0, capital=0),
                name="what_is_for_no_assignment_is_a_third_partys",
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True, amount__gt=0)
                | Q(reverses__isnull=False, amount__lt=0),
                name="only_a_reversal_takes_away",
            ),
            models.UniqueConstraint(
                fields=["payment", "take"],
                condition=Q(reverses__isnull=True),
                name="a_payment_is_applied_once",
            ),
            models.CheckConstraint(
                condition=Q(day__isnull=False, bounce__isnull=True)
                | Q(day__isnull=True, bounce__isnull=False),
                name="an_application_belongs_to_a_day_or_a_bounce",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payment_id} {self.amount}"


class Bounce(models.Model):
    """A cheque that the bank returned: recorded, then confirmed.

    Confirming reverses its application, if it had been applied, recomputes what followed it and
    claims the charge. A cheque that paid several documents has a row for each payment: one with the
    case, the others `with_bounce`.
    """

    class State(models.TextChoices):
        RECORDED = "recorded", _("registrado")
        CONFIRMED = "confirmed", _("confirmado")
        VOID = "void", _("anulado")

    case = models.OneToOneField("workflow.Case", on_delete=models.PROTECT, null=True)
    with_bounce = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="others"
    )
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="bounces")
    bounced_on = models.DateField(_("rechazado el"))
    reason = models.CharField(_("motivo del banco"), max_length=200)
    charge = models.DecimalField(_("cargo"), max_digits=16, decimal_places=2, default=0)
    state = models.CharField(max_length=10, choices=State, default=State.RECORDED)
    entry = models.ForeignKey("ledger.Entry", on_delete=models.PROTECT, null=True, related_name="+")
    claim = models.ForeignKey("claims.Claim", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("cheque rechazado")
        verbose_name_plural = _("cheques rechazados")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["payment"],
                condition=~Q(state="void"),
                name="a_payment_bounces_once",
            ),
            models.CheckConstraint(condition=Q(charge__gte=0), name="a_charge_is_not_negative"),
            models.CheckConstraint(
                condition=Q(case__isnull=False, with_bounce__isnull=True)
                | Q(case__isnull=True, with_bounce__isnull=False, charge=0),
                name="a_bounce_has_its_case_or_goes_with_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payment_id} {self.bounced_on}"


BOUNCE_TRANSITIONS = [("recorded", "confirmed"), ("recorded", "void")]


class Charge(models.Model):
    """Something charged to an assignment outside its interest: a bounced cheque's. Evidence."""

    assignment = models.ForeignKey(
        "assignments.Assignment", on_delete=models.PROTECT, related_name="charges"
    )
    bounce = models.OneToOneField(Bounce, on_delete=models.PROTECT, related_name="charged")
    amount = models.DecimalField(_("monto"), max_digits=16, decimal_places=2)
    charged_on = models.DateField(_("fecha"))
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("cargo a la cesión")
        verbose_name_plural = _("cargos a cesiones")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_charge_has_an_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.amount}"
