"""Lists of the collector's day: the routes, each with its box."""

from cartera.kernel.text import gettext_noop as _
from cartera.recovery.routes.models import Route
from cartera.reports.listing import Asks, Column, Condition, Filter, Kind, Link, Listing
from cartera.reports.matching import NONE, begins

ROUTE_STATES = dict(Route.State.choices)


def _route_meant(text: str) -> Condition:
    """By its zone, or by words of its collector's name."""
    typed = text.strip()
    if not typed:
        return NONE
    return Condition("(r.zone ILIKE %s OR u.full_name ILIKE %s)", (begins(typed), f"%{typed}%"))


ROUTES = Listing(
    code="routes",
    title=_("Rutas de cobro"),
    tables=(
        "routes_route r JOIN people_user u ON u.id = r.collector_id"
        " JOIN workflow_case k ON k.id = r.case_id"
        " LEFT JOIN LATERAL (SELECT count(*) AS documents,"
        " count(*) FILTER (WHERE i.state = 'cheque') AS cheques,"
        " count(*) FILTER (WHERE i.state = 'note') AS notes,"
        " count(*) FILTER (WHERE i.state IN ('uncollected', 'other')) AS back,"
        " count(*) FILTER (WHERE i.state = 'pending') AS missing,"
        " sum(i.expected) AS expected, sum(i.collected) AS collected"
        " FROM routes_routeitem i WHERE i.route_id = r.id AND i.state <> 'dropped') b ON true"
    ),
    key="r.id",
    columns=(
        Column("day", _("Día"), "r.on", Kind.DAY, order="r.on", link=Link("case", "case_id")),
        Column("case_id", _("Caso"), "r.case_id", Kind.WHOLE, hidden=True),
        Column("zone", _("Zona"), "r.zone"),
        Column("collector", _("Gestor"), "u.full_name"),
        Column("state", _("Estado"), "r.state", Kind.CHIP, words=ROUTE_STATES),
        Column("documents", _("Salieron"), "b.documents", Kind.WHOLE),
        Column("cheques", _("Con cheque"), "b.cheques", Kind.WHOLE),
        Column("notes", _("Con nota"), "b.notes", Kind.WHOLE),
        Column("back", _("Vuelven"), "b.back", Kind.WHOLE),
        Column("missing", _("Faltan"), "b.missing", Kind.WHOLE),
        Column("expected", _("Por cobrar"), "b.expected", Kind.AMOUNT, in_total=True),
        Column("collected", _("Cobrado"), "b.collected", Kind.AMOUNT, in_total=True),
        Column("closed_at", _("Terminada"), "k.closed_at", Kind.INSTANT),
    ),
    filters=(
        Filter(
            "q", _("Zona o gestor"), Asks.TEXT, matching=_route_meant, hint=_("como está escrito")
        ),
        Filter("state", _("Estado"), Asks.CHOICE, "r.state", choices=ROUTE_STATES),
        Filter("on", _("Día"), Asks.DAYS, "r.on"),
    ),
    order="-day",
    empty=_("Todavía no hay rutas. El jefe de cobros emite una por zona y gestor."),
    begins="PCI-F02",
)
