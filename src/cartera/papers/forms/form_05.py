"""FORM-05, Reporte de verificación de documentos: what each debtor said (PCI-F01 step 4)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from cartera.kernel.text import gettext_noop as _
from cartera.papers.forms.blocks import PartyBlock, add_up

CODE = "FORM-05"
TITLE = _("Reporte de verificación de documentos")
ROWS = ("verifications", "documents")


@dataclass(frozen=True)
class VerifiedDocument:
    """A document that the debtor was asked about."""

    kind: str
    number: str
    amount: Decimal
    issued_on: date | None
    collection_on: date


@dataclass(frozen=True)
class ScriptAnswer:
    """One question of the telephone script and what was answered."""

    question: str
    answer: str


@dataclass(frozen=True)
class Verification:
    """One call to one debtor: who informed, who asked, when, and what was remarked."""

    debtor: PartyBlock
    documents: tuple[VerifiedDocument, ...]
    total: Decimal
    informed_by: str
    verified_by: str
    verified_at: datetime
    remarks: str = ""
    informant_post: str = ""
    telephone: str = ""
    script: tuple[ScriptAnswer, ...] = ()


@dataclass(frozen=True)
class Payload:
    """The verification of one assignment, debtor by debtor.

    Amounts in the company's currency. Refuses totals other than the sums of their documents.
    """

    client: PartyBlock
    assignment: str
    verifications: tuple[Verification, ...]
    total: Decimal

    def check(self) -> None:
        """Refuses figures that do not add up."""
        for n, one in enumerate(self.verifications, 1):
            add_up(CODE, f"verifications.{n}.total", one.total, (d.amount for d in one.documents))
        add_up(CODE, "total", self.total, (one.total for one in self.verifications))
