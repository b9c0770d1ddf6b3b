"""What a collector writes down at a debtor's: outcomes, cheques, papers that are not ours."""

from typing import Annotated, Literal

from pydantic import Field

from cartera.control.workflow.inputs import Amount, Day, Label, Row, Text
from cartera.kernel.text import gettext_noop as _

Short = Annotated[str, Field(max_length=40)]
Words = Annotated[str, Field(max_length=200)]


class OutcomeRow(Row):
    """What became of one document. It may have a row for each cheque that pays it."""

    document: Annotated[Text, Label(_("Documento"), _("Etiqueta o número"))]
    outcome: Annotated[Literal["cheque", "note", "uncollected", "other"], Label(_("Resultado"))]
    amount: Annotated[
        Amount | None,
        Label(_("Monto"), _("Vacío: todo lo que debe; o el valor del otro documento")),
    ] = None
    number: Annotated[Short, Label(_("N.º de cheque, nota u otro documento"))] = ""
    reason: Annotated[Words, Label(_("Motivo o justificación"))] = ""
    new_on: Annotated[Day | None, Label(_("Nueva fecha"))] = None
    paid_on: Annotated[
        Day | None, Label(_("Pagado al cliente el"), _("De una nota; vacío: el día de la ruta"))
    ] = None
    guarantee: Annotated[Short, Label(_("N.º del cheque de garantía"))] = ""


class ChequeRow(Row):
    """A cheque as it is read from the paper. Empty, the drawer is the debtor and the day today."""

    number: Annotated[Short, Field(min_length=1), Label(_("N.º de cheque"))]
    bank: Annotated[str, Field(min_length=1, max_length=60), Label(_("Banco"))]
    amount: Annotated[Amount, Label(_("Valor"))]
    is_negotiable: Annotated[bool, Label(_("Negociable"), widget="check")] = False
    purpose: Annotated[Literal["payment", "guarantee"], Label(_("Para"))] = "payment"
    drawn_on: Annotated[Day | None, Label(_("Fecha del cheque"))] = None
    drawer: Annotated[str, Field(max_length=150), Label(_("Librador"))] = ""
    client: Annotated[Short, Label(_("Cliente"), options="clients")] = ""
    justification: Annotated[Words, Label(_("Por qué no es lo que suman los documentos"))] = ""


class OtherRow(Row):
    """A paper beyond the route that a cheque pays: one that he has in hand, or another's."""

    cheque: Annotated[Short, Field(min_length=1), Label(_("N.º de cheque"))]
    document: Annotated[Text, Label(_("Documento"), _("Etiqueta, o número si no es nuestro"))]
    amount: Annotated[Amount, Label(_("Monto"))]


Outcomes = Annotated[
    list[OutcomeRow], Field(max_length=300), Label(_("Qué pasó con cada documento"))
]
Cheques = Annotated[list[ChequeRow], Field(max_length=100), Label(_("Cheques recibidos"))]
Others = Annotated[
    list[OtherRow], Field(max_length=100), Label(_("Otros documentos que pagan los cheques"))
]
