"""A second reckoning of what an assignment owes: cents and fractions, none of the rules' code.

Two per cent a month on days/30, default interest of 36 % a year on actual/365 added after maturity,
simple; IVA of 13 % on interest where the client's terms say so.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction


def cents(amount: Decimal | str) -> int:
    """An amount in whole cents."""
    return int(Decimal(amount) * 100)


def rounded(exact: Fraction) -> int:
    """Half-up, away from zero at the half."""
    whole = (abs(exact) + Fraction(1, 2)).__floor__()
    return whole if exact >= 0 else -whole


@dataclass(frozen=True)
class Price:
    """What a disbursement of these faces comes to, in cents."""

    advanced: int
    commission: int
    vat: int

    @property
    def net(self) -> int:
        """What is left before anything is withheld."""
        return self.advanced - self.commission - self.vat


def price_of(faces: list[int]) -> Price:
    """Ninety per cent advanced, one per cent of it commission, thirteen of that IVA."""
    advanced = sum(rounded(Fraction(face * 90, 100)) for face in faces)
    commission = rounded(Fraction(advanced, 100))
    return Price(advanced, commission, rounded(Fraction(commission * 13, 100)))


@dataclass
class Owed:
    """One assignment as this reckoning sees it."""

    advanced: int
    disbursed_on: date
    matures_on: date
    taxed: bool
    paid: list[tuple[date, int, int]] = field(default_factory=list)
    charged: list[tuple[date, int]] = field(default_factory=list)

    def pay(self, on: date, payment: int, amount: int) -> None:
        """A payment counts from `on`."""
        self.paid.append((on, payment, amount))

    def unpay(self, payment: int) -> None:
        """A payment never was."""
        self.paid = [row for row in self.paid if row[1] != payment]

    def stands_at(self) -> tuple[int, int, int, int]:
        """Capital, ordinary and default interest due, charges due: after the last event."""
        state = _State(self.advanced, self.disbursed_on)
        events: list[tuple[date, int, int]] = [(on, 0, -amount) for on, amount in self.charged]
        events += self.paid
        for on, _, amount in sorted(events):
            if amount < 0:
                state.charges += -amount
            else:
                self._receive(state, on, amount)
        return state.capital, state.interest, state.default, state.charges

    def _receive(self, state: "_State", on: date, amount: int) -> None:
        state.run(on, self.matures_on)
        taken = min(amount, state.charges)
        state.charges -= taken
        amount -= taken
        taken = min(amount, state.default)
        state.default -= taken
        amount -= taken
        vat = rounded(Fraction(state.interest * 13, 100)) if self.taxed else 0
        if amount >= state.interest + vat:
            amount -= state.interest + vat
            state.interest = 0
        else:
            taken = rounded(Fraction(amount * 100, 113)) if vat else amount
            state.interest -= min(taken, max(state.interest - 1, 0)) if vat else taken
            amount = 0
        state.capital -= amount


@dataclass
class _State:
    capital: int
    charged_to: date
    interest: int = 0
    default: int = 0
    charges: int = 0

    def run(self, on: date, matures_on: date) -> None:
        """Let interest run to `on` on what is outstanding."""
        outstanding = max(self.capital, 0)
        days = (on - self.charged_to).days
        late = max((on - max(self.charged_to, matures_on)).days, 0)
        self.interest += rounded(Fraction(outstanding * 2 * days, 100 * 30))
        self.default += rounded(Fraction(outstanding * 36 * late, 100 * 365))
        self.charged_to = on
