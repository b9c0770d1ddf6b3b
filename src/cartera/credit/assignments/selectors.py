"""Reads of assignments: availability, concentration, the documents and where each stands."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Any

from django.db import connection
from django.db.models import Case, F, Q, Sum, Value, When
from django.db.models.functions import Greatest

from cartera.credit.assignments.models import AssignedDocument, Assignment
from cartera.credit.assignments.rules import Owed, Position, owed_as_of
from cartera.credit.lines.models import Line
from cartera.credit.lines.rules import Terms
from cartera.kernel.money import ZERO

RESERVED = ("prepared", "recorded")
USING_LINE = (*RESERVED, "live", "paid_off")
HELD_DOCUMENT = ("presented", "verified", "live")


@dataclass(frozen=True, slots=True)
class Availability:
    """What a line approves, what is owed on it, what operations in process reserve."""

    approved: Decimal
    outstanding: Decimal
    reserved: Decimal

    @property
    def available(self) -> Decimal:
        """What is left; below zero where an exception was authorised."""
        return self.approved - self.outstanding - self.reserved


def availability_of(line: Line, but_for: Assignment | None = None) -> Availability:
    """The line's availability now, not counting the operation `but_for`. One query.

    A line that took the place of another carries what its client still owes under that one.
    """
    own = but_for.pk if but_for else 0
    used = (
        Assignment.objects.filter(client=line.client_id, state__in=USING_LINE)
        .exclude(pk=own or 0)
        .aggregate(
            reserved=Sum("amount_advanced", filter=Q(state__in=RESERVED), default=ZERO),
            outstanding=Sum(
                Case(
                    When(state__in=RESERVED, then=Value(ZERO)),
                    default=Greatest(F("capital"), Value(ZERO)),
                ),
                default=ZERO,
            ),
        )
    )
    return Availability(line.amount_approved, used["outstanding"], used["reserved"])


def hold_debtors(assignment: Assignment) -> list[AssignedDocument]:
    """Its documents; nobody else counts on their debtors' limits until the commit. One query."""
    listed = assignment.documents.exclude(state="withdrawn").select_related("debtor")
    held = listed.select_for_update(of=("debtor",), no_key=True).order_by("debtor_id", "id")
    assignment.listed = sorted(held, key=attrgetter("pk"))
    return assignment.listed


def debtor_concentration(
    debtor_ids: Iterable[int], but_for: Assignment | None = None
) -> dict[int, Decimal]:
    """What is advanced on each debtor's documents, over all clients, in cents. One query."""
    rows = (
        AssignedDocument.objects.filter(debtor_id__in=list(debtor_ids), state__in=HELD_DOCUMENT)
        .exclude(assignment=but_for)
        .values("debtor_id")
        .annotate(total=Sum("amount_advanced"))
    )
    return {row["debtor_id"]: row["total"] for row in rows}


def same_documents(keys: Iterable[tuple[int, str]], but_for: Assignment | None) -> dict[Any, Any]:
    """The live documents that are the same as (debtor, number key), with their assignment."""
    wanted = set(keys)
    found = (
        AssignedDocument.objects.filter(
            debtor_id__in={debtor for debtor, _ in wanted},
            number_key__in={number for _, number in wanted},
        )
        .exclude(state__in=("withdrawn", "returned"))
        .exclude(assignment=but_for)
        .select_related("assignment")
    )
    return {(d.debtor_id, d.number_key): d for d in found if (d.debtor_id, d.number_key) in wanted}


def terms_of(assignment: Assignment) -> Terms:
    """The terms that were frozen on the assignment."""
    return _terms_of(json.dumps(assignment.terms))


# The assignments of a line share their terms, and a page of statements asks for them hundreds of
# times; terms never change, nor does what their text says.
@lru_cache(1024)
def _terms_of(frozen: str) -> Terms:
    return Terms.from_json(json.loads(frozen))


def known_from(assignment: Assignment) -> date | None:
    """The first day on which it can be told what is owed: that of its disbursement, or the last
    interest day with which it came in."""
    if assignment.brought is not None:
        return date.fromisoformat(assignment.brought["charged_to"])
    return assignment.disbursed_on


def position_of(assignment: Assignment) -> Position:
    """Where the assignment stands after its last application."""
    if assignment.charged_to is None:
        raise ValueError(f"{assignment} is not disbursed")
    return Position(
        capital=assignment.capital,
        charged_to=assignment.charged_to,
        interest_due=assignment.interest_due,
        default_interest_due=assignment.default_interest_due,
        charges_due=assignment.charges_due,
        prepaid_interest=assignment.prepaid_interest,
        prepaid_vat=assignment.prepaid_vat,
    )


def owed_on(assignment: Assignment, day: date) -> Owed:
    """What would pay the assignment off on `day`, at its last position's day or later."""
    if assignment.matures_on is None:
        raise ValueError(f"{assignment} is not disbursed")
    position = position_of(assignment)
    upon = max(day, position.charged_to)
    return owed_as_of(terms_of(assignment), position, assignment.matures_on, upon)


def next_operation_numbers(count: int) -> range:
    """The next `count` operation numbers, one for each document discounted (FORM-09)."""
    return _next("assignments_operation", count)


def next_assignment_number() -> int:
    """The next assignment number."""
    return _next("assignments_number", 1)[0]


def _next(counter: str, count: int) -> range:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO assignments_counter AS c (name, last_number) VALUES (%s, %s)"
            " ON CONFLICT (name) DO UPDATE SET last_number = c.last_number + excluded.last_number"
            " RETURNING last_number",
            [counter, count],
        )
        last = int(cursor.fetchone()[0])
    return range(last - count + 1, last + 1)
