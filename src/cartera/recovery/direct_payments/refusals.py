"""Why a direct payment is not entered, or not taken as recovered."""

from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _


class NoteReceivedBefore(Refusal):
    sentence = _("La nota {reference} de {debtor} ya se recibió.")


class NoteAlreadyThere(Refusal):
    sentence = _("Esa nota del deudor ya se recibió: búsquela por su número.")


class NothingPaidDirectly(Refusal):
    sentence = _("La cesión {number} no tiene por cobrar el documento {document}.")


class NoteExceedsDocument(Refusal):
    sentence = _("Del documento {document} faltan por cobrar {left}; la nota es por {amount}.")


class PaidInFuture(Refusal):
    sentence = _("El {paid_on} todavía no llega: escriba el día en que el deudor pagó.")


class NotReceivedByHand(Refusal):
    sentence = _("La nota no está en sus manos: falta que custodia la entregue.")


class NoGuarantee(Refusal):
    sentence = _("La nota no trae cheque de garantía: no hay fondos que reservar.")


class FundsUnasked(Refusal):
    sentence = _("Diga si el banco reservó los fondos del cheque de garantía.")


class ReserveFirst(Refusal):
    sentence = _("El cheque de garantía no tiene fondos reservados: no sirve para reintegrar.")


class EarlierWayOpen(Refusal):
    sentence = _("Antes se usa {way}, que alcanza para {amount}; si no, escriba por qué no.")


class WayNotThere(Refusal):
    sentence = _("La operación {case} no puede descontar nada: ya está calculada o no es de él.")


class NothingWithheld(Refusal):
    sentence = _("No hay nada en esa operación que descontar.")


class ChequeUnwritten(Refusal):
    sentence = _("Escriba banco y número del cheque con que el cliente reintegra.")


class NotRecoveredYet(Refusal):
    sentence = _("Faltan {left} por recuperar del abono directo.")


class AlreadyRecovered(Refusal):
    sentence = _("El abono directo ya está recuperado.")


class RefundUnderWay(Refusal):
    sentence = _("Ya hay un reintegro registrado: no puede anularse la nota.")


CONSTRAINTS = {
    "a_note_is_received_once": NoteAlreadyThere,
    "a_note_is_deducted_once_in_an_operation": NothingWithheld,
}
