"""A paper joins a route that is out already: one that another company lends (PCI-F03.1 step 5)."""

from cartera.control.workflow.definitions import Act
from cartera.kernel.money import ZERO
from cartera.recovery.custody.models import Original
from cartera.recovery.routes.models import Route, RouteItem
from cartera.recovery.routes.refusals import NoRouteOut, NotInYourHands


def join_route(original: Original, beside: Original, act: Act) -> RouteItem:
    """A paper in the collector's hands goes with `beside` on his route, to be collected together.

    Nothing happens where it is on his route already. Refuses a paper that he does not have, and
    one for which he has no route in the street with `beside` still to be visited.
    """
    mine = (act.actor_id, act.on_behalf_of_id)
    if original.state != Original.State.IN_HAND or original.person_id not in mine:
        raise NotInYourHands(number=original.number)
    out = RouteItem.objects.filter(
        original=beside,
        state=RouteItem.State.PENDING,
        closed_at__isnull=True,
        route__state=Route.State.OUT,
        route__collector__in=[who for who in mine if who],
    )
    there = out.select_related("route").select_for_update(of=("self",)).first()
    if there is None:
        raise NoRouteOut(number=beside.number)
    item, _is_new = RouteItem.objects.get_or_create(
        route=there.route,
        original=original,
        closed_at=None,
        defaults={"expected": original.amount or ZERO},
    )
    return item
