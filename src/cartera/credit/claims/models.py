"""What a client owes outside an assignment, and what is withheld from money on its way to him."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Claim(models.Model):
    """A debt of the client's to be deducted from the next money due to him.

    The balance is `amount` less `refunded` and the deductions that are not void; it is never kept.
    With a `document` it is no debt beside the assignment: the debtor paid that document to the
    client, and what is taken for the claim goes to the document's assignment (PCI-F04).
    """

    class Kind(models.TextChoices):
        DIRECT_PAYMENT = "direct_payment", _("abono directo no reintegrado")
        BOUNCED_CHEQUE = "bounced_cheque", _("cheque rechazado")
        DIFFERENCE = "difference", _("diferencia de cobro")
        OTHER = "other", _("otro cargo")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("propuesto")
        OPEN = "open", _("pendiente")
        SETTLED = "settled", _("saldado")
        VOID = "void", _("anulado")

    case = models.OneToOneField("workflow.Case", on_delete=models.PROTECT, null=True)
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="claims")
    assignment = models.ForeignKey(
        "assignments.Assignment", on_delete=models.PROTECT, null=True, related_name="claims"
    )
    document = models.ForeignKey(
        "assignments.AssignedDocument", on_delete=models.PROTECT, null=True, related_name="claims"
    )
    kind = models.CharField(_("clase"), max_length=16, choices=Kind)
    amount = models.DecimalField(_("monto"), max_digits=16, decimal_places=2)
    refunded = models.DecimalField(
        _("reintegrado de otro modo"), max_digits=16, decimal_places=2, default=0
    )
    reason = models.CharField(_("motivo"), max_length=300)
    claimed_on = models.DateField(_("fecha"))
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    entry = models.ForeignKey("ledger.Entry", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("cargo pendiente")
        verbose_name_plural = _("cargos pendientes")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_claim_has_an_amount"),
            models.CheckConstraint(
                condition=Q(refunded__gte=0, refunded__lte=models.F("amount")),
                name="no_more_is_refunded_than_claimed",
            ),
            models.CheckConstraint(
                condition=Q(document__isnull=True)
                | Q(kind="direct_payment", assignment__isnull=False, entry__isnull=True),
                name="only_a_direct_payment_is_of_a_document",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["client"], condition=Q(state="open"), name="open_claim_of_client"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"


CLAIM_TRANSITIONS = [
    ("proposed", "open"),
    ("proposed", "void"),
    ("open", "settled"),
    ("settled", "open"),
    ("open", "void"),
]


class Deduction(models.Model):
    """Money withheld in a case (a disbursement, a settlement) for a claim or another assignment;
    for both where the claim is of a document of that assignment."""

    class State(models.TextChoices):
        RESERVED = "reserved", _("reservado")
        TAKEN = "taken", _("descontado")
        VOID = "void", _("anulado")

    case = models.ForeignKey("workflow.Case", on_delete=models.PROTECT, related_name="deductions")
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="+")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, null=True, related_name="deductions")
    to_assignment = models.ForeignKey(
        "assignments.Assignment", on_delete=models.PROTECT, null=True, related_name="deductions_in"
    )
    amount = models.DecimalField(_("monto"), max_digits=16, decimal_places=2)
    reason = models.CharField(_("motivo"), max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.RESERVED)
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("descuento")
        verbose_name_plural = _("descuentos")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_deduction_has_an_amount"),
            models.CheckConstraint(
                condition=Q(claim__isnull=False) | Q(to_assignment__isnull=False),
                name="a_deduction_is_for_a_claim_or_an_assignment",
            ),
            models.UniqueConstraint(
                fields=["case", "claim"],
                condition=Q(claim__isnull=False) & ~Q(state="void"),
                name="a_claim_is_deducted_once_in_a_case",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.amount}"


DEDUCTION_TRANSITIONS = [("reserved", "taken"), ("reserved", "void")]
