"""An assignment's statement as of a day, and as it was known on a day: read from evidence alone.

Two days are asked. `as_of`: what has a value date up to it counts, and interest runs until it.
`known_on`: only what had been recorded by that business day is known. A payment that arrives later
with an older value date changes the first reading and never the second, so that a statement can be
printed again as it was. docs/algorithms/statement.md works both out.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from cartera.credit.assignments.models import Assignment
from cartera.credit.assignments.pricing import opening_of
from cartera.credit.assignments.rules import Owed, Position, owed_as_of
from cartera.credit.assignments.selectors import known_from, terms_of
from cartera.credit.payments.models import Application, Charge
from cartera.credit.payments.rules import Charged, Event, Paid, replay


@dataclass(frozen=True, slots=True)
class Statement:
    """What befell an assignment by `as_of`, as known on `known_on` (None: all that is known).

    `applied` holds every application in the order of recording, reversals too; `standing` those
    that no reversal known by then undoes, in the order of their value dates. `position` and
    `matures_on` are what they leave, computed anew and never read from totals; None before the
    money left.
    """

    assignment: Assignment
    as_of: date
    known_on: date | None
    applied: tuple[Application, ...]
    standing: tuple[Application, ...]
    charges: tuple[Charge, ...]
    position: Position | None
    matures_on: date | None

    @property
    def undone(self) -> tuple[Application, ...]:
        """The rows that say what was undone and what undid it, in the order of recording."""
        kept = {one.pk for one in self.standing}
        return tuple(one for one in self.applied if one.pk not in kept)

    @property
    def owed(self) -> Owed | None:
        """What would pay it off on the day of the statement; None before the money left."""
        return self.owed_on(self.as_of)

    def owed_on(self, day: date) -> Owed | None:
        """What would pay it off on `day`, from `as_of` on, if nothing more happens until then."""
        if self.position is None or self.matures_on is None:
            return None
        upon = max(day, self.position.charged_to)
        return owed_as_of(terms_of(self.assignment), self.position, self.matures_on, upon)


def statement_of(assignment: Assignment, as_of: date, known_on: date | None = None) -> Statement:
    """The statement of an assignment. Two queries."""
    return statements_of([assignment], as_of, known_on)[0]


def statements_of(
    assignments: Sequence[Assignment], as_of: date, known_on: date | None = None
) -> list[Statement]:
    """The statements of several, in their order. Two queries, however many they are."""
    upto = min(as_of, known_on or as_of)
    out = {one.pk for one in assignments if (began := known_from(one)) and began <= upto}
    applied, charges = _applied(out, as_of, known_on), _charges(out, as_of, known_on)
    return [
        _statement(one, as_of, known_on, tuple(applied[one.pk]), tuple(charges[one.pk]))
        if one.pk in out
        else Statement(one, as_of, known_on, (), (), (), None, None)
        for one in assignments
    ]


def _statement(
    assignment: Assignment,
    as_of: date,
    known_on: date | None,
    applied: tuple[Application, ...],
    charges: tuple[Charge, ...],
) -> Statement:
    standing = standing_of(applied)
    position, matures_on = _position(assignment, standing, charges)
    return Statement(assignment, as_of, known_on, applied, standing, charges, position, matures_on)


def standing_of(applied: Sequence[Application]) -> tuple[Application, ...]:
    """The applications that none of the given rows undoes, oldest value date first."""
    undone = {one.reverses_id for one in applied}
    kept = [one for one in applied if not one.reverses_id and one.pk not in undone]
    return tuple(sorted(kept, key=lambda one: (one.value_on, one.pk)))


def _applied(
    assignments: Collection[int], as_of: date, known_on: date | None
) -> dict[int, list[Application]]:
    """In the order of recording, in which each row's balance follows from the one before."""
    known = Q() if known_on is None else Q(applied_on__lte=known_on)
    rows = Application.objects.filter(known, assignment__in=assignments, value_on__lte=as_of)
    found: dict[int, list[Application]] = defaultdict(list)
    for one in rows.select_related("payment__document").order_by("id"):
        found[one.assignment_id or 0].append(one)
    return found


def _charges(
    assignments: Collection[int], as_of: date, known_on: date | None
) -> dict[int, list[Charge]]:
    """A charge is known from the day whose entry posted it, later perhaps than the day it bears."""
    known = Q() if known_on is None else Q(bounce__entry__effective_on__lte=known_on)
    rows = Charge.objects.filter(known, assignment__in=assignments, charged_on__lte=as_of)
    found: dict[int, list[Charge]] = defaultdict(list)
    for one in rows.select_related("bounce__payment").order_by("charged_on", "id"):
        found[one.assignment_id or 0].append(one)
    return found


def _position(
    assignment: Assignment, standing: Sequence[Application], charges: Sequence[Charge]
) -> tuple[Position, date | None]:
    opening, matures_on = opening_of(assignment), assignment.matures_on
    if matures_on is None:
        raise ValueError(f"{assignment} is not disbursed")
    events: list[Event] = [Charged(one.charged_on, one.amount) for one in charges]
    events += [Paid(one.value_on, one.amount) for one in standing]
    steps = replay(terms_of(assignment), opening, matures_on, events)
    return (steps[-1].position, steps[-1].matures_on) if steps else (opening, matures_on)
