"""Documents that are not ours and that a cheque pays with ours, and what was paid of them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# The states in which nobody follows a document any more.
OVER = ["assigned", "elsewhere", "credited", "closed", "given", "void"]
# In these another case may follow a document of the same number: one whose payment came back
# begins to be paid anew whatever there is by then.
UNFOLLOWED = [*OVER, "ordered"]


class ForeignDocument(models.Model):
    """A document outside every assignment that the cheque for one of ours also covers (PCI-F07).

    `ours` is that one of ours, `paper` the foreign document's own original once it is here.
    `cheque` pays both. `collected` is what came in for it. What is retained says why.
    """

    class State(models.TextChoices):
        TOLD = "told", _("por liquidar en ruta")
        SETTLED = "settled", _("por revisar")
        CHECKED = "checked", _("por buscar")
        ASKED = "asked", _("pedido al cliente")
        BROUGHT = "brought", _("por ingresar")
        ENTERED = "entered", _("ingresado")
        ROUTED = "routed", _("en ruta de cobro")
        PAID = "paid", _("pagado por el deudor")
        HELD = "held", _("valor por pagar")
        RETAINED = "retained", _("retenido")
        RELEASED = "released", _("liberado")
        ORDERED = "ordered", _("pago en trámite")
        GIVEN = "given", _("pagado a su dueño")
        CLOSED = "closed", _("entregado")
        ASSIGNED = "assigned", _("cedido en otra cesión")
        ELSEWHERE = "elsewhere", _("lo tiene otra factoraje")
        CREDITED = "credited", _("acreditado a su dueño")
        VOID = "void", _("anulado")

    case = models.OneToOneField(
        "workflow.Case", on_delete=models.PROTECT, related_name="foreign_document"
    )
    client = models.ForeignKey(
        "parties.Client", on_delete=models.PROTECT, related_name="foreign_documents"
    )
    debtor = models.ForeignKey(
        "parties.Debtor", on_delete=models.PROTECT, related_name="foreign_documents"
    )
    ours = models.ForeignKey(
        "custody.Original", on_delete=models.PROTECT, related_name="with_foreign", db_index=False
    )
    number = models.CharField(_("número"), max_length=40)
    number_key = models.CharField(max_length=40, editable=False, db_collation="C")
    amount = models.DecimalField(_("valor"), max_digits=16, decimal_places=2)
    reason = models.CharField(_("motivo"), max_length=200, blank=True)
    paper = models.OneToOneField(
        "custody.Original", on_delete=models.PROTECT, null=True, related_name="foreign"
    )
    cheque = models.ForeignKey(
        "cheques.Cheque", on_delete=models.PROTECT, null=True, related_name="foreign_documents"
    )
    collected = models.DecimalField(_("cobrado"), max_digits=16, decimal_places=2, null=True)
    collected_on = models.DateField(_("cobrado el"), null=True)
    retained_for = models.CharField(_("motivo de la retención"), max_length=200, blank=True)
    state = models.CharField(_("estado"), max_length=10, choices=State, default=State.TOLD)

    class Meta:
        verbose_name = _("documento ajeno")
        verbose_name_plural = _("documentos ajenos")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount__gt=0) & ~Q(number=""), name="a_foreign_document_is_named"
            ),
            models.UniqueConstraint(
                fields=["client", "debtor", "number_key"],
                condition=~Q(state__in=UNFOLLOWED),
                name="a_foreign_document_is_followed_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="retained") | ~Q(retained_for=""),
                name="what_is_retained_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(
                    state__in=["held", "retained", "released", "ordered", "given", "closed"]
                )
                | Q(paper__isnull=False, cheque__isnull=False, collected__gt=0),
                name="a_held_value_has_its_cheque",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ours"], name="foreign_with_ours"),
            models.Index(
                fields=["client", "state"],
                condition=Q(state__in=["held", "retained", "released", "ordered"]),
                name="foreign_value_held",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.amount}"


FOREIGN_DOCUMENT_TRANSITIONS = [
    ("told", "settled"),
    ("settled", "checked"),
    ("checked", "asked"),
    ("checked", "assigned"),
    ("asked", "brought"),
    ("asked", "elsewhere"),
    ("brought", "entered"),
    # Its paper was read wrong, or is another: the client is asked again.
    ("brought", "asked"),
    ("brought", "elsewhere"),
    ("brought", "void"),
    ("entered", "routed"),
    ("entered", "paid"),
    ("routed", "paid"),
    ("paid", "held"),
    ("paid", "credited"),
    ("held", "retained"),
    ("held", "released"),
    ("retained", "released"),
    ("released", "ordered"),
    ("ordered", "released"),
    ("ordered", "given"),
    ("given", "closed"),
    # What was paid came back: it is paid anew.
    ("given", "ordered"),
    ("closed", "ordered"),
    ("ordered", "void"),
    ("asked", "assigned"),
    ("released", "retained"),
    *((state, "void") for state in ("told", "settled", "checked", "asked", "routed", "paid")),
    *((state, "void") for state in ("held", "retained", "released")),
]


class ValuePayment(models.Model):
    """The payment of a released value to the client, as any credit to him is made (INT-26).

    `account` is where it is credited to. The money left on `paid_on`.
    """

    class State(models.TextChoices):
        STARTED = "started", _("iniciado")
        REVIEWED = "reviewed", _("comprobado")
        AUTHORISED = "authorised", _("autorizado")
        PAID = "paid", _("pagado")
        POSTED = "posted", _("contabilizado")
        RETURNED = "returned", _("devuelto")
        VOID = "void", _("anulado")

    case = models.OneToOneField(
        "workflow.Case", on_delete=models.PROTECT, related_name="value_payment"
    )
    value = models.ForeignKey(
        ForeignDocument, on_delete=models.PROTECT, related_name="value_payments"
    )
    amount = models.DecimalField(_("monto"), max_digits=16, decimal_places=2)
    account = models.ForeignKey(
        "parties.CreditAccount", on_delete=models.PROTECT, related_name="value_payments"
    )
    bank_account = models.ForeignKey(
        "banking.BankAccount", on_delete=models.PROTECT, related_name="value_payments"
    )
    paid_on = models.DateField(_("pagado el"), null=True)
    state = models.CharField(_("estado"), max_length=10, choices=State, default=State.STARTED)

    class Meta:
        verbose_name = _("pago de un valor ajeno")
        verbose_name_plural = _("pagos de valores ajenos")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_value_payment_has_an_amount"),
            models.UniqueConstraint(
                fields=["value"],
                condition=~Q(state__in=["void", "returned"]),
                name="a_value_is_paid_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["paid", "posted"]) | Q(paid_on__isnull=False),
                name="a_paid_value_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value_id} {self.amount}"


VALUE_PAYMENT_TRANSITIONS = [
    ("started", "reviewed"),
    ("reviewed", "started"),
    ("reviewed", "authorised"),
    ("authorised", "reviewed"),
    # General management sends it back to be started anew, for what is held by now.
    ("authorised", "started"),
    ("authorised", "paid"),
    ("paid", "posted"),
    ("posted", "returned"),
    *((state, "void") for state in ("started", "reviewed", "authorised")),
]


class PaperReturn(models.Model):
    """The paper of a foreign document that nobody follows any more, on its way back to its client
    (INT-27)."""

    class State(models.TextChoices):
        WAITING = "waiting", _("por entregar")
        DELIVERED = "delivered", _("entregado")

    case = models.OneToOneField(
        "workflow.Case", on_delete=models.PROTECT, related_name="paper_return"
    )
    document = models.ForeignKey(
        ForeignDocument, on_delete=models.PROTECT, related_name="paper_returns"
    )
    received_by = models.CharField(_("recibió"), max_length=120, blank=True)
    delivered_on = models.DateField(_("entregado el"), null=True)
    state = models.CharField(_("estado"), max_length=10, choices=State, default=State.WAITING)

    class Meta:
        verbose_name = _("devolución de un documento ajeno")
        verbose_name_plural = _("devoluciones de documentos ajenos")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document"], condition=Q(state="waiting"), name="a_paper_goes_back_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="delivered")
                | Q(delivered_on__isnull=False) & ~Q(received_by=""),
                name="who_has_his_paper_back_is_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.state}"


PAPER_RETURN_TRANSITIONS = [("waiting", "delivered")]
