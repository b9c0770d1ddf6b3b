"""Reads of dossiers: what a case's page shows, and the notices of a person."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.db.models import Q

from cartera.company.selectors import company
from cartera.control.dossiers.models import Attachment, Comment, FileContent, Mention
from cartera.control.people.models import RoleGrant, StandIn
from cartera.control.people.roles import ROLES
from cartera.kernel.clock import today

SHOWN_AT_MOST = 200
NOTICES_AT_MOST = 20
_OUTSIDE = [code for code, role in ROLES.items() if role.is_external]


def comments_of(case_id: int, *, for_client: bool) -> list[Comment]:
    """What was said of a case, first things first; to a client only what is meant for him and
    stands. Retracted ones come without being read out. One query."""
    found = Comment.objects.filter(case_id=case_id).select_related("author", "retraction")
    if for_client:
        found = found.filter(for_client=True, retraction__isnull=True)
    return list(found.order_by("id")[:SHOWN_AT_MOST])


def attachments_of(case_id: int, *, for_client: bool) -> list[Attachment]:
    """The files of a case without their bytes, first things first; to a client only what is meant
    for him and is kept. One query."""
    found = Attachment.objects.filter(case_id=case_id).select_related("attached_by", "withdrawn_by")
    if for_client:
        found = found.filter(for_client=True, state="kept")
    return list(found.order_by("id")[:SHOWN_AT_MOST])


def bytes_of(attachment: Attachment) -> bytes:
    """The bytes of a file. One query."""
    return bytes(FileContent.objects.get(pk=attachment.content_id).content)


def unread_mentions(person_id: int) -> list[Mention]:
    """The notices that a person has not read, newest first. One query."""
    found = Mention.objects.filter(
        person_id=person_id, read_at=None, comment__retraction__isnull=True
    )
    rows = found.select_related("comment__author", "comment__case")
    return list(rows.order_by("-id")[:NOTICES_AT_MOST])


def staff_among(people: Iterable[int]) -> set[int]:
    """Who of them holds a role of the company's own today, or stands in for one. Two queries."""
    ids, on = list(people), today(ZoneInfo(company().timezone))
    held = RoleGrant.objects.filter(user__in=ids, from_on__lte=on).exclude(role__in=_OUTSIDE)
    held = held.filter(Q(until_on__isnull=True) | Q(until_on__gte=on))
    cover = StandIn.objects.filter(substitute__in=ids, from_on__lte=on, until_on__gte=on)
    staff = set(held.values_list("user", flat=True))
    return staff | set(cover.exclude(role__in=_OUTSIDE).values_list("substitute", flat=True))
