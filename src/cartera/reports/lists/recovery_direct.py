"""The list of direct payments: debtors who paid the client instead of the house."""

from cartera.kernel.search import number_key
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.direct_payments.models import DirectPayment
from cartera.reports.listing import Asks, Column, Condition, Filter, Kind, Link, Listing
from cartera.reports.matching import NONE, begins

NOTE_STATES = dict(DirectPayment.State.choices)
FUNDS = dict(DirectPayment.Funds.choices)

_BACK = (
    "coalesce(m.refunded, 0) + coalesce((SELECT sum(k.amount) FROM claims_deduction k"
    " WHERE k.claim_id = m.id AND k.state = 'taken'), 0)"
)


def _note_meant(text: str) -> Condition:
    """By what its number begins with."""
    key = number_key(text)
    return Condition("n.reference_key LIKE %s", (begins(key),)) if key else NONE


DIRECT_PAYMENTS = Listing(
    code="direct_payments",
    title=_("Abonos directos"),
    tables=(
        "direct_payments_directpayment n JOIN parties_client c ON c.id = n.client_id"
        " JOIN parties_debtor b ON b.id = n.debtor_id"
        " JOIN assignments_assigneddocument d ON d.id = n.document_id"
        " JOIN assignments_assignment a ON a.id = d.assignment_id"
        " LEFT JOIN claims_claim m ON m.id = n.claim_id"
    ),
    key="n.id",
    columns=(
        Column("reference", _("Nota"), "n.reference", order="n.id", link=Link("case", "case_id")),
        Column("case_id", _("Caso"), "n.case_id", Kind.WHOLE, hidden=True),
        Column("paid_on", _("Pagado el"), "n.paid_on", Kind.DAY, order="n.paid_on"),
        Column("client", _("Cliente"), "c.name", link=Link("client", "client_code")),
        Column("client_code", _("Código"), "c.code", hidden=True),
        Column("debtor", _("Deudor"), "b.name", link=Link("debtor", "debtor_code")),
        Column("debtor_code", _("Código"), "b.code", hidden=True),
        Column(
            "assignment", _("Cesión"), "a.number", Kind.WHOLE, link=Link("assignment", "assignment")
        ),
        Column("document", _("Documento"), "d.number"),
        Column("amount", _("Monto"), "n.amount", Kind.AMOUNT, in_total=True),
        Column("back", _("Recuperado"), _BACK, Kind.AMOUNT, in_total=True),
        Column("funds", _("Fondos"), "n.funds", Kind.CHIP, words=FUNDS),
        Column("requested_on", _("Pedido el"), "n.requested_on", Kind.DAY),
        Column("state", _("Estado"), "n.state", Kind.CHIP, words=NOTE_STATES),
    ),
    filters=(
        Filter("q", _("Nota"), Asks.TEXT, matching=_note_meant, hint=_("como está escrita")),
        Filter("client", _("Cliente"), Asks.CLIENT, "n.client_id", hint=_("código o nombre")),
        Filter("debtor", _("Deudor"), Asks.DEBTOR, "n.debtor_id", hint=_("código o nombre")),
        Filter("state", _("Estado"), Asks.CHOICE, "n.state", choices=NOTE_STATES),
        Filter("paid", _("Pagado el"), Asks.DAYS, "n.paid_on"),
        Filter("amount", _("Monto"), Asks.AMOUNTS, "n.amount"),
    ),
    empty=_("No hay abonos directos. Entran con la ruta de cobro o cuando custodia los entrega."),
    begins="PCI-F04",
)  # fmt: skip
