"""Documents lent to us: the search for who has them, and each loan (PCI-F03, PCI-F03.1)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class FactorSearch(models.Model):
    """A debtor's cheque is for a document of ours and for another that we lack (PCI-F03).

    `original` is ours; `amount` what the other one is worth, once its holder has said so.
    `greater` says whose is worth more, and so who collects both.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("se espera al cliente")
        TOLD = "told", _("por llamar a la otra empresa")
        CALLED = "called", _("por decidir quién cobra")
        DECIDED = "decided", _("decidido")
        VOID = "void", _("sin efecto")

    class Greater(models.TextChoices):
        OURS = "ours", _("el de esta empresa")
        THEIRS = "theirs", _("el de la otra empresa")

    case = models.OneToOneField(
        "workflow.Case", on_delete=models.PROTECT, related_name="factor_search"
    )
    original = models.ForeignKey(
        "custody.Original", on_delete=models.PROTECT, related_name="searches", db_index=False
    )
    number = models.CharField(_("documento que falta"), max_length=40)
    amount = models.DecimalField(
        _("valor del documento que falta"), max_digits=16, decimal_places=2, null=True
    )
    factor = models.ForeignKey(
        "parties.Factor", on_delete=models.PROTECT, null=True, related_name="searches"
    )
    told_by = models.CharField(_("avisó, del cliente"), max_length=120, blank=True)
    informed_by = models.CharField(_("informó, de la otra empresa"), max_length=120, blank=True)
    greater = models.CharField(
        _("documento de mayor valor"), max_length=8, choices=Greater, blank=True
    )
    closed_on = models.DateField(_("decidido el"), null=True)
    state = models.CharField(_("estado"), max_length=8, choices=State, default=State.ASKED)

    class Meta:
        verbose_name = _("búsqueda de un documento")
        verbose_name_plural = _("búsquedas de documentos")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(number="") & (Q(amount__isnull=True) | Q(amount__gt=0)),
                name="what_is_searched_has_a_number",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["called", "decided"])
                | Q(factor__isnull=False, amount__isnull=False),
                name="who_was_called_says_what_it_has",
            ),
            models.CheckConstraint(
                condition=~Q(state="decided") | ~Q(greater="") & Q(closed_on__isnull=False),
                name="what_is_decided_says_whose_is_greater",
            ),
            models.UniqueConstraint(
                fields=["original", "number"],
                condition=Q(state__in=["asked", "told", "called"]),
                name="a_document_is_searched_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.original_id} {self.number}"


SEARCH_TRANSITIONS = [
    ("asked", "told"),
    ("told", "called"),
    ("called", "decided"),
    *((state, "void") for state in ("asked", "told", "called")),
]


class Borrowing(models.Model):
    """A document that another factoring company lends to us, to collect it with ours (PCI-F03.1).

    `original` is ours, of the greater value; `borrowed` the paper that was lent. `back_by_at` is
    when the other company must have its cheque, in hours from when it lent. `collected` is what
    came for its document, and what it is paid with `issued_cheque`. Where every cheque that was to
    pay it went back, it is returned if its debtor gave it back, else `unpaid`: its owner knows.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("por pedir")
        ISSUED = "issued", _("carta emitida")
        DELIVERED = "delivered", _("carta entregada")
        LENT = "lent", _("con el gestor")
        ROUTED = "routed", _("en ruta de cobro")
        SETTLED = "settled", _("cobrado, por pagar")
        DRAWN = "drawn", _("cheque por firmar")
        PAID = "paid", _("cheque por entregar")
        CLOSED = "closed", _("pagado a la otra empresa")
        RETURNED = "returned", _("devuelto sin cobrar")
        UNPAID = "unpaid", _("no se cobró: su cheque se devolvió")
        DENIED = "denied", _("no lo prestó")

    case = models.OneToOneField("workflow.Case", on_delete=models.PROTECT, related_name="borrowing")
    factor = models.ForeignKey(
        "parties.Factor", on_delete=models.PROTECT, related_name="borrowings"
    )
    original = models.ForeignKey(
        "custody.Original", on_delete=models.PROTECT, related_name="borrowings", db_index=False
    )
    number = models.CharField(_("documento que prestan"), max_length=40)
    amount = models.DecimalField(_("valor del documento"), max_digits=16, decimal_places=2)
    letter_on = models.DateField(_("fecha de la carta"), null=True)
    collector = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    received_by = models.CharField(_("recibió la carta"), max_length=120, blank=True)
    lent_by = models.CharField(_("entregó el documento"), max_length=120, blank=True)
    borrowed = models.OneToOneField(
        "custody.Original", on_delete=models.PROTECT, null=True, related_name="borrowing"
    )
    lent_at = models.DateTimeField(_("prestado"), null=True)
    back_by_at = models.DateTimeField(_("debe pagarse"), null=True)
    collected = models.DecimalField(_("cobrado"), max_digits=16, decimal_places=2, null=True)
    issued_cheque = models.OneToOneField(
        "banking.IssuedCheque",
        on_delete=models.PROTECT,
        null=True,
        related_name="borrowing",
        verbose_name=_("cheque emitido"),
    )
    paid_on = models.DateField(_("firmado el"), null=True)
    closed_on = models.DateField(_("cerrado el"), null=True)
    closed_by = models.CharField(_("recibió, de la otra empresa"), max_length=120, blank=True)
    state = models.CharField(_("estado"), max_length=10, choices=State, default=State.ASKED)

    class Meta:
        verbose_name = _("documento que prestan")
        verbose_name_plural = _("documentos que prestan")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="what_is_borrowed_has_a_value"),
            models.UniqueConstraint(
                fields=["factor", "number"],
                condition=~Q(state__in=["closed", "returned", "unpaid", "denied"]),
                name="a_document_is_borrowed_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "issued", "delivered", "denied"])
                | Q(borrowed__isnull=False, lent_at__isnull=False, back_by_at__isnull=False),
                name="a_borrowed_document_has_its_deadline",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["settled", "drawn", "paid", "closed"])
                | Q(collected__gt=0, collected__lte=models.F("amount")),
                name="what_is_settled_was_collected",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["drawn", "paid", "closed"])
                | Q(issued_cheque__isnull=False),
                name="a_drawn_cheque_has_its_number",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["closed", "returned", "unpaid"])
                | Q(closed_on__isnull=False) & ~Q(closed_by=""),
                name="a_closed_borrowing_says_to_whom",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["back_by_at"],
                condition=Q(state__in=["lent", "routed", "settled", "drawn", "paid"]),
                name="borrowing_under_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.factor_id} {self.number}"


BORROWING_TRANSITIONS = [
    ("asked", "issued"),
    ("issued", "delivered"),
    ("delivered", "lent"),
    ("lent", "routed"),
    ("routed", "settled"),
    ("settled", "drawn"),
    ("drawn", "settled"),
    ("drawn", "paid"),
    ("paid", "closed"),
    *((state, "returned") for state in ("lent", "routed", "settled", "drawn")),
    *((state, "unpaid") for state in ("routed", "settled", "drawn")),
    *((state, "denied") for state in ("asked", "issued", "delivered")),
]


class FactorQuestion(models.Model):
    """A step of a loan that is the other company's: the link by which it may answer, what it said.

    Of the link only the hash of its secret is kept. What it says is its statement, and does not do
    the step: who deals with it confirms it, and its papers pass from hand to hand.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("sin respuesta")
        YES = "yes", _("respondió que sí")
        NO = "no", _("respondió que no")

    case = models.ForeignKey(
        "workflow.Case", on_delete=models.PROTECT, related_name="factor_questions"
    )
    factor = models.ForeignKey("parties.Factor", on_delete=models.PROTECT, related_name="questions")
    step = models.PositiveSmallIntegerField(_("paso"))
    secret_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField(_("preguntado"))
    expires_at = models.DateTimeField(_("sirve hasta"))
    said_by = models.CharField(_("quién respondió"), max_length=120, blank=True)
    remarks = models.CharField(_("observaciones"), max_length=300, blank=True)
    said_at = models.DateTimeField(_("respondido"), null=True)
    state = models.CharField(_("respuesta"), max_length=5, choices=State, default=State.ASKED)

    class Meta:
        verbose_name = _("pregunta a otra empresa")
        verbose_name_plural = _("preguntas a otras empresas")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="asked", said_by="", said_at__isnull=True)
                | Q(state__in=["yes", "no"], said_at__isnull=False) & ~Q(said_by=""),
                name="an_answer_says_who_gave_it",
            ),
            models.CheckConstraint(
                condition=~Q(state="no") | ~Q(remarks=""), name="who_says_no_says_why"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["case", "step"], name="question_of_step")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.step} {self.state}"


QUESTION_TRANSITIONS = [("asked", "yes"), ("asked", "no")]
