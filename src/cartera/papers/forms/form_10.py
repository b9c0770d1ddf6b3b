"""FORM-10, Reporte de cheques negociables: cheques that their client endorses (PCI-F06 step 1)."""

from dataclasses import dataclass
from typing import ClassVar

from cartera.kernel.text import gettext_noop as _
from cartera.papers.forms.recovered import RecoveredPaper

CODE = "FORM-10"
TITLE = _("Reporte de cheques negociables")
ROWS = ("clients", "items")


@dataclass(frozen=True)
class Payload(RecoveredPaper):
    """What was collected by cheques; RecoveredPaper says what is refused."""

    CODE: ClassVar[str] = CODE
