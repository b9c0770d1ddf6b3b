"""The blocks of a debtor's page. For staff alone: they compare clients."""

from cartera.credit.parties.models import Debtor
from cartera.desk.parties.blocks import Block, Cell, column, total_of
from cartera.desk.shell.addresses import page_address
from cartera.kernel.text import gettext_noop as _
from cartera.reports.figures.ageing import PARTS
from cartera.reports.figures.asking import AsOf
from cartera.reports.figures.of_debtor import ageing_by_client, due_documents
from cartera.reports.listing import Kind

SHOWN = 25

_BY_CLIENT = (
    column("client", _("Cliente")),
    column("documents", _("Documentos"), Kind.WHOLE),
    *(column(f"part_{place}", part, Kind.AMOUNT) for place, part in enumerate(PARTS)),
    column("total", _("Por cobrar"), Kind.AMOUNT),
)
_DOCUMENTS = (
    column("number", _("Documento")),
    column("client", _("Cliente")),
    column("assignment", _("Cesión")),
    column("due_on", _("Fecha de cobro"), Kind.DAY),
    column("days_late", _("Días de atraso")),
    column("amount", _("Valor"), Kind.AMOUNT),
    column("advanced", _("Financiado"), Kind.AMOUNT),
    column("left_over", _("Por cobrar"), Kind.AMOUNT),
)


def ageing_block(debtor: Debtor, asked: AsOf) -> Block:
    """What it owes, by client and by age."""
    rows = [
        (
            Cell(f"{row.code} {row.name}", page_address("client", row.code)),
            row.documents,
            *row.parts,
            row.total,
        )
        for row in ageing_by_client(debtor.pk, asked)
    ]
    return Block(
        "antiguedad",
        _("Por cobrar, por cliente y antigüedad"),
        _BY_CLIENT,
        rows,
        total_of(_BY_CLIENT, rows),
        empty=_("A ese día no debe ningún documento."),
    )


def documents_block(debtor: Debtor, asked: AsOf) -> Block:
    """The documents to collect from it, what falls due first first."""
    found = due_documents(debtor.pk, asked, SHOWN + 1)
    rows = [
        (
            row.number,
            Cell(f"{row.client_code} {row.client_name}", page_address("client", row.client_code)),
            Cell(f"{row.assignment}", page_address("assignment", row.assignment)),
            row.due_on,
            max((asked.day - row.due_on).days, 0) or None,
            row.amount,
            row.advanced,
            row.left_over,
        )
        for row in found[:SHOWN]
    ]
    is_cut = len(found) > SHOWN
    return Block(
        "documentos",
        _("Documentos por cobrar"),
        _DOCUMENTS,
        rows,
        () if is_cut else total_of(_DOCUMENTS, rows),
        more=page_address("documents", debtor=debtor.code, state="live"),
        note=_("Se muestran los primeros veinticinco, por fecha de cobro.") if is_cut else "",
        empty=_("A ese día no debe ningún documento."),
    )
