"""Reads of routes: what is due, where each route stands, what a day brought."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import (
    Case,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from cartera.credit.parties.models import Debtor
from cartera.kernel.money import ZERO
from cartera.recovery.cheques.models import Cheque, ChequeCover
from cartera.recovery.custody.models import HandedOriginal, HandOver, Original
from cartera.recovery.routes.models import Rescheduling, Route, RouteCheque, RouteItem, Visit
from cartera.recovery.routes.rules import Box, Line, box_of

COLLECTABLE = (Original.Kind.QUEDAN, Original.Kind.BORROWED, Original.Kind.UNASSIGNED)
DUE_AT_MOST = 1000


@dataclass(frozen=True, slots=True)
class Zone:
    """What is due in a zone: its documents in the order of the way, what they owe in all, and how
    many were due on an earlier day."""

    name: str
    documents: Sequence[Original]
    owed: Decimal
    late: int


@dataclass(frozen=True, slots=True)
class Stop:
    """A debtor of the route: what he owes, and how many of his documents are still to visit."""

    debtor: Debtor
    items: Sequence[RouteItem]

    @property
    def left(self) -> int:
        """How many have no outcome yet."""
        return sum(1 for item in self.items if item.state == "pending")

    @property
    def owed(self) -> Decimal:
        """What those still owe."""
        return sum((item.expected for item in self.items if item.state == "pending"), ZERO)


def collectable(on: date) -> QuerySet[Original]:
    """What could go out on a route: papers in the vault that still owe and are on no open route.

    Each with `owed`, what it still owes, and `probable_on`, when it is next looked for: the day
    that it was put off to since its last visit, that the last route gave it, else its own; `on`
    where it has none.
    """
    items = RouteItem.objects.filter(original=OuterRef("pk"))
    given = items.filter(new_on__isnull=False).order_by("-id").values("new_on")[:1]
    put_off = Rescheduling.objects.filter(original=OuterRef("pk")).exclude(
        Exists(
            RouteItem.objects.filter(
                original=OuterRef("original"), visit__at__gt=OuterRef("at"), new_on__isnull=False
            )
        )
    )
    found = Original.objects.filter(state="vault", kind__in=COLLECTABLE).filter(
        Q(document__state="live") | ~Q(kind=Original.Kind.QUEDAN)
    )
    # Nobody follows it any more (PCI-F07): it waits for its owner.
    found = found.exclude(foreign__state="void")
    return (
        found.exclude(Exists(items.filter(closed_at__isnull=True)))
        .annotate(
            owed=_owed(),
            probable_on=Coalesce(
                Subquery(put_off.order_by("-id").values("new_on")[:1]),
                Subquery(given),
                F("document__due_on"),
                F("due_on"),
                Value(on, DateField()),
            ),
        )
        .filter(owed__gt=ZERO)
        .select_related("debtor", "client", "document", "assignment", "place")
        .order_by("debtor__zone", "debtor__route_order", "debtor__name", "id")
    )


def due_by(on: date) -> QuerySet[Original]:
    """What is to be collected on a day, with what earlier days left (FORM-09), in the order in
    which a collector goes."""
    found: Any = collectable(on)
    due: QuerySet[Original] = found.filter(probable_on__lte=on)
    return due


def zones_due(on: date) -> list[Zone]:
    """What is to be collected on a day, zone by zone; that of no name is of the debtors who have
    none. One query."""
    found = due_by(on)[:DUE_AT_MOST]
    return [_zone(name, list(group), on) for name, group in groupby(found, key=_zone_of)]


def _zone_of(original: Original) -> str:
    return original.debtor.zone if original.debtor else ""


def _zone(name: str, documents: Sequence[Any], on: date) -> Zone:
    owed = sum((original.owed for original in documents), ZERO)
    late = sum(1 for original in documents if original.probable_on < on)
    return Zone(name, documents, owed, late)


def due_in_zone(zone: str, on: date) -> QuerySet[Original]:
    """As `due_by`, of one zone; that of no name is of the debtors who have none."""
    return due_by(on).filter(debtor__zone=zone)


def items_of(route_id: int) -> QuerySet[RouteItem]:
    """The documents of a route in the order in which its collector goes, but for dropped ones."""
    return (
        RouteItem.objects.filter(route_id=route_id)
        .exclude(state="dropped")
        .select_related(
            "original__debtor",
            "original__client",
            "original__document",
            "original__assignment",
            "advice",
            "guarantee",
        )
        .order_by("original__debtor__route_order", "original__debtor__name", "id")
    )


def stops_of(route: Route) -> list[Stop]:
    """A route's debtors in the order in which its collector goes. One query."""
    items = [item for item in items_of(route.pk) if item.original.debtor]
    groups = groupby(items, lambda item: item.original.debtor)
    return [Stop(debtor, list(group)) for debtor, group in groups if debtor]


def routes_carried_by(collector_id: int) -> QuerySet[Route]:
    """A collector's routes that are in his hands, or about to be; the oldest first."""
    states = (Route.State.HANDED, Route.State.OUT)
    return Route.objects.filter(collector=collector_id, state__in=states).order_by("on", "id")


def visits_standing(route_id: int) -> QuerySet[Visit]:
    """A route's visits, but for those that were taken back."""
    return Visit.objects.filter(route=route_id, taken_back__isnull=True).order_by("id")


def cheques_of(route_id: int) -> QuerySet[RouteCheque]:
    """The cheques that a route brought, but for those of visits that were taken back."""
    return (
        RouteCheque.objects.filter(visit__route_id=route_id, visit__taken_back__isnull=True)
        .select_related("cheque__original", "cheque__client", "visit__debtor")
        .order_by("id")
    )


def covers_of(cheques: Iterable[Cheque]) -> QuerySet[ChequeCover]:
    """What cheques pay, paper by paper. One query."""
    ids = [cheque.pk for cheque in cheques]
    return (
        ChequeCover.objects.filter(cheque_id__in=ids)
        .select_related(
            "cheque", "original__debtor", "original__document", "original__assignment__client"
        )
        .order_by("cheque_id", "id")
    )


def box_of_route(items: Iterable[RouteItem]) -> Box:
    """The closed box of a route's documents."""
    return box_of(
        Line(item.original.label, item.state, item.expected, item.collected)  # type: ignore[arg-type]
        for item in items
    )


def taken_papers(case_id: int, role: str) -> list[Original]:
    """What somebody of `role` accepted last within a case. One query."""
    last = HandOver.objects.filter(within_id=case_id, role=role, state="accepted").order_by("-id")
    handed = HandedOriginal.objects.filter(hand_over=Subquery(last.values("pk")[:1]))
    return list(Original.objects.filter(pk__in=handed.values("original")).order_by("id"))


def open_routes() -> QuerySet[Route]:
    """Routes that are not over, the oldest first."""
    found = Route.objects.exclude(state__in=(Route.State.CLOSED, Route.State.VOID))
    return found.select_related("collector").order_by("on", "id")


def _owed() -> Case:
    document = F("document__amount") - F("document__amount_collected")
    return Case(When(kind=Original.Kind.QUEDAN, then=document), default=F("amount"))
