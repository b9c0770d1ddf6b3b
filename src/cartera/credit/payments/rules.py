"""How a payment is split: the order of application, pure (PCI-F09 step 3).

docs/algorithms/payment.md works it out, each rounding named.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from cartera.credit.assignments.rules import Dues, Position, charge_up_to, dues_as_of
from cartera.credit.lines.rules import Terms
from cartera.credit.payments.refusals import PaymentBeforeLastCharge
from cartera.kernel.money import CENT, ZERO, positive_cents


@dataclass(frozen=True, slots=True)
class Split:
    """One payment in its parts; charges, default interest, interest, vat and capital sum to it.

    `capital` holds the excess too, so `balance` goes below zero by what is the client's. In upfront
    mode `interest` and `vat` are negative by what was charged for days that did not run.
    """

    charges: Decimal
    default_interest: Decimal
    interest: Decimal
    vat: Decimal
    capital: Decimal
    excess: Decimal
    balance: Decimal


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment with the value date from which it counts."""

    on: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Charged:
    """A charge to the assignment, as for a rejected cheque; it earns no interest."""

    on: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class MaturityMoved:
    """An extension in force from `on`; default interest that ran before it stays due."""

    on: date
    matures_on: date


Event = Paid | Charged | MaturityMoved


@dataclass(frozen=True, slots=True)
class Replayed:
    """An event with its split (payments only), and the position and maturity that it leaves."""

    event: Event
    split: Split | None
    position: Position
    matures_on: date


def split_payment(
    terms: Terms, position: Position, matures_on: date, paid_on: date, amount: Decimal
) -> tuple[Split, Position]:
    """The split of `amount` received with value date `paid_on`, and the position it leaves.

    Order: charges, default interest, ordinary interest, the IVA of each with it, capital.
    Refused: an amount that is not positive or not in cents, a value date before the last charge.
    """
    if paid_on < position.charged_to:
        raise PaymentBeforeLastCharge(paid_on=paid_on, charged_to=position.charged_to)
    pot = positive_cents(amount, "amount")
    dues = dues_as_of(terms, position, matures_on, paid_on)
    given_back = dues.interest < 0
    if given_back:
        pot -= dues.interest + dues.interest_vat
    charges = min(pot, dues.charges)
    pot -= charges
    default, default_vat = _pay(pot, dues.default_interest, dues.default_vat, terms.vat_pct)
    pot -= default + default_vat
    if given_back:
        paid, paid_vat = dues.interest, dues.interest_vat
    else:
        paid, paid_vat = _pay(pot, dues.interest, dues.interest_vat, terms.vat_pct)
        pot -= paid + paid_vat
    split = _split(position.capital, charges, default, paid, default_vat + paid_vat, pot)
    return split, _left(dues, split, paid_on)


def replay(
    terms: Terms, opening: Position, matures_on: date, events: Iterable[Event]
) -> list[Replayed]:
    """Everything that befell an assignment, applied anew in the order of its dates.

    This is how a backdated payment, or one that bounced (left out), recomputes what followed it.
    Events of one day keep the order given. Refused as `split_payment` and `charge_up_to` do.
    """
    position = opening
    applied: list[Replayed] = []
    for event in sorted(events, key=lambda event: event.on):
        step = _apply(terms, position, matures_on, event)
        position, matures_on = step.position, step.matures_on
        applied.append(step)
    return applied


def _apply(terms: Terms, position: Position, matures_on: date, event: Event) -> Replayed:
    match event:
        case Paid(on, amount):
            split, after = split_payment(terms, position, matures_on, on, amount)
            return Replayed(event, split, after, matures_on)
        case Charged(_, amount):
            after = replace(position, charges_due=position.charges_due + positive_cents(amount))
            return Replayed(event, None, after, matures_on)
        case MaturityMoved(on, new_matures_on):
            after = charge_up_to(terms, position, matures_on, on)
            return Replayed(event, None, after, new_matures_on)


def _pay(pot: Decimal, due: Decimal, vat: Decimal, vat_pct: Decimal) -> tuple[Decimal, Decimal]:
    """How much of `due` and of its IVA the pot pays; short of both, each gets its proportion.

    The interest part is rounded and the IVA is the rest of the pot. While anything stays unpaid a
    cent of interest stays due, since the IVA owed later is computed from it.
    """
    if pot >= due + vat:
        return due, vat
    if not vat:
        return pot, ZERO
    paid = (pot * 100 / (100 + vat_pct)).quantize(CENT, ROUND_HALF_UP)
    paid = min(paid, max(due - CENT, ZERO))
    return paid, pot - paid


def _split(
    capital: Decimal,
    charges: Decimal,
    default: Decimal,
    paid: Decimal,
    vat: Decimal,
    pot: Decimal,
) -> Split:
    outstanding = capital if capital > 0 else ZERO
    excess = pot - outstanding if pot > outstanding else ZERO
    return Split(charges, default, paid, vat, pot, excess, capital - pot)


def _left(dues: Dues, split: Split, paid_on: date) -> Position:
    return Position(
        capital=split.balance,
        charged_to=paid_on,
        interest_due=dues.interest - split.interest,
        default_interest_due=dues.default_interest - split.default_interest,
        charges_due=dues.charges - split.charges,
    )
