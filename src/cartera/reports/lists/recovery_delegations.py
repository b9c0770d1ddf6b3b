"""Lists of documents out of the house: what clients collect themselves, against their clock."""

from collections.abc import Callable

from cartera.kernel.clock import now
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.delegations.models import Delegation, DocumentLoan
from cartera.reports.cases import CASE_WRITTEN
from cartera.reports.listing import Asks, Column, Condition, Filter, Kind, Link, Listing

DELEGATION_STATES = dict(Delegation.State.choices)
LOAN_STATES = dict(DocumentLoan.State.choices)
CLOCKS = {"late": _("vencidas"), "running": _("en plazo")}


def on_clock(sql: str, open_states: str) -> Callable[[str], Condition]:
    """Which rows are past their time, or within it: those of `open_states` by the instant `sql`."""

    def meant(text: str) -> Condition:
        sign = "<" if text == "late" else ">="
        return Condition(f"{open_states} AND {sql} {sign} %s", (now(),))

    return meant


DELEGATIONS = Listing(
    code="delegations",
    title=_("Cobranza delegada"),
    tables=(
        "delegations_delegation d JOIN parties_client c ON c.id = d.client_id"
        " JOIN workflow_case k ON k.id = d.case_id"
        " LEFT JOIN cheques_cheque g ON g.id = d.guarantee_id"
    ),
    key="d.id",
    columns=(
        Column("case", _("Caso"), CASE_WRITTEN, link=Link("case", "case_id")),
        Column("case_id", _("Caso"), "d.case_id", Kind.WHOLE, hidden=True),
        Column("client", _("Cliente"), "c.name", link=Link("client", "client_code")),
        Column("client_code", _("Código"), "c.code", hidden=True),
        Column("state", _("Estado"), "d.state", Kind.CHIP, words=DELEGATION_STATES),
        Column(
            "amount", _("Valor"), "d.amount", Kind.AMOUNT, order="d.amount", in_total=True
        ),
        Column("guarantee", _("Cheque de garantía"), "g.bank || ' ' || g.number"),
        Column("requested_on", _("Pedida"), "d.requested_on", Kind.DAY, order="d.requested_on"),
        Column("lent_at", _("Entregada"), "d.lent_at", Kind.INSTANT),
        Column(
            "back_by", _("Debe liquidar"), "d.back_by_at", Kind.INSTANT, order="d.back_by_at",
            may_lack=True,
        ),
        Column("closed_on", _("Cerrada"), "d.closed_on", Kind.DAY),
    ),
    filters=(
        Filter("client", _("Cliente"), Asks.CLIENT, "d.client_id", hint=_("código o nombre")),
        Filter("state", _("Estado"), Asks.CHOICE, "d.state", choices=DELEGATION_STATES),
        Filter(
            "clock", _("Plazo"), Asks.CHOICE, choices=CLOCKS,
            matching=on_clock("d.back_by_at", "d.state IN ('lent', 'settling', 'unsettled')"),
        ),
        Filter("amount", _("Valor"), Asks.AMOUNTS, "d.amount"),
    ),
    empty=_("Nadie cobra documentos por su cuenta. Un cliente los pide con su carta y garantía."),
    begins="PCI-F11",
)  # fmt: skip

LOANS = Listing(
    code="loans",
    title=_("Préstamos de documentos"),
    tables=(
        "delegations_documentloan l JOIN parties_factor f ON f.id = l.factor_id"
        " JOIN workflow_case k ON k.id = l.case_id"
        " JOIN custody_original o ON o.id = l.original_id"
        " LEFT JOIN parties_client c ON c.id = o.client_id"
        " LEFT JOIN parties_debtor b ON b.id = o.debtor_id"
        " LEFT JOIN people_user u ON u.id = l.collector_id"
        " LEFT JOIN cheques_cheque q ON q.id = l.cheque_id"
    ),
    key="l.id",
    columns=(
        Column("case", _("Caso"), CASE_WRITTEN, link=Link("case", "case_id")),
        Column("case_id", _("Caso"), "l.case_id", Kind.WHOLE, hidden=True),
        Column("factor", _("Otra empresa"), "f.name", link=Link("factor", "factor_code")),
        Column("factor_code", _("Código"), "f.code", hidden=True),
        Column("number", _("Documento"), "o.number", link=Link("original", "original")),
        Column("original", _("Original"), "o.id", Kind.WHOLE, hidden=True),
        Column("state", _("Estado"), "l.state", Kind.CHIP, words=LOAN_STATES),
        Column("amount", _("Valor"), "l.amount", Kind.AMOUNT, order="l.amount", in_total=True),
        Column("client", _("Cliente"), "c.name", link=Link("client", "client_code")),
        Column("client_code", _("Código"), "c.code", hidden=True),
        Column("debtor", _("Deudor"), "b.name", link=Link("debtor", "debtor_code")),
        Column("debtor_code", _("Código"), "b.code", hidden=True),
        Column("collector", _("Gestor"), "u.full_name"),
        Column("lent_at", _("Entregado"), "l.lent_at", Kind.INSTANT),
        Column(
            "back_by", _("Debe volver"), "l.back_by_at", Kind.INSTANT, order="l.back_by_at",
            may_lack=True,
        ),
        Column("cheque", _("Cheque"), "q.bank || ' ' || q.number"),
        Column("closed_on", _("Cerrado"), "l.closed_on", Kind.DAY),
    ),
    filters=(
        Filter("client", _("Cliente"), Asks.CLIENT, "o.client_id", hint=_("código o nombre")),
        Filter("state", _("Estado"), Asks.CHOICE, "l.state", choices=LOAN_STATES),
        Filter(
            "clock", _("Plazo"), Asks.CHOICE, choices=CLOCKS,
            matching=on_clock("l.back_by_at", "l.state = 'lent'"),
        ),
    ),
    empty=_("No hay documentos prestados. Otra empresa de factoraje los pide con su carta."),
    begins="PCI-F03.2",
)  # fmt: skip
