"""The portfolio's lists: assignments, their documents, what clients owe outside them."""

from cartera.credit.assignments.models import AssignedDocument, Assignment
from cartera.credit.claims.models import Claim
from cartera.kernel.text import gettext_noop as _
from cartera.reports.cases import CASE_WRITTEN
from cartera.reports.listing import Asks, Column, Condition, Filter, Kind, Link, Listing
from cartera.reports.matching import by_number, by_whole

ASSIGNMENT_STATES = dict(Assignment.State.choices)
DOCUMENT_STATES = dict(AssignedDocument.State.choices)
DOCUMENT_KINDS = {"quedan": _("quedan"), "factura": _("factura"), "contrato": _("contrato")}
CLAIM_STATES = dict(Claim.State.choices)
CLAIM_KINDS = dict(Claim.Kind.choices)

CLIENT = Filter("client", _("Cliente"), Asks.CLIENT, "a.client_id", hint=_("código o nombre"))
OWN = "c.code = ANY(%s)"


def _assignment_meant(text: str) -> Condition:
    return by_whole("a.number", text)


def _document_meant(text: str) -> Condition:
    return by_number("d.number", "d.number_key", text)


ASSIGNMENTS = Listing(
    code="assignments",
    title=_("Cesiones"),
    tables=(
        "assignments_assignment a JOIN parties_client c ON c.id = a.client_id"
        " LEFT JOIN workflow_case k ON k.id = a.case_id"
    ),
    key="a.id",
    columns=(
        Column(
            "number", _("Cesión"), "a.number", Kind.WHOLE, order="a.number", may_lack=True,
            link=Link("assignment", "number"),
        ),
        Column("client", _("Cliente"), "c.name", link=Link("client", "client_code")),
        Column("client_code", _("Código"), "c.code", hidden=True),
        Column("state", _("Estado"), "a.state", Kind.CHIP, words=ASSIGNMENT_STATES),
        Column("requested_on", _("Solicitada"), "a.requested_on", Kind.DAY),
        Column(
            "disbursed_on", _("Inicio"), "a.disbursed_on", Kind.DAY, order="a.disbursed_on",
            may_lack=True,
        ),
        Column(
            "matures_on", _("Vence"), "a.matures_on", Kind.DAY, order="a.matures_on", may_lack=True
        ),
        Column("amount_face", _("Nominal"), "a.amount_face", Kind.AMOUNT, in_total=True),
        Column(
            "amount_advanced", _("Financiado"), "a.amount_advanced", Kind.AMOUNT,
            order="a.amount_advanced", in_total=True,
        ),
        Column("amount_net", _("Neto entregado"), "a.amount_net", Kind.AMOUNT, in_total=True),
        Column(
            "capital", _("Saldo"), "a.capital", Kind.AMOUNT, order="a.capital", in_total=True
        ),
        Column(
            "effective_rate_pct", _("Tasa efectiva"), "a.effective_rate_pct", Kind.PERCENTAGE,
            staff_only=True,
        ),
        Column("case", _("Caso"), CASE_WRITTEN, link=Link("case", "case_id")),
        Column("case_id", _("Caso"), "a.case_id", Kind.WHOLE, hidden=True),
    ),
    filters=(
        Filter("q", _("Número"), Asks.TEXT, matching=_assignment_meant, hint=_("de la cesión")),
        CLIENT,
        Filter("state", _("Estado"), Asks.CHOICE, "a.state", choices=ASSIGNMENT_STATES),
        Filter("matures", _("Vence"), Asks.DAYS, "a.matures_on"),
        Filter("disbursed", _("Inicio"), Asks.DAYS, "a.disbursed_on"),
        Filter("advanced", _("Financiado"), Asks.AMOUNTS, "a.amount_advanced"),
    ),
    own=OWN,
    empty=_("Todavía no hay cesiones. La primera nace de una solicitud de desembolso."),
    begins="PCI-F01",
)  # fmt: skip

DOCUMENTS = Listing(
    code="documents",
    title=_("Documentos"),
    tables=(
        "assignments_assigneddocument d"
        " JOIN assignments_assignment a ON a.id = d.assignment_id"
        " JOIN parties_client c ON c.id = a.client_id"
        " JOIN parties_debtor b ON b.id = d.debtor_id"
    ),
    key="d.id",
    columns=(
        Column(
            "number", _("Documento"), "d.number", order="d.number_key", link=Link("case", "case_id")
        ),
        Column("kind", _("Tipo"), "d.kind", Kind.CHIP, words=DOCUMENT_KINDS),
        Column("debtor", _("Deudor"), "b.name", link=Link("debtor", "debtor_code")),
        Column("debtor_code", _("Código del deudor"), "b.code", hidden=True),
        Column("client", _("Cliente"), "c.name", link=Link("client", "client_code")),
        Column("client_code", _("Código"), "c.code", hidden=True),
        Column(
            "assignment", _("Cesión"), "a.number", Kind.WHOLE, link=Link("assignment", "assignment")
        ),
        Column("case_id", _("Caso"), "a.case_id", Kind.WHOLE, hidden=True),
        Column("state", _("Estado"), "d.state", Kind.CHIP, words=DOCUMENT_STATES),
        Column("due_on", _("Fecha de cobro"), "d.due_on", Kind.DAY, order="d.due_on"),
        Column("amount", _("Valor"), "d.amount", Kind.AMOUNT, order="d.amount", in_total=True),
        Column("amount_advanced", _("Financiado"), "d.amount_advanced", Kind.AMOUNT, in_total=True),
        Column("amount_collected", _("Cobrado"), "d.amount_collected", Kind.AMOUNT, in_total=True),
        Column("collected_on", _("Cobrado el"), "d.collected_on", Kind.DAY),
    ),
    filters=(
        Filter(
            "q", _("Número"), Asks.TEXT, matching=_document_meant, hint=_("quedan o factura")
        ),
        CLIENT,
        Filter("debtor", _("Deudor"), Asks.DEBTOR, "d.debtor_id", hint=_("código o nombre")),
        Filter("state", _("Estado"), Asks.CHOICE, "d.state", choices=DOCUMENT_STATES),
        Filter("due", _("Fecha de cobro"), Asks.DAYS, "d.due_on"),
        Filter("amount", _("Valor"), Asks.AMOUNTS, "d.amount"),
    ),
    own=OWN,
    empty=_("Todavía no hay documentos. Entran con la solicitud de desembolso que los lista."),
    begins="PCI-F01",
)  # fmt: skip

CLAIMS = Listing(
    code="claims",
    title=_("Cargos pendientes"),
    tables=(
        "claims_claim x JOIN parties_client c ON c.id = x.client_id"
        " LEFT JOIN assignments_assignment a ON a.id = x.assignment_id"
    ),
    key="x.id",
    columns=(
        Column("id", _("Cargo"), "x.id", Kind.WHOLE, order="x.id", link=Link("case", "case_id")),
        Column("claimed_on", _("Fecha"), "x.claimed_on", Kind.DAY, order="x.claimed_on"),
        Column("client", _("Cliente"), "c.name", link=Link("client", "client_code")),
        Column("client_code", _("Código"), "c.code", hidden=True),
        Column("kind", _("Clase"), "x.kind", Kind.CHIP, words=CLAIM_KINDS),
        Column("reason", _("Motivo"), "x.reason"),
        Column(
            "assignment", _("Cesión"), "a.number", Kind.WHOLE, link=Link("assignment", "assignment")
        ),
        Column("amount", _("Monto"), "x.amount", Kind.AMOUNT, order="x.amount", in_total=True),
        Column(
            "balance", _("Por descontar"),
            "CASE WHEN x.state IN ('open', 'settled') THEN x.amount - x.refunded - coalesce((SELECT"
            " sum(n.amount) FROM claims_deduction n WHERE n.claim_id = x.id AND n.state <> 'void'),"
            " 0) ELSE 0 END",
            Kind.AMOUNT, in_total=True,
        ),
        Column("state", _("Estado"), "x.state", Kind.CHIP, words=CLAIM_STATES),
        Column("case_id", _("Caso"), "x.case_id", Kind.WHOLE, hidden=True),
    ),
    filters=(
        Filter("client", _("Cliente"), Asks.CLIENT, "x.client_id", hint=_("código o nombre")),
        Filter("state", _("Estado"), Asks.CHOICE, "x.state", choices=CLAIM_STATES),
        Filter("kind", _("Clase"), Asks.CHOICE, "x.kind", choices=CLAIM_KINDS),
        Filter("claimed", _("Fecha"), Asks.DAYS, "x.claimed_on"),
    ),
    empty=_("No hay cargos pendientes. Se descuentan del próximo desembolso del cliente."),
)  # fmt: skip
