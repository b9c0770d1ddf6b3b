"""FORM-03, Documento de cobro (quedan): the debtor keeps invoices to pay (PCI-F01 step 1)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cartera.kernel.text import gettext_noop as _
from cartera.papers.forms.blocks import PartyBlock

CODE = "FORM-03"
TITLE = _("Documento de cobro (quedan)")
ROWS = ()


@dataclass(frozen=True)
class Payload:
    """One quedan, as its debtor issued it or for him to sign.

    `debtor_logo` is a PNG or JPEG in base64, or empty. Amount in the company's currency. What is
    not known (number, invoices, place, day of issue) prints as room to write it.
    """

    debtor: PartyBlock
    client: str
    quedan: str
    invoices: tuple[str, ...]
    amount: Decimal
    amount_in_words: str
    payment_on: date
    place: str
    issued_on: date | None
    debtor_logo: str = ""

    def check(self) -> None:
        """Nothing here adds up to anything else."""
