"""A journal entry: its lines, where it comes from, what reverses or corrects it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cartera.accounting.ledger.models import Entry
from cartera.accounting.ledger.selectors import entry_lines
from cartera.desk.access import page
from cartera.entrance.routes import Who
from cartera.entrance.visitor import Visitor
from cartera.entrance.words import CHOICES
from cartera.kernel.text import gettext_noop as _
from cartera.reports.lists.money import EVENTS


@page("partidas/<int:entry_id>/", Who.STAFF, _("Ver una partida"))
def entry(request: HttpRequest, visitor: Visitor, entry_id: int) -> HttpResponse:
    """One entry of the journal. Five queries beside those of every page."""
    found = Entry.objects.select_related(
        "series", "case", "prepared_by", "reverses__series", "corrects__series", "period"
    )
    row = found.filter(pk=entry_id).first()
    if row is None:
        raise Http404
    shown = {
        "visitor": visitor,
        "entry": row,
        "event": EVENTS.get(row.event, CHOICES.get(row.event, row.event)),
        "lines": entry_lines(row.pk),
        "reversal": Entry.objects.filter(reverses=row).select_related("series").first(),
        "corrections": list(row.corrections.select_related("series").order_by("id")[:50]),
    }
    return render(request, "desk/lists/entry.html", shown)
