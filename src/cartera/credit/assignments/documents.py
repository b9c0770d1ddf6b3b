"""The documents that a client lists: as typed, checked, and put into the assignment."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from cartera.control.workflow.inputs import Amount, Label, Row, Text
from cartera.credit.assignments.models import AssignedDocument, Assignment
from cartera.credit.assignments.refusals import (
    DocumentAlreadyAssigned,
    DocumentNumberShared,
    DocumentPastDue,
    DocumentRepeated,
)
from cartera.credit.assignments.selectors import same_documents
from cartera.credit.parties.models import Debtor
from cartera.kernel.refusals import Refusal, raise_gathered
from cartera.kernel.search import number_key
from cartera.kernel.text import gettext_noop as _


class DocumentRow(Row):
    """One collection document as the client lists it (FORM-01)."""

    debtor: Annotated[Text, Label(_("Deudor"), options="debtors")]
    number: Annotated[str, Field(min_length=1, max_length=40), Label(_("Número"))]
    amount: Annotated[Amount, Label(_("Valor"))]
    due_on: Annotated[date, Label(_("Fecha de cobro"))]
    issued_on: Annotated[date | None, Label(_("Emitido"))] = None
    kind: Annotated[Literal["quedan", "factura", "contrato"], Label(_("Tipo"))] = "quedan"


class VerificationRow(Row):
    """What was learnt of one document by telephone (FORM-05)."""

    document: Annotated[str, Label(_("Documento"), widget="fixed")]
    informed_by: Annotated[Text, Label(_("Informó"))]
    informed_at: Annotated[datetime, Label(_("Fecha y hora"))]
    is_confirmed: Annotated[bool, Label(_("Confirmado"), widget="check")] = True
    remarks: Annotated[str, Field(max_length=300), Label(_("Observaciones"))] = ""


Documents = Annotated[
    list[DocumentRow], Field(min_length=1, max_length=2000), Label(_("Documentos cedidos"))
]


def check_documents(
    rows: Sequence[DocumentRow],
    debtors: dict[str, Debtor],
    assignment: Assignment | None,
    on: date,
) -> None:
    """Gather what is wrong with each row: repeated, past due, in another assignment.

    Calls to debtors and payments name a document by its number: one operation has each number once.
    """
    keys = [(debtors[row.debtor].pk, number_key(row.number)) for row in rows]
    elsewhere = same_documents(keys, assignment)
    refusals: list[Refusal] = []
    seen: set[tuple[int, str]] = set()
    numbers: set[str] = set()
    for place, (row, key) in enumerate(zip(rows, keys, strict=True)):
        field = f"documents.{place}.number"
        if key in seen:
            refusals.append(DocumentRepeated(number=row.number, field=field))
        elif key[1] in numbers:
            refusals.append(DocumentNumberShared(number=row.number, field=field))
        seen.add(key)
        numbers.add(key[1])
        if row.due_on <= on:
            field_due = f"documents.{place}.due_on"
            refusals.append(DocumentPastDue(number=row.number, due_on=row.due_on, field=field_due))
        if key in elsewhere:
            other = elsewhere[key].assignment
            refusals.append(
                DocumentAlreadyAssigned(
                    number=row.number,
                    debtor=debtors[row.debtor].name,
                    assignment=str(other),
                    field=field,
                )
            )
    raise_gathered(refusals)


def withdraw_documents(assignment: Assignment) -> None:
    """What an earlier request listed makes room for the corrected one."""
    AssignedDocument.objects.filter(assignment=assignment).exclude(state="withdrawn").update(
        state="withdrawn", withdrawal_reason=_("solicitud corregida")
    )


def list_documents(
    assignment: Assignment, rows: Sequence[DocumentRow], debtors: dict[str, Debtor]
) -> None:
    """Put the rows as typed into the assignment."""
    AssignedDocument.objects.bulk_create(
        AssignedDocument(
            assignment=assignment,
            debtor=debtors[row.debtor],
            kind=row.kind,
            number=row.number,
            number_key=number_key(row.number),
            amount=row.amount,
            issued_on=row.issued_on,
            due_on=row.due_on,
        )
        for row in rows
    )
