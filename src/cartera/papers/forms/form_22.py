"""FORM-22, Estado de cuenta de cesión: what was lent, paid and left (PCI-F10 step 2)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cartera.kernel.text import gettext_noop as _
from cartera.papers.forms.blocks import ZERO, PartyBlock, add_up

CODE = "FORM-22"
TITLE = _("Estado de cuenta de cesión")
ROWS = ("movements",)


@dataclass(frozen=True)
class Movement:
    """A payment or its reversal, with its split and the capital before and after it.

    `description` is the bank and the cheque's number. A reversal carries negative amounts.
    """

    paid_on: date
    description: str
    amount: Decimal
    interest: Decimal
    default_interest: Decimal
    to_capital: Decimal
    balance_before: Decimal
    balance_after: Decimal
    charges: Decimal = ZERO
    vat: Decimal = ZERO


@dataclass(frozen=True)
class Totals:
    """The sums of the movements' columns."""

    amount: Decimal
    interest: Decimal
    default_interest: Decimal
    to_capital: Decimal
    charges: Decimal = ZERO
    vat: Decimal = ZERO


@dataclass(frozen=True)
class Owed:
    """What is owed on the day of the statement."""

    capital: Decimal
    interest: Decimal
    default_interest: Decimal
    charges: Decimal
    vat: Decimal
    total: Decimal


@dataclass(frozen=True)
class Payload:
    """The statement of one assignment as of a day.

    Rates in percent with their basis, term in days, amounts in the company's currency. A negative
    final balance is what is to be paid to the client. Refuses totals that are not the sums of their
    columns and a movement whose parts are not its amount.
    """

    client: PartyBlock
    assignment: str
    as_of: date
    amount_face: Decimal
    amount_advanced: Decimal
    commission_pct: Decimal
    amount_commission: Decimal
    amount_vat: Decimal
    amount_net: Decimal
    rate_pct: Decimal
    advance_pct: Decimal
    term_days: int
    starts_on: date
    matures_on: date
    movements: tuple[Movement, ...]
    totals: Totals
    balance: Decimal
    rate_basis: str = "monthly"
    amount_deductions: Decimal = ZERO
    amount_upfront_interest: Decimal = ZERO
    amount_upfront_vat: Decimal = ZERO
    owed: Owed | None = None

    def check(self) -> None:
        """Refuses figures that do not add up."""
        for n, one in enumerate(self.movements, 1):
            parts = (one.charges, one.default_interest, one.interest, one.vat, one.to_capital)
            add_up(CODE, f"movements.{n}.amount", one.amount, parts)
            left = (one.balance_before, -one.to_capital)
            add_up(CODE, f"movements.{n}.balance_after", one.balance_after, left)
        for name in ("amount", "interest", "default_interest", "to_capital", "charges", "vat"):
            column = (getattr(one, name) for one in self.movements)
            add_up(CODE, f"totals.{name}", getattr(self.totals, name), column)
        if self.owed is not None:
            owed = self.owed
            parts = (owed.capital, owed.interest, owed.default_interest, owed.charges, owed.vat)
            add_up(CODE, "owed.total", owed.total, parts)
