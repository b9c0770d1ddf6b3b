"""Why a route does not go on."""

from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _


class NothingDue(Refusal):
    sentence = _("No hay documentos por cobrar en la zona {zone} que no estén ya en otra ruta.")


class NotForARoute(Refusal):
    sentence = _("El documento {label} no puede salir a cobro: {why}.")


class OnAnotherRoute(Refusal):
    sentence = _("Un documento ya está en otra ruta abierta: actualice la lista.")


class NotInYourHands(Refusal):
    sentence = _("El documento {number} no está en sus manos.")


class NoRouteOut(Refusal):
    sentence = _(
        "Usted no lleva hoy en ruta el documento {number}, por visitar: el otro va con él, o vuelve"
        " a su dueño."
    )


class CountDiffersFromReport(Refusal):
    sentence = _("El reporte tiene {expected} documentos; usted contó {counted}.")


class NotCounted(Refusal):
    sentence = _("Lea las etiquetas o escriba cuántos documentos contó.")


class NotYourRoute(Refusal):
    sentence = _("Esta ruta es de {who}; solo él registra sus visitas.")


class RouteNotWithYou(Refusal):
    sentence = _("Esa ruta ya no está en sus manos: esta visita no se registró. Avise a custodia.")


class RouteNotSigned(Refusal):
    sentence = _("Firme primero que recibe los documentos de la ruta; después envíe la visita.")


class NothingVisited(Refusal):
    sentence = _("Indique a qué deudor visitó y qué pasó con cada documento.")


class DebtorNotOnRoute(Refusal):
    sentence = _("El deudor {code} no tiene documentos en esta ruta.")


class DocumentNotOnRoute(Refusal):
    sentence = _("El documento {number} no está en esta ruta a nombre de ese deudor.")


class AlreadyVisited(Refusal):
    sentence = _("El documento {number} ya tiene resultado: {state}.")


class OutcomeTwice(Refusal):
    sentence = _("El documento {number} tiene dos resultados distintos en esta visita.")


class ChequeUnknown(Refusal):
    sentence = _("No escribió ningún cheque con el número {number} en esta visita.")


class ChequeTyped(Refusal):
    sentence = _("El cheque {number} está escrito dos veces.")


class ChequeForNothing(Refusal):
    sentence = _("El cheque {number} no paga ningún documento de esta visita.")


class MoreThanOwed(Refusal):
    sentence = _(
        "El documento {number} debe {left}: escriba eso. Lo demás del cheque es una diferencia."
    )


class AmountUnsaid(Refusal):
    sentence = _("Escriba cuánto se cobró del documento {number}.")


class WhyUnsaid(Refusal):
    sentence = _("Escriba por qué no se cobró el documento {number}.")


class WhenUnsaid(Refusal):
    sentence = _("Escriba la nueva fecha de cobro del documento {number}, posterior a hoy.")


class OtherUnsaid(Refusal):
    sentence = _("Escriba el número y el valor del otro documento que incluye el cheque.")


class NoteOfForeignPaper(Refusal):
    sentence = _("El documento {number} no es de una cesión: su pago no trae nota de abono.")


class NotePaidLater(Refusal):
    sentence = _("La nota {number} dice un día de pago que aún no llega.")


class GuaranteeMisused(Refusal):
    sentence = _("El cheque {number} es de garantía: solo acompaña una nota de abono.")


class ClientsMixed(Refusal):
    sentence = _(
        "El cheque {number} paga documentos de varios clientes: escriba de qué cliente es."
    )


class UnknownClient(Refusal):
    sentence = _("No hay un cliente activo con el código {code}.")


class VisitDiffers(Refusal):
    sentence = _(
        "Esa visita ya se recibió con otros datos; la primera se conserva. Revísela en la ruta."
    )


class VisitKeyWrong(Refusal):
    sentence = _("La clave de la visita no es válida.")


class NotAPhoto(Refusal):
    sentence = _("La foto es una imagen JPEG o PNG; esto es {found}.")


class PhotoThereAlready(Refusal):
    sentence = _("Esa visita ya tiene otra foto, que se conserva. Agregue esta en la visita.")


class PhotosEnough(Refusal):
    sentence = _("Esa visita ya tiene {most} fotos; no se le agregan más.")


class NoPhoto(Refusal):
    sentence = _("Tome o elija la foto que quiere agregar.")


class NoSuchVisit(Refusal):
    sentence = _("No hay una visita {visit} en esta ruta que pueda retirarse.")


class TakingBackUnexplained(Refusal):
    sentence = _("Escriba por qué se retira la visita.")


class BoxNotClosed(Refusal):
    sentence = _("La ruta no cierra. Falta el resultado de: {missing}.")


class PaperMissing(Refusal):
    sentence = _("La ruta no cierra. Usted no tiene: {missing}.")


class OursByNumber(Refusal):
    sentence = _(
        "El documento {number} es nuestro, de la cesión {assignment}: no va entre los otros. "
        "Escriba su etiqueta si lo lleva, o regístrelo como «incluye otro documento»."
    )


class BorrowedAmongOthers(Refusal):
    sentence = _("El documento {number} es prestado: llévelo en la ruta junto al nuestro.")


class NothingToSettle(Refusal):
    sentence = _("La ruta no tiene documentos ni cheques que liquidar.")


class ChequesDiffer(Refusal):
    sentence = _("Los cheques no son los del reporte. Faltan: {missing}. Sobran: {strange}.")


class FiguresDiffer(Refusal):
    sentence = _("Lo escrito no es lo registrado. Falta: {missing}. Sobra: {strange}.")


class PapersNotAttached(Refusal):
    sentence = _("Confirme que adjuntó originales y copias a los reportes.")


class RouteChanged(Refusal):
    sentence = _("La ruta cambió mientras tanto: vuelva a abrirla.")


class VisitReceived(Refusal):
    sentence = _("Esa visita ya se recibió: actualice la ruta.")


CONSTRAINTS = {
    "a_document_is_on_one_route": OnAnotherRoute,
    "routes_visit_key_key": VisitReceived,
    "routes_visittakenback_visit_id_key": RouteChanged,
}
