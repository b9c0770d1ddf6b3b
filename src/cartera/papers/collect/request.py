"""The client's papers: FORM-01 to FORM-04 (PCI-F01 step 1)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from cartera.credit.assignments.models import AssignedDocument, Assignment
from cartera.credit.assignments.selectors import terms_of
from cartera.credit.parties.selectors import credit_account
from cartera.kernel.rates import RateBasis
from cartera.kernel.words import amount_in_words
from cartera.papers.collect.sources import (
    Drawn,
    Sources,
    cents,
    client_block,
    debtor_block,
    representative_of,
    total,
)
from cartera.papers.forms import form_01, form_02, form_03, form_04
from cartera.papers.forms.blocks import DocumentRow

_MONTHS = 12


def request_letter(sources: Sources) -> Iterator[Drawn]:
    """FORM-01, one for the request."""
    assignment: Assignment = sources.subject
    account = assignment.account or credit_account(assignment.client)
    yield Drawn(
        "",
        form_01.Payload(
            factor=sources.house.name,
            client=client_block(assignment.client),
            amount_requested=cents(assignment.requested_amount),
            term_days=assignment.term_days,
            bank=account.bank,
            account=account.number,
            account_holder=account.holder,
            documents=_rows(sources.documents),
            total=total(d.amount for d in sources.documents),
            representative=representative_of(assignment.client),
        ),
    )


def assignment_letters(sources: Sources) -> Iterator[Drawn]:
    """FORM-02, one for each debtor, with the documents of his."""
    assignment: Assignment = sources.subject
    by_debtor: dict[int, list[AssignedDocument]] = defaultdict(list)
    for document in sources.documents:
        by_debtor[document.debtor_id].append(document)
    for owed in by_debtor.values():
        payload = form_02.Payload(
            factor=sources.house.name,
            client=client_block(assignment.client),
            debtor=debtor_block(owed[0].debtor),
            documents=_rows(owed),
            total=total(d.amount for d in owed),
            representative=representative_of(assignment.client),
        )
        yield Drawn(owed[0].debtor.name, payload)


def quedans(sources: Sources) -> Iterator[Drawn]:
    """FORM-03, one for each document; what only its debtor knows is left to be written."""
    assignment: Assignment = sources.subject
    currency = sources.house.currency
    for document in sources.documents:
        amount = cents(document.amount)
        is_quedan = document.kind == "quedan"
        payload = form_03.Payload(
            debtor=debtor_block(document.debtor),
            client=assignment.client.name,
            quedan=document.number if is_quedan else "",
            invoices=() if is_quedan else (document.number,),
            amount=amount,
            amount_in_words=amount_in_words(amount, currency),
            payment_on=document.due_on,
            place="",
            issued_on=document.issued_on,
        )
        yield Drawn(f"{document.number} · {document.debtor.name}", payload)


def promissory_note(sources: Sources) -> Iterator[Drawn]:
    """FORM-04, one for the nominal amount; it falls due when the disbursement says."""
    assignment: Assignment = sources.subject
    house, terms = sources.house, terms_of(assignment)
    amount = total(d.amount for d in sources.documents)
    yield Drawn(
        "",
        form_04.Payload(
            amount=amount,
            amount_in_words=amount_in_words(amount, house.currency),
            payee=house.name,
            rate_annual_pct=_annual(terms.rate_pct, terms.rate_basis),
            default_rate_annual_pct=_annual(terms.default_rate_pct, terms.default_basis),
            place_of_payment=house.place,
            jurisdiction=house.place,
            maker=client_block(assignment.client),
            representative=representative_of(assignment.client),
        ),
    )


def _rows(documents: Sequence[AssignedDocument]) -> tuple[DocumentRow, ...]:
    return tuple(DocumentRow(d.debtor.name, d.number, d.due_on, cents(d.amount)) for d in documents)


def _annual(pct: Decimal, basis: RateBasis) -> Decimal:
    return pct * _MONTHS if basis == "monthly" else pct
