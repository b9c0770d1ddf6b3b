"""Reads of the vault: where originals are, how they came there, what was offered."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from cartera.recovery.custody.models import HandOver, Movement, Original, Place
from cartera.recovery.custody.refusals import UnknownLabel, UnknownPlace
from cartera.recovery.custody.rules import number_of

_PAID_WITH = (Original.Kind.CHEQUE, Original.Kind.PAYMENT_ADVICE)


@dataclass(frozen=True, slots=True)
class Trail:
    """An original with every hand that it went through, and the hand-over that waits for its
    answer, if it is in one."""

    original: Original
    holder: str
    waiting: HandOver | None
    movements: Sequence[Movement]


def named(labels: Sequence[str], field: str = "originals") -> list[Original]:
    """The originals that labels name, each once, in their order. One query.

    Refuses the first label that proves wrong or that no original has.
    """
    numbers = {label: number_of(label) for label in labels}
    found = Original.objects.in_bulk([n for n in numbers.values() if n is not None])
    for place, (label, number) in enumerate(numbers.items()):
        if number not in found:
            raise UnknownLabel(label=label, field=f"{field}.{place}")
    return list({number: found[number] for number in numbers.values() if number}.values())


def place_by_code(code: str) -> Place:
    """A place in use; refuses one that is not."""
    place = Place.objects.filter(code=code, is_active=True).first()
    if place is None:
        raise UnknownPlace(code=code, field="place")
    return place


def originals_of(assignment_id: int) -> QuerySet[Original]:
    """Every original of an assignment, in the order in which they came."""
    return Original.objects.filter(assignment_id=assignment_id).select_related("place", "person")


def owners_originals(assignment_id: int) -> QuerySet[Original]:
    """The originals of an assignment that go back to its client: what pays it stays here."""
    return originals_of(assignment_id).exclude(kind__in=_PAID_WITH)


def originals_to_label(ids: Sequence[int], case_id: int) -> QuerySet[Original]:
    """The originals of these ids, and those that a case moves or gives back to their client, or
    whose request it is."""
    of_case = Q(assignment__case_id=case_id) | Q(handed__hand_over__case_id=case_id)
    given_back = Q(assignment__owner_returns__case_id=case_id) & ~Q(kind__in=_PAID_WITH)
    rows = Original.objects.filter(Q(pk__in=ids) | of_case | given_back).exclude(state="void")
    return rows.select_related("client", "debtor", "assignment").distinct().order_by("id")


def in_place(place_id: int) -> QuerySet[Original]:
    """What the book says is in a place of the vault."""
    return Original.objects.filter(state="vault", place_id=place_id)


def trail_of(original_id: int) -> Trail | None:
    """An original with its whole history; none where there is none of that id. Three queries."""
    found = Original.objects.select_related(
        "client", "assignment", "document", "debtor", "place", "person"
    )
    original = found.filter(pk=original_id).first()
    if original is None:
        return None
    waiting = HandOver.objects.filter(
        items__original=original, items__closed_at__isnull=True
    ).select_related("giver", "receiver")
    return Trail(original, holder_words(original), waiting.first(), list(history_of(original.pk)))


def history_of(original_id: int) -> QuerySet[Movement]:
    """All that befell an original, from its coming in."""
    movements = Movement.objects.filter(original_id=original_id)
    return movements.select_related("place", "person", "moved_by", "case").order_by("n")


def offered_within(case_id: int) -> HandOver | None:
    """The hand-over of a case that waits for its answer."""
    return HandOver.objects.filter(within_id=case_id, state="offered").order_by("id").last()


def holder_words(original: Original) -> str:
    """Who has an original, as a person reads it."""
    if original.state == "vault" and original.place:
        return str(original.place)
    if original.state == "in_hand" and original.person:
        return str(original.person)
    return original.party or original.get_state_display()
