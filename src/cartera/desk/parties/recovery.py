"""The tablero of recovery: what is out, what is no money yet, who has it and for how long."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cartera.desk.access import page
from cartera.desk.parties.between_factors import under_way_block
from cartera.desk.parties.blocks import Block, Cell, column, total_of
from cartera.desk.parties.books import asks_for_book, book_of
from cartera.desk.parties.money_path import shortened
from cartera.desk.shell.addresses import page_address
from cartera.entrance.routes import Who
from cartera.entrance.visitor import Visitor
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.cheques.models import Cheque
from cartera.recovery.custody.models import Original
from cartera.recovery.delegations.models import Delegation
from cartera.recovery.differences.models import Difference
from cartera.recovery.third_party.models import ForeignDocument
from cartera.reports.figures.recovery import Recovery, recovery_of
from cartera.reports.listing import NUMBERS, Kind

WIDE = frozenset({"fuera", "gestores", "cheques", "factorajes", "delegadas"})

_HELD = (
    column("holder", _("Quién lo tiene")),
    column("state", _("Estado"), Kind.CHIP),
    column("papers", _("Originales"), Kind.WHOLE),
    column("amount", _("Valor"), Kind.AMOUNT),
    column("late", _("Debían volver"), Kind.WHOLE),
    column("since", _("Desde"), Kind.INSTANT),
)
_CHEQUES = (
    column("state", _("Estado")),
    column("count", _("Cheques"), Kind.WHOLE),
    column("amount", _("Valor"), Kind.AMOUNT),
    column("fresh", _("Hasta 2 días"), Kind.AMOUNT),
    column("older", _("De 3 a 7 días"), Kind.AMOUNT),
    column("oldest", _("Más de 7 días"), Kind.AMOUNT),
    column("since", _("El más antiguo"), Kind.DAY),
)
_NOTES = (
    column("client", _("Cliente")),
    column("count", _("Notas"), Kind.WHOLE),
    column("amount", _("Monto"), Kind.AMOUNT),
    column("left", _("Por recuperar"), Kind.AMOUNT),
    column("since", _("Desde"), Kind.DAY),
)
_LENT = (
    column("client", _("Cliente")),
    column("state", _("Estado"), Kind.CHIP),
    column("amount", _("Valor"), Kind.AMOUNT),
    column("lent", _("Entregada"), Kind.INSTANT),
    column("due", _("Debe liquidar"), Kind.INSTANT),
)
_VALUES = (
    column("state", _("Estado"), Kind.CHIP),
    column("count", _("Valores"), Kind.WHOLE),
    column("amount", _("Cobrado"), Kind.AMOUNT),
    column("since", _("El más antiguo"), Kind.DAY),
)
_DIFFERENCES = (
    column("kind", _("Clase")),
    column("state", _("Estado"), Kind.CHIP),
    column("count", _("Cheques"), Kind.WHOLE),
    column("amount", _("Diferencia"), Kind.AMOUNT),
    column("since", _("Desde"), Kind.DAY),
)
_COLLECTORS = (
    column("name", _("Gestor")),
    column("routes", _("Rutas"), Kind.WHOLE),
    column("visits", _("Visitas"), Kind.WHOLE),
    column("documents", _("Documentos"), Kind.WHOLE),
    column("collected", _("Cobrados"), Kind.WHOLE),
    column("amount", _("Cobrado"), Kind.AMOUNT),
    column("returned", _("No cobrados"), Kind.WHOLE),
    column("differences", _("Diferencias"), Kind.WHOLE),
)


@page("recuperacion/", Who.STAFF, _("Panorama de la recuperación"))
def recovery(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Recovery as it stands now; each figure leads to the list behind it."""
    at, today = visitor.standing.at, visitor.standing.on
    found = recovery_of(at, today)
    blocks = [
        held_block(found),
        cheques_block(found),
        notes_block(found),
        values_block(found),
        lent_block(found, at),
        under_way_block(found.between_factors, at),
        differences_block(found),
        collectors_block(found),
    ]
    if asks_for_book(request):
        return book_of(f"recuperacion-{today:%Y-%m-%d}", blocks, visitor)
    shown = {
        "visitor": visitor,
        "number_kinds": NUMBERS,
        "blocks": [(shortened(block), block.code in WIDE) for block in blocks],
        "found": found,
    }
    return render(request, "desk/parties/recovery.html", shown)


def held_block(found: Recovery) -> Block:
    """Originals that are not in the vault, by who has them, the longest first."""
    labels = dict(Original.State.choices)
    rows = [
        (
            Cell(row.holder, page_address("originals", state=row.state)),
            Cell(str(labels[Original.State(row.state)]), tone="bad" if row.late else ""),
            row.papers,
            row.amount,
            row.late,
            row.since,
        )
        for row in found.held
    ]
    return _block(
        "fuera",
        _("Originales fuera de la bóveda"),
        _HELD,
        rows,
        more="originals",
        empty=_("Todos los originales están en la bóveda, o con su dueño."),
    )


def cheques_block(found: Recovery) -> Block:
    """Cheques that are no money yet, by state and by how long they have been in it."""
    labels = dict(Cheque.State.choices)
    rows = [
        (
            Cell(str(labels[Cheque.State(row.state)]), page_address("cheques", state=row.state)),
            row.count,
            row.amount,
            row.fresh,
            row.older,
            row.oldest,
            row.since,
        )
        for row in found.cheques
    ]
    return _block(
        "cheques",
        _("Cheques que aún no son dinero"),
        _CHEQUES,
        rows,
        more="cheques",
        empty=_("No hay cheques en gestión."),
    )


def notes_block(found: Recovery) -> Block:
    """Direct payments not given back, by client."""
    rows = [
        (
            Cell(row.name, page_address("direct_payments", client=row.code)),
            row.count,
            row.amount,
            row.left,
            row.since,
        )
        for row in found.notes
    ]
    return _block(
        "abonos",
        _("Abonos directos sin recuperar"),
        _NOTES,
        rows,
        more="direct_payments",
        empty=_("Ningún cliente debe un pago que el deudor le hizo a él."),
    )


def lent_block(found: Recovery, at: datetime) -> Block:
    """Documents with clients who collect them themselves, the first to end first."""
    labels = dict(Delegation.State.choices)
    rows = []
    for row in found.lent:
        is_late = row.back_by_at is not None and row.back_by_at < at
        state = Cell(str(labels[Delegation.State(row.state)]), tone="bad" if is_late else "")
        client = Cell(row.client, page_address("case", row.case_id))
        rows.append((client, state, row.amount, row.lent_at, row.back_by_at))
    return _block(
        "delegadas",
        _("Cobranza delegada, contra su plazo"),
        _LENT,
        rows,
        more="delegations",
        empty=_("Ningún cliente tiene documentos para cobrarlos él mismo."),
    )


def values_block(found: Recovery) -> Block:
    """Third parties' money that the house has: to be paid, retained, released, on its way."""
    labels = dict(ForeignDocument.State.choices)
    rows = [
        (
            Cell(
                str(labels[ForeignDocument.State(row.state)]),
                page_address("values", state=row.state),
                "warn" if row.state == ForeignDocument.State.RETAINED else "",
            ),
            row.count,
            row.amount,
            row.since,
        )
        for row in found.values
    ]
    return _block(
        "ajenos",
        _("Valores ajenos por pagar y retenidos"),
        _VALUES,
        rows,
        more="values",
        empty=_("No hay dinero de terceros en la casa."),
    )


def differences_block(found: Recovery) -> Block:
    """Cheques that differ from their documents and nobody has explained."""
    kinds, labels = dict(Difference.Kind.choices), dict(Difference.State.choices)
    rows = [
        (
            Cell(
                str(kinds[Difference.Kind(row.kind)]),
                page_address("differences", kind=row.kind, state=row.state),
            ),
            Cell(str(labels[Difference.State(row.state)])),
            row.count,
            row.amount,
            row.since,
        )
        for row in found.differences
    ]
    return _block(
        "diferencias",
        _("Diferencias por resolver"),
        _DIFFERENCES,
        rows,
        more="differences",
        empty=_("No hay diferencias por resolver."),
    )


def collectors_block(found: Recovery) -> Block:
    """What each collector brought home in thirty days."""
    rows = [
        (
            row.name,
            row.routes,
            row.visits,
            row.documents,
            row.collected,
            row.amount,
            row.returned,
            row.differences,
        )
        for row in found.collectors
    ]
    return _block(
        "gestores",
        _("Gestores de cobro, últimos 30 días"),
        _COLLECTORS,
        rows,
        more="routes",
        empty=_("Todavía no ha salido ninguna ruta."),
    )


def _block(
    code: str, title: str, columns: Any, rows: list[tuple[Any, ...]], *, more: str, empty: str
) -> Block:
    totals = total_of(columns, rows)
    return Block(code, title, columns, rows, totals, more=page_address(more), empty=empty)
