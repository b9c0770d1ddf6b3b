"""The views that somebody may choose from."""

from collections.abc import Collection

from django.db.models import Q

from cartera.control.people.models import User
from cartera.reports.models import SavedView


def views_for(person: User, listing: str, roles: Collection[str]) -> list[SavedView]:
    """His own views of a list and those shown to his roles, by name. One query."""
    seen = Q(owner=person) | (Q(role__in=list(roles)) & ~Q(role=""))
    found = SavedView.objects.filter(seen, listing=listing).select_related("owner")
    return list(found.order_by("name", "id"))
