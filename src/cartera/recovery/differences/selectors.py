"""Reads of differences: what is open, and of which cheques."""

from collections.abc import Iterable

from django.db.models import QuerySet

from cartera.recovery.cheques.models import Cheque
from cartera.recovery.differences.models import Difference

OVER_STATES = (Difference.State.CLOSED, Difference.State.VOID)


def open_differences() -> QuerySet[Difference]:
    """What is not explained and passed on yet, the oldest first."""
    found = Difference.objects.exclude(state__in=OVER_STATES)
    return found.select_related("cheque__client", "collector").order_by("presented_on", "id")


def with_difference(cheques: Iterable[Cheque]) -> set[int]:
    """The ids of those cheques that ever had a difference, void ones aside. One query."""
    ids = [cheque.pk for cheque in cheques]
    found = Difference.objects.filter(cheque_id__in=ids).exclude(state=Difference.State.VOID)
    return set(found.values_list("cheque_id", flat=True))
