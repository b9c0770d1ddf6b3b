"""The views that somebody may choose from."""

from collections.abc import Collection

from django.db.models import Q

from cartera.control.people.models import User
from cartera.control.people.roles import ROLES
from cartera.kernel.search import by_name
from cartera.reports.models import SavedView


def may_share_with(roles: Collection[str]) -> list[str]:
    """The roles of these in which views are shared: the company's own. Those from outside are held
    by people of different clients, who are to know nothing of each other."""
    return [role for role in roles if role in ROLES and not ROLES[role].is_external]


def views_for(person: User, listing: str, roles: Collection[str]) -> list[SavedView]:
    """His own views of a list and those shown to his roles, by name. One query."""
    seen = Q(owner=person) | (Q(role__in=may_share_with(roles)))
    found = SavedView.objects.filter(seen, listing=listing).select_related("owner")
    return sorted(found, key=lambda view: (by_name(view.name), view.pk))
