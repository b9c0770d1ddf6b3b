"""Why a paper is not printed: one class for each reason, with its Spanish sentence."""

from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _


class UnknownForm(Refusal):
    """No form of that code is registered."""

    sentence = _("No existe el formato «{code}».")


class MissingPaperField(Refusal):
    """The payload lacks a field that the form must carry."""

    sentence = _("Al formato {code} le falta el dato «{where}».")


class UnknownPaperField(Refusal):
    """The payload has a field that the form does not know."""

    sentence = _("El formato {code} no tiene ningún dato «{where}».")


class WrongPaperValue(Refusal):
    """A field's value is not of its type; floats never are."""

    sentence = _("El dato «{where}» del formato {code} no es válido: se esperaba {expected}.")


class PaperTextTooLong(Refusal):
    """A text is longer than any paper would carry."""

    sentence = _("El dato «{where}» del formato {code} pasa de {limit} caracteres.")


class FiguresDoNotAdd(Refusal):
    """A printed total is not the sum of its lines."""

    sentence = _(
        "El formato {code} no se imprime: «{where}» dice {printed} "
        "y sus renglones suman {computed}."
    )


class PaperHashDiffers(Refusal):
    """The frame carries the hash of another content."""

    sentence = _("La huella del formato {code} no corresponde a su contenido.")


class NaiveInstant(Refusal):
    """An instant without a time zone cannot be printed as local time."""

    sentence = _("La fecha y hora «{where}» del formato {code} no tiene zona horaria.")


class LogoRefused(Refusal):
    """A logo is neither PNG nor JPEG, or is too large or of no printable shape."""

    sentence = _(
        "El logotipo debe ser una imagen PNG o JPEG de {limit} KB y {pixels} puntos por lado "
        "como máximo, no más de cinco veces más ancha que alta."
    )


class PaperNotPrinted(Refusal):
    """The typesetting process failed or died; nothing else was touched."""

    sentence = _(
        "No se pudo imprimir el formato {code}. Nada se ha perdido: inténtelo de nuevo "
        "o informe del incidente {incident}."
    )


class PaperTookTooLong(Refusal):
    """The typesetting process passed its time limit and was stopped."""

    sentence = _(
        "El formato {code} tardó más de {seconds} segundos y se detuvo. Nada se ha perdido: "
        "inténtelo de nuevo o informe del incidente {incident}."
    )


class NotDisbursedYet(Refusal):
    """A statement is asked for as of a day before the money left."""

    sentence = _("{assignment} no estaba desembolsada al {on}: no tiene estado de cuenta.")


class NothingIssued(Refusal):
    """No paper of that form has been issued for what was asked."""

    sentence = _("Todavía no se ha emitido el formato {code} de {what}.")
