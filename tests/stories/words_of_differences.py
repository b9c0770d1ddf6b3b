"""Words of the stories of differences."""

from cartera.recovery.cheques.models import ChequeBatch, ChequeCover
from cartera.recovery.differences.models import Difference
from cartera.recovery.differences.selectors import open_differences
from cartera.recovery.routes.models import Route


class DifferenceWords:
    """What is told of cheques that are not what their documents come to."""

    def difference(self) -> int:
        """The case of the last difference."""
        return Difference.objects.latest("id").case_id

    def differences(self) -> list[str]:
        """What is not explained and passed on."""
        return [
            f"{d.cheque.number}: {d.get_kind_display()} {d.amount}, {d.get_state_display()}"
            for d in open_differences()
        ]

    def resolved(self) -> str:
        """How the last difference was resolved."""
        last = Difference.objects.latest("id")
        return f"{last.get_resolution_display()} ({last.get_resolved_with_display()})"

    def covers(self, number: str) -> list[str]:
        """What a cheque pays."""
        rows = ChequeCover.objects.filter(cheque__number=number).select_related("original")
        return [f"{row.original.number} {row.amount}" for row in rows.order_by("id")]

    def on_their_way(self) -> list[str]:
        """The cheques that go to be endorsed or exchanged."""
        found = ChequeBatch.objects.order_by("id").prefetch_related("items__cheque")
        return [i.cheque.number for batch in found for i in batch.items.all()]

    def route_begun_by(self, case: int) -> int:
        """The case of the route that another case began."""
        return Route.objects.get(case__parent_id=case).case_id
