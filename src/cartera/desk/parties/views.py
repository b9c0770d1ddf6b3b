"""Clients, debtors, lines and assignments, each on a page of its own, as of any day."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cartera.credit.assignments.models import Assignment
from cartera.credit.lines.models import Line
from cartera.credit.parties.models import Client, Debtor
from cartera.credit.payments.statements import statement_of
from cartera.credit.settlements.models import Settlement
from cartera.desk.access import page
from cartera.desk.cases.figures import price_of, settlement_of
from cartera.desk.parties import of_assignment, of_client, of_debtor, of_line
from cartera.desk.parties.beginning import beginnings
from cartera.desk.parties.blocks import Block
from cartera.desk.parties.books import asks_for_book, book_of
from cartera.desk.parties.days import KNOWN_ON, asked_day, figures_day
from cartera.entrance.routes import Who
from cartera.entrance.visitor import Visitor
from cartera.kernel.money import ZERO
from cartera.kernel.text import gettext_noop as _
from cartera.reports.figures.asking import share_pct
from cartera.reports.figures.availability import lines_in_use
from cartera.reports.figures.of_client import capital_owed
from cartera.reports.figures.of_debtor import held_of, last_year_of, lent_on
from cartera.reports.listing import NUMBERS


@page("clientes/<str:code>/", Who.PARTY, _("Ver un cliente y su historia"), of="client")
def client(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Who a client is, what he owes and may still draw, and what befell him."""
    found = Client.objects.filter(code=code).first()
    if found is None:
        raise Http404
    asked = asked_day(request, visitor)
    figures = figures_day(asked, visitor)
    held = of_client.assignments_block(found, figures)
    claims = of_client.claims_of(found)
    blocks = [
        held,
        of_client.documents_block(found, visitor),
        of_client.claims_block(found, claims),
        of_client.values_block(found, visitor),
        of_client.payments_block(found),
        of_client.settlements_block(found),
        of_client.lines_block(found),
        of_client.papers_block(found, visitor),
        of_client.cases_block(found),
    ]
    if asks_for_book(request):
        return book_of(f"cliente-{found.code}", blocks, visitor)
    shown = {
        "client": found,
        "asked": asked,
        "figures": figures,
        "line": next(iter(lines_in_use(figures, found.pk)), None),
        "owed": held.totals[-1] if held.totals else ZERO,
        "capital": capital_owed(found.pk, figures) if held.rows and not held.totals else None,
        "claims": of_client.owed_in_claims(claims),
        "accounts": found.credit_accounts.exclude(state="rejected"),
        "representatives": of_client.representatives_of(found),
        "history": of_client.history_of(found) if visitor.is_staff else (),
        "begins": beginnings(visitor, ("PCI-F01", "INT-07", "INT-03"), client=found.code),
    }
    return _drawn(request, visitor, "client", blocks, shown)


@page("deudores/<str:code>/", Who.STAFF, _("Ver un deudor y cómo paga"))
def debtor(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """What a debtor owes over all clients, against its limit, and how it pays."""
    found = Debtor.objects.filter(code=code).first()
    if found is None:
        raise Http404
    asked = asked_day(request, visitor)
    figures = figures_day(asked, visitor)
    blocks = [
        of_debtor.ageing_block(found, figures),
        of_debtor.documents_block(found, figures),
    ]
    if asks_for_book(request):
        return book_of(f"deudor-{found.code}", blocks, visitor)
    lent, whole = lent_on(found.pk, figures)
    held = held_of(found.pk, figures, lent)
    shown = {
        "debtor": found,
        "asked": asked,
        "figures": figures,
        "lent": lent,
        "share": share_pct(lent, whole),
        "held": held,
        "use": share_pct(held, found.limit_amount),
        "left": found.limit_amount - held,
        "owed": blocks[0].totals[-1] if blocks[0].totals else ZERO,
        "paid": last_year_of(found.pk, figures),
    }
    return _drawn(request, visitor, "debtor", blocks, shown)


@page("lineas/<int:line_id>/", Who.PARTY, _("Ver una línea y su uso"), of="line")
def line(request: HttpRequest, visitor: Visitor, line_id: int) -> HttpResponse:
    """A line's terms and approval, what uses it, and how its use went."""
    found = Line.objects.select_related("client", "case").filter(pk=line_id).first()
    if found is None:
        raise Http404
    asked = asked_day(request, visitor)
    figures = figures_day(asked, visitor)
    moves = of_line.moves_of(found, figures.day)
    blocks = [of_line.moves_block(found, moves)]
    is_in_force = figures.is_now and found.state == Line.State.ACTIVE
    if is_in_force:
        blocks[:0] = [
            of_line.uses_block(found, reserved=False),
            of_line.uses_block(found, reserved=True),
        ]
    if asks_for_book(request):
        return book_of(f"linea-{found.pk}", blocks, visitor)
    in_force = next(iter(lines_in_use(figures, found.client_id)), None)
    shown = {
        "line": found,
        "asked": asked,
        "figures": figures,
        "use": in_force if in_force and in_force.line_id == found.pk else None,
        "terms": of_line.terms_of_line(found),
        "approvals": of_line.approvals_of(found),
        "chart": of_line.chart_of(found, moves, figures.day),
        "is_over": found.expires_on < visitor.standing.on,
        "begins": beginnings(visitor, ("PCI-F01", "INT-03"), client=found.client.code),
    }
    return _drawn(request, visitor, "line", blocks, shown)


@page(
    "cesiones/<int:number>/",
    Who.PARTY,
    _("Estado de cuenta de una cesión"),
    of="assignment",
)
def assignment(request: HttpRequest, visitor: Visitor, number: int) -> HttpResponse:
    """An assignment and its statement as of any day, and as it was known on any day."""
    rows = Assignment.objects.select_related("client", "case", "line", "account")
    found = rows.filter(number=number).first()
    if found is None:
        raise Http404
    asked = asked_day(request, visitor, may_come=True)
    known = asked_day(request, visitor, KNOWN_ON)
    statement = statement_of(found, asked.day, known.day if known.is_typed else None)
    settlements = _settlements_of(found)
    ahead = of_assignment.ahead_block(statement)
    blocks = [
        of_assignment.movements_block(statement),
        ahead,
        of_assignment.documents_block(found, visitor),
        of_assignment.waiting_block(found),
    ]
    if visitor.is_staff:
        blocks.append(of_assignment.undone_block(statement))
        blocks += of_assignment.cases_and_entries(found, settlements)
    if asks_for_book(request):
        return book_of(f"cesion-{found.number}", blocks, visitor)
    ordinary, default = of_assignment.running_each_day(statement)
    shown = {
        "assignment": found,
        "asked": asked,
        "known": known,
        "statement": statement,
        "is_ahead": asked.day > visitor.standing.on,
        "days_late": _days_late(found, asked.day),
        "each_day": ordinary + default,
        "group": price_of(found),
        "settlements": [(one, settlement_of(one)) for one in settlements],
        "begins": beginnings(visitor, ("INT-10",), assignment=found.number),
    }
    return _drawn(request, visitor, "assignment", blocks, shown)


def _settlements_of(found: Assignment) -> list[Settlement]:
    rows = Settlement.objects.filter(assignment=found).exclude(state="void")
    return list(rows.select_related("account", "case").order_by("id"))


def _days_late(found: Assignment, day: date) -> int:
    return max((day - found.matures_on).days, 0) if found.matures_on else 0


def _drawn(
    request: HttpRequest, visitor: Visitor, name: str, blocks: list[Block], shown: dict[str, Any]
) -> HttpResponse:
    """The page of that name, its blocks by their code too."""
    query = request.GET.copy()
    query["formato"] = "xlsx"
    always = {
        "visitor": visitor,
        "number_kinds": NUMBERS,
        "blocks": {block.code.replace("-", "_"): block for block in blocks},
        "book_address": f"?{query.urlencode()}",
    }
    return render(request, f"desk/parties/{name}.html", always | shown)
