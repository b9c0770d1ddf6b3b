"""Why an address is not told."""

from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _


class AddressUnreadable(Refusal):
    sentence = _("Escriba una dirección completa, como https://ejemplo.com/avisos.")


class AddressNotSecure(Refusal):
    sentence = _("La dirección debe empezar con https://.")


class AddressNotPublic(Refusal):
    sentence = _("Esa dirección es de una red interna: no se le envían avisos.")


class AddressUnknown(Refusal):
    sentence = _("No se encuentra el servidor de esa dirección.")


class AddressTooSlow(Refusal):
    sentence = _("El servidor tardó más de {seconds} segundos en contestar.")


class EventsMissing(Refusal):
    sentence = _("Elija al menos un hecho del que avisar.")


class EventUnknown(Refusal):
    sentence = _("No se avisa de «{event}».")


class ProcedureUnknown(Refusal):
    sentence = _("No existe el procedimiento {procedure}.")


class NoSuchSubscription(Refusal):
    sentence = _("No existe esa suscripción.")


class NoSuchDelivery(Refusal):
    sentence = _("No existe ese aviso.")


class SubscriptionStopped(Refusal):
    sentence = _("La suscripción está detenida: actívela antes de reenviar.")


class TooManySubscriptions(Refusal):
    sentence = _("Ya hay {limit} suscripciones activas: detenga una antes de crear otra.")
