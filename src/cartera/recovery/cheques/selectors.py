"""Reads of cheques: one and the same, what each pays, what is under way, who bounces."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import Coalesce

from cartera.kernel.money import ZERO
from cartera.kernel.search import number_key, search_key
from cartera.recovery.cheques.models import Cheque, ChequeCover, ChequeEvent
from cartera.recovery.cheques.rules import FINAL, IN_HAND, uncovered
from cartera.recovery.custody.selectors import holder_words


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


def same_cheque(drawer: str, bank: str, number: str) -> Cheque | None:
    """The cheque of that drawer, bank and number that was received, however it was written."""
    found = Cheque.objects.filter(
        drawer=drawer, bank_key=search_key(bank), number_key=number_key(number)
    )
    return found.exclude(state=Cheque.State.RETURNED).first()


def under_way() -> QuerySet[Cheque]:
    """Cheques of which something is still expected, the oldest first."""
    return Cheque.objects.exclude(state__in=FINAL).order_by("received_on", "id")


def with_uncovered(cheques: QuerySet[Cheque]) -> QuerySet[Cheque]:
    """Cheques with `uncovered`: what each is for beyond the documents that it pays."""
    covered = Coalesce(Sum("covers__amount"), ZERO)
    return cheques.annotate(uncovered=F("amount") - covered)


def in_hand_total(cheques: Iterable[Cheque] | None = None) -> Decimal:
    """What is ours to deposit or deposited and not yet money, in the company's currency."""
    found = Cheque.objects.filter(state__in=IN_HAND)
    if cheques is not None:
        found = found.filter(pk__in=[cheque.pk for cheque in cheques])
    total: Decimal = found.aggregate(total=Coalesce(Sum("amount"), ZERO))["total"]
    return total


def life_of(cheque_id: int) -> ChequeLife | None:
    """A cheque with its whole life; none where there is none of that id. Four queries."""
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
    )


def history_of(cheque_id: int) -> QuerySet[ChequeEvent]:
    """Every state that a cheque was in, from its coming in."""
    events = ChequeEvent.objects.filter(cheque_id=cheque_id)
    return events.select_related("recorded_by", "case").order_by("n")


def bounces_by_drawer() -> list[tuple[str, int, int]]:
    """Drawer, client's id, how often a cheque of the one for the other bounced; the most first."""
    bounced = Cheque.objects.filter(history__state=Cheque.State.BOUNCED)
    counted = bounced.values_list("drawer", "client_id").annotate(times=Count("history"))
    return list(counted.order_by("-times", "drawer"))
