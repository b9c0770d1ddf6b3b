"""Documents that are not assigned here: FORM-14 (PCI-F03.1 step 7, PCI-F07 step 7), and what waits
to be paid to the client for them and for his settled assignments: FORM-16, FORM-17 (PCI-F07 step
14)."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from cartera.credit.claims.selectors import deductions_by_case
from cartera.credit.payments.postings import reference_of
from cartera.credit.settlements.selectors import waiting_of_client
from cartera.kernel.money import ZERO
from cartera.papers.collect.sources import (
    Drawn,
    Sources,
    cents,
    number_of,
    total,
    withheld_rows,
)
from cartera.papers.forms import form_14, form_16, form_17
from cartera.recovery.cheques.models import ChequeCover
from cartera.recovery.cheques.selectors import standing_covers
from cartera.recovery.custody.models import Original
from cartera.recovery.delegations.models import Borrowing
from cartera.recovery.delegations.selectors import covers_in_house
from cartera.recovery.third_party.models import ForeignDocument
from cartera.recovery.third_party.selectors import held_of_client


def foreign_documents(sources: Sources) -> Iterator[Drawn]:
    """FORM-14: what another company lent, or what a client brought because one cheque pays it with
    ours. Two queries."""
    subject: Borrowing | ForeignDocument = sources.subject
    if isinstance(subject, Borrowing):
        yield from _lent(subject)
    else:
        yield from _brought(subject)


def pending_liquidations(sources: Sources) -> Iterator[Drawn]:
    """FORM-16: all that waits to be paid to the client. Three queries."""
    client = sources.subject.client
    yield Drawn(client.name, form_16.report_of([*_settled(sources), *_values(sources)]))


def collected_documents(sources: Sources) -> Iterator[Drawn]:
    """FORM-17: what is held for the client of documents that are not assigned. One query."""
    client = sources.subject.client
    rows = [
        form_17.CollectedDocument(
            client_code=client.code,
            client=client.name,
            assignment=number_of(held.ours.assignment.number if held.ours.assignment else None),
            operation=reference_of(held.paper_id or 0),
            number=held.number,
            debtor=held.debtor.name,
            amount=cents(held.amount),
            collected=cents(held.collected or ZERO),
            collected_on=held.collected_on or sources.act.on,
            remarks=held.retained_for,
        )
        for held in _held(sources)
    ]
    yield Drawn(client.name, form_17.report_of(rows))


def _held(sources: Sources) -> list[ForeignDocument]:
    return sources.once("held", lambda: list(held_of_client(sources.subject.client_id)))


def _values(sources: Sources) -> Iterator[form_16.Liquidation]:
    client = sources.subject.client
    for held in _held(sources):
        yield form_16.Liquidation(
            client.code,
            client.name,
            held.collected_on or sources.act.on,
            cents(held.collected or ZERO),
            foreign=reference_of(held.paper_id or 0),
            retained=held.retained_for,
        )


def _settled(sources: Sources) -> Iterator[form_16.Liquidation]:
    """His assignments that are squared and not credited yet."""
    client = sources.subject.client
    waiting = list(waiting_of_client(client.pk))
    deducted = deductions_by_case([one.case_id for one in waiting])
    for one in waiting:
        rows = withheld_rows(deducted.get(one.case_id, []))
        yield form_16.Liquidation(
            client.code,
            client.name,
            one.settled_on or sources.act.on,
            cents(one.amount_to_return + one.deductions),
            assignment=number_of(one.assignment.number),
            deductions=rows,
        )


def _brought(document: ForeignDocument) -> Iterator[Drawn]:
    paper = document.paper
    if paper is not None:
        covers = standing_covers(paper.pk)
        row = _row(paper, paper, document.number, document.amount, covers)
        yield Drawn(document.client.name, form_14.report_of([row]))


def _lent(loan: Borrowing) -> Iterator[Drawn]:
    paper = loan.borrowed
    if paper is not None:
        row = _row(loan.original, paper, loan.number, loan.amount, covers_in_house(paper))
        yield Drawn(loan.factor.name, form_14.report_of([row]))


def _row(
    told_by: Original,
    paper: Original,
    number: str,
    amount: Decimal,
    covering: Iterable[ChequeCover],
) -> form_14.ForeignDocument:
    """A line of FORM-14: a paper with what cheques pay of it; `told_by` says of whom it is."""
    covers = list(covering)
    return form_14.ForeignDocument(
        **_whose(told_by),
        operation=reference_of(paper.pk),
        number=number,
        amount=cents(amount),
        collected=total(cover.amount for cover in covers),
        due_on=paper.due_on,
        collected_on=max((cover.cheque.received_on for cover in covers), default=None),
    )


def _whose(original: Original) -> dict[str, str]:
    client, debtor = original.client, original.debtor
    return {
        "client_code": client.code if client else "",
        "client": client.name if client else "",
        "debtor_code": debtor.code if debtor else "",
        "debtor": debtor.name if debtor else "",
    }
