"""Why a call is not understood, before any act is asked."""

from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _


class BodyNotJson(Refusal):
    sentence = _("Envíe los datos como JSON, con el encabezado Content-Type: application/json.")


class BodyTooLarge(Refusal):
    sentence = _("Los datos pasan de {limit} bytes.")


class BodyNotAnObject(Refusal):
    sentence = _("Se espera un objeto JSON, entre llaves.")


class KeyMissing(Refusal):
    sentence = _("Falta el encabezado Idempotency-Key: una clave suya, distinta en cada envío.")


class KeyUnreadable(Refusal):
    sentence = _("La clave de Idempotency-Key tiene de 1 a {longest} letras y cifras sin espacios.")


class NotThere(Refusal):
    sentence = _("No existe lo que pide esta dirección.")


class MethodNotAllowed(Refusal):
    sentence = _("Esta dirección no se pide así; se pide con {allowed}.")


class TaskOfAnotherStep(Refusal):
    sentence = _("La tarea {task} no es del paso {step} de {procedure}.")


class NeedsThePage(Refusal):
    """No key signs, and by no key money leaves: that takes a person and a second factor."""

    sentence = _("Este paso se firma en su página, con segundo factor: ninguna llave lo hace.")


class QueryInvalid(Refusal):
    sentence = _("Revise lo que pide la dirección: {summary}")


class PlaceUnreadable(Refusal):
    sentence = _("La página pedida no es de esta lista; vuelva al principio.")


class Unforeseen(Refusal):
    sentence = _("Falló algo imprevisto; no se guardó nada. Incidente {incident}.")
