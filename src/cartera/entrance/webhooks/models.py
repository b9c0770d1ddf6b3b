"""Who is told of what happens to cases, what each was told, and how far the telling has come."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Subscription(models.Model):
    """An address that is told of events. `events` and `procedures` are lists; no procedures: all.

    Its secret is not kept: it follows from the installation's key and `salt`.
    `from_seq`: the audit chain's last event when it was made, of which it is not told.
    """

    class State(models.TextChoices):
        ACTIVE = "active", _("activa")
        STOPPED = "stopped", _("detenida")
        GONE = "gone", _("el destino ya no existe")

    url = models.CharField(_("dirección"), max_length=500)
    events = models.JSONField(default=list)
    procedures = models.JSONField(default=list)
    salt = models.CharField(max_length=32)
    state = models.CharField(max_length=8, choices=State, default=State.ACTIVE)
    from_seq = models.BigIntegerField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("suscripción")
        verbose_name_plural = _("suscripciones")

    def __str__(self) -> str:
        return self.url


class Delivery(models.Model):
    """One event told to one address. `body` is what is signed and sent, the same each time."""

    class State(models.TextChoices):
        WAITING = "waiting", _("en espera")
        DELIVERED = "delivered", _("entregado")
        FAILED = "failed", _("sin entregar")

    subscription = models.ForeignKey(
        Subscription, on_delete=models.PROTECT, related_name="deliveries"
    )
    seq = models.BigIntegerField()
    event = models.CharField(max_length=12)
    case_id = models.BigIntegerField()
    body = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.IntegerField(default=0)
    status = models.IntegerField(null=True)
    answer = models.CharField(max_length=500, blank=True)
    recorded_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("aviso")
        verbose_name_plural = _("avisos")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case_id", "subscription", "event", "seq"], name="an_event_is_told_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.event} {self.state}"


class Progress(models.Model):
    """Up to which event of the audit chain everybody has been told. One row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="there_is_one_progress"),
        ]

    def __str__(self) -> str:
        return str(self.seq)
