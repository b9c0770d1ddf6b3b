"""FORM-11, cheques that cannot be negotiated and that their client exchanges (PCI-F05 step 12)."""

from dataclasses import dataclass
from typing import ClassVar

from cartera.kernel.text import gettext_noop as _
from cartera.papers.forms.recovered import RecoveredPaper

CODE = "FORM-11"
TITLE = _("Reporte de cheques no negociables")
ROWS = ("clients", "items")


@dataclass(frozen=True)
class Payload(RecoveredPaper):
    """What was collected by cheques; RecoveredPaper says what is refused."""

    CODE: ClassVar[str] = CODE
