"""An assignment's statement as of a day: what happened by then, and what would pay it off."""

from dataclasses import dataclass
from datetime import date

from cartera.credit.assignments.models import Assignment
from cartera.credit.assignments.pricing import opening_of
from cartera.credit.assignments.rules import Owed, owed_as_of
from cartera.credit.assignments.selectors import terms_of
from cartera.credit.payments.models import Application, Charge
from cartera.credit.payments.rules import Charged, Event, Paid, replay


@dataclass(frozen=True, slots=True)
class Statement:
    """Movements up to `day`, in the order of their value dates, and what is owed then.

    `owed` is None before the money left.
    """

    day: date
    movements: tuple[Application, ...]
    charges: tuple[Charge, ...]
    owed: Owed | None


def statement_of(assignment: Assignment, day: date) -> Statement:
    """The statement; payments that were undone are left out, as are those of a later value date."""
    if assignment.disbursed_on is None or day < assignment.disbursed_on:
        return Statement(day, (), (), None)
    found = Application.objects.filter(
        assignment=assignment, value_on__lte=day, reverses__isnull=True, reversed_by__isnull=True
    )
    movements = tuple(found.select_related("payment").order_by("value_on", "payment_id"))
    charges = tuple(Charge.objects.filter(assignment=assignment, charged_on__lte=day))
    return Statement(day, movements, charges, _owed(assignment, day, movements, charges))


def _owed(
    assignment: Assignment,
    day: date,
    movements: tuple[Application, ...],
    charges: tuple[Charge, ...],
) -> Owed | None:
    """What the rules say that all of it leaves owed: computed anew, never read from totals."""
    if assignment.matures_on is None:
        return None
    events: list[Event] = [Charged(charge.charged_on, charge.amount) for charge in charges]
    events += [Paid(made.value_on, made.amount) for made in movements]
    terms, position = terms_of(assignment), opening_of(assignment)
    maturity = assignment.matures_on
    applied = replay(terms, position, maturity, events)
    if applied:
        position, maturity = applied[-1].position, applied[-1].matures_on
    return owed_as_of(terms, position, maturity, day)
