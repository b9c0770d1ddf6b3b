"""The writers of mail: a message in the transaction that wants it, and the same one again."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from cartera.control.audit.acts import Record, append
from cartera.control.mail.jobs import send
from cartera.control.mail.models import Content, Enclosure, Message
from cartera.control.mail.refusals import (
    NoSuchMessage,
    ReasonForResending,
    ResendingReasonTooLong,
    StillLeaving,
)
from cartera.control.mail.rules import Draft, NewEnclosure, Recipient, drafted, one_line
from cartera.control.people.models import User
from cartera.control.workflow.definitions import Act
from cartera.control.workflow.refusals import KeyReused
from cartera.control.workflow.standing import Standing, standing_today
from cartera.kernel.clock import now
from cartera.kernel.search import search_key

LONGEST_REASON = 200


def write_mail(
    *,
    to: Recipient,
    subject: str,
    body: str,
    enclosures: Iterable[NewEnclosure] = (),
    case_id: int | None,
    act: Act | None = None,
    key: str,
) -> Message:
    """Write a message of plain text, which a worker sends once the caller's transaction stands.

    `act` is what caused it; without one the house writes by itself. `key` names the economic
    cause: the same key is answered with the first message. Refuses what `rules.drafted` refuses,
    and a key that was used for another message.
    """
    draft = drafted(to, subject, body, enclosures)
    message = Message(
        case_id=case_id,
        to_name=draft.to.name,
        to_address=draft.to.address,
        subject=draft.subject,
        search_name=search_key(f"{draft.to.name} {draft.to.address} {draft.subject}"),
        body=draft.body,
        content_hash=draft.content_hash,
        actor_id=act.actor_id if act else None,
        role=act.role if act else "",
        written_at=act.at if act else now(),
        key=key,
    )
    try:
        with transaction.atomic():
            message.save(force_insert=True)
            _enclose(message, draft)
            send.later(message_id=message.pk)
    except IntegrityError:
        return _earlier(message)
    return message


def resend(message_id: int, actor: User, reason: str, *, key: str) -> Message:
    """Send again what was sent, kept or did not leave: a new message that names the one it
    repeats, to the same recipient. The same key is answered with the first.

    Refuses an unknown message, one that is still to leave, and a missing or overlong reason.
    """
    why = one_line(reason)
    if not why:
        raise ReasonForResending(field="reason")
    if len(why) > LONGEST_REASON:
        raise ResendingReasonTooLong(most=LONGEST_REASON, field="reason")
    first = Message.objects.filter(pk=message_id).first()
    if first is None:
        raise NoSuchMessage
    if first.state == Message.State.WAITING:
        raise StillLeaving
    standing = standing_today(actor.pk)
    again = _copy(first, standing, why, f"resend:{message_id}:{key}"[:200])
    try:
        with transaction.atomic():
            again.save(force_insert=True)
            Enclosure.objects.bulk_create(
                Enclosure(
                    message=again,
                    number=each.number,
                    name=each.name,
                    media_type=each.media_type,
                    size=each.size,
                    content_id=each.content_id,
                )
                for each in first.enclosures.all()
            )
            send.later(message_id=again.pk)
            append(_told(standing, first, again))
    except IntegrityError:
        return _earlier(again)
    return again


def see_failure(message: Message) -> None:
    """Somebody who is told of failures has looked at this one."""
    unseen = Message.objects.filter(pk=message.pk, state="failed", seen_at=None)
    unseen.update(seen_at=now())


def _enclose(message: Message, draft: Draft) -> None:
    """The bytes once for each hash, then what goes with this message."""
    kept = {each.sha256: each.content for each in draft.enclosures}
    Content.objects.bulk_create(
        [Content(sha256=digest, content=content) for digest, content in kept.items()],
        ignore_conflicts=True,
    )
    Enclosure.objects.bulk_create(
        Enclosure(
            message=message,
            number=number,
            name=each.name,
            media_type=each.media_type,
            size=len(each.content),
            content_id=each.sha256,
        )
        for number, each in enumerate(draft.enclosures, 1)
    )


def _copy(first: Message, standing: Standing, reason: str, key: str) -> Message:
    return Message(
        case_id=first.case_id,
        to_name=first.to_name,
        to_address=first.to_address,
        subject=first.subject,
        search_name=first.search_name,
        body=first.body,
        content_hash=first.content_hash,
        actor_id=standing.actor_id,
        role=_role(standing),
        written_at=standing.at,
        key=key,
        repeats=first,
        reason=reason,
    )


def _earlier(message: Message) -> Message:
    """What the key was answered with before. Refuses a key of another case or content."""
    found = Message.objects.filter(key=message.key).first()
    if found is None or _what(found) != _what(message):
        raise KeyReused
    return found


def _what(message: Message) -> tuple[int | None, str, int | None, str]:
    return message.case_id, message.content_hash, message.repeats_id, message.reason


def _role(standing: Standing) -> str:
    """The role under which it is told: his own before one that he stands in for."""
    seats = sorted(standing.held, key=lambda seat: seat.on_behalf_of_id is not None)
    return seats[0].role if seats else ""


def _told(standing: Standing, first: Message, again: Message) -> Record:
    """Sending again is no step of a case, and is kept in the chain all the same."""
    return Record(
        recorded_at=standing.at,
        effective_on=standing.on,
        kind="system",
        actor_id=standing.actor_id,
        role=again.role,
        inputs_hash=again.content_hash,
        result="mail_resent",
        reason=f"{first.pk} → {again.pk}: {again.reason}",
    )
