"""Why a list cannot be given as it was asked for."""

from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _


class ListUnknown(Refusal):
    sentence = _("No existe la lista «{code}».")


class ListForStaff(Refusal):
    sentence = _("La lista «{title}» es para el personal de la empresa.")


class OrderUnknown(Refusal):
    sentence = _("La lista no se ordena por «{order}»; se ordena por: {allowed}.")


class FilterUnknown(Refusal):
    sentence = _("La lista no tiene el filtro «{name}»; tiene: {allowed}.")


class ChoiceUnknown(Refusal):
    sentence = _("«{value}» no está entre las opciones: {allowed}.")


class PlaceUnknown(Refusal):
    sentence = _("La página pedida no es de esta lista; vuelva al principio.")


class ViewNameMissing(Refusal):
    sentence = _("Póngale un nombre a la vista.")


class ViewNameTooLong(Refusal):
    sentence = _("El nombre de la vista tiene más de {most} letras.")


class ViewTooLong(Refusal):
    sentence = _("Los filtros son demasiado largos para guardarlos.")


class ViewsTooMany(Refusal):
    sentence = _("Ya tiene {most} vistas guardadas de esta lista; borre una.")


class ViewNotYours(Refusal):
    sentence = _("Esa vista no es suya o ya no existe.")


class RoleNotHeld(Refusal):
    sentence = _("Solo comparte una vista con un rol que usted tiene hoy.")
