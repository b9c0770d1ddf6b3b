"""What was mailed: a message whole, its files, and the same one again."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from ninja import Schema

from cartera.api.bodies import body_of, key_of, object_of, takes
from cartera.api.site import Id, call, row_of
from cartera.control.mail.acts import LONGEST_REASON
from cartera.control.mail.acts import resend as send_again
from cartera.control.mail.models import Attempt, Message
from cartera.control.mail.refusals import NoSuchEnclosure, NoSuchMessage
from cartera.control.mail.selectors import (
    attempts_of,
    enclosure_of,
    enclosures_of,
    message_of,
)
from cartera.control.workflow.answers import Done, answered_once
from cartera.control.workflow.inputs import digest
from cartera.entrance.routes import Who
from cartera.kernel.text import gettext_noop as _

TAG = _("Correo")
KEPT = True  # as a download
_ASKED = object_of(
    {"reason": {"type": "string", "maxLength": LONGEST_REASON, "title": _("Por qué lo reenvía")}},
    "reason",
)


class EnclosureLine(Schema):
    """A file that went with it."""

    number: int
    name: str
    media_type: str
    size: int
    hash: str


class AttemptLine(Schema):
    """One attempt. `result` is null where it was broken off before its end was known."""

    number: int
    begun_at: datetime
    result: str | None
    said: str


class MessageDetail(Schema):
    """A message as it went. `hash` is of everything that its recipient reads."""

    id: int
    to_name: str
    to_address: str
    subject: str
    body: str
    case: int | None
    written_at: datetime
    state: str
    hash: str
    repeats: int | None
    reason: str
    enclosures: list[EnclosureLine]
    attempts: list[AttemptLine]


class Resent(Schema):
    """The new message, which repeats the one that was named."""

    id: int
    repeats: int


@call(
    "GET", "/mail/{message_id}", row_of("message", "GET", Who.STAFF, _("Un correo")),
    answers=MessageDetail, tag=TAG,
    about=_("Lo que se escribió, a quién, cada intento y qué contestó el servidor."),
)  # fmt: skip
def message(request: HttpRequest, message_id: Id) -> MessageDetail:
    """One message."""
    found = _found(message_id)
    return MessageDetail(
        id=found.pk,
        to_name=found.to_name,
        to_address=found.to_address,
        subject=found.subject,
        body=found.body,
        case=found.case_id,
        written_at=found.written_at,
        state=found.state,
        hash=found.content_hash,
        repeats=found.repeats_id,
        reason=found.reason,
        enclosures=[
            EnclosureLine(
                number=each.number,
                name=each.name,
                media_type=each.media_type,
                size=each.size,
                hash=each.content_id,
            )
            for each in enclosures_of(found)
        ],
        attempts=[_attempt(each) for each in attempts_of(found)],
    )


@call(
    "POST", "/mail/{message_id}/resend",
    row_of("resend", "POST", Who.STAFF, _("Reenviar un correo")),
    answers=Resent, tag=TAG, writes=True,
    told=takes(_ASKED, key=True, example={"reason": "No le llegó"}),
    about=_("Sale un correo nuevo, igual y a la misma dirección; el primero queda como está."),
)  # fmt: skip
def resend(request: Any, message_id: Id) -> Resent:
    """Send one again."""
    key, asked = key_of(request), body_of(request, _ASKED)

    def do() -> Done:
        again = send_again(message_id, request.auth.user, asked["reason"], key=key)
        return Done(0, result={"id": again.pk})

    with transaction.atomic():
        done = answered_once(key, digest({"resends": message_id, **asked}), do)
    return Resent(id=done.result["id"], repeats=message_id)


@call(
    "GET", "/mail/{message_id}/enclosures/{number}",
    row_of("enclosure", "GET", Who.STAFF, _("El adjunto de un correo")),
    answers=None, tag=TAG,
    told={"responses": {200: {"content": {
        "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
    }}}},
    about=_("El archivo, byte por byte como se envió."),
)  # fmt: skip
def enclosure(request: HttpRequest, message_id: Id, number: Id) -> HttpResponse:
    """One file."""
    try:
        found, content = enclosure_of(message_id, min(number, 2**15 - 1))
    except NoSuchEnclosure as refusal:
        raise Http404 from refusal
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(KEPT, found.name) or "attachment"
    return response


def _found(message_id: int) -> Message:
    try:
        return message_of(message_id)
    except NoSuchMessage as refusal:
        raise Http404 from refusal


def _attempt(each: Attempt) -> AttemptLine:
    ended = getattr(each, "outcome", None)
    return AttemptLine(
        number=each.number,
        begun_at=each.begun_at,
        result=ended.result if ended else None,
        said=ended.said if ended else "",
    )
