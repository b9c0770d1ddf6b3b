"""Why a message is not written, and why it is not sent again."""

from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _


class MailAddressUnreadable(Refusal):
    sentence = _("«{address}» no es una dirección de correo: escríbala como nombre@ejemplo.com.")


class SubjectMissing(Refusal):
    sentence = _("Falta el asunto del correo.")


class SubjectTooLong(Refusal):
    sentence = _("El asunto del correo tiene a lo más {most} letras.")


class MailBodyMissing(Refusal):
    sentence = _("Falta el texto del correo.")


class MailBodyTooLong(Refusal):
    sentence = _("El texto del correo tiene a lo más {most} letras.")


class TooManyEnclosures(Refusal):
    sentence = _("Un correo lleva a lo más {most} adjuntos.")


class EnclosureHasNothing(Refusal):
    sentence = _("El adjunto «{name}» está vacío.")


class EnclosuresTooHeavy(Refusal):
    sentence = _("Los adjuntos de un correo pesan a lo más {most} MB en total.")


class NoSuchMessage(Refusal):
    sentence = _("No existe ese correo.")


class NoSuchEnclosure(Refusal):
    sentence = _("Ese correo no lleva ese adjunto.")


class StillLeaving(Refusal):
    sentence = _("Ese correo está por salir: espere a que salga, o a que no pueda, y reenvíelo.")


class ReasonForResending(Refusal):
    sentence = _("Escriba por qué lo reenvía.")


class ResendingReasonTooLong(Refusal):
    sentence = _("El motivo tiene a lo más {most} letras.")
