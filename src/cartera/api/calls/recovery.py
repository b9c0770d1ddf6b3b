"""Recovery at a glance, what is to be collected on the day, and a collector's own route."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Schema

from cartera.api.calls.dashboard import told
from cartera.api.calls.parties import CODE
from cartera.api.site import Caller, call, row_of
from cartera.credit.parties.models import Factor
from cartera.entrance.routes import Who
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.cheques.batches import COLLECTOR
from cartera.recovery.routes.models import Route, RouteItem
from cartera.recovery.routes.selectors import (
    Stop,
    Zone,
    open_routes,
    routes_carried_by,
    stops_of,
    zones_due,
)
from cartera.reports.figures.between_factors import FactorLoan, loans_with
from cartera.reports.figures.recovery import recovery_of

TAG = _("Recuperación")
ROUTES_AT_MOST = 1000


class HeldPapers(Schema):
    """What somebody has who is not the vault; `late` is how many should be back."""

    state: str
    holder: str
    papers: int
    amount: Decimal
    since: datetime
    late: int


class ChequesInState(Schema):
    """Cheques that are no money yet, by how long they are in their state: two days, seven, more."""

    state: str
    count: int
    amount: Decimal
    fresh: Decimal
    older: Decimal
    oldest: Decimal
    since: date


class NotesOfClient(Schema):
    """Direct payments that a client has not given back; `left` is what is still missing."""

    code: str
    name: str
    count: int
    amount: Decimal
    left: Decimal
    since: date


class LentDocuments(Schema):
    """Documents with a client who collects them himself, against his deadline."""

    case: int
    client: str
    state: str
    amount: Decimal
    lent_at: datetime | None
    back_by_at: datetime | None


class LoanBetweenFactors(Schema):
    """A document `lent` to another factoring company or `borrowed` from it; `back_by_at` is when
    its 48 hours end."""

    case: int
    way: str
    factor_code: str
    factor: str
    number: str
    debtor: str | None
    state: str
    amount: Decimal
    lent_at: datetime | None
    back_by_at: datetime | None
    is_open: bool


class FactorFacts(Schema):
    """Another factoring company, and its loans both ways, those under way first."""

    code: str
    name: str
    state: str
    contact: str
    telephone: str
    email: str
    address: str
    loans: list[LoanBetweenFactors]


class HeldValues(Schema):
    """Third parties' money of one state that the house has; `since` is the oldest's day."""

    state: str
    count: int
    amount: Decimal
    since: date


class OpenDifferences(Schema):
    """Differences of one kind and state that nobody has explained."""

    kind: str
    state: str
    count: int
    amount: Decimal
    since: date


class CollectorFacts(Schema):
    """What a collector did in thirty days; `amount` is what he brought."""

    name: str
    routes: int
    visits: int
    documents: int
    collected: int
    amount: Decimal
    returned: int
    differences: int


class RecoveryBoard(Schema):
    """Recovery as it stands: originals that are `out` and those `late` to come back, cheques not
    deposited and not cleared, direct payments not given back, third parties' money that is
    `owed_to_others`, differences not explained."""

    on: date
    out: int
    late: int
    undeposited: Decimal
    uncleared: Decimal
    unrefunded: Decimal
    owed_to_others: Decimal
    differing: int
    held: list[HeldPapers]
    cheques: list[ChequesInState]
    notes: list[NotesOfClient]
    lent: list[LentDocuments]
    between_factors: list[LoanBetweenFactors]
    values: list[HeldValues]
    differences: list[OpenDifferences]
    collectors: list[CollectorFacts]


class DueDocument(Schema):
    """A document that is to be collected; `probable_on` is the day that it is looked for."""

    original: int
    label: str
    number: str
    debtor: str
    debtor_name: str
    address: str
    client: str
    probable_on: date
    owed: Decimal
    place: str


class DueZone(Schema):
    """What is due in a zone, in the order of the way; `zone` is empty for debtors of none."""

    zone: str
    owed: Decimal
    late: int
    documents: list[DueDocument]


class OpenRoute(Schema):
    """A route that is not over."""

    case: int
    on: date
    zone: str
    collector: str
    state: str


class DueByZone(Schema):
    """What is to be collected today and is on no route, and the routes that are not over."""

    on: date
    zones: list[DueZone]
    routes: list[OpenRoute]


class StopDocument(Schema):
    """A document of the route and what became of it. Its `label` is what step 4 names it by."""

    label: str
    number: str
    client: str
    expected: Decimal
    state: str
    collected: Decimal
    reason: str
    new_on: date | None


class RouteStop(Schema):
    """A debtor of the route, how many of his documents are still to visit, and what those owe."""

    debtor: str
    name: str
    address: str
    telephone: str
    left: int
    owed: Decimal
    documents: list[StopDocument]


class CarriedRoute(Schema):
    """A route of the caller's, its debtors in the order of the way."""

    case: int
    on: date
    zone: str
    state: str
    stops: list[RouteStop]


class MyRoute(Schema):
    """The route that the caller carries, or is about to sign for; null where he has none."""

    route: CarriedRoute | None


@call(
    "GET", "/recovery", row_of("recovery", "GET", Who.STAFF, _("El panorama de la recuperación")),
    answers=RecoveryBoard, tag=TAG,
    about=_("Lo que está fuera de la bóveda, lo que aún no es dinero y quién lo tiene, hoy."),
)  # fmt: skip
def recovery(request: HttpRequest) -> RecoveryBoard:
    """Recovery as it stands now."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    found = recovery_of(caller.standing.at, caller.standing.on)
    return told(
        RecoveryBoard,
        found,
        on=caller.standing.on,
        held=[told(HeldPapers, row) for row in found.held],
        cheques=[told(ChequesInState, row) for row in found.cheques],
        notes=[told(NotesOfClient, row) for row in found.notes],
        lent=[told(LentDocuments, row, case=row.case_id) for row in found.lent],
        between_factors=[_loan(row) for row in found.between_factors],
        values=[told(HeldValues, row) for row in found.values],
        differences=[told(OpenDifferences, row) for row in found.differences],
        collectors=[told(CollectorFacts, row) for row in found.collectors],
    )


@call(
    "GET", "/factors/{code}",
    row_of("factor", "GET", Who.STAFF, _("Otra empresa de factoraje y sus préstamos")),
    answers=FactorFacts, tag=TAG, about=_("Los documentos que se le prestan y los que presta."),
)  # fmt: skip
def one_factor(request: HttpRequest, code: str = CODE) -> FactorFacts:
    """Another company with its loans, both ways."""
    found = Factor.objects.filter(code=code).first()
    if found is None:
        raise Http404
    return told(FactorFacts, found, loans=[_loan(row) for row in loans_with(found.pk)])


def _loan(row: FactorLoan) -> LoanBetweenFactors:
    return told(LoanBetweenFactors, row, case=row.case_id)


@call(
    "GET", "/routes/due", row_of("routes_due", "GET", Who.STAFF, _("Lo que se cobra hoy por zona")),
    answers=DueByZone, tag=TAG,
    about=_("Los documentos por cobrar que no están en una ruta, y las rutas sin terminar."),
)  # fmt: skip
def routes_due(request: HttpRequest) -> DueByZone:
    """What is to be collected today, zone by zone."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    on = caller.standing.on
    return DueByZone(
        on=on,
        zones=[_zone(zone) for zone in zones_due(on)],
        routes=[
            told(OpenRoute, route, case=route.case_id, collector=str(route.collector))
            for route in open_routes()[:ROUTES_AT_MOST]
        ],
    )


@call(
    "GET", "/routes/mine",
    row_of("my_route", "GET", Who.STAFF, _("Mi ruta de hoy"), roles=(COLLECTOR,)),
    answers=MyRoute, tag=TAG,
    about=_("Deudor por deudor, en el orden del camino. Cada visita es el paso 4 de PCI-F02."),
)  # fmt: skip
def my_route(request: HttpRequest) -> MyRoute:
    """The collector's own route of today."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    first = routes_carried_by(caller.user.pk).first()
    return MyRoute(route=_carried(first) if first else None)


def _zone(zone: Zone) -> DueZone:
    documents = [_due(original) for original in zone.documents]
    return DueZone(zone=zone.name, owed=zone.owed, late=zone.late, documents=documents)


def _due(original: Any) -> DueDocument:
    return told(
        DueDocument,
        original,
        original=original.pk,
        debtor=original.debtor.code if original.debtor else "",
        debtor_name=original.debtor.name if original.debtor else "",
        address=original.debtor.address if original.debtor else "",
        client=original.client.code if original.client else "",
        place=original.place.code,
    )


def _carried(route: Route) -> CarriedRoute:
    stops = [_stop(stop) for stop in stops_of(route)]
    return told(CarriedRoute, route, case=route.case_id, stops=stops)


def _stop(stop: Stop) -> RouteStop:
    debtor = stop.debtor
    return RouteStop(
        debtor=debtor.code,
        name=debtor.name,
        address=debtor.address,
        telephone=debtor.telephone,
        left=stop.left,
        owed=stop.owed,
        documents=[_document(item) for item in stop.items],
    )


def _document(item: RouteItem) -> StopDocument:
    paper = item.original
    return told(
        StopDocument,
        item,
        label=paper.label,
        number=paper.number,
        client=paper.client.code if paper.client else "",
    )
