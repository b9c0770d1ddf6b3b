"""Clients, debtors and lines, each with what it owes or may still draw on a day.

What hangs on them is found in the lists: `/lists/documents?client=…`.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Schema
from ninja.params.functions import Path

from cartera.api.calls.dashboard import ON, PARTS, Ages, LineInUse, figures_on, line_in_use, told
from cartera.api.site import Caller, Id, call, row_of
from cartera.credit.claims.selectors import open_claims
from cartera.credit.lines.models import Line
from cartera.credit.parties.models import Client, Debtor
from cartera.entrance.routes import Who
from cartera.kernel.money import ZERO
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.third_party.selectors import held_of_client
from cartera.reports.figures.asking import share_pct
from cartera.reports.figures.availability import lines_in_use
from cartera.reports.figures.of_client import documents_by_state, use_of_line
from cartera.reports.figures.of_debtor import ageing_by_client, held_of, last_year_of, lent_on

TAG = _("Clientes, deudores y líneas")
CODE = Path(..., max_length=12)


class AccountFacts(Schema):
    """An account to which the client is paid."""

    bank: str
    number: str
    holder: str
    state: str


class DocumentsFacts(Schema):
    """The client's documents in one state, as they stand today."""

    state: str
    documents: int
    face: Decimal
    advanced: Decimal
    left_over: Decimal
    past_due: int


class ClientFacts(Schema):
    """A client: `line` is the one in force that day; `claims`, what is still to be deducted;
    `values`, what came in for documents that he never assigned and was not paid to him yet."""

    code: str
    name: str
    tax_id: str
    registry_id: str
    state: str
    on: date
    line: LineInUse | None
    claims: Decimal
    values: Decimal
    documents: list[DocumentsFacts]
    accounts: list[AccountFacts]


class BehaviourFacts(Schema):
    """How the debtor paid in the year up to the day; `days_late` is an average."""

    documents: int
    late: int
    days_late: Decimal | None
    worst_days: int | None
    bounced: int
    bounced_amount: Decimal


class DebtorFacts(Schema):
    """A debtor: what is lent on it, against its limit, what it owes by client, how it pays."""

    code: str
    name: str
    tax_id: str
    state: str
    on: date
    limit_amount: Decimal
    lent: Decimal
    share_pct: Decimal
    held: Decimal
    available: Decimal
    ageing: list[Ages]
    last_year: BehaviourFacts


class LineMove(Schema):
    """A day on which the use of the line changed."""

    day: date
    moved: Decimal
    used: Decimal


class LineFacts(Schema):
    """A line: its terms, its use where it was in force that day, how its use went."""

    line: int
    client: str
    state: str
    on: date
    amount_approved: Decimal
    from_on: date
    expires_on: date
    max_term_days: int
    max_extensions: int
    terms: dict[str, Any]
    use: LineInUse | None
    moves: list[LineMove]


@call(
    "GET", "/clients/{code}",
    row_of("client", "GET", Who.PARTY, _("Un cliente y lo que puede usar"), of="client"),
    answers=ClientFacts, tag=TAG, about=_("Su línea, sus cargos por descontar y sus cuentas."),
)  # fmt: skip
def one_client(request: HttpRequest, code: str = CODE, on: date | None = ON) -> ClientFacts:
    """A client as of a day."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    asked = figures_on(on, caller)
    found = Client.objects.filter(code=code).first()
    if found is None:
        raise Http404
    in_force = next(iter(lines_in_use(asked, found.pk)), None)
    accounts = found.credit_accounts.exclude(state="rejected").order_by("id")
    by_state = documents_by_state(found.pk, caller.standing.on)
    return told(
        ClientFacts,
        found,
        on=asked.day,
        line=line_in_use(in_force, asked) if in_force else None,
        claims=sum((claim.balance for claim in open_claims(found.pk)), ZERO),
        values=sum((value.collected or ZERO for value in held_of_client(found.pk)), ZERO),
        documents=[told(DocumentsFacts, row) for row in by_state],
        accounts=[told(AccountFacts, account) for account in accounts],
    )


@call(
    "GET", "/debtors/{code}",
    row_of("debtor", "GET", Who.STAFF, _("Un deudor y cómo paga")),
    answers=DebtorFacts, tag=TAG,
    about=_("Lo financiado contra su límite, lo que debe por antigüedad y cómo pagó en un año."),
)  # fmt: skip
def one_debtor(request: HttpRequest, code: str = CODE, on: date | None = ON) -> DebtorFacts:
    """A debtor as of a day."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    asked = figures_on(on, caller)
    found = Debtor.objects.filter(code=code).first()
    if found is None:
        raise Http404
    lent, whole = lent_on(found.pk, asked)
    held = held_of(found.pk, asked, lent)
    return told(
        DebtorFacts,
        found,
        on=asked.day,
        lent=lent,
        share_pct=share_pct(lent, whole),
        held=held,
        available=found.limit_amount - held,
        ageing=[
            told(Ages, row, **dict(zip(PARTS, row.parts, strict=True)))
            for row in ageing_by_client(found.pk, asked)
        ],
        last_year=told(BehaviourFacts, last_year_of(found.pk, asked)),
    )


@call(
    "GET", "/lines/{line_id}",
    row_of("line", "GET", Who.PARTY, _("Una línea y su uso"), of="line"),
    answers=LineFacts, tag=TAG, about=_("Sus condiciones, lo que la ocupa y cómo ha variado."),
)  # fmt: skip
def one_line(request: HttpRequest, line_id: Id, on: date | None = ON) -> LineFacts:
    """A line as of a day."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    asked = figures_on(on, caller)
    found = Line.objects.select_related("client").filter(pk=line_id).first()
    if found is None:
        raise Http404
    in_force = next(iter(lines_in_use(asked, found.client_id)), None)
    is_used = in_force is not None and in_force.line_id == found.pk
    return told(
        LineFacts,
        found,
        line=found.pk,
        client=found.client.code,
        on=asked.day,
        use=line_in_use(in_force, asked) if is_used else None,
        moves=[
            told(LineMove, move) for move in use_of_line(found.client_id) if move.day <= asked.day
        ],
    )
