"""The tablero's figures, of today or of a past day as they were known at its end."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.http import HttpRequest
from ninja import Schema
from ninja.params.functions import Query

from cartera.api.refusals import DayNotCome, DayOutOfReach
from cartera.api.site import Caller, call, row_of
from cartera.control.workflow.selectors import counts_for
from cartera.entrance.routes import Who
from cartera.kernel.text import gettext_noop as _
from cartera.reports.figures.ageing import DebtorAge
from cartera.reports.figures.asking import AsOf, as_of
from cartera.reports.figures.concentration import debtor_shares
from cartera.reports.figures.overview import Overview, overview_of

ON = Query(None, description=_("A qué día; hoy, si no se dice."))
S = TypeVar("S", bound=Schema)
PARTS = ("not_due", "to_30", "to_60", "to_90", "beyond")


class Headline(Schema):
    """The figures on top: what is owed, late, due in 30 days, and what may still be lent."""

    capital: Decimal
    overdue: Decimal
    past_due: Decimal
    to_collect: Decimal
    available: Decimal


class Situation(Schema):
    """Assignments that stand alike; `excess` is the client's money."""

    situation: str
    assignments: int
    capital: Decimal
    excess: Decimal


class ClientShare(Schema):
    """What a client owes in capital, and its share of the whole."""

    code: str
    name: str
    assignments: int
    capital: Decimal
    overdue: Decimal
    excess: Decimal
    share_pct: Decimal


class DebtorHold(Schema):
    """What is lent on a debtor's documents, against its limit."""

    code: str
    name: str
    documents: int
    advanced: Decimal
    share_pct: Decimal
    limit_amount: Decimal
    is_over: bool


class Ages(Schema):
    """What is left to collect, by how many days it is past its due day."""

    code: str
    name: str
    documents: int
    total: Decimal
    not_due: Decimal
    to_30: Decimal
    to_60: Decimal
    to_90: Decimal
    beyond: Decimal


class DueDay(Schema):
    """A day ahead with what falls due on it."""

    day: date
    documents: int
    to_collect: Decimal
    assignments: int
    capital: Decimal


class LineInUse(Schema):
    """A client's line; `reserved` is null on a past day, of which it is not kept."""

    line: int
    client: str
    name: str
    approved: Decimal
    outstanding: Decimal
    reserved: Decimal | None
    available: Decimal
    expires_on: date


class CashOfDay(Schema):
    """The day's money; `in_hand` and `to_refund` are of the present day alone."""

    received: Decimal
    cheques: Decimal
    transfers: Decimal
    coins: Decimal
    deposited: Decimal
    applied: Decimal
    bounced: Decimal
    disbursed: Decimal
    refunded: Decimal
    in_hand: Decimal | None
    to_refund: Decimal | None


class RoundFacts(Schema):
    """A round of payments and whether it ties out."""

    case: int
    on: date
    number: int
    state: str
    tied_out_at: datetime | None
    received: Decimal
    deducted: Decimal
    deposited: Decimal
    applied: Decimal
    costs: Decimal
    receipted: Decimal
    difference: Decimal


class LedgerEntry(Schema):
    """An entry of the ledger."""

    id: int
    series: str
    number: int
    on: date
    description: str
    amount: Decimal
    case: int | None


class InProcess(Schema):
    """Requests on their way to a disbursement, by state."""

    state: str
    assignments: int
    amount: Decimal


class Work(Schema):
    """Open tasks of a procedure: the caller's own, everybody's, those that are late."""

    procedure: str
    mine: int
    tasks: int
    overdue: int
    since: datetime


class Dashboard(Schema):
    """The tablero. `process` and `waiting` are null on a past day, of which they are not kept."""

    on: date
    is_now: bool
    totals: Headline
    portfolio: list[Situation]
    clients: list[ClientShare]
    debtors: list[DebtorHold]
    ageing: list[Ages]
    maturities: list[DueDay]
    lines: list[LineInUse]
    cash: CashOfDay
    rounds: list[RoundFacts]
    entries: list[LedgerEntry]
    process: list[InProcess] | None
    waiting: list[Work] | None


@call(
    "GET", "/dashboard", row_of("dashboard", "GET", Who.STAFF, _("El tablero en cifras")),
    answers=Dashboard, tag=_("Reportes"),
    about=_(
        "La cartera, el dinero del día, la cuadratura y lo que viene; de un día pasado, lo que se"
        " sabía al terminar."
    ),
)  # fmt: skip
def dashboard(request: HttpRequest, on: date | None = ON) -> Dashboard:
    """The money path as of a day."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    asked = figures_on(on, caller)
    found = overview_of(asked, caller.standing.at)
    return Dashboard(
        on=asked.day,
        is_now=asked.is_now,
        totals=told(Headline, found),
        portfolio=[told(Situation, row) for row in found.situations],
        clients=[told(ClientShare, row) for row in found.clients],
        debtors=[told(DebtorHold, row) for row in debtor_shares(found.ages)],
        ageing=[_ages(row) for row in found.ages],
        maturities=[told(DueDay, row) for row in found.ahead],
        lines=[line_in_use(row, asked) for row in found.lines],
        cash=_cash(found, asked),
        rounds=[told(RoundFacts, row, case=row.case_id) for row in found.rounds],
        entries=[told(LedgerEntry, row, case=row.case_id) for row in found.entries],
        process=_all(InProcess, found.process),
        waiting=_waiting(found, caller),
    )


def figures_on(on: date | None, caller: Caller) -> AsOf:
    """The day that is asked for, or today. Refuses a day to come and one of another age."""
    today = caller.standing.on
    day = on or today
    if not 2000 <= day.year <= 2199:
        raise DayOutOfReach(field="on")
    if day > today:
        raise DayNotCome(day=day, today=today, field="on")
    return as_of(day, today)


def told(schema: type[S], row: Any, **more: Any) -> S:
    """What a row says of each field of a schema; `more` says what it calls otherwise."""
    names = [name for name in schema.model_fields if name not in more]
    return schema(**{name: getattr(row, name) for name in names}, **more)


def line_in_use(row: Any, asked: AsOf) -> LineInUse:
    """A line; what of it is reserved is known of the present day only."""
    reserved = row.reserved if asked.is_now else None
    return told(LineInUse, row, line=row.line_id, client=row.code, reserved=reserved)


def _ages(row: DebtorAge) -> Ages:
    return told(Ages, row, **dict(zip(PARTS, row.parts, strict=True)))


def _cash(found: Overview, asked: AsOf) -> CashOfDay:
    unknown = {} if asked.is_now else {"in_hand": None, "to_refund": None}
    return told(CashOfDay, found.cash, **unknown)


def _all(schema: type[S], rows: Sequence[Any] | None) -> list[S] | None:
    return None if rows is None else [told(schema, row) for row in rows]


def _waiting(found: Overview, caller: Caller) -> list[Work] | None:
    if found.waiting is None:
        return None
    mine = {count.procedure: count.all for count in counts_for(caller.viewer)}
    return [told(Work, row, mine=mine.get(row.procedure, 0)) for row in found.waiting]
