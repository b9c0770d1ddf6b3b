"""Reads of foreign documents: whose they are, which wait for a cheque, what is held of them."""

from collections.abc import Collection

from django.db.models import QuerySet

from cartera.credit.assignments.models import AssignedDocument
from cartera.kernel.search import number_key
from cartera.recovery.cheques.models import Cheque
from cartera.recovery.cheques.selectors import standing_covers
from cartera.recovery.custody.models import HandedOriginal, Original
from cartera.recovery.custody.rules import number_of
from cartera.recovery.routes.models import RouteItem
from cartera.recovery.third_party.models import OVER, ForeignDocument, ValuePayment

# What has not come to step 11 yet, where a cheque that pays it is sent on its way.
BEFORE_ITS_CHEQUE = (
    "told", "settled", "checked", "asked", "brought", "entered", "routed", "paid",
)  # fmt: skip
# Where a paper is that the house has.
HERE = ("vault", "in_hand")
HELD = ("held", "retained", "released", "ordered")


def ours_named(text: str) -> Original | None:
    """A document of ours that is still to be collected, by its label or its number."""
    found = Original.objects.filter(kind=Original.Kind.QUEDAN, document__state="live")
    number = number_of(text)
    named = (
        found.filter(pk=number) if number else found.filter(document__number_key=number_key(text))
    )
    return named.select_related("client", "debtor", "document").order_by("-id").first()


def assigned_elsewhere(document: ForeignDocument) -> AssignedDocument | None:
    """The same document in a live assignment of the client's: it is no foreign one. (Step 4.)"""
    found = AssignedDocument.objects.filter(
        debtor_id=document.debtor_id,
        number_key=document.number_key,
        state="live",
        assignment__client_id=document.client_id,
        assignment__state__in=("live", "paid_off"),
    )
    return found.select_related("assignment").first()


def followed(client_id: int, debtor_id: int, number: str) -> ForeignDocument | None:
    """The case that follows a client's document of that debtor and number, if one does."""
    found = ForeignDocument.objects.filter(
        client_id=client_id, debtor_id=debtor_id, number_key=number_key(number)
    )
    return found.exclude(state__in=OVER).select_related("case").first()


def of_papers(papers: Collection[int]) -> dict[int, ForeignDocument]:
    """Foreign documents by their papers. One query."""
    found = ForeignDocument.objects.filter(paper__in=papers).select_related("case")
    return {one.paper_id or 0: one for one in found}


def received_for(document: ForeignDocument) -> list[Cheque]:
    """The cheques that pay it and that nobody has sent on their way yet (step 11)."""
    found = Cheque.objects.filter(covers__original=document.paper_id, state="received")
    waiting = found.exclude(batched__left_at__isnull=True, batched__isnull=False)
    return list(waiting.select_related("original__person", "client").order_by("id"))


def is_paid(document: ForeignDocument) -> bool:
    """Whether a cheque pays it, as far as that stands. One query."""
    return document.paper_id is not None and standing_covers(document.paper_id).exists()


def read_again(document: ForeignDocument) -> bool:
    """Whether its paper is here to be read a second time (step 6): a debtor who paid it at a visit
    kept it. At most one query."""
    return document.paper is not None and document.paper.state in HERE


def is_under_way(paper_id: int) -> bool:
    """Whether a paper is on a route that is not over, or in an unanswered hand-over."""
    on_route = RouteItem.objects.filter(original=paper_id, closed_at__isnull=True)
    offered = HandedOriginal.objects.filter(original=paper_id, closed_at__isnull=True)
    return on_route.exists() or offered.exists()


def running_payment(document: ForeignDocument) -> ValuePayment | None:
    """The payment of its value that is under way or done. One query."""
    found = ValuePayment.objects.filter(value=document).exclude(state__in=("void", "returned"))
    return found.select_related("case").first()


def held_of_client(client_id: int) -> QuerySet[ForeignDocument]:
    """A client's values that wait to be paid, or are retained, oldest first."""
    found = ForeignDocument.objects.filter(client_id=client_id, state__in=HELD)
    return found.select_related("debtor", "ours__assignment", "paper").order_by(
        "collected_on", "id"
    )
