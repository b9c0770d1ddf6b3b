"""The writers of a dossier: what is said of a case and what is put in its folder.

None of it moves a case, so none is a step; all of it is in the chain, by its author and his role.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction

from cartera.control.audit.acts import Record, append
from cartera.control.dossiers.models import (
    Attachment,
    Comment,
    FileContent,
    Mention,
    Retraction,
)
from cartera.control.dossiers.refusals import (
    AlreadyWithdrawn,
    CommentEmpty,
    CommentTooLong,
    DossierFull,
    MentionFromOutside,
    MentionOutside,
    MentionUnknown,
    NoSuchCase,
    NoSuchMention,
    NoteTooLong,
    NotYourAttachment,
    ReasonForWithdrawal,
    TooManyMentions,
)
from cartera.control.dossiers.rules import clean_name, extension_of, people_named
from cartera.control.dossiers.selectors import staff_among
from cartera.control.dossiers.sniffing import KINDS, kind_of
from cartera.control.people.models import User
from cartera.control.workflow.inputs import check_printable
from cartera.control.workflow.models import Case, Undoable
from cartera.control.workflow.refusals import KeyReused, TouchedSince
from cartera.control.workflow.standing import Standing, standing_today
from cartera.control.workflow.undoing import keep_undo, register_undo

LONGEST_COMMENT = 4000
LONGEST_NOTE = 200
MOST_MENTIONS = 20
MOST_ATTACHMENTS = 20
MOST_BY_STEPS = 600


@dataclass(frozen=True, slots=True)
class Added:
    """What was added, and the number with which its doer may take it back (0: he may not)."""

    id: int
    undo: int = 0


def write_comment(case_id: int, author: User, text: str, *, for_client: bool, key: str) -> Added:
    """Say something of a case; whoever is named by @ finds a notice.

    What somebody from outside the company writes is always seen by him, and names nobody. The same
    key is answered with the first comment. Refuses an empty or overlong text, names that are not of
    the staff, and to people from outside any name.
    """
    said = text.replace("\r\n", "\n").strip()
    if not said:
        raise CommentEmpty(field="text")
    if len(said) > LONGEST_COMMENT:
        raise CommentTooLong(most=LONGEST_COMMENT, field="text")
    check_printable({"text": said})
    standing = standing_today(author.pk)
    named = _people(said, standing)
    try:
        with transaction.atomic():
            case = _case(case_id)
            comment = Comment.objects.create(
                case=case,
                author=author,
                role=_role(standing),
                text=said,
                for_client=for_client or standing.is_outside,
                written_at=standing.at,
                key=key[:100],
            )
            Mention.objects.bulk_create(Mention(comment=comment, person=one) for one in named)
            number = keep_undo("comment", author.pk, case.pk, {"comment": comment.pk})
            append(_told(standing, case, "commented", _digest(said), str(comment.pk), ""))
    except IntegrityError:
        same = {"case_id": case_id, "author": author, "text": said}
        return Added(_earlier(Comment, key, same))
    return Added(comment.pk, number)


def attach_file(
    case_id: int,
    actor: User,
    name: str,
    content: bytes,
    *,
    note: str = "",
    for_client: bool = False,
    by_step: bool = False,
    key: str,
) -> Added:
    """Put a file in a case's dossier under a harmless name; the same key has the first answer.

    What comes `by_step` is not counted among the few that people attach.

    Refuses what `sniffing.kind_of` refuses, an overlong note and a full dossier.
    """
    called, remark = clean_name(name), " ".join(note.split())
    if len(remark) > LONGEST_NOTE:
        raise NoteTooLong(most=LONGEST_NOTE, field="note")
    kind = kind_of(content, called)
    if not extension_of(called):
        called = f"{called}.{KINDS[kind].extensions[0]}"
    standing, digest = standing_today(actor.pk), sha256(content).hexdigest()
    try:
        with transaction.atomic():
            case = _case(case_id, lock=True)
            _check_room(case, by_step=by_step)
            bytes_of = [FileContent(sha256=digest, content=content)]
            FileContent.objects.bulk_create(bytes_of, ignore_conflicts=True)
            kept = Attachment.objects.create(
                case=case,
                content_id=digest,
                name=called,
                kind=kind,
                size=len(content),
                note=remark,
                for_client=for_client or standing.is_outside,
                attached_by=actor,
                role=_role(standing),
                attached_at=standing.at,
                by_step=by_step,
                key=key[:100],
            )
            append(_told(standing, case, "attached", digest, str(kept.pk), called))
    except IntegrityError:
        same = {"case_id": case_id, "attached_by": actor, "content_id": digest}
        return Added(_earlier(Attachment, key, same))
    return Added(kept.pk)


def _check_room(case: Case, *, by_step: bool) -> None:
    most = MOST_BY_STEPS if by_step else MOST_ATTACHMENTS
    if Attachment.objects.filter(case=case, state="kept", by_step=by_step).count() >= most:
        raise DossierFull(most=most, field="file")


@transaction.atomic
def withdraw_attachment(attachment_id: int, actor: User, reason: str) -> int:
    """Take a file out of a dossier; its bytes stay as evidence. The number to undo it with.

    Refuses without a reason, twice, and to people from outside what they did not attach themselves.
    """
    why = " ".join(reason.split())
    if not why:
        raise ReasonForWithdrawal(field="reason")
    if len(why) > LONGEST_NOTE:
        raise NoteTooLong(most=LONGEST_NOTE, field="reason")
    kept = Attachment.objects.select_related("case").filter(pk=attachment_id).first()
    if kept is None:
        raise AlreadyWithdrawn
    standing = standing_today(actor.pk)
    if standing.is_outside and kept.attached_by_id != actor.pk:
        raise NotYourAttachment
    still = Attachment.objects.filter(pk=kept.pk, state="kept")
    if not still.update(
        state="withdrawn", withdrawn_by=actor, withdrawn_at=standing.at, withdrawal_reason=why
    ):
        raise AlreadyWithdrawn
    number = keep_undo("withdrawal", actor.pk, kept.case_id, {"attachment": kept.pk})
    told = f"{kept.name}: {why}"
    append(_told(standing, kept.case, "withdrawn", kept.content_id, str(kept.pk), told))
    return number


def read_mention(mention_id: int, person: User) -> None:
    """Say that one has read a notice. Refuses another's, and one that was read."""
    standing = standing_today(person.pk)
    unread = Mention.objects.filter(pk=mention_id, person=person, read_at=None)
    if not unread.update(read_at=standing.at):
        raise NoSuchMention


@register_undo("comment")
def _retract(found: Undoable) -> None:
    """The comment is not shown any more; whoever it named finds no notice."""
    standing = standing_today(found.actor_id)
    comment = Comment.objects.select_related("case").get(pk=found.before["comment"])
    Retraction.objects.create(comment=comment, retracted_at=standing.at)
    append(_told(standing, comment.case, "undone", _digest(comment.text), "commented", ""))


@register_undo("withdrawal")
def _put_back(found: Undoable) -> None:
    withdrawn = Attachment.objects.filter(pk=found.before["attachment"], state="withdrawn")
    kept = withdrawn.select_related("case").first()
    mine = withdrawn.filter(withdrawn_by=found.actor_id)
    room = Attachment.objects.filter(case=found.case_id, state="kept").count() < MOST_ATTACHMENTS
    if (
        kept is None
        or not room
        or not mine.update(state="kept", withdrawn_by=None, withdrawn_at=None, withdrawal_reason="")
    ):
        raise TouchedSince
    standing = standing_today(found.actor_id)
    append(_told(standing, kept.case, "undone", kept.content_id, "withdrawn", kept.name))


def _case(case_id: int, *, lock: bool = False) -> Case:
    rows = Case.objects.select_for_update() if lock else Case.objects.all()
    case = rows.filter(pk=case_id).first()
    if case is None:
        raise NoSuchCase
    return case


def _people(text: str, standing: Standing) -> list[User]:
    """The people whom a text names, who must be active and of the staff. Two queries.

    For somebody from outside none is looked up: the answer would tell him who works here.
    """
    names = people_named(text)
    if names and standing.is_outside:
        raise MentionFromOutside(field="text")
    if len(names) > MOST_MENTIONS:
        raise TooManyMentions(most=MOST_MENTIONS, field="text")
    if not names:
        return []
    known = {
        user.username: user for user in User.objects.filter(username__in=names, is_active=True)
    }
    unknown = next((name for name in names if name not in known), None)
    if unknown is not None:
        raise MentionUnknown(name=unknown, field="text")
    staff = staff_among(user.pk for user in known.values())
    outside = next((name for name in names if known[name].pk not in staff), None)
    if outside is not None:
        raise MentionOutside(name=outside, field="text")
    return [known[name] for name in names]


def _earlier(model: type[Comment | Attachment], key: str, same: Mapping[str, Any]) -> int:
    """What the key was answered with before. Refuses a key of somebody else or of another thing."""
    rows = model._default_manager.filter(key=key[:100], **same)  # noqa: SLF001 - Django's documented manager
    found = rows.values_list("pk", flat=True).first()
    if found is None:
        raise KeyReused
    return int(found)


def _role(standing: Standing) -> str:
    """The role under which it is told: his own before one that he stands in for."""
    seats = sorted(standing.held, key=lambda seat: seat.on_behalf_of_id is not None)
    return seats[0].role if seats else ""


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _told(
    standing: Standing, case: Case, kind: str, digest: str, result: str, reason: str
) -> Record:
    return Record(
        recorded_at=standing.at,
        effective_on=standing.on,
        kind=kind,
        actor_id=standing.actor_id,
        role=_role(standing),
        procedure=case.procedure,
        case_id=case.pk,
        inputs_hash=digest,
        result=result,
        reason=reason,
    )
