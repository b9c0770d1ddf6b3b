"""What comes in: rows typed or read from a CSV, each held against the books before it is queued."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from cartera.control.workflow.inputs import Amount, Label, Row, sentence_of
from cartera.credit.assignments.models import AssignedDocument, Assignment
from cartera.credit.assignments.refusals import UnknownAssignment
from cartera.credit.assignments.selectors import known_from
from cartera.credit.payments.models import Payment
from cartera.credit.payments.refusals import (
    DocumentNotPending,
    DocumentUnnamed,
    FileUnreadable,
    PaymentReceivedBefore,
    ReferenceMissing,
    RowUnreadable,
    TooManyRows,
    ValueBeforeDisbursement,
)
from cartera.kernel.refusals import Refusal, Refusals, raise_gathered
from cartera.kernel.search import number_key, search_key
from cartera.kernel.text import gettext_noop as _

MOST_ROWS = 20_000
Source = Literal["exchange", "endorsement", "office", "direct", "delegated"]
Kind = Literal["cheque", "transfer", "cash"]


class PaymentRow(Row):
    """A payment as it comes in: for which assignment and document, by what, from which day."""

    assignment: Annotated[int, Label(_("Cesión"))]
    document: Annotated[str, Field(max_length=40), Label(_("Documento"))] = ""
    kind: Annotated[Kind, Label(_("Clase"))] = "cheque"
    bank: Annotated[str, Field(max_length=60), Label(_("Banco"))] = ""
    reference: Annotated[str, Field(max_length=40), Label(_("Cheque o referencia"))] = ""
    amount: Annotated[Amount, Label(_("Monto"))]
    value_on: Annotated[date, Label(_("Fecha valor"))]
    source: Annotated[Source, Label(_("Procedencia"))] = "endorsement"
    remarks: Annotated[str, Field(max_length=200), Label(_("Observaciones"))] = ""


COLUMNS = tuple(PaymentRow.model_fields)


def rows_of_csv(content: str, dialect: str = ",") -> list[PaymentRow]:
    """The rows of a CSV whose first line names the columns; every bad cell is told by its row.

    Amounts are written 1234.56 and days 2026-02-28.
    """
    reader = csv.DictReader(io.StringIO(content), delimiter=dialect)
    if not reader.fieldnames or not {"assignment", "amount", "value_on"} <= set(reader.fieldnames):
        raise FileUnreadable(columns=", ".join(COLUMNS))
    rows: list[PaymentRow] = []
    refusals: list[Refusal] = []
    for place, found in enumerate(reader):
        if place >= MOST_ROWS:
            raise TooManyRows(most=MOST_ROWS)
        if found.pop(None, None):  # where csv puts cells that no column names
            refusals.append(_beyond(place, len(reader.fieldnames) + 1))
            continue
        try:
            rows.append(PaymentRow.model_validate({k: v for k, v in found.items() if v}))
        except ValidationError as error:
            refusals += [_unreadable(place, dict(e)) for e in error.errors(include_url=False)]
    raise_gathered(refusals)
    return rows


def resolve(
    rows: Sequence[PaymentRow], *, on: date
) -> list[tuple[PaymentRow, Assignment, AssignedDocument | None]]:
    """Each row with its live assignment, locked, and document; three queries however many rows.

    Refuses, naming the row: an assignment not live, a document not pending in it, a document not
    named where there are several, a cheque without number, a payment received before, a value
    date before the disbursement.
    """
    numbers = {row.assignment for row in rows}
    held = Assignment.objects.filter(number__in=numbers, state__in=("live", "paid_off"))
    assignments = {a.number: a for a in held.select_for_update(no_key=True).order_by("pk")}
    documents = _documents_by_key(assignments)
    known = _known_payments(assignments, rows)
    resolved, refusals = [], []
    for place, row in enumerate(rows):
        try:
            found = _resolve_row(row, assignments, documents, known)
            resolved.append((row, *found))
        except Refusal as refusal:
            refusals.append(refusal.at(f"payments.{place}"))
    if len(refusals) > 1:
        raise Refusals(refusals)
    raise_gathered(refusals)
    return resolved


def _resolve_row(
    row: PaymentRow,
    assignments: Mapping[int | None, Assignment],
    documents: Mapping[int, dict[str, AssignedDocument]],
    known: set[tuple[Any, ...]],
) -> tuple[Assignment, AssignedDocument | None]:
    assignment = assignments.get(row.assignment)
    if assignment is None:
        raise UnknownAssignment(number=row.assignment, field="assignment")
    if row.kind != "cash" and not row.reference:
        raise ReferenceMissing(field="reference")
    began_on = known_from(assignment)
    if began_on and row.value_on < began_on:
        raise ValueBeforeDisbursement(
            value_on=row.value_on, disbursed_on=began_on, field="value_on"
        )
    document = _document_of(row, documents.get(assignment.pk, {}))
    identity = _identity(row, assignment, document)
    if row.kind != "cash" and identity in known:
        raise PaymentReceivedBefore(
            reference=row.reference, number=row.assignment, field="reference"
        )
    known.add(identity)
    return assignment, document


def _document_of(
    row: PaymentRow, pending: Mapping[str, AssignedDocument]
) -> AssignedDocument | None:
    if row.document:
        document = pending.get(number_key(row.document))
        if document is None:
            raise DocumentNotPending(document=row.document, number=row.assignment, field="document")
        return document
    if row.source == "direct" or not pending:
        return None
    if len(pending) > 1:
        raise DocumentUnnamed(number=row.assignment, field="document")
    return next(iter(pending.values()))


def _documents_by_key(
    assignments: Mapping[int | None, Assignment],
) -> dict[int, dict[str, AssignedDocument]]:
    found: dict[int, dict[str, AssignedDocument]] = {}
    pending = AssignedDocument.objects.filter(
        assignment__in=[a.pk for a in assignments.values()], state="live"
    )
    for document in pending:
        found.setdefault(document.assignment_id, {})[document.number_key] = document
    return found


def _known_payments(
    assignments: Mapping[int | None, Assignment], rows: Sequence[PaymentRow]
) -> set[tuple[Any, ...]]:
    if all(row.kind == "cash" for row in rows):
        return set()
    earlier = Payment.objects.filter(
        assignment__in=[a.pk for a in assignments.values()],
        state__in=("awaiting", "queued", "applied"),
        kind__in=("cheque", "transfer"),
    )
    told = earlier.values_list("assignment_id", "document_id", "kind", "bank", "reference")
    return {_same(*row) for row in told}


def _identity(
    row: PaymentRow, assignment: Assignment, document: AssignedDocument | None
) -> tuple[Any, ...]:
    of = document.pk if document else None
    return _same(assignment.pk, of, row.kind, row.bank, row.reference)


def _same(
    assignment: int, document: int | None, kind: str, bank: str, reference: str
) -> tuple[Any, ...]:
    """What makes two payments one: 'CH-1' and 'ch 1' are the same cheque of the same bank."""
    return (assignment, document, kind, _bank_key(bank), number_key(reference))


@lru_cache(maxsize=256)
def _bank_key(bank: str) -> str:
    """A day's thousands of payments come from a few banks."""
    return search_key(bank)


def _beyond(place: int, column: int) -> Refusal:
    said = _("sobra esta celda")
    return RowUnreadable(row=place + 2, column=column, said=said, field=f"payments.{place}")


def _unreadable(place: int, error: dict[str, Any]) -> Refusal:
    column = str(error["loc"][0]) if error["loc"] else ""
    return RowUnreadable(
        row=place + 2,
        column=column,
        said=sentence_of(error),  # type: ignore[arg-type]
        field=f"payments.{place}.{column}",
    )
