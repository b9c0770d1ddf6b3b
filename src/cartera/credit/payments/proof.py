"""Positions proved: every assignment applied anew by the pure rules, from its opening."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from cartera.credit.assignments.rules import Position, brought_position
from cartera.credit.lines.selectors import stored_terms
from cartera.credit.payments.rules import Charged, Event, Paid, Split, replay
from cartera.kernel.checks import Finding
from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _

_ASSIGNMENTS = """
SELECT id, number, terms::text, disbursed_on, matures_on, amount_advanced, upfront_interest,
    upfront_vat, capital, charged_to, interest_due, default_interest_due, charges_due,
    prepaid_interest, prepaid_vat, brought
FROM assignments_assignment WHERE state IN ('live', 'paid_off', 'settled') ORDER BY number
"""

# What still stands, in the order in which it was applied.
_STANDING = """
SELECT x.assignment_id, x.id, x.value_on, x.amount, x.charges, x.default_interest, x.interest,
    x.vat, x.capital, x.excess, x.balance
FROM payments_application x WHERE x.reverses_id IS NULL
    AND NOT EXISTS (SELECT FROM payments_application r WHERE r.reverses_id = x.id)
ORDER BY x.assignment_id, x.value_on, x.id
"""

_CHARGES = "SELECT assignment_id, charged_on, amount FROM payments_charge ORDER BY id"

Standing = tuple[int, date, Decimal, Split]


def positions() -> Iterator[Finding]:
    """Assignments whose kept position, or a split that stands, is not what the rules give."""
    standing = _standing()
    charges = _grouped(_CHARGES)
    for key, number, *row in _rows(_ASSIGNMENTS):
        yield from _prove(f"cesión {number}", row, standing[key], charges[key])


def _prove(
    name: str, row: Sequence[Any], standing: Sequence[Standing], charges: Sequence[Any]
) -> Iterator[Finding]:
    terms, disbursed_on, matures_on, advanced, upfront, upfront_vat, *kept, brought = row
    opening = Position(advanced, disbursed_on, prepaid_interest=upfront, prepaid_vat=upfront_vat)
    if brought is not None:
        opening = brought_position(json.loads(brought))
    events: list[Event] = [Charged(on, amount) for on, amount in charges]
    events += [Paid(value_on, amount) for _key, value_on, amount, _split in standing]
    try:
        replayed = replay(stored_terms(terms), opening, matures_on, events)
    except Refusal as refusal:
        yield Finding(name, str(refusal))
        return
    splits = [step.split for step in replayed if step.split is not None]
    for (key, _value_on, _amount, split), proved in zip(standing, splits, strict=True):
        if split != proved:
            place = _("{name}, aplicación {key}").format(name=name, key=key)
            yield Finding(place, _told(split), _told(proved))
    final = replayed[-1].position if replayed else opening
    if Position(*kept) != final:
        yield Finding(name, _told(Position(*kept)), _told(final))


def _told(figures: Split | Position) -> str:
    return " / ".join(str(getattr(figures, field.name)) for field in fields(figures))


def _standing() -> dict[int, list[Standing]]:
    found: dict[int, list[Standing]] = defaultdict(list)
    for assignment, key, value_on, amount, *parts in _rows(_STANDING):
        found[assignment].append((key, value_on, amount, Split(*parts)))
    return found


def _grouped(sql: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for key, *row in _rows(sql):
        found[key].append(row)
    return found


def _rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
