"""A message as it went, its files, its attempts; and sending it again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from cartera.control.mail.acts import resend as send_again
from cartera.control.mail.acts import see_failure
from cartera.control.mail.models import Message
from cartera.control.mail.refusals import NoSuchEnclosure, NoSuchMessage
from cartera.control.mail.selectors import (
    attempts_of,
    enclosure_of,
    enclosures_of,
    is_told_of,
    message_of,
    repetitions_of,
)
from cartera.desk.access import page
from cartera.desk.served import DRAWN, a_file
from cartera.desk.work.task import form_key
from cartera.entrance.routes import POST, Who
from cartera.entrance.visitor import Visitor
from cartera.entrance.words import said
from cartera.kernel.numbers import LARGEST_ID
from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _


@page("correo/<int:message_id>/", Who.STAFF, _("Ver un correo"))
def message(request: HttpRequest, visitor: Visitor, message_id: int) -> HttpResponse:
    """A message whole. Who is told of failures has by this seen that it did not leave."""
    found = _found(message_id)
    is_news = found.state == Message.State.FAILED and found.seen_at is None
    if is_news and is_told_of(found, visitor.user.pk, visitor.roles):
        see_failure(found)
    return _shown(request, visitor, found)


@page("correo/<int:message_id>/reenviar/", Who.STAFF, _("Reenviar un correo"), methods=POST)
def resend(request: HttpRequest, visitor: Visitor, message_id: int) -> HttpResponse:
    """Send it again, to the same recipient and with a reason."""
    found, reason = _found(message_id), request.POST.get("reason", "")
    try:
        again = send_again(found.pk, visitor.user, reason, key=form_key(request))
    except Refusal as refusal:
        return _shown(request, visitor, found, reason=reason, wrong=said(refusal), status=422)
    messages.success(request, gettext("Este es el correo nuevo; sale en un momento."))
    return redirect("desk:message", message_id=again.pk)


@page("correo/<int:message_id>/adjuntos/<int:number>/", Who.STAFF, _("Ver el adjunto de un correo"))
def enclosure(request: HttpRequest, visitor: Visitor, message_id: int, number: int) -> HttpResponse:
    """A file as it was mailed: kept as a download, or shown where it only draws."""
    try:
        found, content = enclosure_of(min(message_id, LARGEST_ID), min(number, 2**15 - 1))
    except NoSuchEnclosure as refusal:
        raise Http404 from refusal
    inline = "ver" in request.GET and found.media_type in DRAWN
    return a_file(content, found.media_type, found.name, inline=inline)


def _found(message_id: int) -> Message:
    try:
        return message_of(min(message_id, LARGEST_ID))
    except NoSuchMessage as refusal:
        raise Http404 from refusal


def _shown(
    request: HttpRequest,
    visitor: Visitor,
    found: Message,
    *,
    reason: str = "",
    wrong: str = "",
    status: int = 200,
) -> HttpResponse:
    """Four queries of its own."""
    attempts = attempts_of(found)
    outcomes = [each.outcome for each in attempts if hasattr(each, "outcome")]
    shown = {
        "visitor": visitor,
        "message": found,
        "enclosures": [(each, each.media_type in DRAWN) for each in enclosures_of(found)],
        "attempts": attempts,
        "last": outcomes[-1] if outcomes else None,
        "repetitions": repetitions_of(found),
        "key": form_key(request),
        "reason": reason,
        "wrong": wrong,
    }
    return render(request, "desk/mail/message.html", shown, status=status)
