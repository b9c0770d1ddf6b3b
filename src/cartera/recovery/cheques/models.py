"""Cheques: what each pays, every state that it was in, and the batches in which they travel."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cartera.credit.payments.models import Payment


class Cheque(models.Model):
    """A cheque in one life cycle, whatever it is for. It is no money until it has cleared.

    `replaces` is the cheque that it was exchanged for (PCI-F05 step 16), or that had bounced.
    `number_key` and `bank_key` are what makes two cheques of a drawer the same.
    """

    class Purpose(models.TextChoices):
        PAYMENT = "payment", _("pago de documentos")
        GUARANTEE = "guarantee", _("garantía")
        REFUND = "refund", _("reintegro de un abono directo")

    class State(models.TextChoices):
        RECEIVED = "received", _("recibido")
        ENDORSING = "endorsing", _("enviado a endoso")
        ENDORSED = "endorsed", _("endosado")
        NOTIFIED = "notified", _("notificado al cliente")
        EXCHANGED = "exchanged", _("canjeado")
        HELD = "held", _("en garantía")
        RESERVED = "reserved", _("con fondos reservados")
        STAMPED = "stamped", _("sellado para depósito")
        SLIPPED = "slipped", _("en remesa")
        DEPOSITED = "deposited", _("depositado")
        CLEARED = "cleared", _("acreditado")
        BOUNCED = "bounced", _("rechazado")
        REPLACED = "replaced", _("sustituido")
        RETURNED = "returned", _("devuelto")

    original = models.OneToOneField(
        "custody.Original", on_delete=models.PROTECT, related_name="cheque"
    )
    purpose = models.CharField(_("para"), max_length=10, choices=Purpose)
    client = models.ForeignKey("parties.Client", on_delete=models.PROTECT, related_name="cheques")
    debtor = models.ForeignKey(
        "parties.Debtor", on_delete=models.PROTECT, null=True, related_name="cheques"
    )
    drawer = models.CharField(_("librador"), max_length=150)
    bank = models.CharField(_("banco"), max_length=60)
    bank_key = models.CharField(max_length=60, editable=False)
    number = models.CharField(_("número"), max_length=40)
    number_key = models.CharField(max_length=40, editable=False, db_collation="C")
    amount = models.DecimalField(_("valor"), max_digits=16, decimal_places=2)
    drawn_on = models.DateField(_("fecha del cheque"))
    is_negotiable = models.BooleanField(_("negociable"))
    received_on = models.DateField(_("recibido el"))
    received_at = models.DateTimeField()
    state = models.CharField(_("estado"), max_length=10, choices=State, default=State.RECEIVED)
    events = models.PositiveIntegerField(default=1)
    value_on = models.DateField(_("fecha valor"), null=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by"
    )

    class Meta:
        verbose_name = _("cheque")
        verbose_name_plural = _("cheques")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_cheque_has_an_amount"),
            models.CheckConstraint(
                condition=~Q(bank="") & ~Q(number="") & ~Q(drawer=""),
                name="a_cheque_says_bank_number_and_drawer",
            ),
            models.UniqueConstraint(
                fields=["drawer", "bank_key", "number_key"],
                condition=~Q(state="returned"),
                name="a_cheque_is_received_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["deposited", "cleared"]) | Q(value_on__isnull=False),
                name="a_deposited_cheque_has_its_value_date",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["state", "received_on"],
                condition=~Q(state__in=["cleared", "exchanged", "returned", "replaced"]),
                name="cheque_under_way",
            ),
            models.Index(fields=["number_key"], name="cheque_by_number"),
        ]

    def __str__(self) -> str:
        return f"{self.bank} {self.number}"


class ChequeCover(models.Model):
    """How much of a cheque is for which paper: a document of ours, or one that is not.

    `payment` is the one that it became in PCI-F09.
    """

    cheque = models.ForeignKey(Cheque, on_delete=models.PROTECT, related_name="covers")
    original = models.ForeignKey(
        "custody.Original", on_delete=models.PROTECT, related_name="covered_by"
    )
    amount = models.DecimalField(_("monto"), max_digits=16, decimal_places=2)
    payment = models.OneToOneField(
        "payments.Payment", on_delete=models.PROTECT, null=True, related_name="cover"
    )

    class Meta:
        verbose_name = _("documento que paga un cheque")
        verbose_name_plural = _("documentos que paga un cheque")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_cover_has_an_amount"),
            models.UniqueConstraint(
                fields=["cheque", "original"], name="a_cheque_names_a_document_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cheque_id} {self.amount}"


class ChequeEvent(models.Model):
    """A cheque came to a state. Evidence: the n-th of its life."""

    cheque = models.ForeignKey(
        Cheque, on_delete=models.PROTECT, related_name="history", db_index=False
    )
    n = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=Cheque.State)
    happened_on = models.DateField(_("día"))
    recorded_at = models.DateTimeField(_("registrado"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    case = models.ForeignKey(
        "workflow.Case", on_delete=models.PROTECT, null=True, related_name="cheque_events"
    )
    note = models.CharField(_("nota"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("hecho de un cheque")
        verbose_name_plural = _("hechos de cheques")
        ordering: ClassVar = ["cheque", "n"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cheque", "n"], name="a_cheques_event_has_its_place"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["happened_on"], condition=Q(state="bounced"), name="cheque_bounced"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cheque_id}.{self.n} {self.state}"


class ChequeRejection(models.Model):
    """A cheque that the bank returned, and what is done with it (INT-22).

    `keeper` has its paper since it came back from the bank.
    """

    class Decision(models.TextChoices):
        REDEPOSIT = "redeposit", _("depositarlo otra vez")
        REPLACED = "replaced", _("el cliente trae otro")
        RETURNED = "returned", _("devolverlo al cliente")

    class State(models.TextChoices):
        OPEN = "open", _("por decidir")
        DECIDED = "decided", _("decidido")
        DONE = "done", _("cumplido")

    case = models.OneToOneField(
        "workflow.Case", on_delete=models.PROTECT, related_name="cheque_rejection"
    )
    cheque = models.ForeignKey(Cheque, on_delete=models.PROTECT, related_name="rejections")
    keeper = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(_("decisión"), max_length=10, choices=Decision, blank=True)
    remarks = models.CharField(_("observaciones"), max_length=300, blank=True)
    state = models.CharField(_("estado"), max_length=8, choices=State, default=State.OPEN)

    class Meta:
        verbose_name = _("cheque rechazado por resolver")
        verbose_name_plural = _("cheques rechazados por resolver")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="open") | ~Q(decision=""), name="what_is_decided_says_what"
            ),
            models.UniqueConstraint(
                fields=["cheque"],
                condition=~Q(state="done"),
                name="a_cheque_is_resolved_in_one_case",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cheque_id} {self.decision}"


CHEQUE_REJECTION_TRANSITIONS = [("open", "decided"), ("decided", "done")]


class ChequeBatch(models.Model):
    """One client's cheques of one kind, on their way to the bank (PCI-F05, PCI-F06).

    `source` is what their payments will say of where they come from. `carrier` is the collector
    whom the batch was last given for: to the client for endorsement, then to the bank.
    """

    class Kind(models.TextChoices):
        NEGOTIABLE = "negotiable", _("negociables")
        NON_NEGOTIABLE = "non_negotiable", _("no negociables")

    class State(models.TextChoices):
        OPEN = "open", _("en gestión")
        STAMPED = "stamped", _("en remesa")
        DEPOSITED = "deposited", _("depositado")
        PASSED = "passed", _("pasado a aplicación")
        CLOSED = "closed", _("sin cheques por depositar")

    case = models.OneToOneField(
        "workflow.Case", on_delete=models.PROTECT, related_name="cheque_batch"
    )
    client = models.ForeignKey(
        "parties.Client", on_delete=models.PROTECT, related_name="cheque_batches"
    )
    kind = models.CharField(_("clase"), max_length=14, choices=Kind)
    source = models.CharField(_("procedencia"), max_length=12, choices=Payment.Source)
    on = models.DateField(_("día"))
    state = models.CharField(_("estado"), max_length=10, choices=State, default=State.OPEN)
    carrier = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("lote de cheques")
        verbose_name_plural = _("lotes de cheques")
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.client_id} {self.kind} {self.on}"


CHEQUE_BATCH_TRANSITIONS = [
    ("open", "stamped"),
    ("open", "closed"),
    ("stamped", "deposited"),
    ("deposited", "passed"),
]


class BatchedCheque(models.Model):
    """A cheque travels in a batch; it is in one at most until it leaves."""

    batch = models.ForeignKey(ChequeBatch, on_delete=models.PROTECT, related_name="items")
    cheque = models.ForeignKey(
        Cheque, on_delete=models.PROTECT, related_name="batched", db_index=False
    )
    left_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("cheque de un lote")
        verbose_name_plural = _("cheques de lotes")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["cheque"],
                condition=Q(left_at__isnull=True),
                name="a_cheque_is_in_one_batch",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["cheque"], name="batches_of_cheque")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.cheque_id}"
