"""Cheques of a route that are not what their documents come to (PCI-F08)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cartera.kernel.money import ZERO
from cartera.recovery.cheques.models import Cheque
from cartera.recovery.cheques.rules import uncovered
from cartera.recovery.routes.models import RouteCheque, RouteItem
from cartera.recovery.routes.selectors import covers_of


@dataclass(frozen=True, slots=True)
class Differing:
    """A cheque, whether it is short or over, and by how much in the company's currency."""

    brought: RouteCheque
    kind: str
    amount: Decimal


def differing(brought: Sequence[RouteCheque]) -> list[Differing]:
    """The cheques among these that somebody must explain. Two queries.

    Over: it is for more than what it pays; whatever the debtor said of that, it has to be said of
    which documents the rest is. Short: a document that it is the last to pay still owes, and nobody
    said why.
    """
    payments = [row for row in brought if row.cheque.purpose == Cheque.Purpose.PAYMENT]
    paid: dict[int, Decimal] = defaultdict(Decimal)
    last_to_pay: dict[int, int] = {}
    for cover in covers_of([row.cheque for row in payments]):
        paid[cover.cheque_id] += cover.amount
        last_to_pay[cover.original_id] = cover.cheque_id
    owed: dict[int, Decimal] = defaultdict(Decimal)
    for item in _unexplained(payments):
        cheque_id = last_to_pay.get(item.original_id)
        if cheque_id is not None:
            owed[cheque_id] += item.expected - item.collected
    found = []
    for row in payments:
        over = uncovered(row.cheque.amount, [paid[row.cheque_id]])
        if over > ZERO:
            found.append(Differing(row, "over", over))
        elif owed[row.cheque_id] > ZERO and not row.justification:
            found.append(Differing(row, "short", owed[row.cheque_id]))
    return found


def _unexplained(brought: Sequence[RouteCheque]) -> list[RouteItem]:
    """Documents of these visits that were paid short, and nobody said why."""
    visits = {row.visit_id for row in brought}
    items = RouteItem.objects.filter(visit_id__in=visits, state="cheque", reason="")
    return [item for item in items.order_by("id") if item.collected < item.expected]
