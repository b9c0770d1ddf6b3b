"""One cheque: where it stands, what it pays, who has its paper, what came for it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cartera.desk.access import page
from cartera.entrance.routes import Who
from cartera.entrance.visitor import Visitor
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.cheques.models import Cheque, ChequeCover
from cartera.recovery.cheques.rules import uncovered
from cartera.recovery.cheques.selectors import history_of
from cartera.recovery.custody.selectors import holder_words


@page("cheques/<int:cheque_id>/", Who.STAFF, _("Ver un cheque, lo que paga y lo que le pasó"))
def cheque(request: HttpRequest, visitor: Visitor, cheque_id: int) -> HttpResponse:
    """A cheque with its whole life. Four queries beside those of every page."""
    found = Cheque.objects.select_related(
        "client", "debtor", "original__place", "original__person", "replaces"
    )
    row = found.filter(pk=cheque_id).first()
    if row is None:
        raise Http404
    covers = ChequeCover.objects.filter(cheque=row).select_related(
        "original__assignment", "original__debtor", "payment__day"
    )
    listed = list(covers.order_by("id"))
    shown = {
        "visitor": visitor,
        "cheque": row,
        "holder": holder_words(row.original),
        "covers": listed,
        "uncovered": uncovered(row.amount, (cover.amount for cover in listed)),
        "successor": Cheque.objects.filter(replaces=row).first(),
        "history": list(history_of(row.pk)),
    }
    return render(request, "desk/cheques/cheque.html", shown)
