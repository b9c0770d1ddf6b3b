"""Why an assignment is refused."""

from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _


class NoDocuments(Refusal):
    sentence = _("La cesión no tiene documentos.")


class MaturityNotAfterDisbursement(Refusal):
    sentence = _("El vencimiento {matures_on} debe ser posterior al desembolso {disbursed_on}.")


class NetIsNegative(Refusal):
    sentence = _(
        "Las deducciones exceden en {exceeds} lo que se desembolsa; lo que no cabe queda pendiente."
    )


class DayBeforeLastCharge(Refusal):
    sentence = _("El {day} es anterior al {charged_to}, hasta donde ya se cargaron intereses.")


class DocumentRepeated(Refusal):
    sentence = _("El documento {number} está dos veces en la lista.")


class DocumentNumberShared(Refusal):
    sentence = _(
        "Otro deudor tiene aquí el número {number}: pida este documento en otra solicitud."
    )


class DocumentAlreadyAssigned(Refusal):
    sentence = _("El documento {number} de {debtor} ya está en la {assignment}.")

    def for_outside(self) -> Refusal:
        """Which operation of the house has it is no client's business."""
        return DocumentInAnother(number=self.details["number"], field=self.field)


class DocumentInAnother(Refusal):
    """The same, as a client is told."""

    sentence = _("El documento {number} ya está en otra cesión: no puede cederse dos veces.")


class DocumentElsewhere(Refusal):
    """The same, when only the database saw it."""

    sentence = _("Uno de los documentos ya está en otra cesión.")


class DocumentPastDue(Refusal):
    sentence = _("El documento {number} vence el {due_on}: no es posterior a hoy.")


class TermTooLong(Refusal):
    sentence = _("El plazo debe ser de 1 a {longest} días.")


class NoActiveLine(Refusal):
    sentence = _("El cliente {client} no tiene una línea vigente.")


class PapersMissing(Refusal):
    sentence = _("Falta: {missing}. Complete los documentos o devuelva la solicitud al cliente.")


class VerificationMissing(Refusal):
    sentence = _("Falta la verificación del documento {number}.")


class VerificationUnknown(Refusal):
    sentence = _("El documento {number} no es de esta cesión.")


class VerificationContradicted(Refusal):
    sentence = _(
        "Otra llamada dice lo contrario del documento {number}: deje solo lo que el deudor "
        "respondió al final."
    )


class InformantInFuture(Refusal):
    sentence = _("La llamada no puede ser posterior a este momento.")


class NothingConfirmed(Refusal):
    sentence = _("Ningún deudor confirmó documentos: rechace la solicitud con su motivo.")


class LineExceeded(Refusal):
    """The database saw that the line does not cover what would be reserved."""

    sentence = _("La línea del cliente no alcanza: otra operación tomó la disponibilidad.")


class LineNoLongerInForce(Refusal):
    sentence = _("La línea ya no está en vigor (vencía el {expires_on}): vuelva al paso 6.")


class LineNoLongerCovers(Refusal):
    sentence = _(
        "La disponibilidad de la línea es {available} y esta operación necesita {needed}: "
        "devuélvala al ejecutivo."
    )


class PriceChanged(Refusal):
    sentence = _(
        "Con fecha de hoy el neto sería {net} y se autorizó {authorised}: devuelva la operación "
        "para registrarla de nuevo."
    )


class NotChecked(Refusal):
    sentence = _("Confirme que revisó la documentación, o devuelva la operación con su motivo.")


class UnknownAssignment(Refusal):
    sentence = _("No hay una cesión vigente con el número {number}.")


CONSTRAINTS = {
    "a_document_is_in_one_assignment": DocumentElsewhere,
    "the_line_covers_what_is_reserved": LineExceeded,
}
