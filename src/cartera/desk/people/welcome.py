"""The page to which an invitation leads: the person chooses his password and can come in."""

from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from cartera.company.selectors import company
from cartera.control.workflow.coming_in import accept_invitation, invitation_of
from cartera.control.workflow.models import Invitation
from cartera.control.workflow.refusals import InvitationOver
from cartera.control.workflow.standing import standing_today
from cartera.desk.access import page
from cartera.entrance.routes import BOTH, Who
from cartera.entrance.visitor import Visitor
from cartera.entrance.words import said
from cartera.kernel.text import gettext_noop as _

LONGEST = 128


@page(
    "bienvenida/<str:secret>/",
    Who.ANYONE,
    _("Elegir la clave con el enlace de una invitación"),
    methods=BOTH,
)
@never_cache
@sensitive_post_parameters()
def welcome(request: HttpRequest, visitor: Visitor | None, secret: str) -> HttpResponse:
    """Choose a password, once, with the link that was mailed."""
    try:
        invitation = invitation_of(secret)
    except InvitationOver as refusal:
        return _over(request, refusal)
    if request.method != "POST":
        return _page(request, invitation, [])
    chosen, again = request.POST.get("password1", ""), request.POST.get("password2", "")
    wrong = _wrong(invitation, chosen, again)
    if wrong:
        return _page(request, invitation, wrong, status=422)
    try:
        with transaction.atomic():
            on = standing_today(invitation.user_id or 0).on
            accept_invitation(secret, chosen, on)
    except InvitationOver as refusal:
        return _over(request, refusal)
    messages.success(request, gettext("Su clave quedó puesta: entre con ella."))
    return redirect("account_login")


def _wrong(invitation: Invitation, chosen: str, again: str) -> list[str]:
    """What is wrong with the password, a sentence each."""
    if chosen != again:
        return [gettext("Las dos claves no son iguales.")]
    if len(chosen) > LONGEST:
        return [gettext("La clave es demasiado larga.")]
    try:
        validate_password(chosen, invitation.user)
    except ValidationError as error:
        return [str(sentence) for sentence in error.messages]
    return []


def _page(
    request: HttpRequest, invitation: Invitation, wrong: list[str], status: int = 200
) -> HttpResponse:
    shown = {"invitation": invitation, "house_name": company().name, "wrong": wrong}
    return render(request, "desk/people/welcome.html", shown, status=status)


def _over(request: HttpRequest, refusal: InvitationOver) -> HttpResponse:
    return render(request, "desk/people/welcome.html", {"over": said(refusal)}, status=410)
