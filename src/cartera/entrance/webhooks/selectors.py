"""Who is told, and what each was told."""

from collections.abc import Sequence

from django.db.models import Count, Q, QuerySet

from cartera.entrance.webhooks.models import Delivery, Subscription
from cartera.entrance.webhooks.refusals import NoSuchSubscription


def subscriptions() -> QuerySet[Subscription]:
    """All of them with how many of their deliveries stand how, the newest first. One query."""
    found = Subscription.objects.select_related("created_by").order_by("-id")
    return found.annotate(
        delivered=Count("deliveries", filter=Q(deliveries__state="delivered")),
        waiting=Count("deliveries", filter=Q(deliveries__state="waiting")),
        failed=Count("deliveries", filter=Q(deliveries__state="failed")),
    )


def subscription_of(subscription_id: int) -> Subscription:
    """One of them; refuses an unknown one."""
    found = subscriptions().filter(pk=subscription_id).first()
    if found is None:
        raise NoSuchSubscription
    return found


def deliveries_of(
    subscription_id: int, before: int | None = None, limit: int = 50
) -> Sequence[Delivery]:
    """What it was told, the latest first; `before` is the number after which the page begins."""
    found = Delivery.objects.filter(subscription_id=subscription_id).order_by("-id")
    if before is not None:
        found = found.filter(id__lt=before)
    return list(found[:limit])
