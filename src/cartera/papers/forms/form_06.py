"""FORM-06, Solicitud de desembolso: the operation as the executive presents it (PCI-F01 step 6)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from cartera.kernel.text import gettext_noop as _
from cartera.papers.forms.blocks import ZERO, Deduction, PartyBlock, add_up

CODE = "FORM-06"
TITLE = _("Solicitud de desembolso")
ROWS = ("documents",)


@dataclass(frozen=True)
class DiscountedDocument:
    """A document discounted: its debtor, its kind and number, nominal and financed amounts."""

    debtor: str
    kind: str
    number: str
    amount_face: Decimal
    amount_advanced: Decimal


@dataclass(frozen=True)
class Payload:
    """One disbursement request with every figure that is authorised.

    Rates in percent with their basis ("monthly" or "annual"), terms in days, amounts in the
    company's currency. Refuses totals other than their documents' sums, and a net other than
    financed - commission - IVA - upfront interest and its IVA - deductions.
    """

    assignment: str
    requested_at: datetime
    client: PartyBlock
    risk_category: str
    starts_on: date
    term_days: int
    matures_on: date
    rate_pct: Decimal
    commission_pct: Decimal
    advance_pct: Decimal
    default_rate_pct: Decimal
    amount_advanced: Decimal
    balance_owed: Decimal
    availability: Decimal
    bank: str
    account: str
    amount_face: Decimal
    line_approved: Decimal
    amount_commission: Decimal
    amount_vat: Decimal
    amount_net: Decimal
    documents: tuple[DiscountedDocument, ...]
    executive: str
    deductions: tuple[Deduction, ...] = ()
    amount_deductions: Decimal = ZERO
    amount_upfront_interest: Decimal = ZERO
    amount_upfront_vat: Decimal = ZERO
    cheque_number: str = ""
    rate_basis: str = "monthly"
    default_basis: str = "annual"
    comments: str = ""
    authorisation: str = ""

    def check(self) -> None:
        """Refuses figures that do not add up."""
        add_up(CODE, "amount_face", self.amount_face, (d.amount_face for d in self.documents))
        advanced = (d.amount_advanced for d in self.documents)
        add_up(CODE, "amount_advanced", self.amount_advanced, advanced)
        deducted = (d.amount for d in self.deductions)
        add_up(CODE, "amount_deductions", self.amount_deductions, deducted)
        add_up(CODE, "amount_net", self.amount_net, self._net_parts())

    def _net_parts(self) -> tuple[Decimal, ...]:
        return (
            self.amount_advanced,
            -self.amount_commission,
            -self.amount_vat,
            -self.amount_upfront_interest,
            -self.amount_upfront_vat,
            -self.amount_deductions,
        )
