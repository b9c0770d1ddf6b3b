"""FORM-20, Partida contable por aplicación de abonos: payments posted (PCI-F09 step 9)."""

from dataclasses import dataclass
from typing import ClassVar

from cartera.kernel.text import gettext_noop as _
from cartera.papers.forms.entry import EntryPaper

CODE = "FORM-20"
TITLE = _("Partida contable por aplicación de abonos")
ROWS = ("lines",)


@dataclass(frozen=True)
class Payload(EntryPaper):
    """An entry of the series ingreso (egreso for a settlement); EntryPaper says what is refused."""

    CODE: ClassVar[str] = CODE
