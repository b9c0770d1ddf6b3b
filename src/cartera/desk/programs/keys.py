"""Mis llaves: by which a person's programs come in; access administration sees everybody's."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from cartera.desk.access import page
from cartera.entrance.routes import BOTH, Who
from cartera.entrance.tokens.acts import ADMINISTRATION, LONGEST_LIFE, make_token, revoke_token
from cartera.entrance.tokens.models import Token
from cartera.entrance.tokens.selectors import tokens_of
from cartera.entrance.visitor import Visitor
from cartera.entrance.words import said
from cartera.kernel.dates import parse_date
from cartera.kernel.numbers import named_number
from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _

USUAL_LIFE = timedelta(days=90)


@page("mis-llaves/", Who.SIGNED_IN, _("Mis llaves de la API"), methods=BOTH)
def tokens(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Make a key, which is shown once; see the others; revoke one."""
    if request.method != "POST":
        return _page(request, visitor)
    if request.POST.get("asks") == "revoke":
        return _revoke(request, visitor)
    try:
        made = make_token(
            visitor.user,
            request.POST.get("name", ""),
            request.POST.get("scope", ""),
            _day(request.POST.get("expires_on", "")),
            visitor.standing.on,
        )
    except Refusal as refusal:
        return _page(request, visitor, refusal=refusal, status=422)
    return _page(request, visitor, secret=made.secret)


def _day(text: str) -> date | None:
    """The day that was typed; None where it is none, which the act refuses."""
    try:
        return parse_date(text, "iso" if "-" in text else "dmy")
    except Refusal:
        return None


def _revoke(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    try:
        revoke_token(named_number(request.POST.get("token", "")) or 0, visitor)
    except Refusal as refusal:
        messages.error(request, said(refusal))
    else:
        messages.success(request, gettext("La llave se anuló: ya no abre nada."))
    return redirect("desk:tokens")


def _page(
    request: HttpRequest,
    visitor: Visitor,
    *,
    secret: str = "",
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    today = visitor.standing.on
    oversees = ADMINISTRATION in visitor.roles
    shown = {
        "visitor": visitor,
        "lines": tokens_of(None if oversees else visitor.user, today),
        "oversees": oversees,
        "scopes": Token.Scope.choices,
        "secret": secret,
        "wrong": said(refusal) if refusal else "",
        "place": refusal.field if refusal else "",
        "typed": {} if secret else request.POST,
        "usual": (today + USUAL_LIFE).isoformat(),
        "latest": (today + LONGEST_LIFE).isoformat(),
        "today": today.isoformat(),
    }
    response = render(request, "desk/programs/keys.html", shown, status=status)
    if secret:
        response["Cache-Control"] = "no-store"
    return response
