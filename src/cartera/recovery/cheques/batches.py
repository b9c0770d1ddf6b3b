"""Batches of cheques: begun, and what travels in each."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol, TypeVar

from cartera.control.people.models import RoleGrant, User
from cartera.control.workflow.definitions import Act
from cartera.control.workflow.models import Case
from cartera.credit.payments.models import Payment
from cartera.kernel.search import number_key
from cartera.recovery.cheques.models import BatchedCheque, Cheque, ChequeBatch
from cartera.recovery.cheques.refusals import (
    ChequeInAnotherBatch,
    NotACollector,
    UnknownInBatch,
)
from cartera.recovery.custody.acts import accept, withdraw
from cartera.recovery.custody.models import Original
from cartera.recovery.custody.selectors import offered_within

COLLECTOR = "G_COB"

# What a batch's payments come from, unless who began it says another source.
SOURCE_OF_KIND = {
    ChequeBatch.Kind.NEGOTIABLE: Payment.Source.ENDORSEMENT,
    ChequeBatch.Kind.NON_NEGOTIABLE: Payment.Source.EXCHANGE,
}


class SaidOfCheque(Protocol):
    """A row of a step's table that names a cheque by its number."""

    @property
    def cheque(self) -> str: ...


Said = TypeVar("Said", bound=SaidOfCheque)


def begin_batch(
    case: Case, cheques: Sequence[Cheque], kind: str, act: Act, *, source: str = ""
) -> ChequeBatch:
    """A batch of one client's cheques, in the case that was opened for it.

    Refuses a cheque that travels in another batch.
    """
    taken = BatchedCheque.objects.filter(cheque__in=cheques, left_at__isnull=True)
    for item in taken.select_related("cheque")[:1]:
        raise ChequeInAnotherBatch(number=item.cheque.number, bank=item.cheque.bank)
    batch = ChequeBatch.objects.create(
        case=case,
        client_id=cheques[0].client_id,
        kind=kind,
        source=source or SOURCE_OF_KIND[ChequeBatch.Kind(kind)],
        on=act.on,
    )
    add_to_batch(batch, cheques)
    return batch


def add_to_batch(batch: ChequeBatch, cheques: Iterable[Cheque]) -> None:
    """Cheques travel in a batch from now on."""
    BatchedCheque.objects.bulk_create(
        BatchedCheque(batch=batch, cheque=cheque) for cheque in cheques
    )


def leave_batch(cheques: Iterable[Cheque], act: Act) -> None:
    """Cheques travel in no batch any more."""
    items = BatchedCheque.objects.filter(cheque__in=list(cheques), left_at__isnull=True)
    items.update(left_at=act.at)


def cheques_of(batch: ChequeBatch, *states: str) -> list[Cheque]:
    """What travels in a batch, of those states or of any, in the order in which it came in."""
    found = Cheque.objects.filter(batched__batch=batch, batched__left_at__isnull=True)
    if states:
        found = found.filter(state__in=states)
    return list(found.select_related("original", "debtor").order_by("id"))


def papers_of(cheques: Iterable[Cheque]) -> list[Original]:
    """The papers of cheques."""
    return [cheque.original for cheque in cheques]


def keeper_of(batch: ChequeBatch) -> int | None:
    """Who has all the papers of a batch in hand, if one person has; he alone can hand them on."""
    people = {cheque.original.person_id for cheque in cheques_of(batch)}
    return people.pop() if len(people) == 1 else None


def accept_offered(batch: ChequeBatch, act: Act, seen: Sequence[str] = ()) -> int:
    """Count and take what was handed over within the batch's case; how many, none if nothing was.

    What the actor himself had offered on, before the case came back, is withdrawn. Refuses as
    `custody.acts.accept` does.
    """
    hand_over = offered_within(batch.case_id)
    if hand_over is None:
        return 0
    if hand_over.giver_id in (act.actor_id, act.on_behalf_of_id):
        withdraw(hand_over, act)
        return 0
    return len(accept(hand_over, act, seen=seen))


def collector_named(username: str, act: Act) -> User:
    """The collector of that user name; refuses who is none today."""
    held = RoleGrant.objects.filter(role=COLLECTOR, from_on__lte=act.on)
    current: Any = held.exclude(until_on__lt=act.on)
    found = User.objects.filter(username=username, is_active=True, role_grants__in=current)
    who = found.first()
    if who is None:
        raise NotACollector(username=username, field="collector")
    return who


def set_batch(batch: ChequeBatch, **changes: Any) -> None:
    """Change a batch's row and the object alike."""
    ChequeBatch.objects.filter(pk=batch.pk).update(**changes)
    for name, value in changes.items():
        setattr(batch, name, value)


def named_in(cheques: Sequence[Cheque], rows: Sequence[Said], field: str) -> dict[int, Said]:
    """What was said of cheques, by cheque: each named by its number, or by bank and number where
    two have the same one.

    Refuses a number that names none of them.
    """
    by_number: dict[str, set[int]] = {}
    for cheque in cheques:
        for name in (cheque.number, f"{cheque.bank} {cheque.number}"):
            by_number.setdefault(number_key(name), set()).add(cheque.pk)
    told: dict[int, Said] = {}
    for place, row in enumerate(rows):
        found = by_number.get(number_key(row.cheque), set())
        if len(found) != 1:
            raise UnknownInBatch(number=row.cheque, field=f"{field}.{place}.cheque")
        told[next(iter(found))] = row
    return told
