"""FORM-23, Comprobante de liquidación: what goes back to the client (PCI-F10 step 4)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cartera.kernel.text import gettext_noop as _
from cartera.papers.forms.blocks import ZERO, Deduction, PartyBlock, add_up

CODE = "FORM-23"
TITLE = _("Comprobante de liquidación")
ROWS = ()


@dataclass(frozen=True)
class Payload:
    """The settlement of one assignment, line by line.

    Amounts in the company's currency. Refuses a nominal value other than collected - financed -
    ordinary interest - default interest, and an amount to return other than that plus other credits
    less charges, rejected cheques, IVA and deductions.
    """

    client: PartyBlock
    assignment: str
    settled_on: date
    amount_face: Decimal
    amount_collected: Decimal
    amount_advanced: Decimal
    interest: Decimal
    default_interest: Decimal
    settlement_value: Decimal
    amount_to_return: Decimal
    last_payment_on: date | None = None
    other_credits: Decimal = ZERO
    other_charges: Decimal = ZERO
    bounced_charge: Decimal = ZERO
    bounced_interest: Decimal = ZERO
    vat: Decimal = ZERO
    deductions: tuple[Deduction, ...] = ()
    total_deductions: Decimal = ZERO
    payment_form: str = ""
    remarks: str = ""
    guarantees_returned: tuple[str, ...] = ()

    def check(self) -> None:
        """Refuses figures that do not add up."""
        value = (
            self.amount_collected,
            -self.amount_advanced,
            -self.interest,
            -self.default_interest,
        )
        add_up(CODE, "settlement_value", self.settlement_value, value)
        deducted = (one.amount for one in self.deductions)
        add_up(CODE, "total_deductions", self.total_deductions, deducted)
        add_up(CODE, "amount_to_return", self.amount_to_return, self._return_parts())

    def _return_parts(self) -> tuple[Decimal, ...]:
        return (
            self.settlement_value,
            self.other_credits,
            -self.other_charges,
            -self.bounced_charge,
            -self.bounced_interest,
            -self.vat,
            -self.total_deductions,
        )
