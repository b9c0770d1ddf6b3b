"""Avisos web: which addresses are told of what happens to cases, and what each was told."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from cartera.control.workflow.models import Case
from cartera.control.workflow.registry import procedures
from cartera.desk.access import page
from cartera.entrance.routes import BOTH, Who
from cartera.entrance.visitor import Visitor
from cartera.entrance.webhooks import acts
from cartera.entrance.webhooks.models import Delivery
from cartera.entrance.webhooks.refusals import NoSuchSubscription
from cartera.entrance.webhooks.rules import EVENTS
from cartera.entrance.webhooks.selectors import deliveries_of, subscription_of, subscriptions
from cartera.entrance.words import said
from cartera.kernel.numbers import LARGEST_ID, named_number
from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _

EVENT_NAMES = {
    "opened": _("se inició un caso"),
    "performed": _("se hizo un paso"),
    "authorised": _("se firmó una autorización"),
    "sent_back": _("se devolvió una operación"),
    "rejected": _("se rechazó una operación"),
    "closed": _("terminó un caso"),
    "refused": _("se negó un intento"),
}
ADMINISTRATION = ("ADM_ACC",)
_MOVES = {
    "stop": (acts.stop_subscription, _("No se le avisa más.")),
    "resume": (acts.resume_subscription, _("Se le avisa de lo que pase desde ahora.")),
    "replay": (acts.replay_delivery, _("El aviso se reenvía, con su mismo número.")),
}


@page("avisos-web/", Who.STAFF, _("Avisos web"), methods=BOTH, roles=ADMINISTRATION)
def webhooks(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Subscribe an address, whose secret is shown once; stop one; resume it."""
    if request.method != "POST":
        return _page(request, visitor)
    if request.POST.get("asks") in _MOVES:
        _move(request)
        return redirect("desk:webhooks")
    asked = request.POST
    try:
        made = acts.subscribe(
            visitor.user, asked.get("url", ""), asked.getlist("events"), asked.getlist("procedures")
        )
    except Refusal as refusal:
        return _page(request, visitor, refusal=refusal, status=422)
    return _page(request, visitor, secret=made.secret)


@page(
    "avisos-web/<int:subscription_id>/", Who.STAFF, _("Lo que se avisó a una dirección"),
    methods=BOTH, roles=ADMINISTRATION,
)  # fmt: skip
def webhook(request: HttpRequest, visitor: Visitor, subscription_id: int) -> HttpResponse:
    """Each delivery with its answer; send one again."""
    if request.method == "POST":
        _move(request)
        return redirect("desk:webhook", subscription_id=subscription_id)
    try:
        found = subscription_of(min(subscription_id, LARGEST_ID))
    except NoSuchSubscription as refusal:
        messages.error(request, said(refusal))
        return redirect("desk:webhooks")
    shown = {
        "visitor": visitor,
        "subscription": found,
        "deliveries": _told(deliveries_of(found.pk)),
    }
    return render(request, "desk/programs/deliveries.html", shown)


def _told(deliveries: Sequence[Delivery]) -> list[tuple[Delivery, str, str]]:
    """Each with what happened, in words, and the number of its case. One query."""
    cases = Case.objects.in_bulk([each.case_id for each in deliveries])
    return [
        (each, EVENT_NAMES.get(each.event, each.event), str(cases.get(each.case_id, each.case_id)))
        for each in deliveries
    ]


def _move(request: HttpRequest) -> None:
    act, done = _MOVES.get(request.POST.get("asks", ""), _MOVES["replay"])
    try:
        act(named_number(request.POST.get("which", "")) or 0)
    except Refusal as refusal:
        messages.error(request, said(refusal))
    else:
        messages.success(request, gettext(done))


def _page(
    request: HttpRequest,
    visitor: Visitor,
    *,
    secret: str = "",
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    chosen = request.POST.getlist("events") if refusal else ["opened", "closed"]
    shown = {
        "visitor": visitor,
        "subscriptions": subscriptions(),
        "events": [(event, EVENT_NAMES[event], event in chosen) for event in EVENTS],
        "procedures": [
            (each.code, each.title, each.code in request.POST.getlist("procedures"))
            for each in procedures()
        ],
        "secret": secret,
        "wrong": said(refusal) if refusal else "",
        "place": refusal.field if refusal else "",
        "url": request.POST.get("url", "") if refusal else "",
    }
    return render(request, "desk/programs/webhooks.html", shown, status=status)
