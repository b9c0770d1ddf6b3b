"""What an assignment costs at disbursement and what it owes on any day: pure decisions.

docs/algorithms/disbursement.md and docs/algorithms/interest.md work every figure out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from cartera.credit.assignments.refusals import (
    DayBeforeLastCharge,
    MaturityNotAfterDisbursement,
    NetIsNegative,
    NoDocuments,
)
from cartera.credit.lines.rules import Terms, VatConcept
from cartera.kernel.money import CENT, ZERO, positive_cents, round_cents, whole_cents
from cartera.kernel.rates import interest

_YEAR_DAYS: Final = 365
_NO_WORTH: Final = Decimal("1e-20")
_WORTH_DOUBLES: Final = Decimal(2)
_NEAR_ENOUGH: Final = Decimal("1e-24")
BROUGHT_AMOUNTS: Final = (
    "capital",
    "interest_due",
    "default_interest_due",
    "charges_due",
    "prepaid_interest",
    "prepaid_vat",
)


@dataclass(frozen=True, slots=True)
class Price:
    """The figures of a disbursement (PCI-F01, FORM-06), in the line's currency, to the cent."""

    advanced_each: tuple[Decimal, ...]
    advanced: Decimal
    commission: Decimal
    vat: Decimal
    upfront_interest: Decimal
    upfront_vat: Decimal
    deductions: Decimal
    net: Decimal


@dataclass(frozen=True, slots=True)
class Position:
    """What an assignment stands at after its last event; the fields are columns.

    `capital` is the balance, negative when it is the client's money. Interest has been charged up
    to and including `charged_to`; what of it was not paid is in the `_due` fields, without its IVA.
    """

    capital: Decimal
    charged_to: date
    interest_due: Decimal = ZERO
    default_interest_due: Decimal = ZERO
    charges_due: Decimal = ZERO
    prepaid_interest: Decimal = ZERO
    prepaid_vat: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Dues:
    """What a position owes beside capital on one day, each part rounded to the cent.

    `interest` and `interest_vat` are negative when more was charged at disbursement than has run:
    that much goes back to the client.
    """

    charges: Decimal
    default_interest: Decimal
    default_vat: Decimal
    interest: Decimal
    interest_vat: Decimal


@dataclass(frozen=True, slots=True)
class Owed:
    """What would pay an assignment off on a day; a negative figure is the client's money."""

    capital: Decimal
    interest: Decimal
    default_interest: Decimal
    charges: Decimal
    vat: Decimal
    total: Decimal


def price(
    terms: Terms,
    amounts: Sequence[Decimal],
    disbursed_on: date,
    matures_on: date,
    deductions: Decimal = ZERO,
) -> Price:
    """The price of assigning documents of these face amounts (PCI-F01 steps 4 to 6, FORM-06).

    Refused: no document, an amount that is not positive or not in cents, deductions not in cents,
    a maturity that is not after the disbursement, a net below zero.
    """
    if matures_on <= disbursed_on:
        raise MaturityNotAfterDisbursement(
            matures_on=matures_on, disbursed_on=disbursed_on, field="matures_on"
        )
    faces = _face_amounts(amounts)
    advanced_each = tuple(round_cents(face * terms.advance_pct / 100) for face in faces)
    advanced = sum(advanced_each, ZERO)
    base = advanced if terms.commission_base == "advanced" else sum(faces, ZERO)
    commission = round_cents(base * terms.commission_pct / 100)
    vat = vat_on(terms, "commission", commission)
    upfront = _upfront_interest(terms, advanced, disbursed_on, matures_on)
    upfront_vat = vat_on(terms, "interest", upfront)
    taken = whole_cents(deductions, "deductions")
    net = advanced - commission - vat - upfront - upfront_vat - taken
    if net < 0:
        raise NetIsNegative(exceeds=-net)
    return Price(advanced_each, advanced, commission, vat, upfront, upfront_vat, taken, net)


def opening_position(price: Price, disbursed_on: date) -> Position:
    """Where an assignment stands the moment it is disbursed."""
    return Position(
        capital=price.advanced,
        charged_to=disbursed_on,
        prepaid_interest=price.upfront_interest,
        prepaid_vat=price.upfront_vat,
    )


def brought_position(brought: Mapping[str, str]) -> Position:
    """Where an assignment stood when it came in with the opening balances."""
    amounts = {name: Decimal(brought[name]) for name in BROUGHT_AMOUNTS}
    return Position(charged_to=date.fromisoformat(brought["charged_to"]), **amounts)


def dues_as_of(terms: Terms, position: Position, matures_on: date, day: date) -> Dues:
    """What the position owes beside capital on `day`, what has run by then included.

    Refused: a day before the last one that interest was charged to.
    """
    ran, ran_in_default = _ran(terms, position, matures_on, day)
    default = position.default_interest_due + ran_in_default
    gross = position.interest_due + ran
    return Dues(
        charges=position.charges_due,
        default_interest=default,
        default_vat=vat_on(terms, "default_interest", default),
        interest=gross - position.prepaid_interest,
        interest_vat=vat_on(terms, "interest", gross) - position.prepaid_vat,
    )


def owed_as_of(terms: Terms, position: Position, matures_on: date, day: date) -> Owed:
    """What would pay the assignment off on `day` (FORM-22, FORM-26).

    Refused: a day before the last one that interest was charged to.
    """
    dues = dues_as_of(terms, position, matures_on, day)
    vat = dues.interest_vat + dues.default_vat
    return Owed(
        capital=position.capital,
        interest=dues.interest,
        default_interest=dues.default_interest,
        charges=dues.charges,
        vat=vat,
        total=position.capital + dues.interest + dues.default_interest + dues.charges + vat,
    )


def charge_up_to(terms: Terms, position: Position, matures_on: date, day: date) -> Position:
    """The position with what ran until `day` charged and nothing paid, as when maturity moves.

    What was charged at disbursement covers it first. Refused: a day before the last charge.
    """
    ran, ran_in_default = _ran(terms, position, matures_on, day)
    covered = min(ran, position.prepaid_interest)
    left = position.prepaid_interest - covered
    return replace(
        position,
        charged_to=day,
        interest_due=position.interest_due + ran - covered,
        default_interest_due=position.default_interest_due + ran_in_default,
        prepaid_interest=left,
        prepaid_vat=min(vat_on(terms, "interest", left), position.prepaid_vat),
    )


def effective_annual_rate(flows: Sequence[tuple[date, Decimal]]) -> Decimal | None:
    """The yearly percentage at which the flows are worth nothing, unrounded (actual/365).

    A flow is above zero when the client receives it, below when the client pays it. None where
    no rate exists: no days between them, or money that goes one way only.
    """
    first = min((day for day, _amount in flows), default=date.min)
    dated = [((day - first).days, amount) for day, amount in flows if amount]
    low, high = _NO_WORTH, _WORTH_DOUBLES
    if _worth(dated, low) <= 0 or _worth(dated, high) >= 0:
        return None
    while high - low > _NEAR_ENOUGH:
        middle = (low + high) / 2
        low, high = (middle, high) if _worth(dated, middle) > 0 else (low, middle)
    return (1 / low**_YEAR_DAYS - 1) * 100


def vat_on(terms: Terms, concept: VatConcept, amount: Decimal) -> Decimal:
    """The IVA that `amount` of `concept` carries under these terms, to the cent."""
    if concept not in terms.vat_on or not amount:
        return ZERO
    return (amount * terms.vat_pct / 100).quantize(CENT, ROUND_HALF_UP)


def _worth(dated: Sequence[tuple[int, Decimal]], daily_factor: Decimal) -> Decimal:
    """The flows' present worth, a unit one day later being worth `daily_factor`."""
    return sum((amount * daily_factor**days for days, amount in dated), ZERO)


def _face_amounts(amounts: Sequence[Decimal]) -> list[Decimal]:
    if not amounts:
        raise NoDocuments(field="documents")
    return [positive_cents(face, f"documents.{n}.amount") for n, face in enumerate(amounts)]


def _upfront_interest(terms: Terms, advanced: Decimal, from_on: date, to_on: date) -> Decimal:
    if terms.interest_charged != "upfront":
        return ZERO
    return round_cents(_ordinary(terms, advanced, from_on, to_on))


def _ran(terms: Terms, position: Position, matures_on: date, day: date) -> tuple[Decimal, Decimal]:
    """The ordinary and the default interest that ran since the last charge, each to the cent."""
    since = position.charged_to
    if day < since:
        raise DayBeforeLastCharge(day=day, charged_to=since)
    capital = position.capital
    if day == since or capital <= 0:
        return ZERO, ZERO
    is_overdue = day > matures_on
    until = day
    if is_overdue and terms.default_mode == "replacing":
        until = max(since, matures_on)
    earning = capital
    if terms.compounding == "daily":
        earning += position.interest_due
    ordinary = _ordinary(terms, earning, since, until).quantize(CENT, ROUND_HALF_UP)
    if not is_overdue:
        return ordinary, ZERO
    earning = capital
    if terms.default_compounding == "daily":
        earning += position.default_interest_due
    default = _default(terms, earning, max(since, matures_on), day)
    return ordinary, default.quantize(CENT, ROUND_HALF_UP)


def _ordinary(terms: Terms, capital: Decimal, from_on: date, to_on: date) -> Decimal:
    return interest(
        capital,
        terms.rate_pct,
        terms.rate_basis,
        terms.day_count,
        terms.compounding,
        from_on,
        to_on,
    )


def _default(terms: Terms, capital: Decimal, from_on: date, to_on: date) -> Decimal:
    return interest(
        capital,
        terms.default_rate_pct,
        terms.default_basis,
        terms.default_day_count,
        terms.default_compounding,
        from_on,
        to_on,
    )
