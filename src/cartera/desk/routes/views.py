"""What is to be collected today, by zone, with a way to send each zone out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cartera.desk.access import page
from cartera.entrance.routes import Who
from cartera.entrance.visitor import Visitor
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.routes.selectors import open_routes, zones_due

SHOWN_AT_MOST = 1000


@page("rutas/por-cobrar/", Who.STAFF, _("Ver lo que se cobra hoy por zona"))
def routes_due(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """All that is due and on no route, by zone. Two queries beside those of every page."""
    on = visitor.standing.on
    shown = {
        "visitor": visitor,
        "zones": zones_due(on),
        "on": on,
        "may_issue": any(one.code == "PCI-F02" for one in visitor.can_open),
        "routes": list(open_routes()[:SHOWN_AT_MOST]),
    }
    return render(request, "desk/routes/due.html", shown)
