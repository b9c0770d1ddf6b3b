"""The workbook with which a company's live portfolio came in, and its undoing."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class OpeningFile(models.Model):
    """A workbook as it was uploaded, by its sha256. Evidence: what came in can be read again."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(_("archivo"), max_length=150)
    content = models.BinaryField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("archivo de saldos iniciales")
        verbose_name_plural = _("archivos de saldos iniciales")

    def __str__(self) -> str:
        return self.name


class OpeningBatch(models.Model):
    """Opening balances as of a cut-over day (INT-12): proposed, posted, undone as a whole (INT-13).

    `totals` are the figures that were shown and signed, by name; amounts as texts.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("por autorizar")
        POSTED = "posted", _("registrados")
        UNDONE = "undone", _("anulados")
        REJECTED = "rejected", _("rechazados")

    case = models.OneToOneField("workflow.Case", on_delete=models.PROTECT)
    file = models.ForeignKey(OpeningFile, on_delete=models.PROTECT, related_name="batches")
    cut_on = models.DateField(_("fecha de corte"))
    totals = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    entry = models.ForeignKey("ledger.Entry", on_delete=models.PROTECT, null=True, related_name="+")
    undoing_entry = models.ForeignKey(
        "ledger.Entry", on_delete=models.PROTECT, null=True, related_name="+"
    )
    posted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("saldos iniciales")
        verbose_name_plural = _("saldos iniciales")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state="posted"),
                name="opening_balances_stand_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cut_on:%d/%m/%Y}"


BATCH_TRANSITIONS = [
    ("proposed", "posted"),
    ("proposed", "rejected"),
    ("posted", "undone"),
]


class OpeningWork(models.Model):
    """Something of the opening that takes long and that a worker does for who asked for it.

    `stage` is how far it came (`progress.STAGES`), `found` what a look at a workbook showed,
    `said` the sentence of a refusal, `seen_at` when who asked saw how it ended. A look keeps its
    workbook in `content` only until it ends.
    """

    class Kind(models.TextChoices):
        LOOK = "look", _("Revisión del libro")
        PROPOSE = "propose", _("Propuesta de los saldos")
        POST = "post", _("Registro de los saldos")
        UNDO = "undo", _("Anulación de los saldos")

    class State(models.TextChoices):
        WAITING = "waiting", _("en espera")
        WORKING = "working", _("en curso")
        DONE = "done", _("terminado")
        REFUSED = "refused", _("no se hizo")
        FAILED = "failed", _("falló")

    kind = models.CharField(max_length=8, choices=Kind)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    stage = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("pedido"))
    ended_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    name = models.CharField(max_length=150, default="")
    content = models.BinaryField(null=True)
    file = models.ForeignKey(OpeningFile, on_delete=models.PROTECT, null=True, related_name="+")
    cut_on = models.DateField(null=True)
    task = models.ForeignKey("workflow.Task", on_delete=models.PROTECT, null=True, related_name="+")
    typed = models.JSONField(default=dict)
    found = models.JSONField(null=True)
    said = models.TextField(default="")

    class Meta:
        verbose_name = _("trabajo de saldos iniciales")
        verbose_name_plural = _("trabajos de saldos iniciales")
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def has_ended(self) -> bool:
        """Whether nothing more happens to it."""
        return self.state not in (self.State.WAITING, self.State.WORKING)


class Brought(models.Model):
    """One row that came in with a batch: of which kind, its key here. Evidence for its undoing."""

    batch = models.ForeignKey(OpeningBatch, on_delete=models.PROTECT, related_name="brought")
    kind = models.CharField(max_length=12)
    row_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("registro traído")
        verbose_name_plural = _("registros traídos")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["batch", "kind", "row_id"], name="a_row_is_brought_once_by_a_batch"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.row_id}"


class OpeningUndoing(models.Model):
    """The undoing of opening balances that somebody asks for, and why (INT-13)."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("solicitada")
        DONE = "done", _("hecha")
        REJECTED = "rejected", _("rechazada")

    case = models.OneToOneField("workflow.Case", on_delete=models.PROTECT)
    batch = models.ForeignKey(OpeningBatch, on_delete=models.PROTECT, related_name="undoings")
    reason = models.CharField(_("motivo"), max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.REQUESTED)

    class Meta:
        verbose_name = _("anulación de saldos iniciales")
        verbose_name_plural = _("anulaciones de saldos iniciales")

    def __str__(self) -> str:
        return f"{self.batch}"


UNDOING_TRANSITIONS = [("requested", "done"), ("requested", "rejected")]
