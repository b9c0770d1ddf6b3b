"""Why documents are not delegated, or a delegation is not settled."""

from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _


class NotToCollect(Refusal):
    sentence = _("El cliente no tiene por cobrar un documento con la operación {operation}.")


class DocumentAskedTwice(Refusal):
    sentence = _("El documento {number} está dos veces en la carta.")


class DocumentElsewhere(Refusal):
    sentence = _("El documento {number} no está en la bóveda: lo tiene {holder}.")


class DelegatedAlready(Refusal):
    sentence = _("El documento {number} ya se pidió en la cobranza delegada {case}.")


class DelegatedMeanwhile(Refusal):
    sentence = _("Uno de los documentos se delegó mientras tanto: vuelva a abrir el caso.")


class LetterMissing(Refusal):
    sentence = _("Falta la carta firmada por el cliente (FORM-24).")


class GuaranteeDiffers(Refusal):
    sentence = _(
        "La garantía debe ser por {expected}, lo que valen los documentos; el cheque es de"
        " {amount}."
    )


class GuaranteeNotNominal(Refusal):
    sentence = _("La garantía, los documentos y la carta no suman lo mismo.")


class DeadlineRuns(Refusal):
    sentence = _("El cliente tiene plazo hasta el {until}: todavía puede liquidar.")


class NothingBrought(Refusal):
    sentence = _("Escriba con qué liquida: el cheque, o los documentos que devuelve.")


class NothingLeftLent(Refusal):
    sentence = _(
        "El cliente ya devolvió todos los documentos: la garantía no tiene qué pagar. Deje esta"
        " casilla sin marcar."
    )


class SettledAndNot(Refusal):
    sentence = _("Si no liquidó, no anote cheques ni documentos.")


class NotLent(Refusal):
    sentence = _("La operación {operation} no está entre lo que el cliente tiene por liquidar.")


class ToldTwice(Refusal):
    sentence = _("La operación {operation} está dos veces.")


class DocumentsUntold(Refusal):
    sentence = _("Falta decir con qué cheque se cobró, o si se devuelve, la operación {missing}.")


class ChequeUnlisted(Refusal):
    sentence = _("El cheque {number} no está en la lista de cheques.")


class ChequeTwice(Refusal):
    sentence = _("El cheque {number} está dos veces en la lista.")


class ChequeDiffers(Refusal):
    sentence = _("El cheque {number} es de {amount}; los documentos que paga valen {expected}.")


class CountedDiffers(Refusal):
    sentence = _("Lo recibido suma {expected}; usted contó {amount}.")


class NotOffered(Refusal):
    sentence = _("No hay una entrega por aceptar en este caso.")


class LoanLetterMissing(Refusal):
    sentence = _("Falta la carta de la otra empresa (FORM-13).")


class BeingLent(Refusal):
    sentence = _("El documento {number} se está prestando a otra empresa.")


class NotInVault(Refusal):
    sentence = _("No hay en la bóveda un documento por cobrar con la operación {operation}.")


class LentMeanwhile(Refusal):
    sentence = _("Ese documento ya se prestó o se está prestando a otra empresa.")


class RecordedByHouse(Refusal):
    sentence = _("Lo que hace la otra empresa lo anota aquí quien lo recibe.")


class LoanChequeDiffers(Refusal):
    sentence = _("El documento vale {expected}; el cheque es de {amount}.")


class ChequeOrReturn(Refusal):
    sentence = _("Anote el cheque que entregó la otra empresa, o que devolvió el documento.")


class NotDeposited(Refusal):
    sentence = _("El cheque {number} está {state}: se aplica cuando el banco lo recibe.")


class NotToSearch(Refusal):
    sentence = _("No hay en la casa un documento por cobrar con la operación {operation}.")


class SearchedAlready(Refusal):
    sentence = _("Ese documento ya se busca para cobrarlo junto con el mismo documento nuestro.")


class FactorUnsaid(Refusal):
    sentence = _("Escriba qué otra empresa tiene el documento: el cliente no lo dijo.")


class BorrowedAlready(Refusal):
    sentence = _("El documento {number} ya se le pidió prestado a {factor} en otro caso.")


class BorrowedMeanwhile(Refusal):
    sentence = _("Ese documento ya se pidió prestado mientras tanto: vuelva a abrir el caso.")


class LetterToYourself(Refusal):
    sentence = _("Dé la carta a otra persona: quien la da no la lleva.")


class ReceiverUnsaid(Refusal):
    sentence = _("Escriba quién recibe el documento en la otra empresa.")


class QuestionOver(Refusal):
    sentence = _(
        "Este enlace ya no sirve: venció, ya se respondió o el caso siguió su curso. Llame a"
        " nuestro jefe de cobros."
    )


class AnswerUnsaid(Refusal):
    sentence = _("Elija una respuesta.")


class AnswererUnsaid(Refusal):
    sentence = _("Escriba su nombre.")


class WhyNotUnsaid(Refusal):
    sentence = _("Escriba por qué no.")


class BorrowedOnRoute(Refusal):
    sentence = _("El documento {number} va en una ruta abierta: liquídela antes de devolverlo.")


class BorrowedNotCollected(Refusal):
    sentence = _(
        "Custodia todavía no tiene un cheque que pague el documento {number}: liquide antes la"
        " ruta, o regrese el paso para que el gestor lo devuelva; si su cheque se devolvió, dígalo."
    )


class BorrowedStillPaid(Refusal):
    sentence = _(
        "Un cheque que paga el documento {number} todavía puede cobrarse: espere su dinero, o que"
        " se devuelva a su dueño."
    )


class BorrowedNotWithDebtor(Refusal):
    sentence = _(
        "El documento {number} no lo tiene el deudor: regrese el paso para que el gestor lo"
        " devuelva a la otra empresa."
    )


class NobodyTold(Refusal):
    sentence = _("Escriba a quién de la otra empresa se avisó que no se cobró.")


class LetterCopyMissing(Refusal):
    sentence = _("Falta la copia de la carta (FORM-13).")


class ValueNotInTheHouse(Refusal):
    sentence = _(
        "Del documento {number} se cobraron {expected}, y hay {held} aplicados en libros: lo que"
        " la casa no tiene no se paga."
    )


CONSTRAINTS = {
    "a_document_is_searched_once": SearchedAlready,
    "a_document_is_borrowed_once": BorrowedMeanwhile,
    "a_document_is_lent_once": LentMeanwhile,
    "a_document_is_delegated_once": DelegatedMeanwhile,
    "a_guarantee_is_what_the_documents_are_worth": GuaranteeNotNominal,
    "a_brought_cheque_is_said_once": ChequeTwice,
}
