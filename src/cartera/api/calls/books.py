"""The books: one entry with its lines, and where the day's close stands."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Schema

from cartera.accounting.ledger.models import Entry
from cartera.accounting.ledger.selectors import entry_lines
from cartera.api.calls.dashboard import told
from cartera.api.site import Caller, Id, call, row_of
from cartera.company.models import DayClose
from cartera.company.selectors import last_closed_on
from cartera.entrance.routes import Who
from cartera.kernel.text import gettext_noop as _
from cartera.procedures.obstacles import obstacles_on

TAG = _("Libros")
CLOSES_TOLD = 60


class LedgerLine(Schema):
    """A line of an entry."""

    n: int
    account_code: str
    account_name: str
    reference: str
    client_code: str
    debit: Decimal
    credit: Decimal


class EntryDetail(Schema):
    """An entry; `reverses`, `reversed_by` and `corrects` are other entries."""

    id: int
    series: str
    number: int
    effective_on: date
    recorded_at: datetime
    event: str
    description: str
    amount: Decimal
    case: int | None
    prepared_by: str
    reverses: int | None
    reversed_by: int | None
    corrects: int | None
    lines: list[LedgerLine]


class ObstacleFacts(Schema):
    """What still prevents the close, and the case to go to if there is one."""

    kind: str
    sentence: str
    case: int | None


class CloseFacts(Schema):
    """A day that was closed; reopened, where `reopened_at` says when."""

    on: date
    closed_at: datetime
    chain_seq: int
    chain_hash: str
    reopened_at: datetime | None
    reopening_reason: str
    totals: dict[str, Any]


class Closing(Schema):
    """Where the day stands, and the latest days that were closed."""

    on: date
    last_closed_on: date | None
    obstacles: list[ObstacleFacts]
    closed: list[CloseFacts]


@call(
    "GET", "/entries/{entry_id}", row_of("entry", "GET", Who.STAFF, _("Una partida")),
    answers=EntryDetail, tag=TAG,
    about=_("Sus líneas, de qué caso viene y qué la reversa o corrige."),
)  # fmt: skip
def one_entry(request: HttpRequest, entry_id: Id) -> EntryDetail:
    """One entry of the journal."""
    rows = Entry.objects.select_related("series", "prepared_by")
    found = rows.filter(pk=entry_id).first()
    if found is None:
        raise Http404
    reversal = Entry.objects.filter(reverses=found).values_list("pk", flat=True).first()
    return told(
        EntryDetail,
        found,
        series=found.series.code,
        case=found.case_id,
        prepared_by=str(found.prepared_by),
        reverses=found.reverses_id,
        reversed_by=reversal,
        corrects=found.corrects_id,
        lines=[told(LedgerLine, line) for line in entry_lines(found.pk)],
    )


@call(
    "GET", "/closing", row_of("closing", "GET", Who.STAFF, _("El cierre del día")),
    answers=Closing, tag=TAG,
    about=_("Qué impide todavía cerrar el día, y los días que se han cerrado."),
)  # fmt: skip
def closing(request: HttpRequest) -> Closing:
    """Where the day's close stands."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    day = caller.standing.on
    return Closing(
        on=day,
        last_closed_on=last_closed_on(),
        obstacles=[
            ObstacleFacts(kind=each.kind, sentence=str(each), case=each.case_id)
            for each in obstacles_on(day)
        ],
        closed=[told(CloseFacts, row) for row in DayClose.objects.order_by("-id")[:CLOSES_TOLD]],
    )
