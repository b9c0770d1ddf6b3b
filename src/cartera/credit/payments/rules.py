"""How a payment is split: the order of application, pure (PCI-F09 step 3).

docs/algorithms/payment.md works it out, each rounding named.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from cartera.credit.assignments.rules import Dues, Position, dues_as_of
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
