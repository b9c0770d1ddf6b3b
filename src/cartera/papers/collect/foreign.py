"""Documents that were collected here and are not assigned: FORM-14 (PCI-F03.1 step 7)."""

from collections.abc import Iterator

from cartera.papers.collect.sources import Drawn, Sources, cents, total
from cartera.papers.forms import form_14
from cartera.recovery.custody.models import Original
from cartera.recovery.delegations.models import Borrowing
from cartera.recovery.delegations.selectors import covers_in_house


def foreign_documents(sources: Sources) -> Iterator[Drawn]:
    """FORM-14, with what the cheques paid of the paper that another company lent. Two queries."""
    loan: Borrowing = sources.subject
    paper = loan.borrowed
    if paper is None:
        return
    covers = list(covers_in_house(paper))
    row = form_14.ForeignDocument(
        **_whose(loan.original),
        operation=paper.label,
        number=loan.number,
        amount=cents(loan.amount),
        collected=total(cover.amount for cover in covers),
        due_on=paper.due_on,
        collected_on=max((cover.cheque.received_on for cover in covers), default=None),
    )
    yield Drawn(loan.factor.name, form_14.report_of([row]))


def _whose(original: Original) -> dict[str, str]:
    client, debtor = original.client, original.debtor
    return {
        "client_code": client.code if client else "",
        "client": client.name if client else "",
        "debtor_code": debtor.code if debtor else "",
        "debtor": debtor.name if debtor else "",
    }
