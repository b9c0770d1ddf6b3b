"""The figures by which an assignment is squared and closed, pure (PCI-F10, FORM-23).

docs/algorithms/settlement.md works them out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cartera.credit.assignments.rules import Position
from cartera.credit.payments.rules import Split
from cartera.credit.settlements.refusals import (
    AssignmentStillOwed,
    ReturnIsNegative,
    SettlementDiffersFromStatement,
)
from cartera.kernel.money import ZERO


@dataclass(frozen=True, slots=True)
class SettlementExtras:
    """What is added or taken at settlement, outside the payments; each zero or more, in cents.

    What a payment already paid in charges or IVA is not repeated here.
    """

    other_credits: Decimal = ZERO
    other_charges: Decimal = ZERO
    rejected_cheque_charges: Decimal = ZERO
    rejected_cheque_interest: Decimal = ZERO
    vat: Decimal = ZERO
    deductions: Decimal = ZERO

    @property
    def net(self) -> Decimal:
        """What they add to the amount to return; below zero what they take from it."""
        return (
            self.other_credits
            - self.other_charges
            - self.rejected_cheque_charges
            - self.rejected_cheque_interest
            - self.vat
            - self.deductions
        )


@dataclass(frozen=True, slots=True)
class SettlementFigures:
    """The lines of FORM-23 in their order; `amount_to_return` is what the client receives."""

    collected: Decimal
    advanced: Decimal
    interest: Decimal
    default_interest: Decimal
    amount_settled: Decimal
    other_credits: Decimal
    other_charges: Decimal
    rejected_cheque_charges: Decimal
    rejected_cheque_interest: Decimal
    vat: Decimal
    deductions: Decimal
    amount_to_return: Decimal


_NO_EXTRAS = SettlementExtras()


def settlement_figures(
    collected: Decimal,
    advanced: Decimal,
    splits: Sequence[Split],
    extras: SettlementExtras = _NO_EXTRAS,
) -> SettlementFigures:
    """The lines of FORM-23 from what was collected and how it was split (PCI-F10 step 2).

    `collected` comes from the receipts, not from the splits, so that the two are held together.
    Interest charged at disbursement is not among these: the payments hold its true-up only.
    """
    interest = _sum(split.interest for split in splits)
    default = _sum(split.default_interest for split in splits)
    charges = _sum(split.charges for split in splits) + extras.rejected_cheque_charges
    vat = _sum(split.vat for split in splits) + extras.vat
    settled = collected - advanced - interest - default
    to_return = (
        settled
        + extras.other_credits
        - extras.other_charges
        - charges
        - extras.rejected_cheque_interest
        - vat
        - extras.deductions
    )
    return SettlementFigures(
        collected=collected,
        advanced=advanced,
        interest=interest,
        default_interest=default,
        amount_settled=settled,
        other_credits=extras.other_credits,
        other_charges=extras.other_charges,
        rejected_cheque_charges=charges,
        rejected_cheque_interest=extras.rejected_cheque_interest,
        vat=vat,
        deductions=extras.deductions,
        amount_to_return=to_return,
    )


def check_against_statement(
    figures: SettlementFigures, final_balance: Decimal, extras: SettlementExtras = _NO_EXTRAS
) -> None:
    """Refused: figures that are not the negative of the statement's balance with the extras."""
    expected = -final_balance + extras.net
    if figures.amount_to_return != expected:
        raise SettlementDiffersFromStatement(
            amount_to_return=figures.amount_to_return, expected=expected
        )


def settle(
    collected: Decimal,
    advanced: Decimal,
    splits: Sequence[Split],
    final: Position,
    extras: SettlementExtras = _NO_EXTRAS,
) -> SettlementFigures:
    """The figures of an assignment that is squared for good (PCI-F10 steps 2 to 5).

    Refused: anything still owed, figures that differ from the statement, a negative return.
    """
    owed = max(final.capital, ZERO) + final.interest_due + final.default_interest_due
    if owed + final.charges_due > 0:
        raise AssignmentStillOwed(owed=owed + final.charges_due)
    figures = settlement_figures(collected, advanced, splits, extras)
    check_against_statement(figures, final.capital, extras)
    if figures.amount_to_return < 0:
        raise ReturnIsNegative(exceeds=-figures.amount_to_return)
    return figures


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)
