"""Subscriptions are made and stopped by access administration."""

from collections.abc import Sequence
from dataclasses import dataclass
from secrets import token_hex

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from cartera.control.audit.models import Head
from cartera.control.people.models import User
from cartera.control.workflow.registry import procedures
from cartera.entrance.webhooks.jobs import send
from cartera.entrance.webhooks.models import Delivery, Subscription
from cartera.entrance.webhooks.refusals import (
    AddressUnreadable,
    EventsMissing,
    EventUnknown,
    NoSuchDelivery,
    NoSuchSubscription,
    ProcedureUnknown,
    SubscriptionStopped,
    TooManySubscriptions,
)
from cartera.entrance.webhooks.rules import EVENTS, check_address, secret_of
from cartera.kernel.clock import now

MOST_ACTIVE = 50
LONGEST_ADDRESS = 500


@dataclass(frozen=True, slots=True)
class NewSubscription:
    """A subscription just made: `secret` is shown once."""

    subscription: Subscription
    secret: str


def subscribe(
    user: User, url: str, events: Sequence[str], chosen: Sequence[str] = ()
) -> NewSubscription:
    """Tell `url` of `events`, of all procedures or of those chosen, from now on."""
    url = url.strip()
    if len(url) > LONGEST_ADDRESS:
        raise AddressUnreadable(field="url")
    check_address(url, settings.WEBHOOKS_INSIDE)
    _check_choice(events, chosen)
    if Subscription.objects.filter(state="active").count() >= MOST_ACTIVE:
        raise TooManySubscriptions(limit=MOST_ACTIVE)
    subscription = Subscription.objects.create(
        url=url,
        events=sorted(set(events)),
        procedures=sorted(set(chosen)),
        salt=token_hex(16),
        from_seq=Head.objects.get().seq,
        created_at=now(),
        created_by=user,
    )
    return NewSubscription(subscription, secret_of_subscription(subscription))


def secret_of_subscription(subscription: Subscription) -> str:
    """The secret under which it is told."""
    return secret_of(settings.WEBHOOKS_KEY, subscription.salt)


def stop_subscription(subscription_id: int) -> None:
    """Tell the address nothing more."""
    _move(subscription_id, Subscription.State.STOPPED)


def resume_subscription(subscription_id: int) -> None:
    """Tell the address again, of what happens from now on."""
    found = _move(subscription_id, Subscription.State.ACTIVE)
    found.update(from_seq=Head.objects.get().seq)


def replay_delivery(delivery_id: int) -> None:
    """Send again what was sent, or was given up, under the same number."""
    with transaction.atomic():
        delivery = Delivery.objects.select_related("subscription").filter(pk=delivery_id).first()
        if delivery is None:
            raise NoSuchDelivery
        if delivery.subscription.state != Subscription.State.ACTIVE:
            raise SubscriptionStopped
        Delivery.objects.filter(pk=delivery_id).update(state="waiting", attempts=0)
        send.later(delivery_id=delivery_id)


def _move(subscription_id: int, state: str) -> QuerySet[Subscription]:
    found = Subscription.objects.filter(pk=subscription_id)
    if not found.update(state=state):
        raise NoSuchSubscription
    return found


def _check_choice(events: Sequence[str], chosen: Sequence[str]) -> None:
    if not events:
        raise EventsMissing(field="events")
    for event in events:
        if event not in EVENTS:
            raise EventUnknown(event=event, field="events")
    known = {procedure.code for procedure in procedures()}
    for code in chosen:
        if code not in known:
            raise ProcedureUnknown(procedure=code, field="procedures")
