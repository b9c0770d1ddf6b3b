"""What became of each document of a visit, written to the route."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cartera.control.workflow.definitions import Act
from cartera.kernel.money import ZERO
from cartera.kernel.search import number_key
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.custody.acts import Draft, Why, move, register
from cartera.recovery.custody.models import Original
from cartera.recovery.custody.rules import Holder, number_of
from cartera.recovery.routes.collecting import GIVEN_UP, Brought
from cartera.recovery.routes.models import RouteItem, Visit
from cartera.recovery.routes.refusals import (
    AlreadyVisited,
    AmountUnsaid,
    DocumentNotOnRoute,
    MoreThanOwed,
    NoteOfForeignPaper,
    NotePaidLater,
    NothingVisited,
    OtherUnsaid,
    OutcomeTwice,
    WhenUnsaid,
    WhyUnsaid,
)
from cartera.recovery.routes.rules import COLLECTED, is_proposable
from cartera.recovery.routes.typed import OutcomeRow


@dataclass(slots=True)
class OutcomeLine:
    """A document of the visit, and the number of the guarantee that stands for its note."""

    item: RouteItem
    guarantee: str = ""


def write_outcomes(
    visit: Visit, act: Act, rows: Sequence[OutcomeRow], found: Brought
) -> list[OutcomeLine]:
    """Write the outcome of each document; what is collected is given up to the debtor.

    Cheques are told what they pay. A few statements, however many documents.
    """
    if not rows and not found.rows:
        raise NothingVisited(field="outcomes")
    items = _items(visit)
    lines: dict[int, OutcomeLine] = {}
    notes: list[tuple[RouteItem, str]] = []
    for place, row in enumerate(rows):
        item = _item(items, row.document, f"outcomes.{place}.document")
        line = lines.setdefault(item.pk, OutcomeLine(item))
        _write(line, row, f"outcomes.{place}", visit, act, found)
        if row.outcome == "note":
            notes.append((item, row.number))
    _register_notes(notes, act)
    written = [line.item for line in lines.values()]
    RouteItem.objects.bulk_update(
        written,
        [
            "state",
            "visit",
            "collected",
            "reason",
            "new_on",
            "paid_on",
            "advice",
            "other_number",
            "other_amount",
        ],
    )
    _give_up([item.original for item in written if item.state in COLLECTED], visit, act)
    return list(lines.values())


def _items(visit: Visit) -> Mapping[str, RouteItem]:
    """The debtor's documents on the route, held, by label's number and by their own number."""
    rows = RouteItem.objects.filter(
        route_id=visit.route_id, original__debtor_id=visit.debtor_id, closed_at__isnull=True
    )
    held = rows.select_for_update(of=("self",)).select_related("original").order_by("id")
    found: dict[str, RouteItem] = {}
    for item in held:
        found[f"#{item.original_id}"] = found[number_key(item.original.number)] = item
    return found


def _item(items: Mapping[str, RouteItem], document: str, where: str) -> RouteItem:
    number = number_of(document)
    item = items.get(f"#{number}") if number else items.get(number_key(document))
    if item is None:
        raise DocumentNotOnRoute(number=document, field=where)
    return item


def _write(
    line: OutcomeLine, row: OutcomeRow, where: str, visit: Visit, act: Act, found: Brought
) -> None:
    item = line.item
    again = item.visit_id == visit.pk and item.state == row.outcome == "cheque"
    if item.state != "pending" and not again:
        twice = OutcomeTwice if item.visit_id == visit.pk else AlreadyVisited
        told = item.get_state_display()
        raise twice(number=row.document, state=told, field=f"{where}.outcome")
    item.state, item.visit = row.outcome, visit
    item.reason = row.reason or item.reason
    if row.outcome in ("cheque", "note"):
        _collect(line, row, where, visit, found)
    else:
        _leave(item, row, where, act)


def _collect(line: OutcomeLine, row: OutcomeRow, where: str, visit: Visit, found: Brought) -> None:
    item = line.item
    left = item.expected - item.collected
    amount = row.amount or left
    if amount <= ZERO:
        raise AmountUnsaid(number=row.document, field=f"{where}.amount")
    if amount > left:
        raise MoreThanOwed(number=row.document, left=left, field=f"{where}.amount")
    item.collected += amount
    if row.outcome == "cheque":
        found.pay(row.number, item.original, amount, f"{where}.number")
        return
    _check_note(row, item, where, visit)
    item.paid_on = row.paid_on
    if row.guarantee:
        found.guarantee(row.guarantee, item.original.client_id or 0, f"{where}.guarantee")
        line.guarantee = number_key(row.guarantee)


def _check_note(row: OutcomeRow, item: RouteItem, where: str, visit: Visit) -> None:
    """A note's day has come, and it is of a document of ours."""
    if item.original.document_id is None:
        raise NoteOfForeignPaper(number=row.document, field=f"{where}.outcome")
    if row.paid_on is not None and row.paid_on > visit.route.on:
        raise NotePaidLater(number=row.number, field=f"{where}.paid_on")


def _leave(item: RouteItem, row: OutcomeRow, where: str, act: Act) -> None:
    """Not collected: why, and when it is looked for again; the other document's data."""
    if not row.reason:
        raise WhyUnsaid(number=row.document, field=f"{where}.reason")
    if row.new_on is None or not is_proposable(row.new_on, act.on):
        raise WhenUnsaid(number=row.document, field=f"{where}.new_on")
    item.new_on = row.new_on
    if row.outcome == "other":
        if not row.number or row.amount is None:
            raise OtherUnsaid(field=f"{where}.number")
        item.other_number, item.other_amount = row.number, row.amount


def _register_notes(notes: Sequence[tuple[RouteItem, str]], act: Act) -> None:
    """Each note comes into the collector's hands as a paper. One statement for all."""
    drafts = [_draft(item, number, item.collected) for item, number in notes]
    if not drafts:
        return
    hands, reason = Holder.in_hands_of(act.actor_id), _("nota de abono recibida")
    for (item, _number), paper in zip(notes, register(drafts, hands, act, reason), strict=True):
        item.advice = paper


def _draft(item: RouteItem, number: str, amount: Decimal) -> Draft:
    original = item.original
    return Draft(
        Original.Kind.PAYMENT_ADVICE,
        client_id=original.client_id,
        assignment_id=original.assignment_id,
        debtor_id=original.debtor_id,
        number=number,
        amount=amount,
    )


def _give_up(originals: Sequence[Original], visit: Visit, act: Act) -> None:
    if originals:
        owner = Holder.back_with("debtor", visit.debtor.name[:120])
        move(originals, owner, act, Why(GIVEN_UP, visit.met_with))
