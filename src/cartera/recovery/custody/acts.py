"""The only writers of the vault: originals come in, move, and pass from hand to hand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import F

from cartera.control.workflow.definitions import Act
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.custody.models import HandedOriginal, HandOver, Movement, Original
from cartera.recovery.custody.refusals import (
    AlreadyOffered,
    CountDiffers,
    HandOverAnswered,
    MissingUnsaid,
    NoOriginals,
    NotTheAddressee,
    NotTheHolder,
    NotThere,
    SameHands,
)
from cartera.recovery.custody.rules import Holder, may_move, tally
from cartera.recovery.custody.selectors import holder_words, offered_within

CUSTODIAN = "R_CUST"


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper that comes into the house: what it is and what it stands for."""

    kind: str
    client_id: int | None = None
    assignment_id: int | None = None
    document_id: int | None = None
    debtor_id: int | None = None
    number: str = ""
    amount: Decimal | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """What a movement says of itself besides who and when."""

    reason: str
    received_by: str = ""
    hand_over_id: int | None = None
    back_by_at: datetime | None = None


def register(drafts: Sequence[Draft], holder: Holder, act: Act, reason: str) -> list[Original]:
    """Papers come into the house, each into the one holder's hands. Two statements."""
    made = Original.objects.bulk_create(
        Original(
            kind=draft.kind,
            client_id=draft.client_id,
            assignment_id=draft.assignment_id,
            document_id=draft.document_id,
            debtor_id=draft.debtor_id,
            number=draft.number,
            amount=draft.amount,
            due_on=draft.due_on,
            registered_at=act.at,
            since_at=act.at,
            **_columns(holder),
        )
        for draft in drafts
    )
    _write_movements(((each.pk, 1) for each in made), holder, act, Why(reason))
    return made


def move(originals: Iterable[Original], to: Holder, act: Act, why: Why) -> list[Original]:
    """Move originals to one holder; three statements however many.

    Refuses what the actor does not hold (custody moves what is in the vault) and what is in a
    hand-over that nobody has answered.
    """
    held = _locked(originals)
    _check_free(held)
    for original in held:
        if not may_move(original.holder, _hands(act), is_custodian=act.role == CUSTODIAN):
            raise NotTheHolder(label=original.label, holder=holder_words(original))
    return _move(held, to, act, why)


def say_assignment(original: Original, assignment_id: int) -> None:
    """A paper in somebody's hands is of an assignment, which nobody had said yet."""
    unsaid = Original.objects.filter(pk=original.pk, assignment=None, state="in_hand")
    unsaid.update(assignment_id=assignment_id)


def take_out(originals: Iterable[Original], act: Act, reason: str) -> list[Original]:
    """Custody takes originals out of the vault into its own hands. (PCI-F02 step 2.)

    Refuses what is not in the vault.
    """
    held = list(originals)
    for original in held:
        if original.state != "vault":
            raise NotThere(
                label=original.label, where=_("en la bóveda"), holder=holder_words(original)
            )
    return move(held, Holder.in_hands_of(act.actor_id), act, Why(reason))


def offer(
    originals: Iterable[Original],
    act: Act,
    *,
    role: str,
    reason: str,
    receiver_id: int | None = None,
    giver_id: int | None = None,
    hand_over: HandOver | None = None,
) -> HandOver:
    """Give originals into other hands: they stay the giver's until they are accepted.

    `receiver_id` names who alone may accept; without it whoever holds `role` may. `hand_over` is
    one with a case of its own; otherwise it is part of the case of the act. `giver_id` is who has
    them, where somebody to whom he had offered them sends them on.
    """
    held = _locked(originals)
    _check_free(held)
    hands = (giver_id,) if giver_id else _hands(act)
    for original in held:
        if original.state != "in_hand" or original.person_id not in hands:
            raise NotTheHolder(label=original.label, holder=holder_words(original))
    if receiver_id in hands:
        raise SameHands(field="receiver")
    if len({original.person_id for original in held}) > 1:
        held = _move(held, Holder.in_hands_of(act.actor_id), act, Why(reason))
    hand_over = hand_over or HandOver(within_id=act.case_id)
    hand_over.giver_id = held[0].person_id or act.actor_id
    hand_over.receiver_id = receiver_id
    hand_over.role = role
    hand_over.reason, hand_over.offered_at, hand_over.state = reason, act.at, "offered"
    hand_over.save()
    HandedOriginal.objects.bulk_create(
        HandedOriginal(hand_over=hand_over, original=original) for original in held
    )
    return hand_over


def accept(
    hand_over: HandOver, act: Act, *, seen: Sequence[str] = (), to: Holder | None = None
) -> list[Original]:
    """The receiver has counted and answers for what he was given, from now on.

    `seen` are the labels that he counted; none means that he counted without scanning. `to` is
    where he puts it at once: a place of the vault. Refuses a count that differs, naming what is
    missing, who gave, who is not the addressee, and a hand-over answered before.
    """
    _answer(hand_over, act, "accepted")
    held = _locked(_offered(hand_over))
    if seen:
        counted = tally((original.label for original in held), seen)
        if not counted.agrees:
            raise CountDiffers(
                missing=", ".join(counted.missing) or _("nada"),
                strange=", ".join(counted.strange) or _("nada"),
                field="seen",
            )
    _close(hand_over, act)
    hands, why = Holder.in_hands_of(act.actor_id), Why(hand_over.reason, "", hand_over.pk)
    moved = _move(held, hands, act, why)
    return _move(moved, to, act, why) if to else moved


def refuse(hand_over: HandOver, act: Act, *, missing: str) -> None:
    """The receiver does not accept, and says what is missing; the giver still has everything."""
    if not missing.strip():
        raise MissingUnsaid(field="missing")
    _answer(hand_over, act, "refused", missing.strip())
    _close(hand_over, act)


def withdraw(hand_over: HandOver, act: Act) -> None:
    """The giver takes his offer back before it is answered."""
    if not HandOver.objects.filter(pk=hand_over.pk, state="offered").update(state="withdrawn"):
        raise HandOverAnswered
    _close(hand_over, act)


def withdraw_offered(case_id: int, act: Act) -> None:
    """What was offered within a case and nobody has answered is its giver's again; nothing if
    nothing was."""
    waiting = offered_within(case_id)
    if waiting is not None:
        withdraw(waiting, act)


def _answer(hand_over: HandOver, act: Act, state: str, missing: str = "") -> None:
    """Compare-and-set: of many who answer at once exactly one passes."""
    if hand_over.giver_id in _hands(act):
        raise SameHands
    if hand_over.receiver_id not in (None, *_hands(act)):
        raise NotTheAddressee(who=str(hand_over.receiver))
    answered = HandOver.objects.filter(pk=hand_over.pk, state="offered").update(
        state=state, answered_by=act.actor_id, answered_at=act.at, missing=missing[:300]
    )
    if not answered:
        raise HandOverAnswered


def _offered(hand_over: HandOver) -> list[Original]:
    open_items = HandedOriginal.objects.filter(hand_over=hand_over, closed_at__isnull=True)
    return list(Original.objects.filter(pk__in=open_items.values("original")))


def _close(hand_over: HandOver, act: Act) -> None:
    open_items = HandedOriginal.objects.filter(hand_over=hand_over, closed_at__isnull=True)
    open_items.update(closed_at=act.at)


def _hands(act: Act) -> tuple[int | None, ...]:
    """Whose hands an act is done with: the actor's, and of whom he stands in for."""
    return (act.actor_id, act.on_behalf_of_id) if act.on_behalf_of_id else (act.actor_id,)


def _locked(originals: Iterable[Original]) -> list[Original]:
    """The rows as they are now, locked in one order, so that two moves never cross."""
    ids = [original.pk for original in originals]
    if not ids:
        raise NoOriginals(field="originals")
    rows = Original.objects.filter(pk__in=ids).select_related("place", "person")
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def _check_free(held: Sequence[Original]) -> None:
    waiting = HandedOriginal.objects.filter(original__in=held, closed_at__isnull=True)
    first = waiting.order_by("original_id").values_list("original_id", flat=True).first()
    for original in held:
        if original.pk == first:
            raise AlreadyOffered(label=original.label)


def _move(held: Sequence[Original], to: Holder, act: Act, why: Why) -> list[Original]:
    ids = [original.pk for original in held]
    Original.objects.filter(pk__in=ids).update(
        **_columns(to), since_at=act.at, back_by_at=why.back_by_at, moves=F("moves") + 1
    )
    _write_movements(((each.pk, each.moves + 1) for each in held), to, act, why)
    for original in held:
        original.moves += 1
        original.since_at, original.back_by_at = act.at, why.back_by_at
        for name, value in _columns(to).items():
            setattr(original, name, value)
    return list(held)


def _write_movements(places: Iterable[tuple[int, int]], to: Holder, act: Act, why: Why) -> None:
    Movement.objects.bulk_create(
        Movement(
            original_id=original_id,
            n=n,
            moved_on=act.on,
            moved_at=act.at,
            moved_by_id=act.actor_id,
            case_id=act.case_id,
            hand_over_id=why.hand_over_id,
            reason=why.reason,
            received_by=why.received_by,
            **_columns(to),
        )
        for original_id, n in places
    )


def _columns(holder: Holder) -> dict[str, object]:
    return {
        "state": holder.state,
        "place_id": holder.place_id,
        "person_id": holder.person_id,
        "outside": holder.outside,
        "party": holder.party,
    }
