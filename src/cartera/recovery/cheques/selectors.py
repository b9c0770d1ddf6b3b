"""Reads of cheques: one and the same, what each pays and lived through, whose bounce."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from cartera.kernel.search import number_key, search_key
from cartera.recovery.cheques.models import Cheque, ChequeCover, ChequeEvent
from cartera.recovery.cheques.rules import GONE, uncovered
from cartera.recovery.custody.selectors import holder_words


@dataclass(frozen=True, slots=True)
class Bounces:
    """How often the bank returned a cheque: of one drawer, whoever it was for; for one client,
    whoever drew it. A cheque that was returned twice counts twice."""

    of_drawer: int
    of_client: int


@dataclass(frozen=True, slots=True)
class ChequeLife:
    """A cheque with all that is known of it: who has its paper, what it pays, what came in its
    place, and every state that it was in. `uncovered`, in the company's currency, is what it is for
    beyond its documents; negative where it falls short of them."""

    cheque: Cheque
    holder: str
    covers: Sequence[ChequeCover]
    uncovered: Decimal
    successor: Cheque | None
    history: Sequence[ChequeEvent]
    bounces: Bounces


def same_cheque(drawer: str, bank: str, number: str) -> Cheque | None:
    """The cheque of that drawer, bank and number that was received, however it was written."""
    found = Cheque.objects.filter(
        drawer=drawer, bank_key=search_key(bank), number_key=number_key(number)
    )
    return found.exclude(state=Cheque.State.RETURNED).first()


def standing_covers(paper_id: int) -> QuerySet[ChequeCover]:
    """What cheques pay of a paper, but for those that came to nothing: one that bounced
    may be deposited again. One query."""
    found = ChequeCover.objects.filter(original=paper_id).exclude(cheque__state__in=GONE)
    return found.select_related("cheque").order_by("id")


def life_of(cheque_id: int) -> ChequeLife | None:
    """A cheque with its whole life; none where there is none of that id. Five queries."""
    found = Cheque.objects.select_related(
        "client", "debtor", "original__place", "original__person", "replaces"
    )
    cheque = found.filter(pk=cheque_id).first()
    if cheque is None:
        return None
    covers = ChequeCover.objects.filter(cheque=cheque).select_related(
        "original__assignment", "original__debtor", "payment__day"
    )
    listed = list(covers.order_by("id"))
    return ChequeLife(
        cheque=cheque,
        holder=holder_words(cheque.original),
        covers=listed,
        uncovered=uncovered(cheque.amount, (cover.amount for cover in listed)),
        successor=Cheque.objects.filter(replaces=cheque).first(),
        history=list(history_of(cheque.pk)),
        bounces=bounces_like(cheque),
    )


def history_of(cheque_id: int) -> QuerySet[ChequeEvent]:
    """Every state that a cheque was in, from its coming in."""
    events = ChequeEvent.objects.filter(cheque_id=cheque_id)
    return events.select_related("recorded_by", "case").order_by("n")


def bounces_like(cheque: Cheque) -> Bounces:
    """How often the bank returned cheques of a cheque's drawer, and cheques for its client. One
    query."""
    counted = ChequeEvent.objects.filter(state=Cheque.State.BOUNCED).aggregate(
        of_drawer=Count("id", filter=Q(cheque__drawer=cheque.drawer)),
        of_client=Count("id", filter=Q(cheque__client=cheque.client_id)),
    )
    return Bounces(**counted)
