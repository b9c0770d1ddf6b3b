"""Reads of differences: what is open, and of which cheques."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import QuerySet

from cartera.recovery.cheques.models import Cheque
from cartera.recovery.differences.models import Difference
from cartera.recovery.routes.models import RouteCheque, RouteItem

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


def justifications(cheques: Sequence[Cheque]) -> Mapping[tuple[int, int | None], str]:
    """Why cheques are not what their documents come to: by cheque and paper, or by cheque and
    nothing where it is of the whole. What was explained since (PCI-F08) is what counts. Three
    queries, however many cheques."""
    ids = [cheque.pk for cheque in cheques]
    brought = RouteCheque.objects.filter(cheque_id__in=ids)
    found: dict[tuple[int, int | None], str] = {
        (row.cheque_id, None): row.justification for row in brought if row.justification
    }
    explained = Difference.objects.filter(cheque_id__in=ids).exclude(explanation="").order_by("id")
    found |= {(one.cheque_id, None): one.explanation for one in explained}
    items = RouteItem.objects.filter(visit__cheques__cheque_id__in=ids).exclude(reason="")
    said = items.values_list("visit__cheques__cheque_id", "original_id", "reason")
    return found | {(cheque_id, original_id): reason for cheque_id, original_id, reason in said}
