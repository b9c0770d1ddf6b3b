"""FORM-12, Reporte de notas de abono: paid straight to the client (PCI-F02 step 10, PCI-F04)."""

from dataclasses import dataclass
from typing import ClassVar

from cartera.kernel.text import gettext_noop as _
from cartera.papers.forms.recovered import RecoveredPaper

CODE = "FORM-12"
TITLE = _("Reporte de notas de abono")
ROWS = ("clients", "items")


@dataclass(frozen=True)
class Payload(RecoveredPaper):
    """What debtors paid to the client; RecoveredPaper says what is refused."""

    CODE: ClassVar[str] = CODE
