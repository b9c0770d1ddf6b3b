"""One original: where it is, since when, and every hand that it went through."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cartera.desk.access import page
from cartera.entrance.routes import Who
from cartera.entrance.visitor import Visitor
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.custody.selectors import trail_of


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
