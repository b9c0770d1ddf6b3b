"""How a page of the desk is declared: its address, who is let in, and what it is for."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode

from cartera.entrance.routes import READ, Route, Who, declare, record_denial, turned_away
from cartera.entrance.second_factor import must_enrol
from cartera.entrance.visitor import Visitor
from cartera.entrance.words import said
from cartera.kernel.refusals import Refusal

View = Callable[..., HttpResponse]

PAGES: list[URLPattern] = []


def page(
    address: str,
    who: Who,
    text: str,
    *,
    methods: tuple[str, ...] = READ,
    acts: bool = False,
    of: str = "",
    roles: tuple[str, ...] = (),
    enrols: bool = False,
) -> Callable[[View], View]:
    """Serve a view at `address`, named as the view is, to those whom its row lets in.

    The view is called with the request, a `Visitor` (None where anyone is let in and nobody has
    signed in) and what the address names. `enrols`: it opens
    to who still lacks the second factor that his role asks for; all others lead him to get one.
    """

    def around(view: View) -> View:
        area = view.__module__.split(".")[2]  # cartera.desk.<area>
        row = Route(view.__name__, methods, who, text, acts=acts, of=of, roles=roles, area=area)
        declare(row)
        answer = _guarded(row, view, enrols)
        PAGES.append(path(address, answer, name=row.name))
        return answer

    return around


def _guarded(row: Route, view: View, enrols: bool) -> View:
    @wraps(view)
    def answer(request: HttpRequest, **named: Any) -> HttpResponse:
        if request.method not in row.methods:
            return HttpResponseNotAllowed(row.methods)
        if not request.user.is_authenticated:
            if row.who is Who.ANYONE:
                return view(request, None, **named)
            return redirect_to_login(request.get_full_path())
        visitor = Visitor(request.user)
        request.META["cartera.visitor"] = visitor
        if not enrols and must_enrol(visitor, request.session):
            asked = urlencode({"next": request.get_full_path()})
            return redirect(f"{reverse('desk:second_factor')}?{asked}")
        refusal = turned_away(row, visitor, named)
        if refusal is not None:
            record_denial(visitor, refusal)
            return denied(request, visitor, refusal)
        response = view(request, visitor, **named)
        response.headers.setdefault("Cache-Control", "private, no-store")  # nor after he left
        return response

    return answer


def denied(request: HttpRequest, visitor: Visitor, refusal: Refusal) -> HttpResponse:
    """The page that says why not."""
    shown = {"visitor": visitor, "why": said(refusal)}
    return render(request, "403.html", shown, status=403)
