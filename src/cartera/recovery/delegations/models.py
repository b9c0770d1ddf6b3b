"""Documents that somebody else collects for the house: what was lent, to whom, until when."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cartera.recovery.delegations.factor_models import (
    BORROWING_TRANSITIONS,
    QUESTION_TRANSITIONS,
    SEARCH_TRANSITIONS,
    Borrowing,
    FactorQuestion,
    FactorSearch,
)

__all__ = [
    "BORROWING_TRANSITIONS",
    "DELEGATED_DOCUMENT_TRANSITIONS",
    "DELEGATION_TRANSITIONS",
    "GUARANTEE_RETURN_TRANSITIONS",
    "LOAN_TRANSITIONS",
    "QUESTION_TRANSITIONS",
    "SEARCH_TRANSITIONS",
    "Borrowing",
    "BroughtCheque",
    "DelegatedDocument",
    "Delegation",
    "DocumentLoan",
    "FactorQuestion",
    "FactorSearch",
    "GuaranteeReturn",
]


class Delegation(models.Model):
    """Documents that a client collects himself, against a guarantee cheque (PCI-F11).

    `amount` is what they are worth together, and what the guarantee is for. `back_by_at` is the
    client's deadline, counted from when he took them.
    """

    class State(models.TextChoices):
        REQUESTED = "requested", _("pedida")
        RECEIVED = "received", _("con carta y garantía")
        ENTERED = "entered", _("registrada")
        AUTHORISED = "authorised", _("autorizada")
        LENT = "lent", _("con el cliente")
        SETTLING = "settling", _("por revisar")
        UNSETTLED = "unsettled", _("sin liquidar")
        CLOSED = "closed", _("liquidada")
        CLAIMED = "claimed", _("cobrada con la garantía")
        DENIED = "denied", _("denegada")

    case = models.OneToOneField(
        "workflow.Case", on_delete=models.PROTECT, related_name="delegation"
    )
    client = models.ForeignKey(
        "parties.Client", on_delete=models.PROTECT, related_name="delegations"
    )
    requested_on = models.DateField(_("pedida el"))
    amount = models.DecimalField(_("valor de los documentos"), max_digits=16, decimal_places=2)
    guarantee = models.OneToOneField(
        "cheques.Cheque", on_delete=models.PROTECT, null=True, related_name="delegation"
    )
    received_by = models.CharField(_("recibió"), max_length=120, blank=True)
    signed_by = models.CharField(_("firmó"), max_length=120, blank=True)
    lent_at = models.DateTimeField(_("entregada"), null=True)
    back_by_at = models.DateTimeField(_("debe liquidar"), null=True)
    closed_on = models.DateField(_("cerrada el"), null=True)
    state = models.CharField(_("estado"), max_length=10, choices=State, default=State.REQUESTED)

    class Meta:
        verbose_name = _("cobranza delegada")
        verbose_name_plural = _("cobranzas delegadas")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_delegation_has_a_value"),
            models.CheckConstraint(
                condition=Q(state__in=["requested", "denied"]) | Q(guarantee__isnull=False),
                name="a_delegation_has_its_guarantee",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["requested", "received", "entered", "authorised", "denied"])
                | Q(lent_at__isnull=False, back_by_at__isnull=False),
                name="what_is_lent_has_its_deadline",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["closed", "claimed"]) | Q(closed_on__isnull=False),
                name="a_closed_delegation_says_when",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["back_by_at"],
                condition=Q(state__in=["lent", "settling", "unsettled"]),
                name="delegation_under_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} {self.amount}"


DELEGATION_TRANSITIONS = [
    ("requested", "received"),
    ("received", "entered"),
    ("entered", "authorised"),
    ("authorised", "lent"),
    ("lent", "settling"),
    ("settling", "lent"),
    ("settling", "closed"),
    ("lent", "unsettled"),
    ("unsettled", "lent"),
    ("unsettled", "claimed"),
    *((state, "denied") for state in ("requested", "received", "entered", "authorised")),
]


class BroughtCheque(models.Model):
    """A cheque with which the client settles, as he says it (PCI-F11 step 11).

    `cheque` is the one in the house, once the assistant has it in hand. What is said anew voids
    what was said before.
    """

    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="brought")
    drawer = models.CharField(_("librador"), max_length=150)
    bank = models.CharField(_("banco"), max_length=60)
    number = models.CharField(_("número"), max_length=40)
    amount = models.DecimalField(_("valor"), max_digits=16, decimal_places=2)
    drawn_on = models.DateField(_("fecha del cheque"))
    is_negotiable = models.BooleanField(_("negociable"))
    cheque = models.OneToOneField(
        "cheques.Cheque", on_delete=models.PROTECT, null=True, related_name="brought"
    )
    voided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("cheque con que se liquida")
        verbose_name_plural = _("cheques con que se liquida")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["delegation", "number"],
                condition=Q(voided_at__isnull=True),
                name="a_brought_cheque_is_said_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bank} {self.number}"


class DelegatedDocument(models.Model):
    """One document of a delegation, and how it came back. It is in one open delegation at most."""

    class State(models.TextChoices):
        ASKED = "asked", _("pedido")
        LENT = "lent", _("con el cliente")
        COLLECTED = "collected", _("cobrado")
        RETURNED = "returned", _("devuelto sin cobrar")
        CLAIMED = "claimed", _("cubierto por la garantía")
        VOID = "void", _("anulado")

    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="documents")
    original = models.ForeignKey(
        "custody.Original", on_delete=models.PROTECT, related_name="delegated", db_index=False
    )
    amount = models.DecimalField(_("valor"), max_digits=16, decimal_places=2)
    brought = models.ForeignKey(
        BroughtCheque, on_delete=models.PROTECT, null=True, related_name="documents"
    )
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)

    class Meta:
        verbose_name = _("documento delegado")
        verbose_name_plural = _("documentos delegados")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["original"],
                condition=Q(state__in=["asked", "lent"]),
                name="a_document_is_delegated_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="collected") | Q(brought__isnull=False),
                name="what_was_collected_has_its_cheque",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegation_id} {self.original_id}"


DELEGATED_DOCUMENT_TRANSITIONS = [
    ("asked", "lent"),
    ("asked", "void"),
    ("lent", "collected"),
    ("lent", "returned"),
    ("lent", "claimed"),
]


class GuaranteeReturn(models.Model):
    """A cheque that goes back to its client: a guarantee, because nothing was lent, or one that he
    brought and did not settle with after all (INT-25)."""

    class State(models.TextChoices):
        WAITING = "waiting", _("por entregar")
        DELIVERED = "delivered", _("entregado")

    case = models.OneToOneField(
        "workflow.Case", on_delete=models.PROTECT, related_name="guarantee_return"
    )
    cheque = models.OneToOneField(
        "cheques.Cheque", on_delete=models.PROTECT, related_name="guarantee_return"
    )
    received_by = models.CharField(_("recibió"), max_length=120, blank=True)
    delivered_on = models.DateField(_("entregado el"), null=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)

    class Meta:
        verbose_name = _("devolución de garantía")
        verbose_name_plural = _("devoluciones de garantías")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(delivered_on__isnull=False) & ~Q(received_by=""),
                name="a_returned_guarantee_says_to_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cheque_id} {self.state}"


GUARANTEE_RETURN_TRANSITIONS = [("waiting", "delivered")]


class DocumentLoan(models.Model):
    """A document of ours that another factoring company collects with one of its own (PCI-F03.2).

    `cheque` is what it paid with. `back_by_at` is its deadline, in hours from when it took it.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("se espera su carta")
        REQUESTED = "requested", _("con carta, por autorizar")
        AUTHORISED = "authorised", _("autorizado")
        LENT = "lent", _("con la otra empresa")
        BROUGHT = "brought", _("por liquidar")
        RETURNED = "returned", _("devuelto sin cobrar")
        SETTLED = "settled", _("liquidado, por depositar")
        CLOSED = "closed", _("aplicado")
        DENIED = "denied", _("denegado")

    case = models.OneToOneField("workflow.Case", on_delete=models.PROTECT, related_name="loan")
    factor = models.ForeignKey("parties.Factor", on_delete=models.PROTECT, related_name="loans")
    original = models.ForeignKey(
        "custody.Original", on_delete=models.PROTECT, related_name="loans", db_index=False
    )
    amount = models.DecimalField(_("valor del documento"), max_digits=16, decimal_places=2)
    letter_on = models.DateField(_("fecha de la carta"), null=True)
    letter_by = models.CharField(_("firma la carta"), max_length=120, blank=True)
    collector = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    received_by = models.CharField(_("recibió"), max_length=120, blank=True)
    lent_at = models.DateTimeField(_("entregado"), null=True)
    back_by_at = models.DateTimeField(_("debe volver"), null=True)
    cheque = models.OneToOneField(
        "cheques.Cheque", on_delete=models.PROTECT, null=True, related_name="loan"
    )
    closed_on = models.DateField(_("cerrado el"), null=True)
    state = models.CharField(_("estado"), max_length=10, choices=State, default=State.ASKED)

    class Meta:
        verbose_name = _("préstamo de documento")
        verbose_name_plural = _("préstamos de documentos")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_loan_has_a_value"),
            models.UniqueConstraint(
                fields=["original"],
                condition=Q(state__in=["asked", "requested", "authorised", "lent"]),
                name="a_document_is_lent_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "requested", "authorised", "denied"])
                | Q(lent_at__isnull=False, back_by_at__isnull=False),
                name="a_lent_document_has_its_deadline",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["settled", "closed"]) | Q(cheque__isnull=False),
                name="a_settled_loan_has_its_cheque",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["back_by_at"], condition=Q(state="lent"), name="loan_under_way"),
        ]

    def __str__(self) -> str:
        return f"{self.factor_id} {self.amount}"


LOAN_TRANSITIONS = [
    ("asked", "requested"),
    ("requested", "authorised"),
    ("authorised", "lent"),
    ("lent", "brought"),
    ("brought", "returned"),
    ("brought", "settled"),
    ("settled", "closed"),
    *((state, "denied") for state in ("asked", "requested", "authorised")),
]
