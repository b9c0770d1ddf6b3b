"""What is done to a task from its row: taking it, handing it back, putting it off, undoing.

Without a script each is a plain form and comes back to where it was asked from; with one only the
row is drawn again.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from cartera.control.workflow.claiming import claim_task, release_task, snooze_task, wake_task
from cartera.control.workflow.models import Task, Undoable
from cartera.control.workflow.refusals import SnoozeNotAhead
from cartera.control.workflow.registry import step_of
from cartera.control.workflow.selectors import Scope, Wanted, waiting_for
from cartera.control.workflow.undoing import undo as take_back
from cartera.desk.access import page
from cartera.desk.forms.typed import read_instant
from cartera.desk.work.tray import line_of
from cartera.entrance.routes import BOTH, POST, Who
from cartera.entrance.visitor import Visitor
from cartera.entrance.words import said
from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _

MORNING = 8
DONE = {
    "claim": _("Tarea tomada."),
    "release": _("Tarea devuelta a la bandeja común."),
    "snooze": _("Tarea pospuesta; sus colegas la siguen viendo."),
    "send_back": _("Operación devuelta con su motivo."),
    "comment": _("Comentario guardado."),
    "withdrawal": _("Adjunto retirado."),
}


@page("bandeja/<int:task_id>/tomar/", Who.PARTY, _("Tomar una tarea"), methods=POST, of="task")
def take_task(request: HttpRequest, visitor: Visitor, task_id: int) -> HttpResponse:
    """Keep a task for oneself."""
    return _do(request, visitor, task_id, "claim", lambda: claim_task(task_id, visitor.user))


@page(
    "bandeja/<int:task_id>/devolver/",
    Who.PARTY,
    _("Devolver una tarea a la bandeja común"),
    methods=BOTH,
    of="task",
)
def hand_back(request: HttpRequest, visitor: Visitor, task_id: int) -> HttpResponse:
    """Hand a task back, with a word for who takes it next where one wants to leave it."""
    if request.method != "POST":
        return _form(request, visitor, task_id, "desk/work/hand_back.html")
    remark = request.POST.get("remark", "")
    return _do(
        request,
        visitor,
        task_id,
        "release",
        lambda: release_task(task_id, visitor.user, remark),
        "desk/work/hand_back.html",
    )


@page(
    "bandeja/<int:task_id>/posponer/",
    Who.PARTY,
    _("Posponer una tarea en la bandeja propia"),
    methods=BOTH,
    of="task",
)
def snooze(request: HttpRequest, visitor: Visitor, task_id: int) -> HttpResponse:
    """Put a task off until a day and an hour."""
    if request.method != "POST":
        return _form(request, visitor, task_id, "desk/work/snooze.html")
    return _do(
        request,
        visitor,
        task_id,
        "snooze",
        lambda: snooze_task(task_id, visitor.user, _until(request, visitor)),
        "desk/work/snooze.html",
    )


@page(
    "bandeja/<int:task_id>/retomar/",
    Who.PARTY,
    _("Ver ya una tarea pospuesta"),
    methods=POST,
    of="task",
)
def wake(request: HttpRequest, visitor: Visitor, task_id: int) -> HttpResponse:
    """Let a task that was put off come back now."""
    return _do(request, visitor, task_id, "", lambda: wake_task(task_id, visitor.user))


@page("deshacer/<int:number>/", Who.SIGNED_IN, _("Deshacer lo recién hecho"), methods=POST)
def undo(request: HttpRequest, visitor: Visitor, number: int) -> HttpResponse:
    """Take back a cheap act of one's own within its seconds."""
    try:
        undone = take_back(number, visitor.user)
    except Refusal as refusal:
        messages.error(request, said(refusal))
        return redirect(_back_to(request))
    messages.success(request, gettext("Deshecho: todo quedó como estaba."))
    return redirect(_after_undo(undone, request))


def offer_undo(request: HttpRequest, kind: str, number: int) -> None:
    """Say on the next page what was done, with its button to undo it."""
    messages.success(request, gettext(DONE[kind]), extra_tags=f"undo-{number}")


def _do(
    request: HttpRequest,
    visitor: Visitor,
    task_id: int,
    kind: str,
    act: Callable[[], int | None],
    form: str = "",
) -> HttpResponse:
    """Do it and answer the row, or the page that it was asked from; say what is refused there."""
    try:
        number = act()
    except Refusal as refusal:
        return _refused(request, visitor, task_id, refusal, form)
    if not _by_script(request):
        if number is not None:
            offer_undo(request, kind, number)
        return redirect(_back_to(request))
    shown = _row(request, visitor, task_id) | {"undo": number, "done": DONE.get(kind, "")}
    answer = render(request, "desk/work/row_answer.html", shown)
    answer["HX-Trigger"] = "pulse"
    return answer


def _refused(
    request: HttpRequest, visitor: Visitor, task_id: int, refusal: Refusal, form: str
) -> HttpResponse:
    """The row with its sentence; the form again, with what was typed, where the field is wrong."""
    if refusal.field and form:
        return _form(request, visitor, task_id, form, refusal)
    if _by_script(request):
        shown = _row(request, visitor, task_id) | {"wrong": said(refusal)}
        return render(request, "desk/work/row_answer.html", shown)
    messages.error(request, said(refusal))
    return redirect(_back_to(request))


def _row(request: HttpRequest, visitor: Visitor, task_id: int) -> dict[str, Any]:
    """The task as the inbox would show it now; no line where it is not there any more."""
    scope: Scope = "snoozed" if request.POST.get("scope") == "snoozed" else "all"
    found = waiting_for(visitor.viewer, Wanted(scope=scope, only=task_id), 1)
    at = visitor.standing.at
    return {
        "visitor": visitor,
        "line": line_of(found[0], visitor.user.pk, at) if found else None,
        "back_to": _back_to(request),
        "scope": scope,
    }


def _form(
    request: HttpRequest,
    visitor: Visitor,
    task_id: int,
    template: str,
    refusal: Refusal | None = None,
) -> HttpResponse:
    """The little form of an act: a page of its own, or only itself where a script asks."""
    task = Task.objects.select_related("case").filter(pk=task_id, state="open").first()
    if task is None:
        raise Http404
    _, step = step_of(task.procedure, task.step)
    shown = {
        "visitor": visitor,
        "task": task,
        "step": step,
        "choices": _choices(visitor),
        "back_to": _back_to(request),
        "wrong": said(refusal) if refusal else "",
        "typed": request.POST,
        "frame": "desk/work/bare.html" if _by_script(request) else "desk/shell/page.html",
    }
    status = 422 if refusal and not _by_script(request) else 200
    return render(request, template, shown, status=status)


def _until(request: HttpRequest, visitor: Visitor) -> datetime:
    """The instant that was chosen, or typed as a day and an hour of the company's clock."""
    chosen = request.POST.get("choice", "")
    offered = {name: until for name, _label, until in _choices(visitor)}
    if chosen in offered:
        return offered[chosen]
    typed = request.POST.get("until", "").strip()
    if not typed:
        raise SnoozeNotAhead(field="until")
    return read_instant(typed, "until").replace(tzinfo=ZoneInfo(visitor.house.timezone))


def _choices(visitor: Visitor) -> list[tuple[str, str, datetime]]:
    """The usual times: in two hours, tomorrow and next Monday in the morning."""
    here = visitor.standing.at.astimezone(ZoneInfo(visitor.house.timezone))
    morning = here.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    monday = morning + timedelta(days=7 - here.weekday())
    return [
        ("hours", gettext("Dentro de dos horas"), here + timedelta(hours=2)),
        ("tomorrow", gettext("Mañana temprano"), morning + timedelta(days=1)),
        ("monday", gettext("El lunes temprano"), monday),
    ]


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _back_to(request: HttpRequest) -> str:
    """Where it was asked from, if that is a place of ours."""
    asked = request.POST.get("back_to") or request.GET.get("back_to", "")
    ours = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()})
    return asked if ours and asked.startswith("/") else reverse("desk:inbox")


def _after_undo(undone: Undoable, request: HttpRequest) -> str:
    """After a return is taken back the case waits anew; else where it was asked from."""
    if undone.kind == "send_back":
        return reverse("desk:case", kwargs={"case_id": undone.case_id})
    return _back_to(request)
