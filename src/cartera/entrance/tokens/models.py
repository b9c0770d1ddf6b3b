"""Keys by which programs come in as a person: shown once, kept as a hash, dated, revocable."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Token(models.Model):
    """A person's key to the API. Who holds it acts as that person, within its scope.

    `prefix` is its beginning, by which people tell keys apart; `digest` the sha256 of the whole.
    `minute` and `calls` count how often it was used in the present minute.
    """

    class Scope(models.TextChoices):
        READ = "read", _("solo consultar")
        WORK = "work", _("consultar y hacer pasos")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tokens"
    )
    name = models.CharField(_("para qué es"), max_length=60)
    scope = models.CharField(_("qué permite"), max_length=8, choices=Scope, default=Scope.READ)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_on = models.DateField(_("vale hasta"))
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    minute = models.DateTimeField(null=True)
    calls = models.IntegerField(default=0)

    class Meta:
        verbose_name = _("llave")
        verbose_name_plural = _("llaves")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["digest"], name="a_key_is_one_of_a_kind"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="who_revoked_a_key_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}… {self.name}"
