"""One cheque: where it stands, what it pays, who has its paper, what came for it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cartera.desk.access import page
from cartera.entrance.routes import Who
from cartera.entrance.visitor import Visitor
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.cheques.selectors import life_of


@page("cheques/<int:cheque_id>/", Who.STAFF, _("Ver un cheque, lo que paga y lo que le pasó"))
def cheque(request: HttpRequest, visitor: Visitor, cheque_id: int) -> HttpResponse:
    """A cheque with its whole life. Five queries beside those of every page."""
    life = life_of(cheque_id)
    if life is None:
        raise Http404
    shown = {
        "visitor": visitor,
        "cheque": life.cheque,
        "holder": life.holder,
        "covers": life.covers,
        "uncovered": life.uncovered,
        "is_kept": life.cheque.state in ("held", "reserved"),
        "successor": life.successor,
        "history": life.history,
        "bounces": life.bounces,
    }
    return render(request, "desk/cheques/cheque.html", shown)
