"""One original: where it is, since when, and every hand that it went through; labels to print."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe

from cartera.desk.access import page
from cartera.entrance.routes import Who
from cartera.entrance.visitor import Visitor
from cartera.kernel.text import gettext_noop as _
from cartera.papers.frames import qr_svg
from cartera.recovery.custody.models import Original
from cartera.recovery.custody.selectors import originals_to_label, trail_of

LABELS_AT_MOST = 300


@page("boveda/<int:original_id>/", Who.STAFF, _("Ver un original y por qué manos pasó"))
def original(request: HttpRequest, visitor: Visitor, original_id: int) -> HttpResponse:
    """An original with its whole history. Three queries beside those of every page."""
    trail = trail_of(original_id)
    if trail is None:
        raise Http404
    shown = {
        "visitor": visitor,
        "original": trail.original,
        "holder": trail.holder,
        "waiting": trail.waiting,
        "movements": trail.movements,
    }
    return render(request, "desk/vault/original.html", shown)


@page("boveda/etiquetas/", Who.STAFF, _("Imprimir las etiquetas de los originales"))
def original_labels(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Labels to stick on papers, each with a QR that a reader types into a count.

    Of the originals that `o` names, or of those of a case. One query beside those of every page,
    and another that counts them where only the first are shown.
    """
    named = [_whole(text) for text in request.GET.getlist("o")]
    asked = originals_to_label(named, _whole(request.GET.get("caso", "")))
    found = list(asked[: LABELS_AT_MOST + 1])
    shown = {
        "visitor": visitor,
        "labels": [(one, _qr(one)) for one in found[:LABELS_AT_MOST]],
        "labels_in_all": asked.count() if len(found) > LABELS_AT_MOST else 0,
    }
    return render(request, "desk/vault/labels.html", shown)


def _qr(original: Original) -> SafeString:
    """Its label as a reader types it."""
    return mark_safe(qr_svg(original.label))  # noqa: S308 - drawn here, of a number of ours


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
