"""Who is told of what happens to cases: made, stopped and looked into by access administration."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from ninja import Schema

from cartera.api.bodies import body_of, key_of, object_of, takes
from cartera.api.site import Id, Limit, call, row_of
from cartera.control.workflow.answers import Done, answered_once
from cartera.control.workflow.inputs import digest
from cartera.entrance.routes import Who
from cartera.entrance.webhooks import acts
from cartera.entrance.webhooks.models import Delivery, Subscription
from cartera.entrance.webhooks.refusals import NoSuchDelivery
from cartera.entrance.webhooks.rules import EVENTS
from cartera.entrance.webhooks.selectors import deliveries_of, subscription_of, subscriptions
from cartera.kernel.text import gettext_noop as _

TAG = _("Avisos web")
_ADMINISTRATION = ("ADM_ACC",)
_ASKED = object_of(
    {
        "url": {"type": "string", "maxLength": 500, "title": _("Dirección")},
        "events": {
            "type": "array",
            "items": {"type": "string", "enum": list(EVENTS)},
            "minItems": 1,
            "title": _("De qué se avisa"),
        },
        "procedures": {
            "type": "array",
            "items": {"type": "string", "maxLength": 12},
            "maxItems": 50,
            "title": _("De cuáles procedimientos; de todos, si no se dice"),
        },
    },
    "url",
    "events",
)
_EXAMPLE = {"url": "https://ejemplo.com/avisos", "events": ["opened", "closed"], "procedures": []}
_NOTHING = object_of({})


class SubscriptionLine(Schema):
    """An address that is told."""

    id: int
    url: str
    events: list[str]
    procedures: list[str]
    state: str
    created_at: datetime


class NewSubscription(Schema):
    """An address just subscribed. `secret` is shown this once, and signs what it is told."""

    id: int
    secret: str


class DeliveryLine(Schema):
    """One event told to the address."""

    id: int
    event: str
    case: int
    state: str
    attempts: int
    status: int | None
    answer: str
    tried_at: datetime | None


class DeliveryPage(Schema):
    """Some of them, the latest first; `next` asks for those before."""

    items: list[DeliveryLine]
    next: int | None


class Moved(Schema):
    """How a subscription or a delivery stands now."""

    id: int
    state: str


_LIST = row_of(
    "webhooks", "GET POST", Who.STAFF, _("Suscripciones a los avisos web"), roles=_ADMINISTRATION
)


def _row(name: str, methods: str, text: str) -> Any:
    return row_of(f"webhook_{name}", methods, Who.STAFF, text, roles=_ADMINISTRATION)


def _moving(address: str, row: Any, *, about: str) -> Callable[[Any], Any]:
    """The call that only moves a subscription or a delivery to another state."""
    return call(
        "POST", address, row, answers=Moved, tag=TAG, writes=True,
        told=takes(_NOTHING, key=True), about=about,
    )  # fmt: skip


@call(
    "GET",
    "/webhooks",
    _LIST,
    answers=list[SubscriptionLine],
    tag=TAG,
    about=_("A quién se avisa, y de qué."),
)
def all_subscriptions(request: HttpRequest) -> list[SubscriptionLine]:
    """Every subscription."""
    return [_line(each) for each in subscriptions()]


@call(
    "POST", "/webhooks", _LIST, answers=NewSubscription, tag=TAG, writes=True,
    told=takes(_ASKED, key=True, example=_EXAMPLE),
    about=_("Suscribir una dirección https. El secreto se muestra una sola vez."),
)  # fmt: skip
def subscribe(request: Any) -> NewSubscription:
    """Make a subscription."""
    key, asked = key_of(request), body_of(request, _ASKED)

    def do() -> Done:
        made = acts.subscribe(
            request.auth.user, asked["url"], asked["events"], asked.get("procedures", ())
        )
        return Done(0, result={"id": made.subscription.pk})

    with transaction.atomic():
        done = answered_once(key, digest({"subscribes": asked}), do)
    made = Subscription.objects.get(pk=done.result["id"])
    return NewSubscription(id=made.pk, secret=acts.secret_of_subscription(made))


@_moving(
    "/webhooks/{subscription_id}/stop",
    _row("stop", "POST", _("Detener una suscripción")),
    about=_("No se le avisa más."),
)
def stop(request: HttpRequest, subscription_id: Id) -> Moved:
    """Stop a subscription."""
    return _moved(request, subscription_id, acts.stop_subscription, "stopped")


@_moving(
    "/webhooks/{subscription_id}/resume",
    _row("resume", "POST", _("Activarla de nuevo")),
    about=_("Se le avisa de lo que pase desde ahora."),
)
def resume(request: HttpRequest, subscription_id: Id) -> Moved:
    """Let a subscription go on."""
    return _moved(request, subscription_id, acts.resume_subscription, "active")


@call(
    "GET", "/webhooks/{subscription_id}/deliveries",
    _row("deliveries", "GET", _("Lo que se le avisó")), answers=DeliveryPage, tag=TAG,
    about=_("Cada aviso, cuántas veces se intentó y qué se contestó."),
)  # fmt: skip
def deliveries(
    request: HttpRequest, subscription_id: Id, cursor: Id | None = None, limit: Limit = 50
) -> DeliveryPage:
    """What one subscription was told."""
    subscription_of(subscription_id)
    found = deliveries_of(subscription_id, cursor, limit + 1)
    return DeliveryPage(
        items=[_delivery(each) for each in found[:limit]],
        next=found[limit - 1].pk if len(found) > limit else None,
    )


@_moving(
    "/webhooks/{subscription_id}/deliveries/{delivery_id}/replay",
    _row("replay", "POST", _("Reenviar un aviso")),
    about=_("Se envía otra vez, con su mismo número."),
)
def replay(request: HttpRequest, subscription_id: Id, delivery_id: Id) -> Moved:
    """Tell one event again."""
    if not Delivery.objects.filter(pk=delivery_id, subscription_id=subscription_id).exists():
        raise NoSuchDelivery
    return _moved(request, delivery_id, acts.replay_delivery, "waiting")


def _moved(request: Any, named: int, act: Any, state: str) -> Moved:
    key = key_of(request)
    body_of(request, _NOTHING)

    def do() -> Done:
        act(named)
        return Done(0)

    with transaction.atomic():
        answered_once(key, digest({"moves": named, "to": state}), do)
    return Moved(id=named, state=state)


def _line(each: Subscription) -> SubscriptionLine:
    return SubscriptionLine(
        id=each.pk,
        url=each.url,
        events=each.events,
        procedures=each.procedures,
        state=each.state,
        created_at=each.created_at,
    )


def _delivery(each: Any) -> DeliveryLine:
    return DeliveryLine(
        id=each.pk,
        event=each.event,
        case=each.case_id,
        state=each.state,
        attempts=each.attempts,
        status=each.status,
        answer=each.answer,
        tried_at=each.tried_at,
    )
