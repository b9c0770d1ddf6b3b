"""The blocks of a line's page: what uses it, what is held for operations, how its use went."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from django.db.models import Q
from django.utils.translation import gettext

from cartera.control.workflow.models import Approval
from cartera.credit.assignments.models import Assignment
from cartera.credit.assignments.selectors import RESERVED
from cartera.credit.lines.models import Line
from cartera.desk.cases.figures import Figure
from cartera.desk.look.states import tone_of
from cartera.desk.parties.blocks import Block, Cell, column, total_of
from cartera.desk.shell.addresses import page_address
from cartera.entrance.words import TERMS, word
from cartera.kernel.text import gettext_noop as _
from cartera.reports.figures.of_client import UseOfLine, use_of_line
from cartera.reports.listing import Kind

SHOWN = 25
LATEST_MOVES = 40
WIDE, HIGH = 1000, 200

_USES = (
    column("number", _("Cesión")),
    column("state", _("Estado"), Kind.CHIP),
    column("documents", _("Documentos")),
    column("matures_on", _("Vence"), Kind.DAY),
    column("face", _("Nominal"), Kind.AMOUNT),
    column("advanced", _("Financiado"), Kind.AMOUNT),
    column("used", _("Ocupa de la línea"), Kind.AMOUNT),
)
_MOVES = (
    column("day", _("Día"), Kind.DAY),
    column("moved", _("Cambio"), Kind.AMOUNT),
    column("used", _("En uso"), Kind.AMOUNT),
    column("available", _("Disponible"), Kind.AMOUNT),
)


@dataclass(frozen=True, slots=True)
class Chart:
    """The use of a line drawn as steps on a field of 1000 by 200, and the approved amount across.

    `points` go up to the last day; `approved_y` is the height of the line's amount.
    """

    points: str
    approved_y: int
    from_on: date
    to_on: date


def uses_block(line: Line, *, reserved: bool) -> Block:
    """The operations that use the client's line: with capital owed, or in process."""
    found = Assignment.objects.filter(client_id=line.client_id)
    if reserved:
        found = found.filter(state__in=RESERVED)
    else:
        found = found.filter(state__in=("live", "paid_off"), capital__gt=0)
    found = found.prefetch_related("documents").order_by("matures_on", "id")
    uses = list(found[: SHOWN + 1])
    rows = [_use_row(one, reserved=reserved) for one in uses[:SHOWN]]
    is_cut = len(uses) > SHOWN
    return Block(
        "reservado" if reserved else "en-uso",
        _("Reservado por operaciones en trámite") if reserved else _("En uso: cesiones por pagar"),
        _USES,
        rows,
        () if is_cut else total_of(_USES, rows),
        more=page_address("assignments", client=line.client.code) if is_cut else "",
        note=_("Se muestran las primeras veinticinco, por vencimiento.") if is_cut else "",
        empty=_("No hay operaciones en trámite que reserven la línea.")
        if reserved
        else _("Ninguna cesión ocupa la línea: está toda disponible."),
    )


def _use_row(one: Assignment, *, reserved: bool) -> tuple[object, ...]:
    number = one.number
    address = page_address("assignment", number) if number else page_address("case", one.case_id)
    listed = [d.number for d in one.documents.all() if d.state != "withdrawn"]
    more = f" +{len(listed) - 6}" if len(listed) > 6 else ""
    return (
        Cell(str(one), address),
        Cell(one.get_state_display(), tone=tone_of(one.state)),
        ", ".join(listed[:6]) + more,
        one.matures_on,
        one.amount_face,
        one.amount_advanced,
        one.amount_advanced if reserved else one.capital,
    )


def moves_of(line: Line, upto: date) -> list[UseOfLine]:
    """How the client's use of the line went, up to a day."""
    return [move for move in use_of_line(line.client_id) if move.day <= upto]


def moves_block(line: Line, moves: list[UseOfLine]) -> Block:
    """The last days on which the use of the line changed, the newest first."""
    rows = [
        (move.day, move.moved, move.used, line.amount_approved - move.used)
        for move in reversed(moves[-LATEST_MOVES:])
    ]
    return Block(
        "historia",
        _("Cómo ha variado"),
        _MOVES,
        rows,
        empty=_("Todavía no se ha desembolsado nada de esta línea."),
    )


def chart_of(line: Line, moves: list[UseOfLine], upto: date) -> Chart | None:
    """The use of the line over the last moves, as steps; none before two days have passed."""
    shown = moves[-LATEST_MOVES * 3 :]
    if not shown or upto <= shown[0].day:
        return None
    first, days = shown[0].day, (upto - shown[0].day).days
    highest = max(line.amount_approved, *(move.used for move in shown))
    points: list[str] = []
    for move, following in pairwise([*shown, UseOfLine(upto, Decimal(0), shown[-1].used)]):
        height = _height(move.used, highest)
        points += [
            f"{(day - first).days * WIDE // days},{height}" for day in (move.day, following.day)
        ]
    return Chart(" ".join(points), _height(line.amount_approved, highest), first, upto)


def _height(amount: Decimal, highest: Decimal) -> int:
    return HIGH - int(max(amount, Decimal(0)) * (HIGH - 4) / highest)


def terms_of_line(line: Line) -> list[Figure]:
    """The conditions as they are written on the line."""
    return [
        Figure(gettext(title).removesuffix(", %"), _term(name, line.terms[name]))
        for name, title in TERMS.items()
        if name in line.terms
    ]


def _term(name: str, value: object) -> str:
    if isinstance(value, list):
        return ", ".join(word(str(one)) for one in value) or gettext("ninguno")
    return f"{value} %" if name.endswith("_pct") else word(str(value))


def approvals_of(line: Line) -> list[Approval]:
    """Who signed the line and when. One query."""
    signed = Approval.objects.filter(Q(case_id=line.case_id)) if line.case_id else ()
    if not signed:
        return []
    return list(signed.select_related("signer").order_by("id"))
