"""Lists of who there is: clients, debtors, the lines that clients have."""

from cartera.credit.lines.models import Line
from cartera.credit.parties.models import State
from cartera.kernel.text import gettext_noop as _
from cartera.reports.cases import CASE_WRITTEN
from cartera.reports.listing import Asks, Column, Condition, Filter, Kind, Link, Listing
from cartera.reports.matching import by_party, by_words

STATES = dict(State.choices)
LINE_STATES = dict(Line.State.choices)
_STATE = Filter("state", _("Estado"), Asks.CHOICE, "p.state", choices=STATES)
_HINT = _("código, nombre o NIT")

# What a client owes: the capital of what was handed to it. What a debtor's documents carry.
_OWED = """(SELECT coalesce(sum(greatest(u.capital, 0)), 0) FROM assignments_assignment u
    WHERE u.client_id = {client} AND u.state IN ('live', 'paid_off'))"""
_HELD = """(SELECT coalesce(sum(d.amount_advanced), 0) FROM assignments_assigneddocument d
    WHERE d.debtor_id = p.id AND d.state IN ('presented', 'verified', 'live'))"""


def _party_meant(text: str) -> Condition:
    return by_party("p", text)


CLIENTS = Listing(
    code="clients",
    title=_("Clientes"),
    tables=("parties_client p LEFT JOIN lines_line l ON l.client_id = p.id AND l.state = 'active'"),
    key="p.id",
    columns=(
        Column("code", _("Código"), "p.code", order="p.code", link=Link("client", "code")),
        Column("name", _("Razón social"), "p.name", order="p.search_name"),
        Column("tax_id", _("NIT"), "p.tax_id"),
        Column("telephone", _("Teléfono"), "p.telephone"),
        Column("risk_category", _("Riesgo"), "p.risk_category"),
        Column("state", _("Estado"), "p.state", Kind.CHIP, words=STATES),
        Column("approved", _("Línea"), "l.amount_approved", Kind.AMOUNT, in_total=True),
        Column("expires_on", _("Línea hasta"), "l.expires_on", Kind.DAY),
        Column("owed", _("Debe"), _OWED.format(client="p.id"), Kind.AMOUNT, in_total=True),
    ),
    filters=(
        Filter("q", _("Buscar"), Asks.TEXT, matching=_party_meant, hint=_HINT),
        _STATE,
    ),
    order="code",
    empty=_("Todavía no hay clientes. Se registra el primero y otra persona lo admite."),
    begins="INT-01",
)

DEBTORS = Listing(
    code="debtors",
    title=_("Deudores"),
    tables="parties_debtor p",
    key="p.id",
    columns=(
        Column("code", _("Código"), "p.code", order="p.code", link=Link("debtor", "code")),
        Column("name", _("Razón social"), "p.name", order="p.search_name"),
        Column("tax_id", _("NIT"), "p.tax_id"),
        Column("zone", _("Zona"), "p.zone"),
        Column("telephone", _("Teléfono"), "p.telephone"),
        Column("state", _("Estado"), "p.state", Kind.CHIP, words=STATES),
        Column("limit_amount", _("Límite"), "p.limit_amount", Kind.AMOUNT, order="p.limit_amount"),
        Column("held", _("Financiado"), _HELD, Kind.AMOUNT, in_total=True),
    ),
    filters=(
        Filter("q", _("Buscar"), Asks.TEXT, matching=_party_meant, hint=_HINT),
        _STATE,
    ),
    order="code",
    empty=_("Todavía no hay deudores. Se registra el primero y otra persona lo admite."),
    begins="INT-02",
)

FACTORS = Listing(
    code="factors",
    title=_("Otras empresas de factoraje"),
    tables="parties_factor p LEFT JOIN workflow_case k ON k.id = p.case_id",
    key="p.id",
    columns=(
        Column("code", _("Código"), "p.code", order="p.code", link=Link("factor", "code")),
        Column("name", _("Razón social"), "p.name", order="p.search_name"),
        Column("contact", _("Jefe de cobros"), "p.contact"),
        Column("telephone", _("Teléfono"), "p.telephone"),
        Column("email", _("Correo electrónico"), "p.email"),
        Column("address", _("Dirección"), "p.address"),
        Column("state", _("Estado"), "p.state", Kind.CHIP, words=STATES),
        Column("case", _("Caso"), CASE_WRITTEN, link=Link("case", "case_id")),
        Column("case_id", _("Caso"), "p.case_id", Kind.WHOLE, hidden=True),
    ),
    filters=(
        Filter(
            "q",
            _("Nombre"),
            Asks.TEXT,
            matching=lambda text: by_words("p.search_name", text),
            hint=_("palabras de su nombre"),
        ),
        _STATE,
    ),
    order="code",
    empty=_(
        "Todavía no hay otras empresas de factoraje. Se registra la primera y otra persona la"
        " admite."
    ),
    begins="INT-23",
)

LINES = Listing(
    code="lines",
    title=_("Líneas"),
    tables="lines_line l JOIN parties_client c ON c.id = l.client_id",
    key="l.id",
    columns=(
        Column("id", _("Línea"), "l.id", Kind.WHOLE, order="l.id", link=Link("line", "id")),
        Column("client", _("Cliente"), "c.name", link=Link("client", "client_code")),
        Column("client_code", _("Código"), "c.code", hidden=True),
        Column("state", _("Estado"), "l.state", Kind.CHIP, words=LINE_STATES),
        Column(
            "amount_approved", _("Aprobado"), "l.amount_approved", Kind.AMOUNT,
            order="l.amount_approved", in_total=True,
        ),
        Column(
            "owed", _("Debe"), f"CASE WHEN l.state = 'active' THEN {_OWED.format(client='c.id')}"
            " ELSE 0 END",
            Kind.AMOUNT, in_total=True,
        ),
        Column("from_on", _("Desde"), "l.from_on", Kind.DAY, order="l.from_on"),
        Column("expires_on", _("Hasta"), "l.expires_on", Kind.DAY, order="l.expires_on"),
        Column("max_term_days", _("Plazo máximo, días"), "l.max_term_days", Kind.WHOLE),
        Column("advance_pct", _("Anticipo"), "(l.terms ->> 'advance_pct')::numeric",
            Kind.PERCENTAGE),
        Column("rate_pct", _("Tasa"), "(l.terms ->> 'rate_pct')::numeric", Kind.PERCENTAGE),
    ),
    filters=(
        Filter("client", _("Cliente"), Asks.CLIENT, "l.client_id", hint=_("código o nombre")),
        Filter("state", _("Estado"), Asks.CHOICE, "l.state", choices=LINE_STATES),
        Filter("expires", _("Hasta"), Asks.DAYS, "l.expires_on"),
    ),
    empty=_("Todavía no hay líneas. Se propone la de un cliente y otra persona la aprueba."),
    begins="INT-03",
)  # fmt: skip
