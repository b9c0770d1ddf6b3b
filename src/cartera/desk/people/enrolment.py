"""The page to which who authorises money is led until he has a second factor."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from cartera.desk.access import page
from cartera.entrance.routes import Who
from cartera.entrance.second_factor import authorising_roles, has_second_factor
from cartera.entrance.visitor import Visitor
from cartera.entrance.words import role_name
from cartera.kernel.text import gettext_noop as _


@page("segundo-factor/", Who.SIGNED_IN, _("Por qué se pide un segundo factor"), enrols=True)
def second_factor(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Why a second factor is asked for, and the two ways to have one."""
    back = request.GET.get("next", "/")
    if not (back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)):
        back = "/"
    if has_second_factor(visitor.user):
        return redirect(back)
    asking = sorted(set(visitor.roles) & authorising_roles())
    shown = {"visitor": visitor, "asking": [role_name(role) for role in asking], "back": back}
    return render(request, "desk/people/second_factor.html", shown)
