"""Lists of documents that another factoring company holds: searched for, and lent to us."""

from cartera.kernel.text import gettext_noop as _
from cartera.recovery.delegations.models import Borrowing, FactorSearch
from cartera.reports.cases import CASE_WRITTEN
from cartera.reports.listing import Asks, Column, Filter, Kind, Link, Listing
from cartera.reports.lists.recovery_delegations import CLOCKS, on_clock

SEARCH_STATES = dict(FactorSearch.State.choices)
GREATER = dict(FactorSearch.Greater.choices)
BORROWING_STATES = dict(Borrowing.State.choices)
_OPEN = "l.state IN ('lent', 'routed', 'settled', 'drawn', 'paid')"
_WHOSE = (
    " JOIN workflow_case k ON k.id = l.case_id"
    " JOIN custody_original o ON o.id = l.original_id"
    " LEFT JOIN parties_client c ON c.id = o.client_id"
    " LEFT JOIN parties_debtor b ON b.id = o.debtor_id"
)
_CASE = (
    Column("case", _("Caso"), CASE_WRITTEN, link=Link("case", "case_id")),
    Column("case_id", _("Caso"), "l.case_id", Kind.WHOLE, hidden=True),
    Column("factor", _("Otra empresa"), "f.name", link=Link("factor", "factor_code")),
    Column("factor_code", _("Código"), "f.code", hidden=True),
)
_OF_CLIENT = (
    Column("client", _("Cliente"), "c.name", link=Link("client", "client_code")),
    Column("client_code", _("Código"), "c.code", hidden=True),
    Column("debtor", _("Deudor"), "b.name", link=Link("debtor", "debtor_code")),
    Column("debtor_code", _("Código"), "b.code", hidden=True),
)
_CLIENT = Filter("client", _("Cliente"), Asks.CLIENT, "o.client_id", hint=_("código o nombre"))

SEARCHES = Listing(
    code="searches",
    title=_("Documentos que tiene otra empresa"),
    tables=(
        f"delegations_factorsearch l LEFT JOIN parties_factor f ON f.id = l.factor_id{_WHOSE}"
    ),
    key="l.id",
    columns=(
        *_CASE,
        Column("number", _("Documento que falta"), "l.number"),
        Column("state", _("Estado"), "l.state", Kind.CHIP, words=SEARCH_STATES),
        Column("amount", _("Valor del que falta"), "l.amount", Kind.AMOUNT, order="l.amount"),
        Column("ours", _("Documento nuestro"), "o.number", link=Link("original", "original")),
        Column("original", _("Original"), "o.id", Kind.WHOLE, hidden=True),
        Column("our_amount", _("Valor del nuestro"), "o.amount", Kind.AMOUNT, order="o.amount"),
        Column("greater", _("Cobra"), "l.greater", Kind.CHIP, words=GREATER),
        *_OF_CLIENT,
        Column("closed_on", _("Decidido"), "l.closed_on", Kind.DAY),
    ),
    filters=(
        _CLIENT,
        Filter("state", _("Estado"), Asks.CHOICE, "l.state", choices=SEARCH_STATES),
    ),
    empty=_("Ningún cheque espera un documento que tenga otra empresa de factoraje."),
    begins="PCI-F03",
)  # fmt: skip

BORROWINGS = Listing(
    code="borrowings",
    title=_("Documentos que nos prestan"),
    tables=(
        f"delegations_borrowing l JOIN parties_factor f ON f.id = l.factor_id{_WHOSE}"
        " LEFT JOIN people_user u ON u.id = l.collector_id"
        " LEFT JOIN banking_issuedcheque e ON e.id = l.issued_cheque_id"
        " LEFT JOIN banking_bankaccount a ON a.id = e.bank_account_id"
    ),
    key="l.id",
    columns=(
        *_CASE,
        Column("number", _("Documento"), "l.number", link=Link("original", "borrowed")),
        Column("borrowed", _("Original"), "l.borrowed_id", Kind.WHOLE, hidden=True),
        Column("state", _("Estado"), "l.state", Kind.CHIP, words=BORROWING_STATES),
        Column("amount", _("Valor"), "l.amount", Kind.AMOUNT, order="l.amount", in_total=True),
        Column(
            "collected", _("Cobrado"), "l.collected", Kind.AMOUNT, order="l.collected",
            in_total=True,
        ),
        Column("ours", _("Documento nuestro"), "o.number"),
        *_OF_CLIENT,
        Column("collector", _("Gestor"), "u.full_name"),
        Column("lent_at", _("Prestado"), "l.lent_at", Kind.INSTANT),
        Column(
            "back_by", _("Debe pagarse"), "l.back_by_at", Kind.INSTANT, order="l.back_by_at",
            may_lack=True,
        ),
        Column("cheque", _("Cheque emitido"), "a.bank_name || ' ' || e.number"),
        Column("closed_on", _("Cerrado"), "l.closed_on", Kind.DAY),
    ),
    filters=(
        _CLIENT,
        Filter("state", _("Estado"), Asks.CHOICE, "l.state", choices=BORROWING_STATES),
        Filter(
            "clock", _("Plazo"), Asks.CHOICE, choices=CLOCKS,
            matching=on_clock("l.back_by_at", _OPEN),
        ),
    ),
    empty=_("Ninguna otra empresa de factoraje nos ha prestado documentos."),
)  # fmt: skip
