"""The record of every act and every refused act: appended, chained, never changed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One act, refused or done. `hash` seals this row and, through `seq`, all rows before it."""

    class Kind(models.TextChoices):
        PERFORMED = "performed", _("hecho")
        OPENED = "opened", _("iniciado")
        AUTHORISED = "authorised", _("autorizado")
        SENT_BACK = "sent_back", _("devuelto")
        REJECTED = "rejected", _("rechazado")
        REFUSED = "refused", _("negado")
        UNDONE = "undone", _("deshecho")
        COMMENTED = "commented", _("comentado")
        ATTACHED = "attached", _("adjuntado")
        WITHDRAWN = "withdrawn", _("retirado")
        SYSTEM = "system", _("del sistema")

    seq = models.BigIntegerField(primary_key=True)
    recorded_at = models.DateTimeField()
    effective_on = models.DateField()
    kind = models.CharField(max_length=12, choices=Kind)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    role = models.CharField(max_length=12, blank=True)
    procedure = models.CharField(max_length=12, blank=True)
    step = models.SmallIntegerField(null=True)
    case_id = models.BigIntegerField(null=True)
    inputs_hash = models.CharField(max_length=64, blank=True)
    result = models.CharField(max_length=80, blank=True)
    reason = models.TextField(blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("hecho auditado")
        verbose_name_plural = _("hechos auditados")
        ordering: ClassVar = ["seq"]
        indexes: ClassVar = [
            models.Index(fields=["case_id", "seq"], name="audit_event_of_case"),
            models.Index(fields=["effective_on", "seq"], name="audit_event_of_day"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind} {self.procedure}.{self.step}"


class Head(models.Model):
    """The end of the chain: its lock orders all acts, so it is taken last and held shortly."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="there_is_one_chain"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.hash[:12]}"


class Checkpoint(models.Model):
    """The chain's head as it stood at a day's close, also written outside the database."""

    on = models.DateField()
    seq = models.BigIntegerField(unique=True)
    hash = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["seq"]

    def __str__(self) -> str:
        return f"{self.on} {self.seq}"
