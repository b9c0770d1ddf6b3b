"""The tablero of the day: its money, its tie-out, what was posted, the work that waits."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext

from cartera.control.workflow.registry import procedure_of
from cartera.credit.payments.models import PaymentDay
from cartera.desk.parties.blocks import Block, Cell, column, total_of
from cartera.desk.shell.addresses import page_address
from cartera.kernel.text import gettext_noop as _
from cartera.reports.figures.asking import AsOf
from cartera.reports.figures.cash import Cash
from cartera.reports.figures.entries import PostedEntry
from cartera.reports.figures.rounds import Round
from cartera.reports.figures.waiting import WaitingWork
from cartera.reports.listing import Kind

_CASH = (column("what", _("Concepto")), column("amount", _("Monto"), Kind.AMOUNT))
_ROUNDS = (
    column("round", _("Vuelta")),
    column("state", _("Estado"), Kind.CHIP),
    column("received", _("Recibido"), Kind.AMOUNT),
    column("deposited", _("Remesado"), Kind.AMOUNT),
    column("deducted", _("Descuentos"), Kind.AMOUNT),
    column("applied", _("Aplicado"), Kind.AMOUNT),
    column("receipted", _("En comprobantes"), Kind.AMOUNT),
    column("difference", _("Diferencia"), Kind.AMOUNT),
)
_ENTRIES = (
    column("entry", _("Partida")),
    column("on", _("Fecha"), Kind.DAY),
    column("description", _("Concepto")),
    column("amount", _("Total"), Kind.AMOUNT),
)
_WAITING = (
    column("procedure", _("Procedimiento")),
    column("mine", _("Le esperan a usted"), Kind.WHOLE),
    column("tasks", _("En toda la empresa"), Kind.WHOLE),
    column("overdue", _("Fuera de plazo"), Kind.WHOLE),
    column("since", _("Desde"), Kind.INSTANT),
)


def cash_block(cash: Cash, asked: AsOf) -> Block:
    """The day's money."""
    on = asked.day.isoformat()
    received: Callable[[str], str] = lambda kind: page_address(  # noqa: E731 - three of a kind
        "payments", kind=kind, received_from=on, received_to=on
    )
    applied = page_address("cases", procedure="PCI-F09", opened_from=on, opened_to=on)
    settling = page_address("cases", procedure="PCI-F10", state="open")
    rows: list[tuple[Any, ...]] = [
        (Cell(gettext(_("Recibido en cheques")), received("cheque")), cash.cheques),
        (Cell(gettext(_("Recibido por transferencia")), received("transfer")), cash.transfers),
        (Cell(gettext(_("Recibido en efectivo")), received("cash")), cash.coins),
        (
            Cell(gettext(_("Remesado a bancos")), page_address("slips", on_from=on, on_to=on)),
            cash.deposited,
        ),
        (Cell(gettext(_("Aplicado a cesiones")), applied), cash.applied),
        (
            Cell(gettext(_("Cheques rechazados")), page_address("payments", state="bounced")),
            cash.bounced,
        ),
        (
            Cell(
                gettext(_("Desembolsado a clientes")),
                page_address("assignments", disbursed_from=on, disbursed_to=on),
            ),
            cash.disbursed,
        ),
        (Cell(gettext(_("Devuelto por liquidaciones")), settling), cash.refunded),
    ]
    if asked.is_now:
        queued = page_address("payments", state="queued")
        rows += [
            (Cell(gettext(_("En mano, sin remesar")), queued), cash.in_hand),
            (Cell(gettext(_("Liquidaciones por pagar")), settling), cash.to_refund),
        ]
    return Block("dinero", _("El dinero del día"), _CASH, rows)


def rounds_block(rows: Sequence[Round]) -> Block:
    """Whether the last rounds of payments tie out."""
    labels = dict(PaymentDay.State.choices)
    drawn = [
        (
            Cell(f"{row.on:%d/%m/%Y} · {row.number}", page_address("case", row.case_id)),
            Cell(str(labels[PaymentDay.State(row.state)]), tone="good" if row.is_done else "warn"),
            row.received,
            row.deposited,
            row.deducted,
            row.applied,
            row.receipted,
            row.difference,
        )
        for row in rows
    ]
    return Block(
        "cuadratura",
        _("Cuadratura de las últimas vueltas de abonos"),
        _ROUNDS,
        drawn,
        more=page_address("cases", procedure="PCI-F09"),
        note=_("Una vuelta en curso tiene diferencia hasta que se remesa, aplica y factura."),
        empty=_("Todavía no se ha recibido ningún abono."),
    )


def entries_block(rows: Sequence[PostedEntry], asked: AsOf) -> Block:
    """The last entries."""
    drawn = [
        (
            Cell(f"{row.series} {row.number}", _entry_address(row)),
            row.on,
            row.description,
            row.amount,
        )
        for row in rows
    ]
    return Block(
        "partidas",
        _("Últimas partidas"),
        _ENTRIES,
        drawn,
        more=page_address("entries", on_to=asked.day.isoformat()),
        empty=_("Todavía no se ha contabilizado nada."),
    )


def _entry_address(row: PostedEntry) -> str:
    return page_address("case", row.case_id) if row.case_id else page_address("entries")


def waiting_block(rows: Sequence[WaitingWork], mine: dict[str, int]) -> Block:
    """The work that waits, the reader's own first."""
    drawn = [
        (
            Cell(_procedure_name(row.procedure), _work_address(row.procedure, mine)),
            mine.get(row.procedure, 0),
            row.tasks,
            row.overdue,
            row.since,
        )
        for row in sorted(rows, key=lambda row: (-mine.get(row.procedure, 0), row.procedure))
    ]
    return Block(
        "trabajo",
        _("Trabajo pendiente por procedimiento"),
        _WAITING,
        drawn,
        total_of(_WAITING, drawn),
        more=page_address("inbox"),
        empty=_("Nada espera: todo está hecho."),
    )


def _procedure_name(code: str) -> str:
    return f"{code} · {gettext(procedure_of(code).title)}"


def _work_address(code: str, mine: dict[str, int]) -> str:
    if mine.get(code):
        return page_address("inbox", procedimiento=code)
    return page_address("cases", procedure=code, state="open")
