"""Lists of money and of the books: payments, deposit slips, tax receipts, journal entries."""

from cartera.accounting.banking.models import DepositSlip
from cartera.accounting.tax.models import Kind as ReceiptKind
from cartera.credit.payments.models import Payment
from cartera.kernel.text import gettext_noop as _
from cartera.reports.cases import CASE_WRITTEN
from cartera.reports.listing import Asks, Column, Condition, Filter, Kind, Link, Listing
from cartera.reports.matching import by_reference, by_whole

PAYMENT_STATES = dict(Payment.State.choices)
PAYMENT_KINDS = dict(Payment.Kind.choices)
PAYMENT_SOURCES = dict(Payment.Source.choices)
SLIP_STATES = dict(DepositSlip.State.choices)
RECEIPT_KINDS = dict(ReceiptKind.choices)
RECEIPT_STATES = {"issued": _("emitido"), "void": _("anulado")}
ENTRY_STATES = {
    "posted": _("contabilizada"),
    "reversal": _("reversa otra"),
    "correction": _("corrige otra"),
}
EVENTS = {
    "disbursement": _("desembolso"),
    "payments": _("abonos del día"),
    "settlement": _("liquidación"),
    "claim": _("cargo a cliente"),
    "bounce": _("cheque rechazado"),
    "payout": _("valor ajeno entregado"),
    "opening": _("saldos iniciales"),
}


def _payment_meant(text: str) -> Condition:
    return by_reference("p.reference", text)


def _slip_meant(text: str) -> Condition:
    return by_whole("r.number", text)


def _receipt_meant(text: str) -> Condition:
    return by_whole("t.number", text)


def _entry_meant(text: str) -> Condition:
    return by_whole("e.number", text)


PAYMENTS = Listing(
    code="payments",
    title=_("Abonos"),
    tables=(
        "payments_payment p LEFT JOIN assignments_assignment a ON a.id = p.assignment_id"
        " JOIN parties_client c ON c.id = coalesce(a.client_id, p.client_id)"
        " LEFT JOIN assignments_assigneddocument d ON d.id = p.document_id"
        " LEFT JOIN payments_paymentday y ON y.id = p.day_id"
    ),
    key="p.id",
    columns=(
        Column("received_on", _("Recibido"), "p.received_on", Kind.DAY, order="p.received_on"),
        Column("value_on", _("Fecha valor"), "p.value_on", Kind.DAY, order="p.value_on"),
        Column("kind", _("Clase"), "p.kind", Kind.CHIP, words=PAYMENT_KINDS),
        Column("bank", _("Banco"), "p.bank"),
        Column("reference", _("Cheque o referencia"), "p.reference", link=Link("case", "case_id")),
        Column(
            "assignment", _("Cesión"), "a.number", Kind.WHOLE, link=Link("assignment", "assignment")
        ),
        Column("document", _("Documento"), "d.number"),
        Column("client", _("Cliente"), "c.name", link=Link("client", "client_code")),
        Column("client_code", _("Código"), "c.code", hidden=True),
        Column("source", _("Procedencia"), "p.source", Kind.CHIP, words=PAYMENT_SOURCES),
        Column("amount", _("Monto"), "p.amount", Kind.AMOUNT, order="p.amount", in_total=True),
        Column("state", _("Estado"), "p.state", Kind.CHIP, words=PAYMENT_STATES),
        Column("case_id", _("Caso"), "y.case_id", Kind.WHOLE, hidden=True),
    ),
    filters=(
        Filter(
            "q", _("Cheque o referencia"), Asks.TEXT, matching=_payment_meant,
            hint=_("con ceros o sin ellos"),
        ),
        Filter(
            "client", _("Cliente"), Asks.CLIENT, "coalesce(a.client_id, p.client_id)",
            hint=_("código o nombre"),
        ),
        Filter("state", _("Estado"), Asks.CHOICE, "p.state", choices=PAYMENT_STATES),
        Filter("kind", _("Clase"), Asks.CHOICE, "p.kind", choices=PAYMENT_KINDS),
        Filter("received", _("Recibido"), Asks.DAYS, "p.received_on"),
        Filter("value", _("Fecha valor"), Asks.DAYS, "p.value_on"),
        Filter("amount", _("Monto"), Asks.AMOUNTS, "p.amount"),
    ),
    empty=_("Todavía no hay abonos. Se reciben al abrir los abonos de un día."),
    begins="PCI-F09",
)  # fmt: skip

SLIPS = Listing(
    code="slips",
    title=_("Remesas"),
    tables="banking_depositslip r JOIN banking_bankaccount b ON b.id = r.bank_account_id",
    key="r.id",
    columns=(
        Column(
            "number", _("Remesa"), "r.number", Kind.WHOLE, order="r.number",
            link=Link("case", "case_id"),
        ),
        Column("effective_on", _("Fecha"), "r.effective_on", Kind.DAY, order="r.effective_on"),
        Column("bank", _("Banco"), "b.bank_name"),
        Column("account", _("Cuenta"), "b.number"),
        Column("line_count", _("Valores"), "r.line_count", Kind.WHOLE),
        Column("total", _("Total"), "r.total", Kind.AMOUNT, order="r.total", in_total=True),
        Column("state", _("Estado"), "r.state", Kind.CHIP, words=SLIP_STATES),
        Column("case_id", _("Caso"), "r.case_id", Kind.WHOLE, hidden=True),
    ),
    filters=(
        Filter("q", _("Número"), Asks.TEXT, matching=_slip_meant, hint=_("de la remesa")),
        Filter("state", _("Estado"), Asks.CHOICE, "r.state", choices=SLIP_STATES),
        Filter("on", _("Fecha"), Asks.DAYS, "r.effective_on"),
        Filter("total", _("Total"), Asks.AMOUNTS, "r.total"),
    ),
    empty=_("Todavía no hay remesas. Se preparan con los abonos de cada día."),
    begins="PCI-F09",
)  # fmt: skip

# As they count in the books: what is void for nothing, a credit note against.
_COUNTS = "CASE WHEN v.id IS NOT NULL THEN 0 WHEN t.kind = 'NC' THEN -{0} ELSE {0} END"

RECEIPTS = Listing(
    code="receipts",
    title=_("Comprobantes"),
    tables=(
        "tax_taxreceipt t JOIN tax_receiptseries s ON s.id = t.series_id"
        " LEFT JOIN tax_taxreceiptvoid v ON v.receipt_id = t.id"
    ),
    key="t.id",
    columns=(
        Column("kind", _("Clase"), "t.kind", Kind.CHIP, words=RECEIPT_KINDS),
        Column("series", _("Serie"), "s.code"),
        Column(
            "number", _("Número"), "t.number", Kind.WHOLE, order="t.number",
            link=Link("case", "case_id"),
        ),
        Column("issued_on", _("Fecha"), "t.issued_on", Kind.DAY, order="t.issued_on"),
        Column("client", _("Cliente"), "t.client_name", link=Link("client", "client_code")),
        Column("client_code", _("Código"), "t.client_code", hidden=True),
        Column("client_nrc", _("NRC"), "t.client_nrc"),
        Column("printed", _("Importe"), "t.total", Kind.AMOUNT, order="t.total"),
        Column("taxed", _("Gravado"), _COUNTS.format("t.taxed"), Kind.AMOUNT, in_total=True),
        Column("exempt", _("Exento"), _COUNTS.format("t.exempt"), Kind.AMOUNT, in_total=True),
        Column("vat", _("IVA"), _COUNTS.format("t.vat"), Kind.AMOUNT, in_total=True),
        Column("total", _("Total"), _COUNTS.format("t.total"), Kind.AMOUNT, in_total=True),
        Column(
            "state", _("Estado"), "CASE WHEN v.id IS NULL THEN 'issued' ELSE 'void' END", Kind.CHIP,
            words=RECEIPT_STATES,
        ),
        Column("case_id", _("Caso"), "t.case_id", Kind.WHOLE, hidden=True),
    ),
    filters=(
        Filter("q", _("Número"), Asks.TEXT, matching=_receipt_meant, hint=_("del comprobante")),
        Filter(
            "client", _("Cliente"), Asks.CLIENT, "t.client_code", by_code=True,
            hint=_("código o nombre"),
        ),
        Filter("kind", _("Clase"), Asks.CHOICE, "t.kind", choices=RECEIPT_KINDS),
        Filter(
            "state", _("Estado"), Asks.CHOICE,
            "CASE WHEN v.id IS NULL THEN 'issued' ELSE 'void' END", choices=RECEIPT_STATES,
        ),
        Filter("issued", _("Fecha"), Asks.DAYS, "t.issued_on"),
        Filter("total", _("Importe"), Asks.AMOUNTS, "t.total"),
    ),
    empty=_("Todavía no hay comprobantes. Se emiten con los desembolsos y los abonos."),
)  # fmt: skip

ENTRIES = Listing(
    code="entries",
    title=_("Partidas"),
    tables=(
        "ledger_entry e JOIN ledger_series s ON s.id = e.series_id"
        " JOIN people_user u ON u.id = e.prepared_by_id"
        " LEFT JOIN workflow_case k ON k.id = e.case_id"
    ),
    key="e.id",
    columns=(
        Column("series", _("Serie"), "s.code"),
        Column(
            "number", _("Número"), "e.number", Kind.WHOLE, order="e.number",
            link=Link("entry", "id"),
        ),
        Column("effective_on", _("Fecha"), "e.effective_on", Kind.DAY, order="e.effective_on"),
        Column("description", _("Concepto"), "e.description"),
        Column("event", _("Hecho"), "e.event", Kind.CHIP, words=EVENTS),
        Column("lines", _("Líneas"), "e.line_count", Kind.WHOLE),
        Column("amount", _("Total"), "e.amount", Kind.AMOUNT, order="e.amount", in_total=True),
        Column(
            "state", _("Estado"),
            "CASE WHEN e.reverses_id IS NOT NULL THEN 'reversal'"
            " WHEN e.corrects_id IS NOT NULL THEN 'correction' ELSE 'posted' END",
            Kind.CHIP, words=ENTRY_STATES,
        ),
        Column("prepared_by", _("Elaboró"), "u.full_name"),
        Column("recorded_at", _("Registrada"), "e.recorded_at", Kind.INSTANT),
        Column("case", _("Caso"), CASE_WRITTEN, link=Link("case", "case_id")),
        Column("case_id", _("Caso"), "e.case_id", Kind.WHOLE, hidden=True),
        Column("id", _("Partida"), "e.id", Kind.WHOLE, hidden=True),
    ),
    filters=(
        Filter("q", _("Número"), Asks.TEXT, matching=_entry_meant, hint=_("de la partida")),
        Filter("on", _("Fecha"), Asks.DAYS, "e.effective_on"),
        Filter("event", _("Hecho"), Asks.CHOICE, "e.event", choices=EVENTS),
        Filter("amount", _("Total"), Asks.AMOUNTS, "e.amount"),
    ),
    empty=_("Todavía no hay partidas. Se contabilizan solas con cada desembolso y cada abono."),
)  # fmt: skip
