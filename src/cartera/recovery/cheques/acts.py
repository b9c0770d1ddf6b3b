"""The only writers of cheques: received, moved from state to state, exchanged, bounced."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F

from cartera.control.workflow.definitions import Act
from cartera.kernel.money import ZERO
from cartera.kernel.search import number_key, search_key
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.cheques.booking import book_cheques
from cartera.recovery.cheques.models import Cheque, ChequeCover, ChequeEvent
from cartera.recovery.cheques.refusals import (
    ChangeNotAllowed,
    ChequeReceivedBefore,
    CoversTooMuch,
    DocumentTwice,
    ExchangeDiffers,
    NoChequesNamed,
    NotExchangeable,
    ReasonMissing,
    StaleCheque,
)
from cartera.recovery.cheques.rules import may_follow, uncovered
from cartera.recovery.cheques.selectors import same_cheque
from cartera.recovery.custody.acts import Draft, register
from cartera.recovery.custody.models import Original
from cartera.recovery.custody.rules import Holder


@dataclass(frozen=True, slots=True)
class ChequeDraft:
    """A cheque as it is read from the paper; a guarantee names the assignment that it is for."""

    purpose: str
    client_id: int
    drawer: str
    bank: str
    number: str
    amount: Decimal
    drawn_on: date
    is_negotiable: bool
    debtor_id: int | None = None
    assignment_id: int | None = None


@dataclass(frozen=True, slots=True)
class Covered:
    """How much of a cheque is for one paper."""

    original: Original
    amount: Decimal


def receive_cheque(
    draft: ChequeDraft,
    covers: Sequence[Covered],
    act: Act,
    *,
    holder: Holder | None = None,
    replaces: Cheque | None = None,
) -> Cheque:
    """A cheque comes into the house, into the hands of who receives it. (PCI-F02 step 5.)

    Refuses one that was received before, a date still to come, a document named twice, and covers
    beyond its amount. What it is for beyond them stays uncovered until somebody says for what.
    """
    _check_draft(draft, covers, act.on)
    hands = holder or Holder.in_hands_of(act.actor_id)
    paper = register([_paper_of(draft)], hands, act, _("cheque recibido"))[0]
    cheque = Cheque.objects.create(
        original=paper,
        purpose=draft.purpose,
        client_id=draft.client_id,
        debtor_id=draft.debtor_id,
        drawer=draft.drawer,
        bank=draft.bank,
        bank_key=search_key(draft.bank),
        number=draft.number,
        number_key=number_key(draft.number),
        amount=draft.amount,
        drawn_on=draft.drawn_on,
        is_negotiable=draft.is_negotiable,
        received_on=act.on,
        received_at=act.at,
        replaces=replaces,
    )
    ChequeCover.objects.bulk_create(
        ChequeCover(cheque=cheque, original=each.original, amount=each.amount) for each in covers
    )
    _write_events([cheque], "received", act, "")
    return cheque


def move_cheques(
    cheques: Iterable[Cheque],
    state: str,
    act: Act,
    *,
    note: str = "",
    notes: Mapping[int, str] | None = None,
    value_on: date | None = None,
) -> list[Cheque]:
    """Bring cheques to a state, all of them or none; three statements however many.

    `notes` are by cheque, where each has its own. `value_on` is the day that the bank counts the
    money, kept where it is given. What comes into the account of cheques in hand, or leaves it
    other than by clearing, is booked. Refuses a change that is not declared, naming the first
    cheque for which it is not.
    """
    held = _locked(cheques)
    before = {cheque.pk: cheque.state for cheque in held}
    for cheque in held:
        if not may_follow(cheque.state, state):
            raise ChangeNotAllowed(
                number=cheque.number,
                bank=cheque.bank,
                state=cheque.get_state_display(),
                new=Cheque.State(state).label,
            )
    changes: dict[str, object] = {"state": state, "events": F("events") + 1}
    if value_on is not None:
        changes["value_on"] = value_on
    Cheque.objects.filter(pk__in=[cheque.pk for cheque in held]).update(**changes)
    for cheque in held:
        cheque.state, cheque.events = state, cheque.events + 1
        cheque.value_on = value_on or cheque.value_on
    _write_events(held, state, act, note, notes)
    book_cheques(held, before, state, act)
    return held


def exchange_cheque(
    old: Cheque, draft: ChequeDraft, act: Act, *, holder: Holder | None = None
) -> Cheque:
    """The client brings a cheque that can be deposited for one that cannot (PCI-F05 step 16).

    The new one pays what the old one paid, and names it. Refuses another amount, and a new one
    that cannot be negotiated either.
    """
    if not draft.is_negotiable:
        raise NotExchangeable(field="is_negotiable")
    if draft.amount != old.amount:
        raise ExchangeDiffers(expected=old.amount, amount=draft.amount, field="amount")
    move_cheques([old], "exchanged", act, note=f"{draft.bank} {draft.number}")
    return receive_cheque(draft, covers_of(old), act, holder=holder, replaces=old)


def add_covers(cheque: Cheque, covers: Sequence[Covered]) -> list[ChequeCover]:
    """Say for what a cheque is that was received without saying so. (PCI-F04 step 7, PCI-F08.)

    Refuses more than is uncovered of it, and a document that it names already.
    """
    cheque = _locked([cheque])[0]
    standing = covers_of(cheque)
    _check_covers(cheque.amount, [*standing, *covers])
    return ChequeCover.objects.bulk_create(
        ChequeCover(cheque=cheque, original=each.original, amount=each.amount) for each in covers
    )


def bounce_cheque(cheque: Cheque, act: Act, *, reason: str) -> Cheque:
    """The bank returns a deposited or cleared cheque, with its reason. (INT-06.)"""
    if not reason.strip():
        raise ReasonMissing(field="reason")
    return move_cheques([cheque], "bounced", act, note=reason.strip()[:200])[0]


def replace_cheque(
    bounced: Cheque, draft: ChequeDraft, act: Act, *, holder: Holder | None = None
) -> Cheque:
    """Another cheque comes for one that bounced, for the same documents, of any amount."""
    covers = covers_of(bounced) if draft.amount >= bounced.amount else []
    move_cheques([bounced], "replaced", act, note=f"{draft.bank} {draft.number}")
    return receive_cheque(draft, covers, act, holder=holder, replaces=bounced)


def covers_of(cheque: Cheque) -> list[Covered]:
    """What a cheque pays, as another may take it over."""
    rows = cheque.covers.select_related("original").order_by("id")
    return [Covered(row.original, row.amount) for row in rows]


def _paper_of(draft: ChequeDraft) -> Draft:
    is_guarantee = draft.purpose == Cheque.Purpose.GUARANTEE
    return Draft(
        Original.Kind.GUARANTEE_CHEQUE if is_guarantee else Original.Kind.CHEQUE,
        client_id=draft.client_id,
        assignment_id=draft.assignment_id,
        debtor_id=draft.debtor_id,
        number=draft.number,
        amount=draft.amount,
    )


def _check_draft(draft: ChequeDraft, covers: Sequence[Covered], today: date) -> None:
    if draft.drawn_on > today:
        raise StaleCheque(drawn_on=f"{draft.drawn_on:%d/%m/%Y}", field="drawn_on")
    if same_cheque(draft.drawer, draft.bank, draft.number) is not None:
        raise ChequeReceivedBefore(number=draft.number, bank=draft.bank, field="number")
    _check_covers(draft.amount, covers)


def _check_covers(amount: Decimal, covers: Sequence[Covered]) -> None:
    seen: set[int] = set()
    for place, each in enumerate(covers):
        if each.original.pk in seen:
            raise DocumentTwice(label=each.original.label, field=f"covers.{place}.original")
        seen.add(each.original.pk)
    if uncovered(amount, (each.amount for each in covers)) < ZERO:
        covered = sum((each.amount for each in covers), ZERO)
        raise CoversTooMuch(covered=covered, amount=amount, field="amount")


def _locked(cheques: Iterable[Cheque]) -> list[Cheque]:
    """The rows as they are now, locked in one order."""
    ids = [cheque.pk for cheque in cheques]
    if not ids:
        raise NoChequesNamed(field="cheques")
    rows = Cheque.objects.filter(pk__in=ids).select_related("client", "original")
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def _write_events(
    cheques: Sequence[Cheque],
    state: str,
    act: Act,
    note: str,
    notes: Mapping[int, str] | None = None,
) -> None:
    told = notes or {}
    ChequeEvent.objects.bulk_create(
        ChequeEvent(
            cheque=cheque,
            n=cheque.events,
            state=state,
            happened_on=act.on,
            recorded_at=act.at,
            recorded_by_id=act.actor_id,
            case_id=act.case_id,
            note=told.get(cheque.pk, note)[:200],
        )
        for cheque in cheques
    )
