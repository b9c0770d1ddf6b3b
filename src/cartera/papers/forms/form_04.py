"""FORM-04, Pagaré sin protesto: the client's promise to pay (PCI-F01 step 1)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cartera.kernel.text import gettext_noop as _
from cartera.papers.forms.blocks import NOBODY, PartyBlock, Representative

CODE = "FORM-04"
TITLE = _("Pagaré sin protesto")
ROWS = ()


@dataclass(frozen=True)
class Payload:
    """One promissory note for the nominal amount of an operation, for the client to sign.

    Rates in percent a year; `amount_in_words` names the currency. A due date of None prints a line.
    """

    amount: Decimal
    amount_in_words: str
    payee: str
    rate_annual_pct: Decimal
    default_rate_annual_pct: Decimal
    place_of_payment: str
    jurisdiction: str
    maker: PartyBlock
    due_on: date | None = None
    signed_on: date | None = None
    representative: Representative = NOBODY

    def check(self) -> None:
        """Nothing here adds up to anything else."""
