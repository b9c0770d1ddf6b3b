"""One original with every hand that it went through, and one cheque with its whole life.

Which there are is found in the lists: `/lists/originals`, `/lists/cheques`.
"""

from datetime import date, datetime
from decimal import Decimal

from django.http import Http404, HttpRequest
from django.utils.translation import gettext
from ninja import Schema

from cartera.api.calls.dashboard import told
from cartera.api.site import Id, call, row_of
from cartera.entrance.routes import Who
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.cheques.models import ChequeCover, ChequeEvent
from cartera.recovery.cheques.selectors import ChequeLife, life_of
from cartera.recovery.custody.models import HandOver, Movement
from cartera.recovery.custody.selectors import Trail, trail_of

TAG = _("Originales y cheques")


class WaitingHandOver(Schema):
    """A hand-over that nobody has accepted yet: meanwhile its giver answers for what is in it."""

    case: int | None
    giver: str
    receiver: str
    role: str
    offered_at: datetime


class MovementLine(Schema):
    """The original came to a holder. `place` is of the vault, `person` of the house, `party` of
    outside, where `outside` says what it is."""

    n: int
    moved_on: date
    moved_at: datetime
    state: str
    place: str
    person: str
    outside: str
    party: str
    reason: str
    moved_by: str
    received_by: str
    case: int | None


class OriginalDetail(Schema):
    """An original: what it is, who has it since when, and every hand that it went through."""

    id: int
    label: str
    kind: str
    number: str
    state: str
    holder: str
    since_at: datetime
    back_by_at: datetime | None
    amount: Decimal | None
    due_on: date | None
    assignment: int | None
    client: str
    debtor: str
    waiting: WaitingHandOver | None
    movements: list[MovementLine]


class CoverLine(Schema):
    """How much of the cheque is for a document; `assignment` is null where it was not assigned,
    `payment` is where the payment that it became stands."""

    original: int
    document: str
    debtor: str
    assignment: int | None
    amount: Decimal
    payment: str


class ChequeEventLine(Schema):
    """The cheque came to a state."""

    n: int
    state: str
    happened_on: date
    recorded_at: datetime
    recorded_by: str
    note: str
    case: int | None


class ChequeDetail(Schema):
    """A cheque with its life. `uncovered` is what it is for beyond its documents; `replaces` and
    `successor` are the cheques before and after it. `original` is its paper. How often the bank
    returned cheques of its drawer, and cheques for its client, is counted.
    """

    id: int
    number: str
    bank: str
    drawer: str
    purpose: str
    is_negotiable: bool
    amount: Decimal
    state: str
    drawn_on: date
    received_on: date
    value_on: date | None
    client: str
    debtor: str
    original: int
    label: str
    holder: str
    uncovered: Decimal
    replaces: int | None
    successor: int | None
    covers: list[CoverLine]
    history: list[ChequeEventLine]
    bounces_of_drawer: int
    bounces_of_client: int


@call(
    "GET", "/originals/{original_id}",
    row_of("original", "GET", Who.STAFF, _("Un original y por qué manos pasó")),
    answers=OriginalDetail, tag=TAG,
    about=_("Qué es, quién lo tiene y desde cuándo, y cada movimiento desde que entró."),
)  # fmt: skip
def one_original(request: HttpRequest, original_id: Id) -> OriginalDetail:
    """An original with its whole history."""
    found = trail_of(original_id)
    if found is None:
        raise Http404
    return _original(found)


@call(
    "GET", "/cheques/{cheque_id}",
    row_of("cheque", "GET", Who.STAFF, _("Un cheque, lo que paga y lo que le pasó")),
    answers=ChequeDetail, tag=TAG,
    about=_("Dónde está, los documentos que paga, cada estado por el que pasó y quién lo tiene."),
)  # fmt: skip
def one_cheque(request: HttpRequest, cheque_id: Id) -> ChequeDetail:
    """A cheque with its whole life."""
    found = life_of(cheque_id)
    if found is None:
        raise Http404
    return _cheque(found)


def _original(found: Trail) -> OriginalDetail:
    row = found.original
    return told(
        OriginalDetail,
        row,
        id=row.pk,
        holder=found.holder,
        assignment=row.assignment.number if row.assignment else None,
        client=row.client.code if row.client else "",
        debtor=row.debtor.code if row.debtor else "",
        waiting=_waiting(found.waiting) if found.waiting else None,
        movements=[_movement(each) for each in found.movements],
    )


def _waiting(found: HandOver) -> WaitingHandOver:
    return WaitingHandOver(
        case=found.case_id or found.within_id,
        giver=str(found.giver),
        receiver=str(found.receiver or ""),
        role=found.role,
        offered_at=found.offered_at,
    )


def _movement(each: Movement) -> MovementLine:
    return told(
        MovementLine,
        each,
        place=each.place.code if each.place else "",
        person=str(each.person or ""),
        reason=gettext(each.reason),
        moved_by=str(each.moved_by),
        case=each.case_id,
    )


def _cheque(found: ChequeLife) -> ChequeDetail:
    row = found.cheque
    return told(
        ChequeDetail,
        row,
        id=row.pk,
        client=row.client.code,
        debtor=row.debtor.code if row.debtor else "",
        original=row.original_id,
        label=row.original.label,
        holder=found.holder,
        uncovered=found.uncovered,
        replaces=row.replaces_id,
        successor=found.successor.pk if found.successor else None,
        covers=[_cover(each) for each in found.covers],
        history=[_event(each) for each in found.history],
        bounces_of_drawer=found.bounces.of_drawer,
        bounces_of_client=found.bounces.of_client,
    )


def _cover(each: ChequeCover) -> CoverLine:
    paper = each.original
    return CoverLine(
        original=paper.pk,
        document=paper.number or paper.label,
        debtor=paper.debtor.code if paper.debtor else "",
        assignment=paper.assignment.number if paper.assignment else None,
        amount=each.amount,
        payment=each.payment.state if each.payment else "",
    )


def _event(each: ChequeEvent) -> ChequeEventLine:
    return told(ChequeEventLine, each, recorded_by=str(each.recorded_by), case=each.case_id)
