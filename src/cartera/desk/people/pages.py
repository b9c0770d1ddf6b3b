"""Who works here: the list, one person with his history, the link of an invitation."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from cartera.control.people.models import User
from cartera.control.workflow.coming_in import renew_link
from cartera.control.workflow.refusals import InvitationOver
from cartera.desk.access import page
from cartera.desk.people.roster import (
    STATES,
    Member,
    expires_in_hours,
    history_of,
    member_of,
    roster,
    waiting_invitation,
)
from cartera.entrance.routes import POST, Who
from cartera.entrance.second_factor import authorising_roles, is_enforced
from cartera.entrance.visitor import Visitor
from cartera.entrance.words import said
from cartera.kernel.search import search_key
from cartera.kernel.text import gettext_noop as _
from cartera.procedures.people import link_of

SEE = ("ADM_ACC", "G_GRAL", "G_OP", "AUD_INT")
KEEPER = "ADM_ACC"


@page("personas/", Who.STAFF, _("Personas y roles"), roles=SEE)
def people(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Everybody who works here, with his roles, stand-ins and second factor."""
    text, state = request.GET.get("q", "").strip(), request.GET.get("estado", "")
    everybody = roster(visitor.standing.on)
    found = [
        member
        for member in everybody
        if _matches(member, text) and (state not in STATES or member.state == state)
    ]
    shown = {
        "visitor": visitor,
        "members": found,
        "total": len(everybody),
        "text": text,
        "state": state,
        "states": STATES.items(),
        "asking": authorising_roles() if is_enforced(visitor) else frozenset(),
        "enforced": is_enforced(visitor),
        "keeps": KEEPER in visitor.roles,
    }
    return render(request, "desk/people/people.html", shown)


@page("personas/<str:username>/", Who.STAFF, _("Ver a una persona y su historia"), roles=SEE)
def person(request: HttpRequest, visitor: Visitor, username: str) -> HttpResponse:
    """One person: what he holds and held, who gave it, and what may be asked about him."""
    return render(request, "desk/people/person.html", _shown(visitor, _member(username)))


@page(
    "personas/<str:username>/enlace/",
    Who.STAFF,
    _("Hacer de nuevo el enlace de una invitación"),
    methods=POST,
    roles=(KEEPER,),
)
@never_cache
def invitation_link(request: HttpRequest, visitor: Visitor, username: str) -> HttpResponse:
    """A fresh link, shown this once; the one that was mailed before serves no more."""
    member = _member(username)
    invitation = waiting_invitation(member.user)
    if invitation is None:
        messages.error(request, said(InvitationOver()))
        return redirect("desk:person", username=username)
    secret = renew_link(invitation, actor_id=visitor.user.pk, on=visitor.standing.on)
    shown = _shown(visitor, member) | {"link": link_of(secret)}
    return render(request, "desk/people/person.html", shown)


def _member(username: str) -> Member:
    member = member_of(username)
    if member is None:
        raise Http404
    return member


def _shown(visitor: Visitor, member: Member) -> dict[str, object]:
    invitation = waiting_invitation(member.user)
    return {
        "visitor": visitor,
        "member": member,
        "today": visitor.standing.on,
        "history": history_of(member.user),
        "invitation": invitation,
        "hours": expires_in_hours(invitation) if invitation else 0,
        "keeps": KEEPER in visitor.roles,
        "asks": _asks(member.user),
    }


def _asks(user: User) -> dict[str, str]:
    """The addresses at which something is asked about him, with what is known filled in."""
    about = {"user": user.username}
    return {
        "role": _opening("INT-08", kind="role", **about),
        "stand_in": _opening("INT-08", kind="stand_in", **about),
        "end_role": _opening("INT-08", kind="end_role", **about),
        "leaves": _opening("INT-16", kind="leaves", **about),
        "returns": _opening("INT-16", kind="returns", **about),
    }


def _opening(code: str, **filled: str) -> str:
    return f"{reverse('desk:opening', kwargs={'code': code})}?{urlencode(filled)}"


def _matches(member: Member, text: str) -> bool:
    user = member.user
    said_of_him = f"{user.full_name} {user.username} {user.email}"
    return search_key(text) in search_key(said_of_him)
