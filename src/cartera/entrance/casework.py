"""A case as its page tells it: what happened, what was posted and printed, what waits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from cartera.accounting.ledger.models import Entry, Line
from cartera.accounting.tax.models import TaxReceipt
from cartera.control.audit.models import Event
from cartera.control.workflow.definitions import Procedure
from cartera.control.workflow.models import Case, Task
from cartera.control.workflow.registry import procedure_of
from cartera.credit.assignments.models import AssignedDocument, Assignment
from cartera.credit.payments.models import Application, Payment, PaymentDay
from cartera.credit.settlements.models import Settlement
from cartera.entrance.visitor import Visitor
from cartera.entrance.words import KINDS, role_name
from cartera.papers.models import Paper
from cartera.papers.registry import CLIENT_FORMS, FORMS

SHOWN_AT_MOST = 300


@dataclass(frozen=True, slots=True)
class Happening:
    """A line of the timeline."""

    at: datetime
    on: date
    who: str
    for_whom: str
    role: str
    kind: str
    words: str
    step: int | None
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class PostedEntry:
    """An entry with its lines."""

    entry: Entry
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class PrintedPaper:
    """A paper with its form's name."""

    paper: Paper
    name: str


@dataclass(frozen=True, slots=True)
class ReceivedPayment:
    """A payment with its application, if it has been applied."""

    payment: Payment
    applied: Application | None

    @property
    def costs(self) -> Decimal | None:
        """What of it paid charges, interest and IVA."""
        made = self.applied
        if made is None:
            return None
        return made.charges + made.default_interest + made.interest + made.vat


@dataclass(slots=True)
class Traces:
    """What a case left behind: ids are what tells new from old."""

    entries: list[PostedEntry] = field(default_factory=list)
    papers: list[PrintedPaper] = field(default_factory=list)
    receipts: list[TaxReceipt] = field(default_factory=list)

    def without(self, earlier: "Traces") -> "Traces":
        """What is here and was not there."""
        entries = {posted.entry.pk for posted in earlier.entries}
        papers = {printed.paper.pk for printed in earlier.papers}
        receipts = {receipt.pk for receipt in earlier.receipts}
        return Traces(
            [posted for posted in self.entries if posted.entry.pk not in entries],
            [printed for printed in self.papers if printed.paper.pk not in papers],
            [receipt for receipt in self.receipts if receipt.pk not in receipts],
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing was posted, printed or receipted."""
        return not (self.entries or self.papers or self.receipts)


def subject_of(procedure: Procedure, case_id: int) -> Any:
    """What the case is about, or None before its first step."""
    return procedure.subject.objects.filter(case_id=case_id).first()


def timeline(case: Case, visitor: Visitor) -> list[Happening]:
    """What happened, first things first; refused attempts are the staff's to see."""
    return told(events_of(case, visitor))


def events_of(case: Case, visitor: Visitor) -> list[Event]:
    """The rows of the chain that are of a case. Who is not of the staff sees no refused attempt,
    nor what was put in its dossier: he finds there what is meant for him. One query."""
    events = Event.objects.filter(case_id=case.pk).select_related("actor", "on_behalf_of")
    if not visitor.is_staff:
        events = events.exclude(kind="refused").exclude(step=None)
    return list(events.order_by("seq")[:SHOWN_AT_MOST])


def told(events: Iterable[Event]) -> list[Happening]:
    """Facts of the chain as lines of a timeline."""
    return [happening(event) for event in events]


def happening(event: Event) -> Happening:
    """A row of the chain in words."""
    step = procedure_of(event.procedure).step(event.step or 0) if event.procedure else None
    return Happening(
        at=event.recorded_at,
        on=event.effective_on,
        who=str(event.actor or ""),
        for_whom=str(event.on_behalf_of or ""),
        role=role_name(event.role),
        kind=event.kind,
        words=KINDS.get(event.kind, event.kind),
        step=event.step,
        text=step.text if step else "",
        reason=event.reason,
    )


def traces_of(case_id: int) -> Traces:
    """Entries with their lines, papers and tax receipts of a case. Four queries."""
    entries = list(
        Entry.objects.filter(case_id=case_id)
        .select_related("series")
        .order_by("id")[:SHOWN_AT_MOST]
    )
    lines = Line.objects.filter(entry__in=entries).select_related("account").order_by("entry", "n")
    by_entry: dict[int, list[Line]] = {}
    for line in lines[: SHOWN_AT_MOST * 10]:
        by_entry.setdefault(line.entry_id, []).append(line)
    papers = Paper.objects.filter(case_id=case_id).defer("content").order_by("id")
    receipts = TaxReceipt.objects.filter(case_id=case_id).select_related("series").order_by("id")
    return Traces(
        [PostedEntry(entry, tuple(by_entry.get(entry.pk, ()))) for entry in entries],
        [PrintedPaper(paper, name_of_form(paper.form)) for paper in papers[:SHOWN_AT_MOST]],
        list(receipts[:SHOWN_AT_MOST]),
    )


def for_clients(traces: Traces) -> Traces:
    """What of it is the client's: his papers and receipts, not the books."""
    papers = [printed for printed in traces.papers if printed.paper.form in CLIENT_FORMS]
    return Traces([], papers, traces.receipts)


def name_of_form(code: str) -> str:
    """A form's name."""
    return FORMS[code].title if code in FORMS else code


def assignment_in(subject: Any) -> Assignment | None:
    """The assignment that a case is about, if it is about one."""
    match subject:
        case Assignment():
            return subject
        case Settlement():
            return subject.assignment
    return None


def documents_in(subject: Any) -> Sequence[AssignedDocument]:
    """The documents of the case's assignment, withdrawn ones too. One query."""
    assignment = assignment_in(subject)
    if assignment is None:
        return ()
    found = AssignedDocument.objects.filter(assignment=assignment).select_related("debtor")
    return list(found.order_by("id")[:SHOWN_AT_MOST])


def payments_in(subject: Any) -> list[ReceivedPayment]:
    """The payments of a day of payments, with how each was applied. Two queries."""
    if not isinstance(subject, PaymentDay):
        return []
    found = Payment.objects.filter(day=subject).select_related("assignment", "document")
    rows = found.order_by("id").prefetch_related("applications")[:SHOWN_AT_MOST]
    return [ReceivedPayment(payment, _standing(payment)) for payment in rows]


def _standing(payment: Payment) -> Application | None:
    """How a payment is applied now: the last time that it was, reversals aside."""
    made = [a for a in payment.applications.all() if a.reverses_id is None]
    return made[-1] if made else None


def waiting_in(case_id: int) -> list[Task]:
    """The open tasks of a case."""
    tasks = Task.objects.filter(case_id=case_id, state="open").select_related("claimed_by")
    return list(tasks.order_by("id"))
