"""Who works here, in which roles, since when, and who stands in for whom."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cartera.control.people.roles import ROLES

ROLE_CHOICES = [(role.code, role.name) for role in ROLES.values()]


class User(AbstractUser):
    """A person who signs in. The username is what people are called on the papers' audit lines.

    `entry_round` is raised when he leaves and when a second factor of his is taken away: sessions
    of an earlier round are over, as they are after a new password.
    """

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField(_("nombre completo"), max_length=150)
    email = models.EmailField(_("correo electrónico"), unique=True)
    entry_round = models.PositiveIntegerField(default=0)

    REQUIRED_FIELDS: ClassVar[list[str]] = ["email", "full_name"]

    class Meta:
        verbose_name = _("persona")
        verbose_name_plural = _("personas")

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.username

    def get_session_auth_hash(self) -> str:
        return f"{super().get_session_auth_hash()}.{self.entry_round}"


class RoleGrant(models.Model):
    """A person holds a role from a day, until a day or for good. Both days are included."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(_("rol"), max_length=12, choices=ROLE_CHOICES)
    from_on = models.DateField(_("desde"))
    until_on = models.DateField(_("hasta"), null=True, blank=True)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("rol de una persona")
        verbose_name_plural = _("roles de las personas")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="a_role_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "from_on"], name="a_role_is_given_once_on_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class StandIn(models.Model):
    """For a while, `substitute` does the work that `absent` holds by `role`."""

    absent = models.ForeignKey(User, on_delete=models.PROTECT, related_name="covered_by")
    substitute = models.ForeignKey(User, on_delete=models.PROTECT, related_name="stands_in_for")
    role = models.CharField(_("rol"), max_length=12, choices=ROLE_CHOICES)
    from_on = models.DateField(_("desde"))
    until_on = models.DateField(_("hasta"))
    reason = models.CharField(_("motivo"), max_length=200)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("suplencia")
        verbose_name_plural = _("suplencias")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="a_stand_in_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(absent=F("substitute")), name="nobody_stands_in_for_himself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.substitute_id} → {self.absent_id} {self.role}"
