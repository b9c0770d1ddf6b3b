"""What a collector's phone needs beside his pages: the worker that keeps them where there is no
signal, and the address to which it sends each visit that was recorded meanwhile.
"""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext

from cartera.control.workflow.models import Task
from cartera.desk.access import page
from cartera.desk.look.stylesheets import stylesheets
from cartera.desk.routes.recording import keep, photo_in, record
from cartera.desk.routes.telling import visit_of
from cartera.entrance.routes import BOTH, Who
from cartera.entrance.visitor import Visitor
from cartera.entrance.words import said
from cartera.kernel.clock import now
from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.cheques.batches import COLLECTOR
from cartera.recovery.routes.models import Route, Visit
from cartera.recovery.routes.photographing import Photo
from cartera.recovery.routes.refusals import RouteNotSigned, RouteNotWithYou
from cartera.recovery.routes.selectors import items_of
from cartera.recovery.routes.visiting import visit_told

VISITS = 4
WORKER = Path(__file__).parent.parent / "static/desk/street/worker.js"
# All that his pages are drawn with. A test holds it to what they really load.
SHELL = (
    *stylesheets(),
    *(f"desk/fonts/SourceSansPro-{cut}.otf" for cut in ("Regular", "Semibold", "It")),
    *(
        f"desk/{name}.js"
        for name in ("shell", "keyboard", "tables", "toasts", "combobox", "peek", "palette")
    ),
    *(
        f"desk/street/{name}.js"
        for name in ("leaving", "queue", "sending", "drawing", "photo", "route", "stop")
    ),
    "desk/icon.svg",
    "django_htmx/htmx-2.min.js",
)


@page("mi-ruta/sin-senal.js", Who.ANYONE, _("El programa que guarda mi ruta en el teléfono"))
def my_worker(_request: HttpRequest, _visitor: Visitor | None) -> HttpResponse:
    """The service worker, told what to keep; a change of any of it makes another worker."""
    scope = reverse("desk:my_route")
    told = {
        "scope": scope,
        "shell": [static(name) for name in SHELL],
        "version": _version(),
        "says": {
            "title": gettext("Sin señal"),
            "why": gettext(
                "Esta página no está guardada en el teléfono. Lo que registró sin señal sigue aquí:"
                " se envía cuando la señal vuelva."
            ),
            "again": gettext("Intentar otra vez"),
        },
    }
    body = f"const TOLD = {json.dumps(told, ensure_ascii=False)};\n{WORKER.read_text()}"
    response = HttpResponse(body, content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = scope
    response["Cache-Control"] = "no-cache"
    return response


@cache
def _version() -> str:
    """Changes with the bytes of anything that the worker keeps."""
    content = sha256()
    for name in SHELL:
        found = finders.find(name)
        if not isinstance(found, str):
            raise FileNotFoundError(name)
        content.update(Path(found).read_bytes())
    return content.hexdigest()[:16]


@page(
    "mi-ruta/enviar/",
    Who.STAFF,
    _("Enviar las visitas que registré sin señal"),
    methods=BOTH,
    acts=True,
    roles=(COLLECTOR,),
)
def my_visits(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Who is signed in, with a token to send by; a visit sent, which is there once by its key.

    What is refused is answered as a conflict with its sentence, and nothing of it is kept. Where
    only the photo is, the visit is sent, and `photo` says why its photo is not there.
    """
    if request.method != "POST":
        return JsonResponse({"owner": visitor.phone_owner, "token": get_token(request)})
    if request.POST.get("owner") != visitor.phone_owner:
        return JsonResponse({"state": "foreign"}, status=409)
    try:
        wrong = _receive(visitor, request)
    except Refusal as refusal:
        return JsonResponse({"state": "conflict", "sentence": said(refusal)}, status=409)
    photo = said(wrong) if wrong else ""
    return JsonResponse({"state": "sent", "at": now().isoformat(), "photo": photo})


def _receive(visitor: Visitor, request: HttpRequest) -> Refusal | None:
    """Record a visit through its step, unless it came in before; why its photo is not kept."""
    posted = request.POST
    case, code = posted.get("case", ""), posted.get("code", "")
    mine = Route.objects.filter(collector=visitor.user.pk)
    route = mine.filter(case_id=case).first() if case.isdecimal() and len(case) < 10 else None
    if route is None:
        raise RouteNotWithYou
    items = list(items_of(route.pk).filter(original__debtor__code=code))
    inputs = visit_of(code, items, posted, visitor.house.locale)
    told = visit_told(route, inputs)
    if told is not None:
        return _photo_again(told, visitor, request)
    if route.state in (Route.State.ISSUED, Route.State.COUNTED, Route.State.HANDED):
        raise RouteNotSigned
    task = Task.objects.filter(case=route.case_id, step=VISITS, state="open").first()
    if task is None:
        raise RouteNotWithYou
    photo, wrong = _photo_sent(request)
    return record(task, visitor.user, inputs, photo) or wrong


def _photo_again(visit: Visit, visitor: Visitor, request: HttpRequest) -> Refusal | None:
    """Its photo, if the answer to the first time was lost between the two."""
    photo, wrong = _photo_sent(request)
    return keep(visit, visitor.user, photo) if photo else wrong


def _photo_sent(request: HttpRequest) -> tuple[Photo | None, Refusal | None]:
    """The photo that came with a visit, or why it is none: the visit stands without it."""
    try:
        return photo_in(request), None
    except Refusal as refusal:
        return None, refusal
