"""One original: where it is, since when, and every hand that it went through."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cartera.desk.access import page
from cartera.entrance.routes import Who
from cartera.entrance.visitor import Visitor
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.custody.models import HandOver, Original
from cartera.recovery.custody.selectors import history_of, holder_words


@page("boveda/<int:original_id>/", Who.STAFF, _("Ver un original y por qué manos pasó"))
def original(request: HttpRequest, visitor: Visitor, original_id: int) -> HttpResponse:
    """An original with its whole history. Three queries beside those of every page."""
    found = Original.objects.select_related(
        "client", "assignment", "document", "debtor", "place", "person"
    )
    row = found.filter(pk=original_id).first()
    if row is None:
        raise Http404
    waiting = HandOver.objects.filter(
        items__original=row, items__closed_at__isnull=True
    ).select_related("giver", "receiver")
    shown = {
        "visitor": visitor,
        "original": row,
        "holder": holder_words(row),
        "waiting": waiting.first(),
        "movements": list(history_of(row.pk)),
    }
    return render(request, "desk/vault/original.html", shown)
