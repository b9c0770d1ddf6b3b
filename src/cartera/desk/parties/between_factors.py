"""Another factoring company: who it is, its loans both ways, each against its clock."""

from collections.abc import Iterable
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cartera.credit.parties.models import Factor
from cartera.desk.access import page
from cartera.desk.parties.blocks import Block, Cell, column, total_of
from cartera.desk.parties.books import asks_for_book, book_of
from cartera.desk.shell.addresses import page_address
from cartera.entrance.routes import Who
from cartera.entrance.visitor import Visitor
from cartera.kernel.money import ZERO
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.delegations.models import Borrowing, DocumentLoan
from cartera.reports.figures.between_factors import FactorLoan, loans_with
from cartera.reports.listing import NUMBERS, Kind

_COLUMNS = (
    column("case", _("Caso")),
    column("factor", _("Otra empresa")),
    column("number", _("Documento")),
    column("debtor", _("Deudor")),
    column("state", _("Estado"), Kind.CHIP),
    column("amount", _("Valor"), Kind.AMOUNT),
    column("lent", _("Prestado"), Kind.INSTANT),
    column("due", _("Plazo"), Kind.INSTANT),
)
_OF_ONE = tuple(one for one in _COLUMNS if one.name != "factor")
_LABELS = {"lent": DocumentLoan.State, "borrowed": Borrowing.State}
_WAYS = {
    "lent": (_("Le prestamos"), "loans", _("No se le ha prestado ningún documento.")),
    "borrowed": (_("Nos presta"), "borrowings", _("No nos ha prestado ningún documento.")),
}


@page("factorajes/<str:code>/", Who.STAFF, _("Ver otra empresa de factoraje y sus préstamos"))
def factor(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Another company, what it was lent, what it lends, and until when."""
    found = Factor.objects.filter(code=code).select_related("case").first()
    if found is None:
        raise Http404
    at, loans = visitor.standing.at, loans_with(found.pk)
    blocks = [way_block(way, loans, at) for way in _WAYS]
    if asks_for_book(request):
        return book_of(f"factoraje-{found.code}", blocks, visitor)
    under_way = [loan for loan in loans if loan.is_open]
    shown = {
        "visitor": visitor,
        "number_kinds": NUMBERS,
        "factor": found,
        "blocks": blocks,
        "under_way": len(under_way),
        "amount": sum((loan.amount for loan in under_way), ZERO),
        "late": sum(loan.is_late(at) for loan in loans),
    }
    return render(request, "desk/parties/factor.html", shown)


def way_block(way: str, loans: Iterable[FactorLoan], at: datetime) -> Block:
    """The loans of one way."""
    title, more, empty = _WAYS[way]
    rows = [_row(loan, at) for loan in loans if loan.way == way]
    totals = total_of(_OF_ONE, rows)
    address = page_address(more)
    return Block(f"prestamos-{way}", title, _OF_ONE, rows, totals, empty=empty, more=address)


def under_way_block(loans: Iterable[FactorLoan], at: datetime) -> Block:
    """Loans of both ways with every company, the first to end first."""
    return Block(
        "factorajes",
        _("Préstamos con otras factorajes, contra su plazo"),
        _COLUMNS,
        [_row_of_any(loan, at) for loan in loans],
        empty=_("No hay préstamos de documentos en trámite con otras factorajes."),
        more=page_address("factors"),
    )


def _row_of_any(loan: FactorLoan, at: datetime) -> tuple[object, ...]:
    case, *rest = _row(loan, at)
    return (case, Cell(loan.factor, page_address("factor", loan.factor_code)), *rest)


def _row(loan: FactorLoan, at: datetime) -> tuple[object, ...]:
    label = str(_LABELS[loan.way](loan.state).label)
    return (
        Cell(loan.case, page_address("case", loan.case_id)),
        loan.number,
        loan.debtor or "",
        Cell(label, tone="bad" if loan.is_late(at) else ""),
        loan.amount,
        loan.lent_at,
        loan.back_by_at,
    )
