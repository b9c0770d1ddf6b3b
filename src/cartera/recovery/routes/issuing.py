"""The day's report and the documents' way out of the vault (PCI-F02 steps 1 to 3)."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import Label, Text
from cartera.kernel.money import ZERO
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.cheques.batches import COLLECTOR, collector_named
from cartera.recovery.custody.acts import offer, take_out, withdraw_offered
from cartera.recovery.custody.counting import Seen
from cartera.recovery.custody.models import Original
from cartera.recovery.custody.refusals import CountDiffers
from cartera.recovery.custody.rules import tally
from cartera.recovery.custody.selectors import holder_words, named
from cartera.recovery.routes.models import Route, RouteItem
from cartera.recovery.routes.refusals import (
    CountDiffersFromReport,
    NotCounted,
    NotForARoute,
    NothingDue,
)
from cartera.recovery.routes.selectors import collectable, due_in_zone

Labels = Annotated[list[str], Field(max_length=2000)]


def issue_route(
    route: Route | None,
    act: Act,
    *,
    collector: Annotated[Text, Label(_("Gestor"), options="collectors")],
    zone: Annotated[
        str,
        Field(max_length=40),
        Label(_("Zona"), _("Vacía: los deudores que no tienen zona"), options="route_zones"),
    ] = "",
    leave_out: Annotated[
        Labels,
        Label(
            _("Dejar fuera"),
            _("Lo que no sale hoy; lo demás de la zona sale"),
            options="due_documents",
        ),
    ] = [],  # noqa: B006 (pydantic copies it)
    also: Annotated[
        Labels, Label(_("Llevar también"), _("Etiquetas de otros documentos en bóveda"))
    ] = [],  # noqa: B006 (pydantic copies it)
) -> Outcome:
    """Issue a collector's route with all that is due in a zone, and what was left (step 1).

    A report that came back keeps its documents, but for those left out. Refuses an empty route and
    a document that cannot go out.
    """
    fresh = route is None
    route = route or Route(case_id=act.case_id)
    route.collector, route.zone, route.on = collector_named(collector, act), zone, act.on
    route.state = Route.State.ISSUED
    route.save()
    out = {original.pk for original in named(leave_out, "leave_out")} if leave_out else set()
    found = [o for o in due_in_zone(zone, act.on) if o.pk not in out] if fresh else []
    if not fresh:
        _drop(route, act, out)
    found += _more(also, found, act)
    _put_on(route, found)
    if not found and not route.items.filter(closed_at__isnull=True).exists():
        raise NothingDue(zone=zone or _("sin nombre"), field="zone")
    return Outcome(result={"documents": len(found)})


def take_documents_out(
    route: Route,
    act: Act,
    *,
    seen: Seen = [],  # noqa: B006 (pydantic copies it)
    counted: Annotated[
        int | None, Field(ge=0), Label(_("Cuántos contó"), _("Si no lee las etiquetas"))
    ] = None,
) -> Outcome:
    """Custody takes the documents out of the vault and counts them against the report (step 2).

    Refuses a count that differs, naming what is missing where the labels were read.
    """
    originals = on_the_way(route)
    if seen:
        found = tally((original.label for original in originals), seen)
        if not found.agrees:
            nothing = _("nada")
            raise CountDiffers(
                missing=", ".join(found.missing) or nothing,
                strange=", ".join(found.strange) or nothing,
                field="seen",
            )
    elif counted is None:
        raise NotCounted(field="counted")
    elif counted != len(originals):
        raise CountDiffersFromReport(expected=len(originals), counted=counted, field="counted")
    stored = [original for original in originals if original.person_id != act.actor_id]
    if stored:
        take_out(stored, act, _("ruta de cobro"))
    move_route(route, Route.State.COUNTED)
    return Outcome(result={"documents": len(originals)})


def hand_documents_over(route: Route, act: Act) -> Outcome:
    """Custody hands the documents to the collector, who signs for them at his step (step 3).

    What he sent back is offered again: his first look at it no longer stands.
    """
    withdraw_offered(route.case_id, act)
    originals = on_the_way(route)
    reason = _("ruta de cobro")
    offer(originals, act, role=COLLECTOR, receiver_id=route.collector_id, reason=reason)
    move_route(route, Route.State.HANDED)
    return Outcome(result={"documents": len(originals)})


def cancel_route(route: Route, act: Act, reason: str) -> None:
    """The route does not go out: its documents are free for another; who has them keeps them."""
    withdraw_offered(route.case_id, act)
    route.items.filter(closed_at__isnull=True).update(state="dropped", closed_at=act.at)
    move_route(route, Route.State.VOID)


def on_the_way(route: Route) -> list[Original]:
    """The papers of the documents that the route still has, in order. One query."""
    open_items = RouteItem.objects.filter(route=route, closed_at__isnull=True)
    found = Original.objects.filter(pk__in=open_items.values("original"))
    return list(found.select_related("place", "person").order_by("id"))


def move_route(route: Route, state: str) -> None:
    """The route comes to a state; its row is held by the step."""
    if route.state != state:
        Route.objects.filter(pk=route.pk).update(state=state)
        route.state = state


def _drop(route: Route, act: Act, out: set[int]) -> None:
    """A report that came back: what was offered is taken back, what is left out goes."""
    withdraw_offered(route.case_id, act)
    dropped = route.items.filter(closed_at__isnull=True, original_id__in=out)
    dropped.update(state="dropped", closed_at=act.at)


def _more(also: Sequence[str], found: Sequence[Original], act: Act) -> list[Original]:
    if not also:
        return []
    there = {original.pk for original in found}
    wanted = [original for original in named(also, "also") if original.pk not in there]
    free = collectable(act.on).in_bulk([original.pk for original in wanted])
    for original in wanted:
        if original.pk not in free:
            where = holder_words(original)
            why = _("lo tiene {holder}, o ya no debe nada, o va en otra ruta")
            raise NotForARoute(label=original.label, why=why.format(holder=where), field="also")
    return list(free.values())


def _put_on(route: Route, found: Sequence[Original]) -> None:
    RouteItem.objects.bulk_create(
        RouteItem(route=route, original=original, expected=getattr(original, "owed", ZERO))
        for original in found
    )
