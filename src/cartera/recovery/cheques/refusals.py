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


CONSTRAINTS = {
    "a_cheque_is_received_once": ChequeAlreadyThere,
    "a_cheques_event_has_its_place": ChequeMoved,
    "a_cheque_is_where_its_last_event_says": ChequeMoved,
    "a_cheque_covers_no_more_than_it_is": CoversMore,
    "a_cheque_names_a_document_once": CoversTwice,
}
