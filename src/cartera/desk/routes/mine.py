"""The collector's own page: his route of today, debtor by debtor, each outcome in two taps."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext

from cartera.company.selectors import business_calendar
from cartera.control.workflow.engine import perform
from cartera.control.workflow.models import Task
from cartera.desk.access import page
from cartera.desk.routes.recording import photo_in, record
from cartera.desk.routes.telling import kept, visit_of
from cartera.entrance.routes import BOTH, Who
from cartera.entrance.visitor import Visitor
from cartera.entrance.words import said
from cartera.kernel.clock import now
from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.cheques.batches import COLLECTOR
from cartera.recovery.routes.models import Route, RouteItem, VisitPhoto
from cartera.recovery.routes.photographing import add_photo
from cartera.recovery.routes.refusals import NoPhoto, NoSuchVisit
from cartera.recovery.routes.selectors import (
    Stop,
    box_of_route,
    routes_carried_by,
    stops_of,
    visits_standing,
)

VISITS = 4
REASONS = (
    _("cerrado"),
    _("no estaba quien paga"),
    _("sin fondos hoy"),
    _("falta un documento"),
    _("no lo visité"),
)


@page(
    "mi-ruta/",
    Who.STAFF,
    _("Ver mi ruta de hoy y firmar lo que me dan"),
    methods=BOTH,
    acts=True,
    roles=(COLLECTOR,),
)
def my_route(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """His routes that are not settled: signed for, and their debtors in the order of the way."""
    wrong = ""
    if request.method == "POST":
        task = _task(
            routes_carried_by(visitor.user.pk)
            .filter(case_id=_whole(request.POST.get("case")))
            .first()
        )
        ends = request.POST.get("way") == "finish"
        try:
            perform(task.pk, visitor.user, {"finish": ends})
        except Refusal as refusal:
            wrong = said(refusal)
        else:
            if ends:
                return redirect("desk:task", task_id=_following(task).pk)
            return redirect("desk:my_route")
    routes = [(route, stops_of(route)) for route in routes_carried_by(visitor.user.pk)[:1]]
    shown = {
        "visitor": visitor,
        "routes": [
            {
                "route": route,
                "stops": [(stop, _mark_of_stop(stop)) for stop in stops],
                "box": box_of_route(_all(stops)),
                "count": _count(stops),
            }
            for route, stops in routes
        ],
    }
    states = (f"{route.pk} {route.state}" for route, _stops in routes)
    mark = _mark_of(*states, *(_mark_of_stop(stop) for _route, stops in routes for stop in stops))
    return _kept(request, "desk/routes/mine.html", shown, mark, wrong)


@page(
    "mi-ruta/<int:case_id>/<str:code>/",
    Who.STAFF,
    _("Registrar la visita a un deudor de mi ruta"),
    methods=BOTH,
    acts=True,
    roles=(COLLECTOR,),
)
def my_stop(request: HttpRequest, visitor: Visitor, case_id: int, code: str) -> HttpResponse:
    """A debtor of his route: what to collect, and a button for each thing that may happen."""
    route = routes_carried_by(visitor.user.pk).filter(case_id=case_id).first()
    found = [stop for stop in stops_of(route) if stop.debtor.code == code] if route else []
    if route is None or not found:
        raise Http404
    stop, wrong = found[0], ""
    if request.method == "POST":
        try:
            if request.POST.get("way") == "photo":
                return _photo_added(request, visitor, route, code)
            return _visit_told(request, visitor, route, stop)
        except Refusal as refusal:
            wrong = said(refusal)
    shown = _stop_shown(request, visitor, route, stop)
    return _kept(request, "desk/routes/stop.html", shown, _mark_of_stop(stop), wrong)


def _visit_told(request: HttpRequest, visitor: Visitor, route: Route, stop: Stop) -> HttpResponse:
    """The visit is recorded; where its photo is not, he is told why, and may add another."""
    inputs = visit_of(stop.debtor.code, stop.items, request.POST, visitor.house.locale)
    refused = record(_task(route), visitor.user, inputs, photo_in(request))
    if refused is None:
        messages.success(request, gettext("Visita registrada: %s.") % stop.debtor.name)
        return redirect("desk:my_route")
    words = gettext("La visita quedó registrada, pero su foto no: %s Puede agregar otra abajo.")
    messages.warning(request, words % said(refused))
    return redirect("desk:my_stop", route.case_id, stop.debtor.code)


def _photo_added(request: HttpRequest, visitor: Visitor, route: Route, code: str) -> HttpResponse:
    """A photo for a visit that stands already."""
    number = _whole(request.POST.get("visit"))
    visit = visits_standing(route.pk).filter(pk=number, debtor__code=code).first()
    if visit is None:
        raise NoSuchVisit(visit=number)
    photo = photo_in(request)
    if photo is None:
        raise NoPhoto(field="photo")
    add_photo(visit, visitor.user, replace(photo, device_at=photo.device_at or now()))
    messages.success(request, gettext("Foto agregada a la visita."))
    return redirect("desk:my_stop", route.case_id, code)


def _kept(
    request: HttpRequest, template: str, shown: dict[str, Any], mark: str, wrong: str
) -> HttpResponse:
    """A page that his phone keeps for where there is no signal: whose it is, and of what state."""
    told = shown | {"wrong": wrong, "mark": mark, "at": now()}
    response = render(request, template, told, status=422 if wrong else 200)
    response["Cartera-Owner"] = shown["visitor"].phone_owner
    response["Cartera-Mark"] = mark
    return response


def _mark_of_stop(stop: Stop) -> str:
    """Changes with anything that a debtor's page shows."""
    items = (f"{item.pk} {item.state} {item.collected}" for item in stop.items)
    return _mark_of(get_language(), *items)


def _mark_of(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()[:16]


def _stop_shown(request: HttpRequest, visitor: Visitor, route: Route, stop: Stop) -> dict[str, Any]:
    tomorrow = business_calendar(visitor.house).next_business_day(visitor.standing.on)
    visits = visits_standing(route.pk).filter(debtor=stop.debtor)
    photos = VisitPhoto.objects.select_related("attachment")
    return {
        "visitor": visitor,
        "route": route,
        "stop": stop,
        "pending": [item for item in stop.items if item.state == "pending"],
        "done": [item for item in stop.items if item.state != "pending"],
        "visits": visits.prefetch_related(Prefetch("photos", photos)),
        "chosen": request.POST.getlist("item"),
        "way": request.POST.get("way", ""),
        "typed": kept(request.POST),
        "reasons": REASONS,
        "tomorrow": tomorrow,
        "key": request.POST.get("key") or str(uuid4()),
    }


def _all(stops: Sequence[Stop]) -> list[RouteItem]:
    return [item for stop in stops for item in stop.items]


def _count(stops: Sequence[Stop]) -> int:
    return sum(stop.left for stop in stops)


def _task(route: Route | None) -> Task:
    """The visits' task of a route; there is none where it is not his, or is over."""
    found = Task.objects.filter(case=route.case_id if route else None, step=VISITS, state="open")
    task = found.first()
    if task is None:
        raise Http404
    return task


def _following(task: Task) -> Task:
    """Where he goes when he ends his visits: to settle the route."""
    waits = Task.objects.filter(case_id=task.case_id, state="open").order_by("-id")
    return waits.first() or task


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
