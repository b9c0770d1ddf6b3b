"""Quién puede qué: the table that lets requests in, and each step with its roles."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cartera.control.workflow.registry import procedures
from cartera.desk.access import page
from cartera.entrance.routes import WHO_NAMES, Who, routes
from cartera.entrance.visitor import Visitor
from cartera.kernel.text import gettext_noop as _


@page("quien-puede-que/", Who.STAFF, _("Quién puede qué"))
def access(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The rules of access as the program keeps them."""
    shown = {
        "visitor": visitor,
        "routes": [(route, WHO_NAMES[route.who]) for route in routes()],
        "procedures": procedures(),
    }
    return render(request, "desk/people/access.html", shown)
