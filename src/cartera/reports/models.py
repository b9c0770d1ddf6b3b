"""Views of lists that people keep under a name: filters and order, as the address carries them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """A list as one person likes to see it; `role` names those whom he shows it to, if any."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views"
    )
    listing = models.CharField(_("lista"), max_length=32)
    name = models.CharField(_("nombre"), max_length=60)
    query = models.CharField(_("filtros y orden"), max_length=1000, blank=True)
    role = models.CharField(_("compartida con"), max_length=12, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("vista guardada")
        verbose_name_plural = _("vistas guardadas")
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "listing", "name"], name="a_person_names_a_view_once_in_a_list"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="a_saved_view_has_a_name"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["role", "listing"], condition=~Q(role=""), name="view_shared_with_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing} {self.name}"
