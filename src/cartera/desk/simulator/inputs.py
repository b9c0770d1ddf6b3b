"""What the simulator asks: the client, the documents, and other conditions to compare."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from cartera.control.workflow.inputs import Amount, Label, Percentage, Row
from cartera.kernel.text import gettext_noop as _

MOST_DOCUMENTS = 2000
MOST_ALTERNATIVES = 3


class QuotedDocument(Row):
    """A document that might be assigned; only its amount is needed to know what it would cost."""

    amount: Annotated[Amount, Label(_("Valor"))]
    due_on: Annotated[date | None, Label(_("Fecha de cobro"))] = None
    debtor: Annotated[str, Field(max_length=200), Label(_("Deudor"), options="debtors")] = ""
    number: Annotated[str, Field(max_length=40), Label(_("Número"))] = ""


class Alternative(Row):
    """Other conditions; what is left empty follows the line."""

    name: Annotated[str, Field(max_length=40), Label(_("Nombre"))] = ""
    term_days: Annotated[int | None, Field(ge=1, le=720), Label(_("Plazo en días"))] = None
    advance_pct: Annotated[Percentage | None, Field(gt=0, le=100), Label(_("Anticipo, %"))] = None
    rate_pct: Annotated[Percentage | None, Field(le=999), Label(_("Tasa, %"))] = None
    commission_pct: Annotated[Percentage | None, Field(le=100), Label(_("Comisión, %"))] = None

    @property
    def terms(self) -> dict[str, str]:
        """The conventions that it changes, as terms are kept."""
        typed = {
            "advance_pct": self.advance_pct,
            "rate_pct": self.rate_pct,
            "commission_pct": self.commission_pct,
        }
        return {name: f"{value:f}" for name, value in typed.items() if value is not None}


class Asked(BaseModel):
    """A whole simulation as it was asked for."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    client: Annotated[
        str,
        Field(max_length=200),
        Label(_("Cliente"), _("Vacío: condiciones usuales"), options="clients"),
    ] = ""
    starts_on: Annotated[date | None, Label(_("Desembolso"), _("Vacío: hoy"))] = None
    term_days: Annotated[
        int | None,
        Field(ge=1, le=720),
        Label(_("Plazo en días"), _("Vacío: hasta la última fecha de cobro")),
    ] = None
    documents: Annotated[
        list[QuotedDocument],
        Field(min_length=1, max_length=MOST_DOCUMENTS),
        Label(_("Documentos")),
    ]
    alternatives: Annotated[
        list[Alternative],
        Field(max_length=MOST_ALTERNATIVES),
        Label(_("Otras condiciones para comparar")),
    ] = []
