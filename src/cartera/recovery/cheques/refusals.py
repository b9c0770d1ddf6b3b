"""Why a cheque does not come to a state."""

from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _


class ChequeReceivedBefore(Refusal):
    sentence = _("El cheque {number} de {bank} ya se recibió.")


class ChequeAlreadyThere(Refusal):
    sentence = _("Ese cheque ya se recibió: búsquelo por su número.")


class ChangeNotAllowed(Refusal):
    sentence = _("El cheque {number} de {bank} está {state}; no puede pasar a {new}.")


class ChequeMoved(Refusal):
    sentence = _("El cheque cambió mientras tanto: vuelva a abrirlo.")


class CoversTooMuch(Refusal):
    sentence = _("Los documentos suman {covered}; el cheque es de {amount}.")


class CoversMore(Refusal):
    sentence = _("Los documentos suman más que el cheque.")


class DocumentTwice(Refusal):
    sentence = _("El documento {label} está dos veces en el mismo cheque.")


class CoversTwice(Refusal):
    sentence = _("Un documento está dos veces en el mismo cheque.")


class NoChequesNamed(Refusal):
    sentence = _("Indique al menos un cheque.")


class ExchangeDiffers(Refusal):
    sentence = _("El canje debe ser por {expected}; el cheque nuevo es de {amount}.")


class NotExchangeable(Refusal):
    sentence = _("El cheque nuevo debe ser negociable: el canje es para poder depositarlo.")


class StaleCheque(Refusal):
    sentence = _("El cheque es del {drawn_on}: es una fecha que aún no llega.")


class ReasonMissing(Refusal):
    sentence = _("Escriba el motivo que dio el banco.")


class ChequeInAnotherBatch(Refusal):
    sentence = _("El cheque {number} de {bank} ya está en otro lote.")


class ChequeBatched(Refusal):
    sentence = _("Uno de los cheques ya está en otro lote.")


class NotACollector(Refusal):
    sentence = _("No hay un gestor de cobro activo con el usuario {username}.")


class UnknownInBatch(Refusal):
    sentence = _("En este lote no hay un cheque pendiente con el número {number}.")


class CoversIncomplete(Refusal):
    sentence = _(
        "El cheque {number} de {bank} tiene {amount} que ningún documento justifica: "
        "resuelva antes la diferencia o el valor ajeno."
    )


class ReceiverUnsaid(Refusal):
    sentence = _("Escriba quién recibió los cheques que quedaron con el cliente.")


class ToldUnsaid(Refusal):
    sentence = _("{client} no tiene correo registrado: escriba cómo se le avisó.")


class ChequesStillPending(Refusal):
    sentence = _("Quedan {count} cheques sin canjear ni devolver.")


class CollectorStillAnswers(Refusal):
    sentence = _("{who} aún no contesta la entrega anterior: espere a que la acepte o la rechace.")


class NotAtTheBank(Refusal):
    sentence = _("{who} aún no registra que dejó los cheques en el banco.")


class SlipUnknown(Refusal):
    sentence = _("La remesa {number} no es de este lote.")


class SlipWithoutReceipt(Refusal):
    sentence = _("Falta el comprobante del banco de la remesa {number}.")


class ValueBeforeDeposit(Refusal):
    sentence = _("La fecha valor no puede ser anterior a la remesa del {on}.")


class CoverPaidBefore(Refusal):
    sentence = _("Lo que paga ese cheque ya está en otra remesa.")


class NotResolvable(Refusal):
    sentence = _(
        "Lo que pagaba el cheque {number} ya no está pendiente de cobro: solo puede devolverse."
    )


class NewChequeMissing(Refusal):
    sentence = _("Escriba los datos del cheque que trae el cliente.")


class StillBeingResolved(Refusal):
    sentence = _("Ese cheque ya está por resolverse en otro caso.")


CONSTRAINTS = {
    "a_cheque_is_resolved_in_one_case": StillBeingResolved,
    "a_cover_is_paid_anew_only_after_a_bounce": CoverPaidBefore,
    "a_cheque_is_in_one_batch": ChequeBatched,
    "a_cheque_is_received_once": ChequeAlreadyThere,
    "a_cheques_event_has_its_place": ChequeMoved,
    "a_cheque_is_where_its_last_event_says": ChequeMoved,
    "a_cheque_covers_no_more_than_it_is": CoversMore,
    "a_cheque_names_a_document_once": CoversTwice,
}
