"""What the company mails: messages with their enclosures, and each attempt to send them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cartera.control.workflow.models import Case


class Message(models.Model):
    """A message to one recipient, as it was written; only its state and its attempts move.

    `key` names the economic cause, which mails once. `content_hash` is of everything that the
    recipient reads (`rules.fingerprint`), `search_name` of whom it goes to and its subject.
    `repeats` is the message that a person sent again, for a `reason`. No actor: the house wrote it
    by itself. `seen_at`: somebody who is told of failures has looked at this one.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("por salir")
        SENT = "sent", _("enviado")
        KEPT = "kept", _("guardado sin enviar")
        FAILED = "failed", _("no salió")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="messages")
    to_name = models.CharField(_("destinatario"), max_length=150)
    to_address = models.CharField(_("dirección"), max_length=254)
    subject = models.CharField(_("asunto"), max_length=200)
    search_name = models.TextField(editable=False, db_default="")
    body = models.TextField(_("texto"))
    content_hash = models.CharField(_("huella"), max_length=64)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    role = models.CharField(max_length=12, blank=True)
    written_at = models.DateTimeField(_("escrito"))
    key = models.CharField(max_length=200, unique=True)
    repeats = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="repetitions"
    )
    reason = models.CharField(_("motivo"), max_length=200, blank=True)
    state = models.CharField(_("estado"), max_length=8, choices=State, default=State.WAITING)
    attempts = models.SmallIntegerField(_("intentos"), default=0)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("correo")
        verbose_name_plural = _("correos")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(repeats__isnull=True, reason="")
                | (models.Q(repeats__isnull=False) & ~models.Q(reason="")),
                name="a_message_is_repeated_with_its_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["-id"],
                condition=models.Q(state="failed", seen_at__isnull=True),
                name="message_failed_unseen",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"


MESSAGE_TRANSITIONS = [("waiting", "sent"), ("waiting", "kept"), ("waiting", "failed")]


class Content(models.Model):
    """The bytes of an enclosure, once for each hash. Evidence."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.sha256


class Enclosure(models.Model):
    """A file that goes with a message, in its order. Evidence."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="enclosures")
    number = models.SmallIntegerField()
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=100)
    size = models.IntegerField()
    content = models.ForeignKey(Content, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["message", "number"], name="an_enclosure_has_its_own_place"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Attempt(models.Model):
    """A worker began to send a message. Evidence: one without an outcome was broken off."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="tries")
    number = models.SmallIntegerField()
    begun_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["message", "number"], name="an_attempt_has_its_own_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message_id}.{self.number}"


class Outcome(models.Model):
    """How an attempt ended, in the mail server's words. Evidence.

    `seq`: the audit chain's event that tells where the message ended; none while it is tried on.
    """

    class Result(models.TextChoices):
        TAKEN = "taken", _("el servidor lo recibió")
        PUT_OFF = "put_off", _("el servidor todavía no lo recibe")
        REFUSED = "refused", _("el servidor lo rechazó")
        UNREACHABLE = "unreachable", _("el servidor no respondió")
        BROKEN_OFF = "broken_off", _("los intentos se cortaron")
        TRAINING = "training", _("empresa de entrenamiento: su correo no sale")
        NO_SERVER = "no_server", _("no hay servidor de correo configurado")

    attempt = models.OneToOneField(Attempt, on_delete=models.PROTECT)
    result = models.CharField(max_length=12, choices=Result)
    said = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField()
    seq = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.result}"
