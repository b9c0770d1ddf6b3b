"""What is to be collected today, by zone, with a way to send each zone out."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cartera.desk.access import page
from cartera.entrance.routes import Who
from cartera.entrance.visitor import Visitor
from cartera.kernel.money import ZERO
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.custody.models import Original
from cartera.recovery.routes.selectors import due_by, open_routes

SHOWN_AT_MOST = 1000


@dataclass(frozen=True, slots=True)
class Zone:
    """What is due in a zone: its documents in the order of the way, and what they owe."""

    name: str
    documents: Sequence[Original]
    owed: Decimal
    late: int


@page("rutas/por-cobrar/", Who.STAFF, _("Ver lo que se cobra hoy por zona"))
def routes_due(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """All that is due and on no route, by zone. Two queries beside those of every page."""
    on = visitor.standing.on
    found = list(due_by(on)[:SHOWN_AT_MOST])
    zones = [_zone(name, list(group), visitor) for name, group in groupby(found, key=_zone_of)]
    shown = {
        "visitor": visitor,
        "zones": zones,
        "on": on,
        "may_issue": any(one.code == "PCI-F02" for one in visitor.can_open),
        "routes": list(open_routes()[:SHOWN_AT_MOST]),
    }
    return render(request, "desk/routes/due.html", shown)


def _zone_of(original: Original) -> str:
    return original.debtor.zone if original.debtor else ""


def _zone(name: str, documents: Sequence[Original], visitor: Visitor) -> Zone:
    owed = sum((getattr(original, "owed", ZERO) for original in documents), ZERO)
    on = visitor.standing.on
    late = sum(1 for original in documents if getattr(original, "probable_on", on) < on)
    return Zone(name, documents, owed, late)
