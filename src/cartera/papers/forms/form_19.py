"""FORM-19, Reporte de ingresos (resumen del día): debits against credits (PCI-F09 step 8)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cartera.kernel.text import gettext_noop as _
from cartera.papers.forms.blocks import ZERO, AccountAmount, add_up

CODE = "FORM-19"
TITLE = _("Reporte de ingresos (resumen del día)")
ROWS = ("capital",)

# The source's own accounts, with nothing on them; the posting map gives the company's.
INTEREST_RECEIVABLE = AccountAmount("11502", "Intereses por cobrar")
INTEREST_OF_MONTH = AccountAmount("50201", "Intereses del mes")
DEFAULT_INTEREST = AccountAmount("50602", "Moratorios factoraje")
DEFAULT_INTEREST_LEASING = AccountAmount("50601", "Moratorios arrendamiento")
REFINANCING = AccountAmount("11505", "Refinanciamientos")
EXTENSION_COMMISSION = AccountAmount("50203", "Comisión por ampliación")
VAT = AccountAmount("2206", "IVA débito fiscal")


@dataclass(frozen=True)
class Payable:
    """What a settlement of the day owes a client."""

    client: str
    amount: Decimal
    reference: str = ""


@dataclass(frozen=True)
class ForeignDocument:
    """Money of a document that was not ceded to the company."""

    client: str
    reference: str
    amount: Decimal


@dataclass(frozen=True)
class Payload:
    """The income of one business day; the difference of its two sides must be zero.

    Amounts in the company's currency; the accounts shown are the posting map's. `withheld` is what
    was kept from disbursements and settlements and applied: no deposit. Refuses totals that
    are not the sums of their lines; prints a difference in plain sight rather than refuse it, since
    the tie-out is what stops the day (PCI-F09 step 7).
    """

    day: date
    banks: tuple[AccountAmount, ...]
    cash: Decimal
    total_deposits: Decimal
    capital: tuple[AccountAmount, ...]
    payables: tuple[Payable, ...]
    total_interest: Decimal
    total_debits: Decimal
    total_credits: Decimal
    difference: Decimal
    interest_receivable: AccountAmount = INTEREST_RECEIVABLE
    interest_of_month: AccountAmount = INTEREST_OF_MONTH
    default_interest: AccountAmount = DEFAULT_INTEREST
    default_interest_leasing: AccountAmount = DEFAULT_INTEREST_LEASING
    refinancing: AccountAmount = REFINANCING
    foreign_documents: tuple[ForeignDocument, ...] = ()
    extension_commission: AccountAmount = EXTENSION_COMMISSION
    vat: AccountAmount = VAT
    other_income: tuple[AccountAmount, ...] = ()
    refinanced_credits: Decimal = ZERO
    withheld: tuple[Payable, ...] = ()

    @property
    def interests(self) -> tuple[AccountAmount, ...]:
        """The five lines that make the total of interest, in the order printed."""
        return (
            self.interest_receivable,
            self.interest_of_month,
            self.default_interest,
            self.default_interest_leasing,
            self.refinancing,
        )

    def check(self) -> None:
        """Refuses figures that do not add up."""
        deposits = [self.cash, *(bank.amount for bank in self.banks)]
        add_up(CODE, "total_deposits", self.total_deposits, deposits)
        add_up(CODE, "total_interest", self.total_interest, (i.amount for i in self.interests))
        debits = (self.total_deposits, *(one.amount for one in self.withheld))
        add_up(CODE, "total_debits", self.total_debits, debits)
        add_up(CODE, "total_credits", self.total_credits, self._credits())
        add_up(CODE, "difference", self.difference, (self.total_debits, -self.total_credits))

    def _credits(self) -> list[Decimal]:
        lists = (self.capital, self.payables, self.foreign_documents, self.other_income)
        return [
            *(row.amount for rows in lists for row in rows),
            self.total_interest,
            self.extension_commission.amount,
            self.vat.amount,
            self.refinanced_credits,
        ]
