"""A route as its pages show it: the box, each document with what became of it, the visits."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from cartera.desk.work.at import At
from cartera.recovery.routes.models import Route, RouteCheque, RouteItem, Visit, VisitPhoto
from cartera.recovery.routes.rules import Box
from cartera.recovery.routes.selectors import box_of_route, cheques_of, covers_of, items_of

SHOWN_AT_MOST = 500


@dataclass(frozen=True, slots=True)
class Shown:
    """A document of the route, and the cheques that pay it."""

    item: RouteItem
    cheques: str

    @property
    def number(self) -> str:
        """The number of what came for it: its cheques, its note, or the other document's."""
        if self.item.advice:
            return self.item.advice.number
        return self.cheques or self.item.other_number


@dataclass(frozen=True, slots=True)
class RouteView:
    """A route with its box. `difference` is what its cheques are for beyond what they pay."""

    route: Route
    box: Box
    rows: Sequence[Shown]
    cheques: Sequence[RouteCheque]
    visits: Sequence[Visit]


def route_view(route: Route) -> RouteView:
    """All that its pages show of a route. Five queries, however many documents."""
    items = list(items_of(route.pk)[:SHOWN_AT_MOST])
    brought = list(cheques_of(route.pk))
    paid_by = _paid_by(brought)
    visits = Visit.objects.filter(route=route).select_related("debtor", "taken_back")
    photos = VisitPhoto.objects.select_related("attachment")
    return RouteView(
        route=route,
        box=box_of_route(items),
        rows=[Shown(item, ", ".join(paid_by.get(item.original_id, ()))) for item in items],
        cheques=brought,
        visits=list(visits.prefetch_related(Prefetch("photos", photos)).order_by("id")),
    )


def route_in(subject: Any) -> RouteView | None:
    """The route of a case, if it is about one."""
    return route_view(subject) if isinstance(subject, Route) else None


def context(at: At, _foreseen: Any) -> dict[str, Any]:
    """What a step of a route shows beside its form."""
    return {"route_view": route_in(at.subject)}


def _paid_by(brought: Sequence[RouteCheque]) -> Mapping[int, Sequence[str]]:
    """The cheques that pay each paper, by its id. One query, or none without cheques."""
    found: dict[int, list[str]] = defaultdict(list)
    if brought:
        for cover in covers_of([row.cheque for row in brought]):
            found[cover.original_id].append(str(cover.cheque))
    return found
