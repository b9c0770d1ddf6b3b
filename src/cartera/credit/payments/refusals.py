"""Why a payment is refused."""

from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _


class PaymentBeforeLastCharge(Refusal):
    sentence = _(
        "El pago del {paid_on} es anterior al {charged_to}, hasta donde ya se cargaron intereses; "
        "hay que recalcular desde su fecha."
    )


class RoundStillOpen(Refusal):
    sentence = _("Los abonos del {on} ya se están recibiendo en el caso {case}: agréguelos ahí.")


class NothingReceived(Refusal):
    sentence = _("No hay abonos que trabajar.")


class DocumentNotPending(Refusal):
    sentence = _("La cesión {number} no tiene pendiente el documento {document}.")


class DocumentUnnamed(Refusal):
    sentence = _("La cesión {number} tiene varios documentos pendientes: escriba cuál se pagó.")


class ReferenceMissing(Refusal):
    sentence = _("Escriba el número del cheque o de la transferencia.")


class PaymentReceivedBefore(Refusal):
    sentence = _("El abono {reference} a la cesión {number} ya fue recibido.")


class ValueBeforeDisbursement(Refusal):
    sentence = _("La fecha valor {value_on} es anterior al desembolso del {disbursed_on}.")


class FileUnreadable(Refusal):
    sentence = _("El archivo debe ser CSV y su primera línea nombrar las columnas: {columns}.")


class TooManyRows(Refusal):
    sentence = _("El archivo tiene más de {most} filas: divídalo.")


class RowUnreadable(Refusal):
    sentence = _("Fila {row}, columna {column}: {said}.")


class PaymentNotQueued(Refusal):
    sentence = _("El abono {payment} no está pendiente de aplicar en este caso.")


class ValueNotHeld(Refusal):
    sentence = _(
        "El valor ajeno del abono {payment} no se puede entregar: no está aplicado y "
        "contabilizado, o ya se entregó."
    )


class NobodyToCharge(Refusal):
    sentence = _(
        "Este cheque no paga ninguna cesión: su cargo se reclama aparte, como cargo del cliente."
    )


class NothingPaidOut(Refusal):
    sentence = _("En este caso no hay valores ajenos entregados por contabilizar.")


class NotGiven(Refusal):
    sentence = _("Elija una entrega que no haya vuelto: {payout} no lo es.")


class PayoutNotPosted(Refusal):
    sentence = _("Contabilice antes esa entrega, en el caso {case}.")


class BackBeforeGiven(Refusal):
    sentence = _(
        "La devolución no puede ser anterior al {paid_on}, en que salió, ni posterior a hoy."
    )


class AlreadyComesBack(Refusal):
    sentence = _("Esa entrega ya volvió, o su devolución está por confirmarse.")


class ClaimReserved(Refusal):
    sentence = _(
        "El cheque que trajo ese dinero fue rechazado, y {amount} de su cargo están reservados en"
        " el caso {case}: espere a que salga el dinero de ese caso, o a que se rechace."
    )


class ValueGivenAlready(Refusal):
    sentence = _("Ese valor ajeno ya se entregó: actualice la página.")


class StillUnapplied(Refusal):
    sentence = _("Quedan {count} abonos sin aplicar.")


class DoesNotTieOut(Refusal):
    """The day stops: `details["differences"]` names each payment or slip and by how much."""

    sentence = _("El día no cuadra: {summary}")


class ReceiptStillMissing(Refusal):
    sentence = _(
        "Se recalcula lo que el caso {case} cobró y aún no tiene comprobante: emítalo antes ahí."
    )


class RoundAlreadyApplied(Refusal):
    sentence = _("Esta vuelta ya se aplicó: reciba o retire abonos en otra.")


class AlreadyBounced(Refusal):
    sentence = _("Ese abono ya fue rechazado por el banco o está por confirmarse.")


class NotApplied(Refusal):
    sentence = _("Solo un cheque aplicado puede rechazarse: {payment} no lo está.")


class BouncedBeforeValue(Refusal):
    sentence = _("El rechazo no puede ser anterior a la fecha valor {value_on} ni posterior a hoy.")


class DayNotPosted(Refusal):
    sentence = _("El abono {payment} se aplicó en un día que aún no se contabiliza.")


CONSTRAINTS = {
    "a_payment_is_received_once": PaymentReceivedBefore,
    "a_round_of_a_day_is_one_case": RoundStillOpen,
    "a_payment_bounces_once": AlreadyBounced,
    "a_payout_comes_back_once": AlreadyComesBack,
    "a_third_partys_money_is_given_once": ValueGivenAlready,
}
