"""The list of differences: cheques that are not what their documents come to, by age and reason."""

from cartera.kernel.text import gettext_noop as _
from cartera.recovery.differences.models import Difference
from cartera.reports.listing import Asks, Column, Condition, Filter, Kind, Link, Listing
from cartera.reports.matching import NONE, begins

DIFFERENCE_STATES = dict(Difference.State.choices)
DIFFERENCE_KINDS = dict(Difference.Kind.choices)
RESOLUTIONS = dict(Difference.Resolution.choices)


def _cheque_meant(text: str) -> Condition:
    """By what the cheque's number begins with."""
    typed = text.strip()
    return Condition("q.number LIKE %s", (begins(typed),)) if typed else NONE


DIFFERENCES = Listing(
    code="differences",
    title=_("Diferencias de cobro"),
    tables=(
        "differences_difference d JOIN workflow_case k ON k.id = d.case_id"
        " JOIN cheques_cheque q ON q.id = d.cheque_id"
        " JOIN parties_client c ON c.id = q.client_id"
        " LEFT JOIN parties_debtor b ON b.id = q.debtor_id"
        " JOIN people_user u ON u.id = d.collector_id"
    ),
    key="d.id",
    columns=(
        Column("cheque", _("Cheque"), "q.bank || ' ' || q.number", link=Link("case", "case_id")),
        Column("case_id", _("Caso"), "d.case_id", Kind.WHOLE, hidden=True),
        Column("kind", _("Clase"), "d.kind", Kind.CHIP, words=DIFFERENCE_KINDS),
        Column("amount", _("Diferencia"), "d.amount", Kind.AMOUNT, order="d.amount", in_total=True),
        Column("cheque_amount", _("Valor del cheque"), "q.amount", Kind.AMOUNT),
        Column("state", _("Estado"), "d.state", Kind.CHIP, words=DIFFERENCE_STATES),
        Column("presented_on", _("Desde"), "d.presented_on", Kind.DAY, order="d.presented_on"),
        Column("closed_at", _("Terminada"), "k.closed_at", Kind.INSTANT),
        Column("resolution", _("Resolución"), "d.resolution", Kind.CHIP, words=RESOLUTIONS),
        Column(
            "reason",
            _("Motivo"),
            "coalesce(nullif(d.explanation, ''), nullif(d.findings, ''), nullif(d.attempt, ''),"
            " d.reason)",
        ),
        Column("client", _("Cliente"), "c.name", link=Link("client", "client_code")),
        Column("client_code", _("Código"), "c.code", hidden=True),
        Column("debtor", _("Deudor"), "b.name", link=Link("debtor", "debtor_code")),
        Column("debtor_code", _("Código"), "b.code", hidden=True),
        Column("collector", _("Gestor"), "u.full_name"),
    ),
    filters=(
        Filter(
            "q", _("N.º de cheque"), Asks.TEXT, matching=_cheque_meant, hint=_("como está escrito")
        ),
        Filter("state", _("Estado"), Asks.CHOICE, "d.state", choices=DIFFERENCE_STATES),
        Filter("kind", _("Clase"), Asks.CHOICE, "d.kind", choices=DIFFERENCE_KINDS),
        Filter("resolution", _("Resolución"), Asks.CHOICE, "d.resolution", choices=RESOLUTIONS),
        Filter("client", _("Cliente"), Asks.CLIENT, "q.client_id", hint=_("código o nombre")),
        Filter("debtor", _("Deudor"), Asks.DEBTOR, "q.debtor_id", hint=_("código o nombre")),
        Filter("presented", _("Desde"), Asks.DAYS, "d.presented_on"),
    ),
    order="presented_on",
    empty=_("No hay diferencias: todo cheque fue por lo que suman sus documentos, o lo explicaba."),
    begins="PCI-F08",
)
