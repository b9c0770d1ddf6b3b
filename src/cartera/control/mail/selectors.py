"""Reads of mail: a message whole, what went of a case, what did not leave."""

from collections.abc import Collection

from django.db.models import Q

from cartera.control.mail.models import Attempt, Content, Enclosure, Message
from cartera.control.mail.refusals import NoSuchEnclosure, NoSuchMessage
from cartera.control.people.roles import ROLES

SHOWN_AT_MOST = 100
LISTED = 10

# Who is told of what did not leave, where nobody of the staff wrote it himself.
LOOKS_AFTER_MAIL = "G_OP"
_OUTSIDE = [code for code, role in ROLES.items() if role.is_external]


def message_of(message_id: int) -> Message:
    """A message with who wrote it, its case and what it repeats; refuses an unknown one."""
    rows = Message.objects.select_related("actor", "case", "repeats")
    found = rows.filter(pk=message_id).first()
    if found is None:
        raise NoSuchMessage
    return found


def attempts_of(message: Message) -> list[Attempt]:
    """Its attempts with how each ended, first things first. One query."""
    return list(message.tries.select_related("outcome").order_by("number")[:SHOWN_AT_MOST])


def enclosures_of(message: Message) -> list[Enclosure]:
    """What goes with it, without the bytes. One query."""
    return list(message.enclosures.order_by("number"))


def enclosed_in(message: Message) -> list[tuple[Enclosure, bytes]]:
    """What goes with it, with the bytes. One query."""
    rows = message.enclosures.select_related("content").order_by("number")
    return [(each, bytes(each.content.content)) for each in rows]


def enclosure_of(message_id: int, number: int) -> tuple[Enclosure, bytes]:
    """One enclosure and its bytes; refuses one that is not there. Two queries."""
    found = Enclosure.objects.filter(message_id=message_id, number=number).first()
    if found is None:
        raise NoSuchEnclosure
    return found, bytes(Content.objects.get(pk=found.content_id).content)


def repetitions_of(message: Message) -> list[Message]:
    """The messages that repeat it. One query."""
    return list(message.repetitions.select_related("actor").order_by("id")[:SHOWN_AT_MOST])


def messages_of(case_id: int) -> list[Message]:
    """What was mailed of a case, first things first. One query."""
    rows = Message.objects.filter(case_id=case_id).defer("body").order_by("id")
    return list(rows[:SHOWN_AT_MOST])


def failures_for(person_id: int, roles: Collection[str]) -> list[Message]:
    """What did not leave and nobody has looked at: his own, and, for who looks after the mail, what
    nobody of the staff wrote. One query."""
    mine = Q(actor=person_id)
    if LOOKS_AFTER_MAIL in roles:
        mine |= Q(actor=None) | Q(role__in=_OUTSIDE)
    rows = Message.objects.filter(mine, state="failed", seen_at=None).defer("body")
    return list(rows.order_by("-id")[:LISTED])


def is_told_of(message: Message, person_id: int, roles: Collection[str]) -> bool:
    """Whether somebody is told when this message does not leave."""
    if message.actor_id == person_id:
        return True
    return LOOKS_AFTER_MAIL in roles and (message.actor_id is None or message.role in _OUTSIDE)
