"""Mi bandeja: what waits for the roles of whoever looks, and what he may begin."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cartera.control.dossiers.selectors import unread_mentions
from cartera.control.mail.selectors import failures_for
from cartera.control.workflow.registry import procedures
from cartera.control.workflow.selectors import counts_for, waiting_for
from cartera.desk.access import page
from cartera.desk.work.onward import TRAY
from cartera.desk.work.tray import (
    EMPTY,
    Asked,
    after,
    asked_of,
    clients_offered,
    fresh_in,
    piles_of,
    tabs_of,
)
from cartera.entrance.routes import Who
from cartera.entrance.visitor import Visitor
from cartera.kernel.numbers import named_number
from cartera.kernel.text import gettext_noop as _
from cartera.procedures.opening.background import ended_unseen

A_PAGE = 25


@page("", Who.SIGNED_IN, _("Mi bandeja"))
def inbox(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The home of every role."""
    asked = asked_of(request.GET)
    if request.session.get(TRAY) != asked.wanted.scope:
        request.session[TRAY] = asked.wanted.scope
    pulse = _pulse(visitor, asked, None)
    found = waiting_for(visitor.viewer, asked.wanted, A_PAGE + 1) if visitor.roles else []
    shown_now = found[:A_PAGE]
    shown = pulse | {
        "titles": {procedure.code: procedure.title for procedure in procedures()},
        "piles": piles_of(shown_now, pulse["counts"], visitor.user.pk, visitor.standing.at),
        "next": after(asked, shown_now[-1]) if len(found) > A_PAGE else "",
        "back_to": request.get_full_path(),
        "empty": EMPTY[asked.wanted.scope],
        "notices": unread_mentions(visitor.user.pk),
        "unsent": failures_for(visitor.user.pk, visitor.roles) if visitor.is_staff else [],
        "ended": ended_unseen(visitor.user.pk) if visitor.is_staff else [],
    }
    return render(request, "desk/work/inbox.html", shown)


@page("bandeja/pulso/", Who.SIGNED_IN, _("Cuántas tareas esperan, al momento"))
def inbox_pulse(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The tabs' counts, the badge and how many tasks are new: what an open inbox asks for itself.

    One query of its own.
    """
    since = named_number(request.GET.get("desde", "")) or 0
    shown = _pulse(visitor, asked_of(request.GET), since) | {"alone": True}
    return render(request, "desk/work/pulse.html", shown)


@page("bandeja/clientes/", Who.STAFF, _("Sugerencias de clientes al filtrar la bandeja"))
def inbox_clients(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """A few clients by code or part of the name, as one types."""
    typed = request.GET.get("cliente", "").strip()[:80]
    shown = {"clients": clients_offered(typed) if typed else []}
    return render(request, "desk/work/client_options.html", shown)


def _pulse(visitor: Visitor, asked: Asked, since: int | None) -> dict[str, Any]:
    """The part of the page that asks for itself again; with no `since`, nothing is new yet."""
    known = since or 0
    counts = counts_for(visitor.viewer, asked.wanted.clients, known) if visitor.roles else []
    newest = max((count.newest for count in counts), default=0)
    return {
        "visitor": visitor,
        "asked": asked,
        "wanted": asked.wanted,
        "counts": counts,
        "tabs": tabs_of(asked, counts),
        "badge": sum(count.all for count in counts),
        "fresh": 0 if since is None else fresh_in(asked, counts),
        "since": newest if since is None else since,
    }
