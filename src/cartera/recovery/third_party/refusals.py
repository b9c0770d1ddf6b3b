"""Why a step about a foreign document is refused."""

from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _


class NotOurs(Refusal):
    sentence = _("{document} no es un documento nuestro por cobrar: escriba su etiqueta o número.")


class FollowedAlready(Refusal):
    sentence = _("Del documento {number} de ese deudor ya se ocupa el caso {case}.")


class ReasonUnsaid(Refusal):
    sentence = _("Escriba el motivo.")


class NewDayUnsaid(Refusal):
    sentence = _(
        "El documento {number} está en la cesión {assignment}: escriba cuándo cobrar ambos."
    )


class NewDayPast(Refusal):
    sentence = _("La nueva fecha de cobro debe ser posterior a hoy.")


class RecordedByHouse(Refusal):
    sentence = _("La entrega del documento la registra quien lo recibe: el jefe de cobros.")


class NumberReadOtherwise(Refusal):
    sentence = _(
        "Ese número no es el que se anotó al recibir el documento: léalo otra vez en el papel; si"
        " así dice, devuelva el caso al paso 5."
    )


class AmountReadOtherwise(Refusal):
    sentence = _(
        "Ese valor no es el que se anotó al recibir el documento: léalo otra vez en el papel; si"
        " así dice, devuelva el caso al paso 5."
    )


class NumberToldOtherwise(Refusal):
    sentence = _(
        "El papel lo tiene el deudor: el número que se anotó con el cheque es {number}; escríbalo"
        " así."
    )


class AmountToldOtherwise(Refusal):
    sentence = _(
        "El papel lo tiene el deudor: lo que el cheque paga de él son {amount}; escríbalo así."
    )


class ChequeElsewhere(Refusal):
    sentence = _("El cheque {number} lo tiene {holder}: solo quien lo tiene lo encamina.")


class ChequeStillHere(Refusal):
    sentence = _("El cheque {number} no se ha devuelto al cliente: está {state}.")


class ValuePaidTwice(Refusal):
    sentence = _("Ese valor ya se está pagando: actualice la página.")


class DocumentFollowed(Refusal):
    sentence = _("De ese documento del deudor ya se ocupa otro caso: actualice la página.")


class NotPaidYet(Refusal):
    sentence = _("Todavía no hay un cheque en operaciones que pague el documento {number}.")


class StillPaid(Refusal):
    sentence = _("Hay un cheque que paga el documento {number}: su dinero es de su dueño.")


class StillHeld(Refusal):
    sentence = _(
        "La casa tiene {amount} del documento {number}, que son de su dueño: páguelos antes."
    )


class ChequePaysALoan(Refusal):
    sentence = _(
        "El cheque {number} paga también un documento que prestó otra factoraje: canjéelo, para"
        " que ella reciba lo suyo."
    )


class ChequeIsNotNegotiable(Refusal):
    sentence = _("El cheque {number} no es negociable: se canjea o se acredita a su dueño.")


class ChequeIsNegotiable(Refusal):
    sentence = _("El cheque {number} es negociable: va a ruta de endosos.")


class ChequeWentAlready(Refusal):
    sentence = _("El cheque {number} ya siguió otro camino: está {state}.")


class ValueNotApplied(Refusal):
    sentence = _("El valor del documento {number} todavía no está aplicado y contabilizado.")


class HeldIsOtherwise(Refusal):
    sentence = _(
        "Del documento {number} la casa tiene {held} y este pago es de {amount}: devuélvalo al"
        " paso 8, donde se inicia de nuevo por lo que hay."
    )


class RetentionUnsaid(Refusal):
    sentence = _("Escriba por qué se retiene el valor.")


class ValueNotPaid(Refusal):
    sentence = _("El pago del valor del documento {number} todavía no ha salido: caso {case}.")


class OrderedAlready(Refusal):
    sentence = _("El pago de ese valor ya está en trámite en el caso {case}.")


class ReceiverUnsaid(Refusal):
    sentence = _("Escriba quién recibió por el cliente.")


class GivenToAnother(Refusal):
    sentence = _("Esa entrega, del caso {case}, no es de un valor ajeno pagado a un cliente.")


class PaperUnderWay(Refusal):
    sentence = _(
        "El documento {number} está en una ruta o en una entrega sin contestar:"
        " espere a que vuelva."
    )


class PaperNotLeftHere(Refusal):
    sentence = _(
        "Escriba la etiqueta de un documento ajeno que esté aquí y del que ya nadie se ocupa."
    )


class GoesBackAlready(Refusal):
    sentence = _("Ese documento ya se está devolviendo a su cliente: actualice la página.")


CONSTRAINTS = {
    "a_paper_goes_back_once": GoesBackAlready,
    "a_foreign_document_is_followed_once": DocumentFollowed,
    "a_value_is_paid_once": ValuePaidTwice,
}
