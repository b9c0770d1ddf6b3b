"""A case with all that hangs on it, and an assignment's statement as of a day."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Schema
from ninja.params.functions import Query

from cartera.api.calls.tasks import CaseName, EntryLine, case_name
from cartera.api.refusals import DayOutOfReach
from cartera.api.site import Caller, Id, call, row_of
from cartera.control.workflow.models import Case
from cartera.control.workflow.registry import procedure_of
from cartera.credit.assignments.models import Assignment
from cartera.credit.payments.models import Application, Charge
from cartera.credit.payments.statements import statement_of
from cartera.entrance.casework import (
    documents_in,
    for_clients,
    subject_of,
    timeline,
    traces_of,
    waiting_in,
)
from cartera.entrance.routes import Who
from cartera.kernel.text import gettext_noop as _

TAG = _("Casos y cesiones")
_ON = Query(None, description=_("A qué día; hoy, si no se dice."))
_KNOWN_ON = Query(None, description=_("Con lo que se sabía ese día."))


class Waits(Schema):
    """A task that waits in the case."""

    id: int
    step: int
    kind: str
    role: str
    due_at: datetime | None


class Happened(Schema):
    """A line of the timeline."""

    at: datetime
    on: date
    kind: str
    step: int | None
    role: str
    who: str
    on_behalf_of: str
    reason: str


class PaperLine(Schema):
    """A printed form of the case."""

    id: int
    form: str
    title: str
    issued_at: datetime


class EntryFacts(Schema):
    """An entry of the ledger."""

    number: str
    on: date
    text: str
    lines: list[EntryLine]


class DocumentLine(Schema):
    """A document of the case's assignment."""

    number: str
    debtor: str
    kind: str
    amount: Decimal
    due_on: date
    state: str


class CaseDetail(CaseName):
    """A case: where it stands, what happened, what it left behind."""

    state: str
    opened_at: datetime
    closed_at: datetime | None
    parent: int | None
    waits: list[Waits]
    timeline: list[Happened]
    papers: list[PaperLine]
    entries: list[EntryFacts]
    documents: list[DocumentLine]


class Movement(Schema):
    """A payment as it was applied."""

    value_on: date
    amount: Decimal
    charges: Decimal
    default_interest: Decimal
    interest: Decimal
    vat: Decimal
    capital: Decimal
    excess: Decimal
    balance: Decimal


class ChargeLine(Schema):
    """A charge to the assignment."""

    charged_on: date
    amount: Decimal


class OwedFacts(Schema):
    """What would pay it off that day; a negative figure is the client's money."""

    capital: Decimal
    interest: Decimal
    default_interest: Decimal
    charges: Decimal
    vat: Decimal
    total: Decimal


class StatementFacts(Schema):
    """An assignment's statement."""

    assignment: int
    on: date
    known_on: date | None
    movements: list[Movement]
    charges: list[ChargeLine]
    owed: OwedFacts | None


@call(
    "GET", "/cases/{case_id}", row_of("case", "GET", Who.PARTY, _("Un caso"), of="case"),
    answers=CaseDetail, tag=TAG,
    about=_(
        "Dónde está, qué pasó, qué se imprimió y contabilizó. Los clientes ven lo suyo, sin libros."
    ),
)  # fmt: skip
def one_case(request: HttpRequest, case_id: Id) -> CaseDetail:
    """A case with its traces."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    found = Case.objects.filter(pk=case_id).first()
    if found is None:
        raise Http404
    traces = traces_of(found.pk)
    if not caller.is_staff:
        traces = for_clients(traces)
    subject = subject_of(procedure_of(found.procedure), found.pk)
    return CaseDetail(
        **case_name(found).model_dump(),
        state=found.state,
        opened_at=found.opened_at,
        closed_at=found.closed_at,
        parent=found.parent_id if caller.is_staff else None,
        waits=[_waits(task) for task in waiting_in(found.pk)],
        timeline=[_happened(each) for each in timeline(found, caller)],
        papers=[_paper(printed.paper) for printed in traces.papers],
        entries=[_entry(posted) for posted in traces.entries],
        documents=[_document(each) for each in documents_in(subject)],
    )


@call(
    "GET", "/assignments/{number}/statement",
    row_of("statement", "GET", Who.PARTY, _("Estado de cuenta de una cesión"), of="assignment"),
    answers=StatementFacts, tag=TAG,
    about=_("Movimientos hasta un día, y lo que se debería ese día."),
)  # fmt: skip
def statement(
    request: HttpRequest,
    number: Id,
    on: date | None = _ON,
    known_on: date | None = _KNOWN_ON,
) -> StatementFacts:
    """The statement as of a day."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    day = on or caller.standing.on
    for name, asked in (("on", day), ("known_on", known_on)):
        if asked is not None and not 2000 <= asked.year <= 2199:
            raise DayOutOfReach(field=name)
    found = Assignment.objects.select_related("client", "line").filter(number=number).first()
    if found is None:
        raise Http404
    told = statement_of(found, day, known_on)
    return StatementFacts(
        assignment=number,
        on=day,
        known_on=known_on,
        movements=[_movement(each) for each in told.standing],
        charges=[_charge(each) for each in told.charges],
        owed=OwedFacts(**_figures(told.owed, OwedFacts)) if told.owed else None,
    )


def _waits(task: Any) -> Waits:
    return Waits(id=task.pk, step=task.step, kind=task.kind, role=task.role, due_at=task.due_at)


def _happened(each: Any) -> Happened:
    return Happened(
        at=each.at,
        on=each.on,
        kind=each.kind,
        step=each.step,
        role=each.role,
        who=each.who,
        on_behalf_of=each.for_whom,
        reason=each.reason,
    )


def _paper(paper: Any) -> PaperLine:
    return PaperLine(id=paper.pk, form=paper.form, title=paper.title, issued_at=paper.issued_at)


def _entry(posted: Any) -> EntryFacts:
    return EntryFacts(
        number=f"{posted.entry.series.code} {posted.entry.number}",
        on=posted.entry.effective_on,
        text=posted.entry.description,
        lines=[
            EntryLine(
                account=line.account.code, debit=f"{line.debit:.2f}", credit=f"{line.credit:.2f}"
            )
            for line in posted.lines
        ],
    )


def _document(each: Any) -> DocumentLine:
    return DocumentLine(
        number=each.number,
        debtor=each.debtor.code,
        kind=each.kind,
        amount=each.amount,
        due_on=each.due_on,
        state=each.state,
    )


def _movement(each: Application) -> Movement:
    return Movement(value_on=each.value_on, **_figures(each, Movement))


def _charge(each: Charge) -> ChargeLine:
    return ChargeLine(charged_on=each.charged_on, amount=each.amount)


def _figures(found: Any, schema: type[Schema]) -> dict[str, Decimal]:
    names = [name for name, info in schema.model_fields.items() if info.annotation is Decimal]
    return {name: getattr(found, name) for name in names}
