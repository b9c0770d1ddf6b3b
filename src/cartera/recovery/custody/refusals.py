"""Why an original does not move."""

from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _


class UnknownLabel(Refusal):
    sentence = _("No hay un original con la etiqueta {label}.")


class NoOriginals(Refusal):
    sentence = _("Indique al menos un original.")


class NotTheHolder(Refusal):
    sentence = _("El original {label} lo tiene {holder}; solo puede moverlo quien lo tiene.")


class AlreadyOffered(Refusal):
    sentence = _("El original {label} está en una entrega que aún no se contesta.")


class NotThere(Refusal):
    sentence = _("El original {label} no está {where}: lo tiene {holder}.")


class HandOverAnswered(Refusal):
    sentence = _("Esa entrega ya se contestó.")


class NotTheAddressee(Refusal):
    sentence = _("Esta entrega es para {who}; solo quien recibe puede aceptarla.")


class SameHands(Refusal):
    sentence = _("Quien entrega no puede recibir: debe aceptarla otra persona.")


class CountDiffers(Refusal):
    sentence = _("Lo contado no es lo entregado. Faltan: {missing}. Sobran: {strange}.")


class MissingUnsaid(Refusal):
    sentence = _("Escriba qué falta.")


class UnknownPlace(Refusal):
    sentence = _("No hay un lugar de la bóveda en uso con el código {code}.")


class UnknownReceiver(Refusal):
    sentence = _("No hay una persona activa con el usuario {username}.")


class ReceiverLacksRole(Refusal):
    sentence = _("{who} no tiene hoy un rol que pueda recibir originales.")


class DifferenceUnexplained(Refusal):
    sentence = _("El arqueo no cuadra: escriba la explicación antes de confirmarlo.")


class BookChanged(Refusal):
    sentence = _("Desde que se contó, el lugar {place} cambió: cuéntelo de nuevo.")


class HistoryBroken(Refusal):
    sentence = _("El historial del original no concuerda con quien lo tiene.")


class DocumentHasOriginal(Refusal):
    sentence = _("Ese documento ya tiene su original registrado.")


class NothingToReturn(Refusal):
    sentence = _("No hay originales de esa cesión en sus manos para devolver.")


CONSTRAINTS = {
    "an_original_is_offered_once": HandOverAnswered,
    "nobody_hands_over_to_himself": SameHands,
    "another_answers_for_what_he_receives": SameHands,
    "a_movement_has_its_place": HandOverAnswered,
    "an_original_is_where_its_last_movement_says": HistoryBroken,
    "what_is_offered_stays_with_its_giver": AlreadyOffered,
    "a_document_has_one_original": DocumentHasOriginal,
}
