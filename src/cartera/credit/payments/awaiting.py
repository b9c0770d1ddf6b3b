"""Payments by cheques that the house carries to the bank: awaited, then queued with their value
date for PCI-F09."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cartera.control.workflow.definitions import Act
from cartera.credit.assignments.models import AssignedDocument
from cartera.credit.payments.models import Payment
from cartera.credit.payments.refusals import DocumentNotPending


@dataclass(frozen=True, slots=True)
class Expected:
    """What a cheque pays of one document, in the company's currency. `bank` is the drawer's.

    Of no assignment, it is for a paper that is nobody's here, of which a client told.
    """

    cheque_id: int
    assignment_id: int | None
    document_id: int | None
    bank: str
    number: str
    amount: Decimal
    client_id: int | None = None
    paper_id: int | None = None

    @property
    def is_third_partys(self) -> bool:
        """Whether it is for no assignment."""
        return self.assignment_id is None


def await_payments(expected: Sequence[Expected], source: str, act: Act) -> list[Payment]:
    """Payments that are received once the bank has given their cheque. Two statements.

    Refuses a document that is no longer pending. The value date is the day of the act until the
    bank says its own (`give_value_date`).
    """
    _check_pending(expected)
    return Payment.objects.bulk_create(
        Payment(
            assignment_id=each.assignment_id,
            client_id=each.client_id if each.is_third_partys else None,
            paper_id=each.paper_id if each.is_third_partys else None,
            document_id=each.document_id,
            kind=Payment.Kind.CHEQUE,
            source=Payment.Source.THIRD_PARTY if each.is_third_partys else source,
            bank=each.bank[:60],
            reference=each.number,
            amount=each.amount,
            value_on=act.on,
            received_on=act.on,
            received_at=act.at,
            received_by_id=act.actor_id,
            cheque_id=each.cheque_id,
            state=Payment.State.AWAITING,
        )
        for each in expected
    )


def give_value_date(cheque_ids: Collection[int], value_on: date) -> None:
    """The bank counts these cheques from a day: their payments' value date. (PCI-F06 step 8.)"""
    Payment.objects.filter(cheque_id__in=cheque_ids, state="awaiting").update(value_on=value_on)


def queue_awaited(cheque_ids: Collection[int]) -> int:
    """Pass awaited payments to PCI-F09, which takes each on its value date; how many."""
    awaited = Payment.objects.filter(cheque_id__in=cheque_ids, state="awaiting")
    return awaited.update(state="queued")


def _check_pending(expected: Sequence[Expected]) -> None:
    wanted = {each.document_id for each in expected if each.document_id}
    documents = AssignedDocument.objects.filter(pk__in=wanted).exclude(state="live")
    for document in documents.select_related("assignment").order_by("id")[:1]:
        raise DocumentNotPending(document=document.number, number=document.assignment.number)
