"""Mi bandeja: what waits for the roles of whoever looks, and what he may begin."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.dateparse import parse_datetime

from cartera.control.workflow.registry import procedures, step_of
from cartera.control.workflow.selectors import (
    SCOPES,
    ProcedureCount,
    Scope,
    WaitingTask,
    Wanted,
    counts_for,
    waiting_for,
)
from cartera.desk.access import page
from cartera.entrance.routes import Who
from cartera.entrance.visitor import Visitor
from cartera.kernel.text import gettext_noop as _

A_PAGE = 50
SCOPE_NAMES: dict[Scope, str] = {
    "all": _("Todo"),
    "mine": _("Tomado por mí"),
    "overdue": _("Vencido"),
    "today": _("Vence hoy"),
}


@dataclass(frozen=True, slots=True)
class Tab:
    """A scope with its count."""

    scope: Scope
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Line:
    """A task with the words of its step."""

    task: WaitingTask
    text: str
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Pile:
    """The tasks of one procedure on this page, and how many there are in all."""

    code: str
    title: str
    count: int
    lines: tuple[Line, ...]


@page("", Who.SIGNED_IN, _("Mi bandeja"))
def inbox(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The home of every role."""
    wanted = wanted_of(request.GET)
    counts = counts_for(visitor.viewer, wanted.client) if visitor.roles else []
    found = waiting_for(visitor.viewer, wanted, A_PAGE + 1) if visitor.roles else []
    shown_now = found[:A_PAGE]
    shown = {
        "visitor": visitor,
        "wanted": wanted,
        "tabs": _tabs(counts),
        "counts": counts,
        "titles": {procedure.code: procedure.title for procedure in procedures()},
        "piles": _piles(shown_now, counts, visitor.standing.at),
        "next": _address(wanted, shown_now[-1]) if len(found) > A_PAGE else "",
    }
    return render(request, "desk/work/inbox.html", shown)


def wanted_of(asked: QueryDict) -> Wanted:
    """What the address asks for; what it does not know it leaves out."""
    scope = asked.get("ver", "all")
    after = asked.get("despues", "")
    return Wanted(
        scope=scope if scope in SCOPES else "all",
        procedure=asked.get("procedimiento", "")[:12],
        client=asked.get("cliente", "").strip()[:12],
        after=int(after) if after.isascii() and after.isdigit() and len(after) < 18 else None,
        after_due=_instant(asked.get("vence", "")),
    )


def _instant(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def _address(wanted: Wanted, last: WaitingTask) -> str:
    """Where the page after `last` is."""
    query = QueryDict(mutable=True)
    query["ver"], query["procedimiento"] = wanted.scope, wanted.procedure
    query["cliente"], query["despues"] = wanted.client, str(last.id)
    query["vence"] = last.due_at.isoformat() if last.due_at else ""
    return f"?{query.urlencode()}"


def _tabs(counts: Sequence[ProcedureCount]) -> list[Tab]:
    return [
        Tab(scope, SCOPE_NAMES[scope], sum(getattr(count, scope) for count in counts))
        for scope in SCOPES
    ]


def _piles(
    page: Sequence[WaitingTask], counts: Sequence[ProcedureCount], at: datetime
) -> list[Pile]:
    """The page's tasks under their procedures, in the order of the procedures' codes."""
    in_all = {count.procedure: count.all for count in counts}
    titles = {procedure.code: procedure.title for procedure in procedures()}
    by_code = sorted(page, key=lambda task: task.procedure)
    return [
        Pile(code, titles.get(code, ""), in_all.get(code, 0), tuple(_line(t, at) for t in tasks))
        for code, tasks in groupby(by_code, key=lambda task: task.procedure)
    ]


def _line(task: WaitingTask, at: datetime) -> Line:
    _, step = step_of(task.procedure, task.step)
    signs = task.kind == "authorisation" and step.authorises is not None
    text = step.authorises.text if signs and step.authorises else step.text
    return Line(task, text, task.due_at is not None and task.due_at < at)
