"""Why a settlement or a quotation is refused."""

from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _


class AssignmentStillOwed(Refusal):
    sentence = _("La cesión no se liquida: todavía se deben {owed}.")


class SettlementDiffersFromStatement(Refusal):
    sentence = _(
        "La liquidación da {amount_to_return} y el estado de cuenta da {expected}: no cuadran."
    )


class ReturnIsNegative(Refusal):
    sentence = _("Las deducciones exceden en {exceeds} lo que se devuelve al cliente.")


class RoundNotTiedOut(Refusal):
    sentence = _("Los abonos del {on} (caso {case}) aún no están cuadrados: espere a que lo estén.")


class QuotationUnreadable(Refusal):
    sentence = _("La cotización debe ser un objeto JSON con condiciones, documentos y fechas.")


class QuotationKeyUnknown(Refusal):
    sentence = _("La cotización no tiene «{key}»; puede tener: {allowed}.")


class QuotationKeyMissing(Refusal):
    sentence = _("Falta «{key}» en la cotización.")


class QuotationListExpected(Refusal):
    sentence = _("Se espera una lista.")


class QuotationRowUnreadable(Refusal):
    sentence = _("Cada renglón debe ser un objeto JSON con {keys}.")


class QuotationTextExpected(Refusal):
    sentence = _("«{text}» debe ser un texto entre comillas.")


class DocumentRepeated(Refusal):
    sentence = _("El documento {number} de {debtor} está dos veces.")


class PaymentBeforeDisbursement(Refusal):
    sentence = _("El pago del {paid_on} es anterior al desembolso del {disbursed_on}.")


class AsOfBeforeDisbursement(Refusal):
    sentence = _("El {as_of} es anterior al desembolso del {disbursed_on}.")


class FiguresTooLarge(Refusal):
    sentence = _("Con esas condiciones los montos pasan de {limit} cifras enteras.")


class AssignmentNotPaidOff(Refusal):
    sentence = _(
        "La {assignment} ya no está cancelada (un abono se reversó): rechace esta liquidación."
    )


class PaymentsOnTheirWay(Refusal):
    sentence = _("La {assignment} tiene abonos recibidos sin aplicar: aplíquelos primero.")


class DocumentsStillOut(Refusal):
    sentence = _("Falta sacar de custodia: {missing}.")


class ExtraUnexplained(Refusal):
    sentence = _("Explique en observaciones los otros abonos o cargos.")


class SettledTwice(Refusal):
    sentence = _("La cesión ya se está liquidando.")


class FiguresChanged(Refusal):
    sentence = _("Las cifras cambiaron desde que se cuadró: devuélvala a custodia.")


CONSTRAINTS = {"an_assignment_is_settled_once": SettledTwice}
