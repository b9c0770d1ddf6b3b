"""The tablero of the portfolio: blocks whose figures lead to the lists behind them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.translation import gettext

from cartera.desk.look.charts import Bar, Measured, bars_of
from cartera.desk.parties.blocks import Block, Cell, column, total_of
from cartera.desk.shell.addresses import page_address
from cartera.kernel.money import ZERO, format_amount
from cartera.kernel.text import gettext_noop as _
from cartera.reports.figures.ageing import LIMITS, PARTS, DebtorAge, ageing_in_all
from cartera.reports.figures.asking import AsOf
from cartera.reports.figures.availability import LineUse
from cartera.reports.figures.concentration import DebtorShare, debtor_shares
from cartera.reports.figures.maturities import DayAhead
from cartera.reports.figures.portfolio import ClientRow, ProcessRow, SituationRow
from cartera.reports.listing import Kind

MOST = 10
SITUATIONS = {
    "current": _("Vigente, al día"),
    "overdue": _("Pasada de su vencimiento"),
    "covered": _("Cubierta, por liquidar"),
}
PROCESS = {
    "requested": _("Solicitada"),
    "received": _("Recibida"),
    "verified": _("Verificada"),
    "prepared": _("Preparada, reserva línea"),
    "recorded": _("Registrada, reserva línea"),
}

_PORTFOLIO = (
    column("situation", _("Situación")),
    column("assignments", _("Cesiones"), Kind.WHOLE),
    column("capital", _("Capital"), Kind.AMOUNT),
    column("excess", _("A favor del cliente"), Kind.AMOUNT),
)
_PROCESS = (
    column("state", _("En trámite")),
    column("assignments", _("Operaciones"), Kind.WHOLE),
    column("amount", _("Monto"), Kind.AMOUNT),
)
_CLIENTS = (
    column("client", _("Cliente")),
    column("assignments", _("Cesiones"), Kind.WHOLE),
    column("capital", _("Capital"), Kind.AMOUNT),
    column("overdue", _("Vencido"), Kind.AMOUNT),
    column("share", _("Parte"), Kind.PERCENTAGE),
)
_DEBTORS = (
    column("debtor", _("Deudor")),
    column("documents", _("Documentos"), Kind.WHOLE),
    column("advanced", _("Financiado"), Kind.AMOUNT),
    column("share", _("Parte"), Kind.PERCENTAGE),
    column("limit", _("Límite"), Kind.AMOUNT),
    column("over", _("Excede"), Kind.CHIP),
)
_AGEING = (
    column("debtor", _("Deudor")),
    column("documents", _("Documentos"), Kind.WHOLE),
    *(column(f"part_{place}", part, Kind.AMOUNT) for place, part in enumerate(PARTS)),
    column("total", _("Por cobrar"), Kind.AMOUNT),
)
_AHEAD = (
    column("day", _("Día"), Kind.DAY),
    column("documents", _("Documentos"), Kind.WHOLE),
    column("to_collect", _("Por cobrar"), Kind.AMOUNT),
    column("assignments", _("Cesiones que vencen"), Kind.WHOLE),
    column("capital", _("Capital de ellas"), Kind.AMOUNT),
)
_LINES = (
    column("client", _("Cliente")),
    column("approved", _("Aprobado"), Kind.AMOUNT),
    column("outstanding", _("En uso"), Kind.AMOUNT),
    column("reserved", _("Reservado"), Kind.AMOUNT),
    column("available", _("Disponible"), Kind.AMOUNT),
    column("expires_on", _("Vence"), Kind.DAY),
)


def portfolio_block(rows: Sequence[SituationRow], asked: AsOf) -> Block:
    """The portfolio in three parts."""
    before = (asked.day - timedelta(days=1)).isoformat()
    filters: dict[str, dict[str, str]] = {
        "current": {"state": "live", "matures_from": asked.day.isoformat()},
        "overdue": {"state": "live", "matures_to": before},
        "covered": {"state": "paid_off"},
    }
    drawn = [
        (
            Cell(
                gettext(SITUATIONS[row.situation]),
                page_address("assignments", **filters[row.situation]),
            ),
            row.assignments,
            row.capital,
            row.excess,
        )
        for row in rows
    ]
    return Block(
        "cartera",
        _("Cartera"),
        _PORTFOLIO,
        drawn,
        total_of(_PORTFOLIO, drawn),
        more=page_address("assignments", state="live"),
    )


def process_block(rows: Sequence[ProcessRow]) -> Block:
    """What is on its way to a disbursement."""
    by_state = {row.state: row for row in rows}
    drawn = [
        (
            Cell(gettext(PROCESS[state]), page_address("assignments", state=state)),
            by_state[state].assignments,
            by_state[state].amount,
        )
        for state in PROCESS
        if state in by_state
    ]
    return Block(
        "tramite",
        _("Operaciones en trámite"),
        _PROCESS,
        drawn,
        total_of(_PROCESS, drawn),
        empty=_("No hay solicitudes de desembolso en trámite."),
    )


def clients_block(rows: Sequence[ClientRow], locale: str) -> Block:
    """Who owes most: the concentration by client."""
    drawn: list[tuple[Any, ...]] = [
        (
            Cell(f"{row.code} {row.name}", partial(page_address, "client", row.code)),
            row.assignments,
            row.capital,
            row.overdue,
            row.share_pct,
        )
        for row in rows
    ]
    return Block(
        "clientes",
        _("Concentración por cliente"),
        _CLIENTS,
        drawn,
        total_of(_CLIENTS, drawn),
        more=page_address("clients"),
        empty=_("Nadie debe nada todavía."),
        bars=_bars_of_clients(rows, locale),
    )


def debtors_block(rows: Sequence[DebtorAge], locale: str) -> Block:
    """How much of what is lent hangs on each debtor, against its limit."""
    shares = debtor_shares(rows)
    drawn: list[tuple[Any, ...]] = [
        (
            Cell(f"{row.code} {row.name}", partial(page_address, "debtor", row.code)),
            row.documents,
            row.advanced,
            row.share_pct,
            row.limit_amount,
            Cell(_("sobre su límite"), tone="bad") if row.is_over else None,
        )
        for row in shares
    ]
    totals = total_of(_DEBTORS, drawn)
    return Block(
        "deudores",
        _("Concentración por deudor"),
        _DEBTORS,
        drawn,
        (*totals[:4], None, None) if totals else (),
        more=page_address("debtors"),
        empty=_("No hay documentos por cobrar."),
        bars=_bars_of_debtors(shares, locale),
    )


def ageing_block(rows: Sequence[DebtorAge], asked: AsOf, locale: str) -> Block:
    """Documents to collect by how long they are past due, and by debtor."""
    drawn: list[tuple[Any, ...]] = [
        (
            Cell(f"{row.code} {row.name}", partial(page_address, "debtor", row.code)),
            row.documents,
            *row.parts,
            row.total,
        )
        for row in rows
    ]
    tones = ("", "warn", "warn", "bad", "bad")
    bars = [
        Measured(
            gettext(part),
            amount,
            _shown(amount, locale),
            page_address("documents", state="live", **_due_days(place, asked.day)),
            tones[place],
        )
        for place, (part, amount) in enumerate(zip(PARTS, ageing_in_all(rows), strict=True))
    ]
    return Block(
        "antiguedad",
        _("Lo que falta cobrar, por antigüedad"),
        _AGEING,
        drawn,
        total_of(_AGEING, drawn),
        more=page_address("documents", state="live"),
        empty=_("No hay documentos por cobrar."),
        bars=bars_of(bars),
        bars_of=_("Antigüedad"),
    )


def _due_days(place: int, day: date) -> dict[str, str]:
    """The due days of a part of the ageing, as the list of documents asks for them."""
    if place == 0:
        return {"due_from": day.isoformat()}
    asked = {"due_to": (day - timedelta(days=LIMITS[place - 1] + 1)).isoformat()}
    if place < len(LIMITS):
        asked["due_from"] = (day - timedelta(days=LIMITS[place])).isoformat()
    return asked


def ahead_block(rows: Sequence[DayAhead], locale: str) -> Block:
    """What falls due on each of the next days on which something does."""
    busy = [row for row in rows if row.documents or row.assignments]
    drawn = [
        (
            Cell(row.day, _due_on(row.day)),
            row.documents,
            row.to_collect,
            row.assignments,
            row.capital,
        )
        for row in busy
    ]
    bars = [
        Measured(
            f"{row.day:%d/%m}", row.to_collect, _shown(row.to_collect, locale), _due_on(row.day)
        )
        for row in busy
        if row.documents
    ]
    asked = {"due_from": rows[0].day.isoformat(), "due_to": rows[-1].day.isoformat()}
    return Block(
        "vencimientos",
        _("Por cobrar en los próximos 30 días"),
        _AHEAD,
        drawn,
        total_of(_AHEAD, drawn),
        more=page_address("documents", state="live", **asked),
        empty=_("Nada vence en los próximos treinta días."),
        bars=bars_of(bars),
    )


def _due_on(day: date) -> str:
    on = day.isoformat()
    return page_address("documents", state="live", due_from=on, due_to=on)


def lines_block(rows: Sequence[LineUse], asked: AsOf) -> Block:
    """The lines in force, with what is left of each."""
    drawn = [
        (
            Cell(f"{row.code} {row.name}", partial(page_address, "line", row.line_id)),
            row.approved,
            row.outstanding,
            row.reserved if asked.is_now else None,
            row.available,
            row.expires_on,
        )
        for row in rows
    ]
    return Block(
        "lineas",
        _("Disponibilidad de las líneas"),
        _LINES,
        drawn,
        total_of(_LINES, drawn),
        more=page_address("lines", state="active"),
        empty=_("Todavía no hay líneas aprobadas."),
    )


def _bars_of_clients(rows: Sequence[ClientRow], locale: str) -> list[Bar]:
    bars = [
        Measured(
            row.name, row.capital, _shown(row.capital, locale), page_address("client", row.code)
        )
        for row in rows[:MOST]
    ]
    return bars_of([*bars, *_bar_of_rest([row.capital for row in rows[MOST:]], locale)])


def _bars_of_debtors(shares: Sequence[DebtorShare], locale: str) -> list[Bar]:
    bars = [
        Measured(
            row.name,
            row.advanced,
            f"{_shown(row.advanced, locale)} · {row.share_pct:.1f} %",
            page_address("debtor", row.code),
            "bad" if row.is_over else "",
        )
        for row in shares[:MOST]
    ]
    return bars_of([*bars, *_bar_of_rest([row.advanced for row in shares[MOST:]], locale)])


def _bar_of_rest(amounts: Sequence[Decimal], locale: str) -> list[Measured]:
    """One bar for all that have none of their own, so that together they are the whole."""
    if not amounts:
        return []
    rest = sum(amounts, ZERO)
    name = gettext(_("Otros %(count)s")) % {"count": len(amounts)}
    return [Measured(name, rest, _shown(rest, locale))]


def _shown(amount: Any, locale: str) -> str:
    return format_amount(amount, locale)


def shortened(block: Block, most: int = MOST) -> Block:
    """The block with its rows beyond `most` joined into one, so that it still adds up.

    One row a day stays whole: thirty days are no long table.
    """
    if len(block.rows) <= most + 1 or block.columns[0].kind is Kind.DAY:
        return block
    rest = block.rows[most:]
    name = gettext(_("Otros %(count)s")) % {"count": len(rest)}
    joined = (name, *total_of(block.columns, rest)[1:])
    return replace(block, rows=[*block.rows[:most], joined])
