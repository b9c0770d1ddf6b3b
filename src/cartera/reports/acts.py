"""Keeping views of lists: each person's own, shown to a role that he holds if he likes."""

from collections.abc import Collection

from cartera.control.people.models import User
from cartera.kernel.clock import now
from cartera.reports.models import SavedView
from cartera.reports.refusals import (
    RoleNotHeld,
    ViewNameMissing,
    ViewNameTooLong,
    ViewNotYours,
    ViewsTooMany,
    ViewTooLong,
)
from cartera.reports.registry import listing_of
from cartera.reports.selectors import may_share_with

LONGEST_NAME = 60
LONGEST_QUERY = 1000
MOST_VIEWS = 50


def save_view(
    owner: User, listing: str, name: str, query: str, *, role: str = "", held: Collection[str] = ()
) -> SavedView:
    """Keep filters and order under a name; the same name again replaces them.

    `held` are the roles of the owner today: he shares with one of these that is the company's own.
    Refuses an unknown list, a
    name that is missing or too long, filters too long to keep, one view too many.
    """
    code = listing_of(listing).code
    named = " ".join(name.split())
    if not named:
        raise ViewNameMissing(field="name")
    if len(named) > LONGEST_NAME:
        raise ViewNameTooLong(most=LONGEST_NAME, field="name")
    if len(query) > LONGEST_QUERY:
        raise ViewTooLong(field="name")
    if role and role not in may_share_with(held):
        raise RoleNotHeld(field="role")
    own = SavedView.objects.filter(owner=owner, listing=code)
    if own.exclude(name=named).count() >= MOST_VIEWS:
        raise ViewsTooMany(most=MOST_VIEWS, field="name")
    kept, _ = SavedView.objects.update_or_create(
        owner=owner,
        listing=code,
        name=named,
        defaults={"query": query, "role": role, "saved_at": now()},
    )
    return kept


def remove_view(owner: User, view_id: int) -> str:
    """Forget a view of one's own; the code of its list. Refuses somebody else's."""
    found = SavedView.objects.filter(pk=view_id, owner=owner).first()
    if found is None:
        raise ViewNotYours
    found.delete()
    return found.listing
