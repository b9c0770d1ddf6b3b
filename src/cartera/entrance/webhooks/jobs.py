"""One event sent to one address, tried again for a day."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from cartera.control.jobs.beats import beat
from cartera.control.jobs.queue import job
from cartera.entrance.webhooks.models import Delivery, Subscription
from cartera.entrance.webhooks.posting import Answer, Letter, post
from cartera.entrance.webhooks.rules import TRYING, secret_of
from cartera.kernel.clock import now

GONE = 410


@beat(rest_seconds=2)
def tell_of_events() -> None:
    """Look whether anything happened that somebody is to be told of."""
    from cartera.entrance.webhooks.telling import tell

    tell()


@job("webhooks.send")
def send(delivery_id: int) -> None:
    """Send a delivery that waits; one that was sent is left alone."""
    delivery = Delivery.objects.select_related("subscription").filter(pk=delivery_id).first()
    if delivery is None or delivery.state != Delivery.State.WAITING:
        return
    subscription = delivery.subscription
    if subscription.state != Subscription.State.ACTIVE:
        _note(delivery, Answer(None, str(subscription.get_state_display())), "failed")
        return
    secret = secret_of(settings.WEBHOOKS_KEY, subscription.salt)
    letter = Letter(delivery.pk, subscription.url, delivery.event, delivery.body.encode(), secret)
    _take(delivery, post(letter))


def _take(delivery: Delivery, answer: Answer) -> None:
    """Write down what was answered, and when to try again."""
    if answer.is_taken:
        _note(delivery, answer, Delivery.State.DELIVERED)
    elif answer.status == GONE:
        _note(delivery, answer, Delivery.State.FAILED)
        Subscription.objects.filter(pk=delivery.subscription_id).update(state="gone")
    elif delivery.attempts + 1 >= TRYING.tries:
        _note(delivery, answer, Delivery.State.FAILED)
    else:
        _note(delivery, answer, Delivery.State.WAITING, TRYING.wait_after(delivery.attempts + 1))


def _note(
    delivery: Delivery, answer: Answer, state: str, again_after: timedelta | None = None
) -> None:
    """Compare-and-set: two workers with the same delivery write down one attempt."""
    as_read = Delivery.objects.filter(pk=delivery.pk, state="waiting", attempts=delivery.attempts)
    with transaction.atomic():
        noted = as_read.update(
            state=state,
            attempts=F("attempts") + 1,
            status=answer.status,
            answer=answer.text,
            tried_at=now(),
        )
        if noted and again_after is not None:
            send.later(after=again_after, delivery_id=delivery.pk)
