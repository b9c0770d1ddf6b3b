"""Documents that somebody else collects: FORM-24 (PCI-F11), FORM-13 (PCI-F03.1,
PCI-F03.2) and FORM-15 (PCI-F03.2)."""

from collections.abc import Iterator

from cartera.kernel.calendar import Deadline
from cartera.kernel.text import gettext_noop as _
from cartera.papers.collect.sources import (
    Drawn,
    Sources,
    cents,
    client_block,
    number_of,
    representative_of,
    total,
)
from cartera.papers.forms import form_13, form_15, form_24
from cartera.papers.forms.blocks import PartyBlock
from cartera.recovery.delegations.models import (
    Borrowing,
    DelegatedDocument,
    Delegation,
    DocumentLoan,
)
from cartera.recovery.delegations.rules import RETURN_WITHIN, SETTLE_WITHIN
from cartera.recovery.delegations.selectors import documents_of, operation_of

_UNITS = {"business_days": _("{n} días hábiles"), "hours": _("{n} horas"), "days": _("{n} días")}


def delegation_letter(sources: Sources) -> Iterator[Drawn]:
    """FORM-24, with the documents by assignment."""
    delegation: Delegation = sources.subject
    grouped: dict[int, list[DelegatedDocument]] = {}
    for row in documents_of(delegation):
        document = row.original.document
        number = (document.assignment.number or 0) if document else 0
        grouped.setdefault(number, []).append(row)
    groups = tuple(_of_assignment(number, rows) for number, rows in sorted(grouped.items()))
    payload = form_24.Payload(
        factor=sources.house.name,
        client=client_block(delegation.client),
        assignments=groups,
        total=total(group.subtotal for group in groups),
        within=within_words(SETTLE_WITHIN),
        representative=representative_of(delegation.client),
    )
    yield Drawn("", payload)


def within_words(deadline: Deadline) -> str:
    """How long somebody has, as a letter says it."""
    return _UNITS[deadline.unit].format(n=deadline.amount)


def _of_assignment(number: int, rows: list[DelegatedDocument]) -> form_24.OfAssignment:
    listed = tuple(
        form_24.DelegatedRow(
            number=row.original.number,
            operation=str(operation_of(row)),
            debtor=row.original.debtor.name if row.original.debtor else "",
            amount=cents(row.amount),
        )
        for row in rows
    )
    return form_24.OfAssignment(number_of(number), listed, total(row.amount for row in listed))


def loan_letter(sources: Sources) -> Iterator[Drawn]:
    """FORM-13, as the other company writes it to this house, or this house to it."""
    if isinstance(sources.subject, Borrowing):
        yield _letter_of_ours(sources, sources.subject)
        return
    loan: DocumentLoan = sources.subject
    original, factor = loan.original, loan.factor
    row = form_13.LentRow(
        client=original.client.name if original.client else "",
        debtor=original.debtor.name if original.debtor else "",
        number=original.number,
        amount=cents(loan.amount),
    )
    payload = form_13.Payload(
        lender=sources.house.name,
        borrower=PartyBlock(name=factor.name, code=factor.code, address=factor.address),
        documents=(row,),
        total=cents(loan.amount),
        within=within_words(RETURN_WITHIN),
        signer=loan.letter_by,
    )
    yield Drawn(factor.name, payload)


def _letter_of_ours(sources: Sources, loan: Borrowing) -> Drawn:
    ours, house = loan.original, sources.house
    row = form_13.LentRow(
        client=ours.client.name if ours.client else "",
        debtor=ours.debtor.name if ours.debtor else "",
        number=loan.number,
        amount=cents(loan.amount),
    )
    payload = form_13.Payload(
        lender=loan.factor.name,
        borrower=PartyBlock(name=house.name, address=house.address),
        documents=(row,),
        total=cents(loan.amount),
        within=within_words(RETURN_WITHIN),
        signer=sources.actor,
    )
    return Drawn(loan.factor.name, payload)


def delegated_collection(sources: Sources) -> Iterator[Drawn]:
    """FORM-15, what the other company's cheque pays; nothing where it gave the document back."""
    loan: DocumentLoan = sources.subject
    original, cheque = loan.original, loan.cheque
    if cheque is None:
        return
    document = original.document
    row = form_15.CollectedRow(
        client_code=original.client.code if original.client else "",
        client=original.client.name if original.client else "",
        assignment=number_of(document.assignment.number) if document else "",
        number=original.number,
        operation=str(document.operation_number or "") if document else "",
        debtor=original.debtor.name if original.debtor else "",
        amount=cents(loan.amount),
        settled=cents(cheque.amount),
        bank=cheque.bank,
        cheque=cheque.number,
        remarks=loan.factor.name,
    )
    yield Drawn(loan.factor.name, form_15.Payload((row,), row.amount, row.settled))
