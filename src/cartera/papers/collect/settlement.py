"""An assignment squared and closed: FORM-21, FORM-22, FORM-23 (PCI-F10 steps 2 and 5)."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Max, Q

from cartera.credit.assignments.models import AssignedDocument, Assignment
from cartera.credit.settlements.models import Settlement
from cartera.kernel.text import gettext_noop as _
from cartera.papers.collect.sources import (
    Drawn,
    Sources,
    cents,
    client_block,
    number_of,
    total,
    withheld_rows,
)
from cartera.papers.collect.statement import statement
from cartera.papers.forms import form_21, form_23

_CREDITED = _("Abono a la cuenta {account}")


def documents_of_assignment(sources: Sources) -> Iterator[Drawn]:
    """FORM-21: the documents, and whether each was collected."""
    assignment = sources.subject.assignment
    started = assignment.disbursed_on
    documents = tuple(_document(document, started) for document in sources.documents)
    still_open = sum(not (row.collected or row.returned) for row in documents)
    payload = form_21.Payload(
        client=client_block(assignment.client),
        assignment=number_of(assignment.number),
        documents=documents,
        total=total(row.amount for row in documents),
        documents_open=still_open,
    )
    yield Drawn("", payload)


def _document(document: AssignedDocument, started: date) -> form_21.CededDocument:
    return form_21.CededDocument(
        operation=number_of(document.operation_number),
        debtor_code=document.debtor.code,
        debtor=document.debtor.name,
        number=document.number,
        amount=cents(document.amount),
        starts_on=started,
        collection_on=document.due_on,
        collected=document.state == AssignedDocument.State.COLLECTED,
        returned=document.state == AssignedDocument.State.RETURNED,
    )


def statement_of_assignment(sources: Sources) -> Iterator[Drawn]:
    """FORM-22: everything that was paid or taken back, to the day it is settled."""
    yield Drawn("", statement(sources.subject.assignment, sources.act.on))


def settlement_voucher(sources: Sources) -> Iterator[Drawn]:
    """FORM-23: line by line to what goes back to the client."""
    settlement: Settlement = sources.subject
    assignment = settlement.assignment
    account, last_payment_on = _account_and_last_payment(settlement)
    withheld = withheld_rows(sources.deductions)
    collected, advanced = settlement.collected, settlement.advanced
    interest, default = settlement.interest, settlement.default_interest
    payload = form_23.Payload(
        client=client_block(assignment.client),
        assignment=number_of(assignment.number),
        settled_on=sources.act.on,
        last_payment_on=last_payment_on,
        amount_face=cents(settlement.amount_face),
        amount_collected=cents(collected),
        amount_advanced=cents(advanced),
        interest=cents(interest),
        default_interest=cents(default),
        settlement_value=cents(collected - advanced - interest - default),
        other_credits=cents(settlement.other_credits),
        other_charges=cents(settlement.other_charges),
        bounced_charge=cents(settlement.bounce_charges),
        bounced_interest=cents(settlement.bounce_interest),
        vat=cents(settlement.vat),
        deductions=withheld,
        total_deductions=total(one.amount for one in withheld),
        amount_to_return=cents(settlement.amount_to_return),
        payment_form=_CREDITED.format(account=account) if account else "",
        remarks=settlement.remarks,
        guarantees_returned=tuple(filter(None, settlement.guarantees.split(", "))),
    )
    yield Drawn("", payload)


def _account_and_last_payment(settlement: Settlement) -> tuple[str, date | None]:
    """Where the client is credited, and the day of the last payment that stands. One query."""
    stands = Q(applications__reverses__isnull=True, applications__reversed_by__isnull=True)
    found = Assignment.objects.annotate(last=Max("applications__value_on", filter=stands))
    bank, number, last = found.values_list("account__bank", "account__number", "last").get(
        pk=settlement.assignment_id
    )
    named = str(settlement.account or "") or " ".join(filter(None, (bank, number)))
    return named, last
