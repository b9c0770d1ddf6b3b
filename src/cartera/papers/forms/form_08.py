"""FORM-08, Partida contable por desembolso: a day's disbursements posted (PCI-F01 step 16)."""

from dataclasses import dataclass
from typing import ClassVar

from cartera.kernel.text import gettext_noop as _
from cartera.papers.forms.entry import EntryPaper

CODE = "FORM-08"
TITLE = _("Partida contable por desembolso")
ROWS = ("lines",)


@dataclass(frozen=True)
class Payload(EntryPaper):
    """An entry of the series egreso; see EntryPaper for what it refuses."""

    CODE: ClassVar[str] = CODE
