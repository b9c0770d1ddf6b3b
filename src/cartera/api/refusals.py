"""Why a call is not understood, before any act is asked."""

from cartera.kernel.refusals import Refusal, Refusals
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


class DayOutOfReach(Refusal):
    sentence = _("Pida un día entre 2000 y 2199.")


class DayNotCome(Refusal):
    sentence = _("El {day} todavía no llega; pida un día hasta el {today}.")


class Unforeseen(Refusal):
    sentence = _("Falló algo imprevisto; no se guardó nada. Incidente {incident}.")


class DataInvalid(Refusals):
    """What is sent is not as its schema says; each place has a refusal of its own."""

    sentence = _("Revise los datos señalados; el primero: {first}")


class TextExpected(Refusal):
    sentence = _("Se espera un texto.")


class WholeNumberExpected(Refusal):
    sentence = _("Se espera un número entero, sin comillas.")


class TrueOrFalseExpected(Refusal):
    sentence = _("Se espera true o false.")


class ListExpected(Refusal):
    sentence = _("Se espera una lista.")


class ObjectExpected(Refusal):
    sentence = _("Se espera un objeto.")


class NullExpected(Refusal):
    sentence = _("Se espera null.")


class AmountExpected(Refusal):
    sentence = _("Escriba la cifra entre comillas, como «1234.56».")


class DayExpected(Refusal):
    sentence = _("Escriba una fecha, como 2026-02-28.")


class InstantExpected(Refusal):
    sentence = _("Escriba fecha y hora con su zona, como 2026-02-28T14:30:00-06:00.")


class OtherFormExpected(Refusal):
    sentence = _("No tiene la forma esperada.")


class OptionUnknown(Refusal):
    sentence = _("Elija una de las opciones: {options}.")


class DatumMissing(Refusal):
    sentence = _("Falta este dato.")


class DatumNotAsked(Refusal):
    sentence = _("Este dato no se pide aquí.")


class TextTooLong(Refusal):
    sentence = _("A lo más {most} letras.")


class NumberTooSmall(Refusal):
    sentence = _("No puede ser menor que {least}.")


class NumberTooLarge(Refusal):
    sentence = _("No puede ser mayor que {most}.")


class TooFewRows(Refusal):
    sentence = _("Agregue al menos {least}.")


class TooManyRows(Refusal):
    sentence = _("A lo más {most} filas.")
