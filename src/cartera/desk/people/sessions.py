"""Where one is signed in: each browser, and how to end it from another one."""

from allauth.usersessions.internal.flows.sessions import end_other_sessions, end_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from cartera.desk.access import page
from cartera.desk.people.browsers import named_browser
from cartera.entrance.routes import BOTH, Who
from cartera.entrance.second_factor import has_second_factor
from cartera.entrance.visitor import Visitor
from cartera.kernel.numbers import named_number
from cartera.kernel.text import gettext_noop as _

OTHERS = "others"


@page("mis-sesiones/", Who.SIGNED_IN, _("Mis sesiones"), methods=BOTH, enrols=True)
def sessions(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """One's own sessions; ending one takes effect at once."""
    if request.method == "POST":
        return _end(request, visitor, request.POST.get("ends", ""))
    living = UserSession.objects.purge_and_list(visitor.user)  # a new password ended the others
    rows = [
        (session, named_browser(session.user_agent), session.is_current())
        for session in sorted(living, key=lambda session: session.created_at, reverse=True)
    ]
    shown = {
        "visitor": visitor,
        "rows": rows,
        "others": sum(not current for _, _, current in rows),
        "has_second_factor": has_second_factor(visitor.user),
    }
    return render(request, "desk/people/sessions.html", shown)


def _end(request: HttpRequest, visitor: Visitor, which: str) -> HttpResponse:
    """End one of his sessions, or all but this one; anybody else's is not found."""
    if which == OTHERS:
        end_other_sessions(request, visitor.user)
        messages.success(request, gettext("Se cerraron sus otras sesiones."))
        return redirect("desk:sessions")
    own = list(UserSession.objects.filter(user=visitor.user, pk=named_number(which) or 0))
    if own:
        end_sessions(request, own)
        messages.success(request, gettext("La sesión se cerró."))
    return redirect("desk:sessions")
