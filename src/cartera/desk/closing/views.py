"""The day's close: which day it is, what still prevents closing it, the days that are closed."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cartera.company.models import DayClose
from cartera.company.selectors import last_closed_on
from cartera.control.workflow.models import Task
from cartera.control.workflow.selectors import names_of
from cartera.desk.access import page
from cartera.entrance.routes import Who
from cartera.entrance.visitor import Visitor
from cartera.kernel.text import gettext_noop as _
from cartera.procedures.obstacles import obstacles_on

CLOSED_SHOWN = 60
CLOSINGS = ("INT-04", "INT-05", "INT-09")


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A close with the names of who closed and who reopened."""

    close: DayClose
    closed_by: str
    reopened_by: str


@page("cierre/", Who.STAFF, _("Cierre del día"))
def closing(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Where the day stands."""
    day = visitor.standing.on
    waiting = Task.objects.filter(procedure__in=CLOSINGS, state="open").select_related("case")
    shown = {
        "visitor": visitor,
        "day": day,
        "last_closed_on": last_closed_on(),
        "obstacles": obstacles_on(day),
        "waiting": waiting.order_by("id")[:CLOSED_SHOWN],
        "can_open": [p for p in visitor.can_open if p.code in CLOSINGS],
        "closed": _closed_days(),
    }
    return render(request, "desk/closing/closing.html", shown)


def _closed_days() -> list[ClosedDay]:
    """The latest closes, reopened ones too. Two queries."""
    closes = list(DayClose.objects.order_by("-id")[:CLOSED_SHOWN])
    people = {close.closed_by_id for close in closes}
    people |= {close.reopened_by_id for close in closes if close.reopened_by_id}
    names = names_of(people)
    return [
        ClosedDay(
            close, names.get(close.closed_by_id, ""), names.get(close.reopened_by_id or 0, "")
        )
        for close in closes
    ]
