"""The vault: every original paper, who has it, since when, and how it came there."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cartera.recovery.custody.rules import Holder, label_of


class Place(models.Model):
    """A place of the vault: a drawer, a folder, a box."""

    code = models.CharField(_("código"), max_length=12, unique=True)
    name = models.CharField(_("nombre"), max_length=80)
    is_active = models.BooleanField(_("en uso"), default=True)

    class Meta:
        verbose_name = _("lugar de la bóveda")
        verbose_name_plural = _("lugares de la bóveda")
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(code=""), name="a_place_has_a_code"),
        ]

    def __str__(self) -> str:
        return self.code


class Original(models.Model):
    """One original paper. Its holder is one row, so that two can never have it.

    `moves` counts its movements, the last of which says the same holder. `back_by_at` is when what
    is out must be back.
    """

    class Kind(models.TextChoices):
        QUEDAN = "quedan", _("documento de cobro")
        ASSIGNMENT_LETTER = "letter", _("carta cesión")
        PROMISSORY_NOTE = "note", _("pagaré")
        GUARANTEE_CHEQUE = "guarantee", _("cheque de garantía")
        CHEQUE = "cheque", _("cheque")
        PAYMENT_ADVICE = "advice", _("nota de abono")
        BORROWED = "borrowed", _("documento prestado por otra factoraje")
        UNASSIGNED = "unassigned", _("documento no cedido")

    class State(models.TextChoices):
        VAULT = "vault", _("en bóveda")
        IN_HAND = "in_hand", _("en mano")
        OUT = "out", _("fuera, por volver")
        GONE = "gone", _("entregado")
        LOST = "lost", _("extraviado")
        VOID = "void", _("anulado")

    class Outside(models.TextChoices):
        CLIENT = "client", _("cliente")
        DEBTOR = "debtor", _("deudor")
        FACTOR = "factor", _("otra factoraje")
        BANK = "bank", _("banco")

    kind = models.CharField(_("clase"), max_length=12, choices=Kind)
    client = models.ForeignKey(
        "parties.Client", on_delete=models.PROTECT, null=True, related_name="originals"
    )
    assignment = models.ForeignKey(
        "assignments.Assignment", on_delete=models.PROTECT, null=True, related_name="originals"
    )
    document = models.ForeignKey(
        "assignments.AssignedDocument",
        on_delete=models.PROTECT,
        null=True,
        related_name="originals",
        db_index=False,
    )
    debtor = models.ForeignKey(
        "parties.Debtor", on_delete=models.PROTECT, null=True, related_name="originals"
    )
    number = models.CharField(_("número"), max_length=40, blank=True)
    amount = models.DecimalField(_("valor"), max_digits=16, decimal_places=2, null=True)
    due_on = models.DateField(_("fecha de cobro"), null=True)
    registered_at = models.DateTimeField(_("registrado"))
    state = models.CharField(_("estado"), max_length=8, choices=State)
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, related_name="originals", db_index=False
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    outside = models.CharField(_("fuera, con"), max_length=8, choices=Outside, blank=True)
    party = models.CharField(_("quién"), max_length=120, blank=True)
    since_at = models.DateTimeField(_("desde"))
    back_by_at = models.DateTimeField(_("debe volver"), null=True)
    moves = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("original")
        verbose_name_plural = _("originales")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="vault", place__isnull=False, person__isnull=True, party="")
                | Q(state="in_hand", place__isnull=True, person__isnull=False, party="")
                | Q(state__in=["out", "gone"], place__isnull=True, person__isnull=True)
                & ~Q(party="")
                & ~Q(outside="")
                | Q(state__in=["lost", "void"]),
                name="an_original_has_one_holder",
            ),
            models.CheckConstraint(
                condition=Q(back_by_at__isnull=True) | Q(state="out"),
                name="only_what_is_out_must_be_back",
            ),
            models.UniqueConstraint(
                fields=["document"],
                condition=~Q(state="void"),
                name="a_document_has_one_original",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["place", "kind"], condition=Q(state="vault"), name="original_of_place"
            ),
            models.Index(
                fields=["person"], condition=Q(state="in_hand"), name="original_of_person"
            ),
            models.Index(fields=["back_by_at"], condition=Q(state="out"), name="original_out"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What is printed on the paper's label and in its QR code."""
        return label_of(self.pk)

    @property
    def holder(self) -> Holder:
        """Who has it."""
        return Holder(
            self.state,  # type: ignore[arg-type]
            place_id=self.place_id,
            person_id=self.person_id,
            outside=self.outside,  # type: ignore[arg-type]
            party=self.party,
        )


ORIGINAL_TRANSITIONS = [
    ("vault", "in_hand"),
    ("vault", "lost"),
    ("vault", "void"),
    ("in_hand", "vault"),
    ("in_hand", "out"),
    ("in_hand", "gone"),
    ("in_hand", "lost"),
    ("out", "in_hand"),
    ("out", "gone"),
    ("out", "lost"),
    ("gone", "in_hand"),
    ("lost", "in_hand"),
    ("lost", "vault"),
]


class HandOver(models.Model):
    """One person gives originals, another accepts them or says what is missing. (PCI-F02 step 3.)

    Until it is answered the giver has them. `receiver` may be left open to whoever holds `role`.
    `case` is its own (INT-17, INT-18); `within` the case of another procedure that it is part of.
    """

    class State(models.TextChoices):
        OFFERED = "offered", _("por aceptar")
        ACCEPTED = "accepted", _("aceptada")
        REFUSED = "refused", _("rechazada")
        WITHDRAWN = "withdrawn", _("retirada")

    case = models.OneToOneField(
        "workflow.Case", on_delete=models.PROTECT, null=True, related_name="hand_over"
    )
    within = models.ForeignKey(
        "workflow.Case", on_delete=models.PROTECT, null=True, related_name="hand_overs"
    )
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    role = models.CharField(_("rol que recibe"), max_length=12)
    reason = models.CharField(_("motivo"), max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.OFFERED)
    offered_at = models.DateTimeField(_("entregado"))
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    missing = models.CharField(_("qué falta"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("entrega de originales")
        verbose_name_plural = _("entregas de originales")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(receiver__isnull=True) | ~Q(receiver=models.F("giver")),
                name="nobody_hands_over_to_himself",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["offered", "withdrawn"])
                | Q(answered_by__isnull=False, answered_at__isnull=False)
                & ~Q(answered_by=models.F("giver")),
                name="another_answers_for_what_he_receives",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(missing=""),
                name="who_refuses_says_what_is_missing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver_id} → {self.receiver_id or self.role}"


HAND_OVER_TRANSITIONS = [
    ("offered", "accepted"),
    ("offered", "refused"),
    ("offered", "withdrawn"),
    ("withdrawn", "offered"),
]


class HandedOriginal(models.Model):
    """One original of a hand-over. It is in one open hand-over at most."""

    hand_over = models.ForeignKey(HandOver, on_delete=models.PROTECT, related_name="items")
    original = models.ForeignKey(
        Original, on_delete=models.PROTECT, related_name="handed", db_index=False
    )
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("original que se entrega")
        verbose_name_plural = _("originales que se entregan")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["original"],
                condition=Q(closed_at__isnull=True),
                name="an_original_is_offered_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hand_over_id} {self.original_id}"


class Movement(models.Model):
    """An original came to a holder. Evidence: the n-th of its history."""

    original = models.ForeignKey(
        Original, on_delete=models.PROTECT, related_name="movements", db_index=False
    )
    n = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=Original.State)
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    outside = models.CharField(max_length=8, choices=Original.Outside, blank=True)
    party = models.CharField(max_length=120, blank=True)
    moved_on = models.DateField(_("día"))
    moved_at = models.DateTimeField(_("registrado"))
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    case = models.ForeignKey(
        "workflow.Case", on_delete=models.PROTECT, null=True, related_name="movements"
    )
    hand_over = models.ForeignKey(
        HandOver, on_delete=models.PROTECT, null=True, related_name="movements", db_index=False
    )
    reason = models.CharField(_("motivo"), max_length=200)
    received_by = models.CharField(_("recibió"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("movimiento de un original")
        verbose_name_plural = _("movimientos de originales")
        ordering: ClassVar = ["original", "n"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["original", "n"], name="a_movement_has_its_place"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_movement_says_why"),
        ]
        indexes: ClassVar = [models.Index(fields=["moved_on"], name="movement_of_day")]

    def __str__(self) -> str:
        return f"{self.original_id}.{self.n}"


class OwnerReturn(models.Model):
    """Originals of an assignment that go back to the client who brought them (INT-20).

    `hand_over` is that by which reception gets them from custody; there is none where reception
    has them already, since the operation was turned down.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("por entregar")
        DELIVERED = "delivered", _("entregado")
        VOID = "void", _("anulado")

    case = models.OneToOneField("workflow.Case", on_delete=models.PROTECT)
    assignment = models.ForeignKey(
        "assignments.Assignment", on_delete=models.PROTECT, related_name="owner_returns"
    )
    hand_over = models.OneToOneField(
        HandOver, on_delete=models.PROTECT, null=True, related_name="owner_return"
    )
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    received_by = models.CharField(_("recibió"), max_length=120, blank=True)
    delivered_on = models.DateField(_("entregado el"), null=True)

    class Meta:
        verbose_name = _("devolución de originales")
        verbose_name_plural = _("devoluciones de originales")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="delivered")
                | Q(delivered_on__isnull=False) & ~Q(received_by=""),
                name="what_is_delivered_says_to_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.state}"


OWNER_RETURN_TRANSITIONS = [("waiting", "delivered"), ("waiting", "void")]


class Shelving(models.Model):
    """Custody puts originals into a place: from its own hands, or from another place (INT-21)."""

    case = models.OneToOneField("workflow.Case", on_delete=models.PROTECT)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="shelvings")
    reason = models.CharField(_("motivo"), max_length=200)
    count = models.PositiveIntegerField(_("originales"))

    class Meta:
        verbose_name = _("traslado en la bóveda")
        verbose_name_plural = _("traslados en la bóveda")

    def __str__(self) -> str:
        return f"{self.place_id} {self.count}"


class VaultCount(models.Model):
    """A place of the vault counted against the book, and what differed (INT-19)."""

    class State(models.TextChoices):
        COUNTED = "counted", _("contado")
        CONFIRMED = "confirmed", _("confirmado")
        VOID = "void", _("anulado")

    case = models.OneToOneField("workflow.Case", on_delete=models.PROTECT)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="counts")
    counted_at = models.DateTimeField(_("contado"))
    expected = models.PositiveIntegerField(_("según el libro"))
    seen = models.PositiveIntegerField(_("contados"))
    missing = models.JSONField(_("faltan"), default=list)
    strange = models.JSONField(_("sobran"), default=list)
    remarks = models.CharField(_("explicación"), max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.COUNTED)

    class Meta:
        verbose_name = _("arqueo de la bóveda")
        verbose_name_plural = _("arqueos de la bóveda")
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.place_id} {self.counted_at:%Y-%m-%d}"


COUNT_TRANSITIONS = [("counted", "confirmed"), ("counted", "void")]
