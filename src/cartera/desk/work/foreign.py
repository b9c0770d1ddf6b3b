"""A document that is not ours beside its steps: whether it is in another assignment, its cheque and
what else that pays, what came in for it and what the books say, and its payment."""

from dataclasses import dataclass
from typing import Any

from cartera.accounting.ledger.models import Line
from cartera.credit.assignments.models import AssignedDocument
from cartera.credit.payments.models import PayoutReturn
from cartera.credit.payments.postings import reference_of
from cartera.desk.work.at import At
from cartera.recovery.cheques.models import Cheque, ChequeCover
from cartera.recovery.custody.models import Original
from cartera.recovery.custody.selectors import holder_words
from cartera.recovery.third_party.models import ForeignDocument, PaperReturn, ValuePayment
from cartera.recovery.third_party.selectors import assigned_elsewhere, read_again

SHOWN_AT_MOST = 50


@dataclass(frozen=True, slots=True)
class ForeignView:
    """What a step about a foreign document shows. `elsewhere` is asked only where it is looked for;
    `operation` and `holder` are empty while there is no paper of it. While `is_read_again`, nothing
    says what was read of it before; where `is_told`, its paper is not here to be read."""

    document: ForeignDocument
    operation: str
    holder: str
    is_sought: bool
    is_read_again: bool
    is_told: bool
    elsewhere: AssignedDocument | None
    cheque: Cheque | None
    cheque_with: str
    covers: tuple[ChequeCover, ...]
    lines: tuple[Line, ...]
    payment: ValuePayment | None


def context(at: At, _foreseen: Any) -> dict[str, Any]:
    """The foreign document of the step, or of the payment or way back that it is about."""
    subject = at.subject
    if isinstance(subject, PayoutReturn):
        given = ValuePayment.objects.filter(case=subject.of_case_id)
        payment = given.select_related("account", "bank_account").first()
        return {"foreign": _view(payment.value_id, payment), "came_back": True} if payment else {}
    if isinstance(subject, PaperReturn):
        return {"foreign": _view(subject.document_id, None)}
    if isinstance(subject, ValuePayment):
        return {"foreign": _view(subject.value_id, subject)}
    return {"foreign": _view(subject.pk, None) if isinstance(subject, ForeignDocument) else None}


def _view(document_id: int, payment: ValuePayment | None) -> ForeignView:
    """At most seven queries, however much the cheque pays."""
    with_papers = ("paper__place", "paper__person", "cheque__original__place")
    document = ForeignDocument.objects.select_related(
        "client", "debtor", "ours", "case", *with_papers, "cheque__original__person"
    ).get(pk=document_id)
    cheque, is_sought = document.cheque, document.state == ForeignDocument.State.CHECKED
    is_entered = document.state == ForeignDocument.State.BROUGHT
    return ForeignView(
        document=document,
        operation=reference_of(document.paper_id) if document.paper_id else "",
        holder=holder_words(document.paper) if document.paper else "",
        is_sought=is_sought,
        is_read_again=is_entered and read_again(document),
        is_told=is_entered and not read_again(document),
        elsewhere=assigned_elsewhere(document) if is_sought else None,
        cheque=cheque,
        cheque_with=holder_words(cheque.original) if cheque else "",
        covers=_covers(cheque) if cheque else (),
        lines=_lines(document.paper) if document.collected and document.paper else (),
        payment=payment or _payment_of(document),
    )


def _covers(cheque: Cheque) -> tuple[ChequeCover, ...]:
    found = ChequeCover.objects.filter(cheque=cheque).select_related("original")
    return tuple(found.order_by("id")[:SHOWN_AT_MOST])


def _lines(paper: Original) -> tuple[Line, ...]:
    """What the books say of its money, in order."""
    found = Line.objects.filter(reference=reference_of(paper.pk))
    rows = found.select_related("account", "entry__series").order_by("entry", "n")
    return tuple(rows[:SHOWN_AT_MOST])


def _payment_of(document: ForeignDocument) -> ValuePayment | None:
    if document.collected is None:
        return None
    found = ValuePayment.objects.filter(value=document).exclude(state="void")
    return found.select_related("account", "bank_account", "case").last()
