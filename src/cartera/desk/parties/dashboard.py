"""The tablero: the money path at a glance, each figure a way to what is behind it."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cartera.control.workflow.selectors import counts_for
from cartera.desk.access import page
from cartera.desk.parties import money_day, money_path
from cartera.desk.parties.beginning import beginnings
from cartera.desk.parties.blocks import Block
from cartera.desk.parties.books import asks_for_book, book_of
from cartera.desk.parties.days import AskedDay, asked_day, figures_day
from cartera.entrance.routes import Who
from cartera.entrance.visitor import Visitor
from cartera.kernel.text import gettext_noop as _
from cartera.reports.figures.asking import AsOf
from cartera.reports.figures.overview import Overview, overview_of
from cartera.reports.listing import NUMBERS

USUAL_ORDER = (
    "trabajo",
    "cartera",
    "dinero",
    "cuadratura",
    "vencimientos",
    "antiguedad",
    "deudores",
    "clientes",
    "lineas",
    "tramite",
    "partidas",
)
# What whoever holds a role looks at first; the first role of these that he holds decides.
FIRST_OF: Mapping[tuple[str, ...], tuple[str, ...]] = {
    ("J_COB", "G_COB", "AUX_C", "COB_J_EXT", "COM_MORA"): (
        "vencimientos",
        "antiguedad",
        "deudores",
    ),
    ("CONTAB", "ASIST_CONT"): ("partidas", "cuadratura", "dinero"),
    ("AP_AB",): ("dinero", "cuadratura", "vencimientos"),
    ("EJ_NEG", "G_NEG", "ASIST_NEG"): ("lineas", "clientes", "tramite"),
    ("COORD_FIN", "DIR_FIN"): ("dinero", "vencimientos", "lineas"),
    ("G_GRAL",): ("cartera", "deudores", "clientes"),
    ("J_OP", "G_OP", "GER_OPER"): ("trabajo", "dinero", "cuadratura"),
    ("AUD_INT",): ("cuadratura", "partidas", "cartera"),
}
WIDE = frozenset({"cuadratura", "lineas", "trabajo"})


@page("tablero/", Who.STAFF, _("Tablero: la cartera y el dinero del día"))
def dashboard(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The money path as of a day: today's by default."""
    asked = asked_day(request, visitor)
    figures = figures_day(asked, visitor)
    found = overview_of(figures, visitor.standing.at)
    blocks = _blocks(found, figures, visitor)
    if asks_for_book(request):
        return _book(request, blocks, figures.day, visitor)
    ordered = [blocks[code] for code in order_for(visitor.roles) if code in blocks]
    shown = {
        "visitor": visitor,
        "number_kinds": NUMBERS,
        "asked": asked,
        "figures": figures,
        "found": found,
        "blocks": [(money_path.shortened(block), block.code in WIDE) for block in ordered],
        "book_address": _query(request, asked, ""),
        "begins": beginnings(visitor, ("INT-01", "INT-02", "INT-03", "PCI-F01")),
    }
    return render(request, "desk/parties/dashboard.html", shown)


def order_for(roles: Sequence[str]) -> list[str]:
    """The blocks' codes, what concerns the roles first."""
    first = next((codes for held, codes in FIRST_OF.items() if set(held) & set(roles)), ())
    return [*first, *(code for code in USUAL_ORDER if code not in first)]


def _blocks(found: Overview, asked: AsOf, visitor: Visitor) -> dict[str, Block]:
    """By code. What waits and what is in process is known of the present day only."""
    locale = visitor.house.locale
    made = [
        money_path.portfolio_block(found.situations, asked),
        money_path.clients_block(found.clients, locale),
        money_path.debtors_block(found.ages, locale),
        money_path.ageing_block(found.ages, asked, locale),
        money_path.ahead_block(found.ahead, locale),
        money_path.lines_block(found.lines, asked),
        money_day.cash_block(found.cash, asked),
        money_day.rounds_block(found.rounds),
        money_day.entries_block(found.entries, asked),
    ]
    if found.process is not None and found.waiting is not None:
        mine = {count.procedure: count.all for count in counts_for(visitor.viewer)}
        made += [
            money_path.process_block(found.process),
            money_day.waiting_block(found.waiting, mine),
        ]
    return {block.code: block for block in made}


def _book(
    request: HttpRequest, blocks: Mapping[str, Block], day: date, visitor: Visitor
) -> HttpResponse:
    """Every block on its sheet, or the one that is asked for."""
    code = request.GET.get("bloque", "")
    if not code:
        return book_of(f"tablero-{day:%Y-%m-%d}", list(blocks.values()), visitor)
    if code not in blocks:
        raise Http404
    return book_of(f"{code}-{day:%Y-%m-%d}", [blocks[code]], visitor)


def _query(request: HttpRequest, asked: AskedDay, block: str) -> str:
    typed = f"&al={asked.day:%Y-%m-%d}" if asked.is_typed else ""
    return f"?formato=xlsx{typed}" + (f"&bloque={block}" if block else "")
