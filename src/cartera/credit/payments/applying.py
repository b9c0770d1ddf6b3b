"""Payments applied to assignments as one set, and applied anew where something came late.

Two statements for the usual case however many payments there are: one reads and locks, one writes.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import Any

from cartera.control.audit.prepared import prepared_cursor
from cartera.control.workflow.definitions import Act
from cartera.credit.assignments.models import Assignment
from cartera.credit.assignments.pricing import opening_of
from cartera.credit.assignments.rules import Position
from cartera.credit.assignments.selectors import terms_of
from cartera.credit.lines.rules import Terms
from cartera.credit.lines.selectors import stored_terms
from cartera.credit.payments import sql
from cartera.credit.payments.models import Charge
from cartera.credit.payments.rules import Charged, Event, Paid, Split, replay, split_payment


@dataclass(frozen=True, slots=True)
class Queued:
    """A payment to apply, with what its assignment stands at before it."""

    payment: int
    assignment: int
    document: int | None
    amount: Decimal
    value_on: date
    terms: Terms
    matures_on: date
    position: Position


@dataclass(frozen=True, slots=True)
class Written:
    """One application row: a split, or with `reverses` its undoing."""

    payment: int
    assignment: int
    value_on: date
    split: Split
    amount: Decimal
    reverses: int | None = None
    cause: int | None = None
    take: int = 1


@dataclass(slots=True)
class Batch:
    """What one act writes: rows in order, payments applied, documents collected, positions."""

    rows: list[Written] = field(default_factory=list)
    applied: list[int] = field(default_factory=list)
    collected: dict[int, Decimal] = field(default_factory=dict)
    positions: dict[int, Position] = field(default_factory=dict)


def queued(day_id: int, chosen: Sequence[int] | None) -> list[Queued]:
    """The day's payments that wait, all or the chosen ones, locked with their assignments."""
    with prepared_cursor() as cursor:
        cursor.execute(sql.QUEUED, {"day": day_id, "chosen": list(chosen) if chosen else None})
        rows = cursor.fetchall()
    return [
        Queued(payment, assignment, document, amount, on, stored_terms(terms), due, Position(*at))
        for payment, assignment, document, amount, on, terms, due, *at in rows
    ]


def apply_all(waiting: Iterable[Queued], act: Act, day_id: int) -> Batch:
    """Split every payment by the order of application and write all of it at once."""
    batch = Batch()
    late: list[Queued] = []
    for _, group in groupby(waiting, key=attrgetter("assignment")):
        payments = list(group)
        if _comes_late(payments[0]):
            late += payments
        else:
            _apply_in_order(payments, batch)
        for payment in payments:
            batch.applied.append(payment.payment)
            if payment.document:
                collected = batch.collected.get(payment.document, Decimal(0))
                batch.collected[payment.document] = collected + payment.amount
    if late:
        _apply_late(late, batch)
    write(batch, act, day_id=day_id)
    return batch


def reapply(
    assignments: Sequence[int],
    batch: Batch,
    *,
    arriving: Sequence[Queued] = (),
    leaving: Collection[int] = (),
) -> None:
    """Recompute assignments from their opening, with payments that arrive or some that leave.

    What still comes out the same stays; from the first difference on, all is reversed and applied
    again, each row naming its cause.
    """
    standing = _standing(assignments)
    charges = _charges(assignments)
    new = defaultdict(list)
    for payment in arriving:
        new[payment.assignment].append(payment)
    for assignment in Assignment.objects.filter(pk__in=assignments).order_by("pk"):
        _reapply_one(
            assignment, standing[assignment.pk], new[assignment.pk], charges, batch, leaving
        )


def write(
    batch: Batch, act: Act, *, day_id: int | None = None, bounce_id: int | None = None
) -> None:
    """Write a batch in one statement."""
    with prepared_cursor() as cursor:
        cursor.execute(
            sql.WRITE,
            {"day": day_id, "bounce": bounce_id, "on": act.on, "at": act.at, "by": act.actor_id}
            | _row_arrays(batch.rows)
            | _position_arrays(batch.positions)
            | {
                "marked": batch.applied,
                "documents": list(batch.collected),
                "collections": list(batch.collected.values()),
            },
        )


def _comes_late(payment: Queued) -> bool:
    """It counts from before what was applied already; or a charge waits, perhaps of a later day."""
    position = payment.position
    return payment.value_on < position.charged_to or position.charges_due > 0


def _apply_in_order(payments: Sequence[Queued], batch: Batch) -> None:
    position = payments[0].position
    for payment in payments:
        split, position = split_payment(
            payment.terms, position, payment.matures_on, payment.value_on, payment.amount
        )
        batch.rows.append(
            Written(payment.payment, payment.assignment, payment.value_on, split, payment.amount)
        )
    batch.positions[payments[0].assignment] = position


def _apply_late(late: Sequence[Queued], batch: Batch) -> None:
    reapply(sorted({payment.assignment for payment in late}), batch, arriving=late)


def _reapply_one(
    assignment: Assignment,
    standing: Sequence[Written],
    arriving: Sequence[Queued],
    charges: dict[int, list[Charged]],
    batch: Batch,
    leaving: Collection[int],
) -> None:
    staying = [row for row in standing if row.payment not in leaving]
    paid = [(row.value_on, row.payment, row.amount) for row in staying]
    paid += [(new.value_on, new.payment, new.amount) for new in arriving]
    paid.sort()
    takes = {row.payment: row.take for row in staying}
    events: list[Event] = [*charges[assignment.pk], *(Paid(on, amount) for on, _, amount in paid)]
    matures_on = assignment.matures_on
    if matures_on is None:
        raise ValueError(f"{assignment} is not disbursed")
    replayed = replay(terms_of(assignment), opening_of(assignment), matures_on, events)
    splits = [step.split for step in replayed if step.split is not None]
    kept = _common(standing, paid, splits)
    gone = [row.payment for row in standing if row.payment in leaving]
    cause = min(gone or [new.payment for new in arriving] or leaving, default=None)
    batch.rows += [_undone(row, cause) for row in reversed(standing[kept:])]
    for (value_on, payment, amount), split in list(zip(paid, splits, strict=True))[kept:]:
        earlier = takes.get(payment)
        batch.rows.append(
            Written(
                payment,
                assignment.pk,
                value_on,
                split,
                amount,
                cause=cause if earlier else None,
                take=(earlier or 0) + 1,
            )
        )
    batch.positions[assignment.pk] = replayed[-1].position if replayed else opening_of(assignment)


def _common(
    standing: Sequence[Written], paid: Sequence[tuple[date, int, Decimal]], splits: Sequence[Split]
) -> int:
    """How many rows from the start come out as they stand."""
    for place, (row, (_, payment, _), split) in enumerate(
        zip(standing, paid, splits, strict=False)
    ):
        if row.payment != payment or row.split != split:
            return place
    return min(len(standing), len(paid))


def _undone(row: Written, cause: int | None) -> Written:
    """The row that takes `row` back: its figures negated, the balance as it was before."""
    split = row.split
    before = split.balance + split.capital
    return Written(
        row.payment,
        row.assignment,
        row.value_on,
        Split(
            -split.charges,
            -split.default_interest,
            -split.interest,
            -split.vat,
            -split.capital,
            -split.excess,
            before,
        ),
        -row.amount,
        reverses=row.reverses,
        cause=cause,
        take=row.take,
    )


def _standing(assignments: Sequence[int]) -> dict[int, list[Written]]:
    """What stands, by assignment; `reverses` of each row holds its own number, ready to undo."""
    found: dict[int, list[Written]] = defaultdict(list)
    with prepared_cursor() as cursor:
        cursor.execute(sql.STANDING, [list(assignments)])
        for number, payment, assignment, value_on, amount, *parts, take in cursor.fetchall():
            row = Written(
                payment, assignment, value_on, Split(*parts), amount, reverses=number, take=take
            )
            found[assignment].append(row)
    return found


def _charges(assignments: Sequence[int]) -> dict[int, list[Charged]]:
    found: dict[int, list[Charged]] = defaultdict(list)
    for charge in Charge.objects.filter(assignment__in=assignments).order_by("id"):
        found[charge.assignment_id].append(Charged(charge.charged_on, charge.amount))
    return found


def _row_arrays(rows: Sequence[Written]) -> dict[str, list[Any]]:
    splits = [row.split for row in rows]
    return {
        "payments": [row.payment for row in rows],
        "assignments": [row.assignment for row in rows],
        "values": [row.value_on for row in rows],
        "amounts": [row.amount for row in rows],
        "charges": [split.charges for split in splits],
        "defaults": [split.default_interest for split in splits],
        "interests": [split.interest for split in splits],
        "vats": [split.vat for split in splits],
        "capitals": [split.capital for split in splits],
        "excesses": [split.excess for split in splits],
        "balances": [split.balance for split in splits],
        "reversed": [row.reverses for row in rows],
        "causes": [row.cause for row in rows],
        "takes": [row.take for row in rows],
    }


def _position_arrays(positions: dict[int, Position]) -> dict[str, list[Any]]:
    stands = list(positions.values())
    return {
        "standing": list(positions),
        "new_capitals": [p.capital for p in stands],
        "charged_tos": [p.charged_to for p in stands],
        "new_interests": [p.interest_due for p in stands],
        "new_defaults": [p.default_interest_due for p in stands],
        "new_charges": [p.charges_due for p in stands],
        "new_prepaid": [p.prepaid_interest for p in stands],
        "new_prepaid_vat": [p.prepaid_vat for p in stands],
    }
