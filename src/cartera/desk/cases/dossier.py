"""What people add to a case's dossier: comments, files, and what is taken out of it again."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext

from cartera.control.dossiers.acts import (
    attach_file,
    read_mention,
    withdraw_attachment,
    write_comment,
)
from cartera.control.dossiers.models import Attachment, Mention
from cartera.control.dossiers.refusals import FileMissing, FileTooHeavy
from cartera.control.dossiers.selectors import bytes_of
from cartera.control.dossiers.sniffing import KINDS, MEGABYTE, MOST_MEGABYTES
from cartera.desk.access import denied, page
from cartera.desk.cases.case import case_page
from cartera.desk.served import a_file
from cartera.desk.work.quick import offer_undo
from cartera.desk.work.task import form_key
from cartera.entrance.refusals import NotYourCase
from cartera.entrance.routes import POST, Who, record_denial
from cartera.entrance.visitor import Visitor
from cartera.entrance.words import said
from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _


@page("casos/<int:case_id>/comentar/", Who.PARTY, _("Comentar un caso"), methods=POST, of="case")
def comment(request: HttpRequest, visitor: Visitor, case_id: int) -> HttpResponse:
    """Say something of a case; staff choose whether the client sees it."""
    text, shown = request.POST.get("text", ""), "for_client" in request.POST
    try:
        added = write_comment(case_id, visitor.user, text, for_client=shown, key=form_key(request))
    except Refusal as refusal:
        typed = {"comment_text": text, "comment_shown": shown, "comment_wrong": said(refusal)}
        return case_page(request, visitor, case_id, refused=typed, status=422)
    if added.undo:
        offer_undo(request, "comment", added.undo)
    return redirect(_part_of(case_id, "comentarios"))


@page("casos/<int:case_id>/adjuntar/", Who.PARTY, _("Adjuntar un archivo"), methods=POST, of="case")
def attach(request: HttpRequest, visitor: Visitor, case_id: int) -> HttpResponse:
    """Put a file in a case's dossier."""
    note, shown = request.POST.get("note", ""), "for_client" in request.POST
    try:
        name, content = _uploaded(request)
        attach_file(
            case_id,
            visitor.user,
            name,
            content,
            note=note,
            for_client=shown,
            key=form_key(request),
        )
    except Refusal as refusal:
        typed = {"attach_note": note, "attach_shown": shown, "attach_wrong": said(refusal)}
        return case_page(request, visitor, case_id, refused=typed, status=422)
    messages.success(request, gettext("Archivo guardado en el expediente."))
    return redirect(_part_of(case_id, "adjuntos"))


@page(
    "adjuntos/<int:attachment_id>/",
    Who.PARTY,
    _("Ver o guardar un adjunto"),
    of="attachment",
)
def attachment(request: HttpRequest, visitor: Visitor, attachment_id: int) -> HttpResponse:
    """A file as it was attached: kept as a download, or shown where it only draws."""
    found = get_object_or_404(Attachment, pk=attachment_id)
    if not visitor.is_staff and not (found.for_client and found.state == "kept"):
        return _turned_away(request, visitor)
    kind = KINDS[found.kind]
    inline = "ver" in request.GET and kind.is_shown
    return a_file(bytes_of(found), kind.served_as, found.name, inline=inline)


@page(
    "adjuntos/<int:attachment_id>/retirar/",
    Who.PARTY,
    _("Retirar un adjunto"),
    methods=POST,
    of="attachment",
)
def withdraw(request: HttpRequest, visitor: Visitor, attachment_id: int) -> HttpResponse:
    """Take a file out of the dossier, with a reason; its bytes stay."""
    found = get_object_or_404(Attachment, pk=attachment_id)
    if not visitor.is_staff and not found.for_client:
        return _turned_away(request, visitor)
    reason = request.POST.get("reason", "")
    try:
        number = withdraw_attachment(attachment_id, visitor.user, reason)
    except Refusal as refusal:
        typed: dict[str, Any] = {"withdraw_id": attachment_id, "withdraw_reason": reason}
        typed["withdraw_wrong"] = said(refusal)
        return case_page(request, visitor, found.case_id, refused=typed, status=422)
    offer_undo(request, "withdrawal", number)
    return redirect(_part_of(found.case_id, "adjuntos"))


@page("avisos/<int:number>/leido/", Who.SIGNED_IN, _("Dar un aviso por leído"), methods=POST)
def notice_read(request: HttpRequest, visitor: Visitor, number: int) -> HttpResponse:
    """Say that one has read a notice; whoever wants to see the comment is led there."""
    try:
        read_mention(number, visitor.user)
    except Refusal as refusal:
        messages.error(request, said(refusal))
        return redirect("desk:inbox")
    if "ver" in request.POST:
        named = Mention.objects.select_related("comment").get(pk=number)
        return redirect(_part_of(named.comment.case_id, f"comentario-{named.comment_id}"))
    return redirect("desk:inbox")


def _uploaded(request: HttpRequest) -> tuple[str, bytes]:
    """The file's name and bytes; one that is too heavy is not read at all."""
    upload = request.FILES.get("file")
    if upload is None or isinstance(upload, list):
        raise FileMissing(field="file")
    if (upload.size or 0) > MOST_MEGABYTES * MEGABYTE:
        raise FileTooHeavy(most=MOST_MEGABYTES, field="file")
    return upload.name or "", upload.read()


def _turned_away(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    refusal = NotYourCase()
    record_denial(visitor, refusal)
    return denied(request, visitor, refusal)


def _part_of(case_id: int, part: str) -> str:
    return f"{reverse('desk:case', kwargs={'case_id': case_id})}#{part}"
