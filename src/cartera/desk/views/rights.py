"""Quién puede qué: the table that lets requests in, and each step with its roles."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cartera.control.workflow.registry import procedures
from cartera.desk.access import ROUTES, WHO_NAMES, guarded
from cartera.desk.visitor import Visitor


@guarded("access")
def access(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The rules of access as the program keeps them."""
    shown = {
        "visitor": visitor,
        "routes": [(route, WHO_NAMES[route.who]) for route in ROUTES],
        "procedures": procedures(),
    }
    return render(request, "desk/access.html", shown)
