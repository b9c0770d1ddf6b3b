"""Why a comment or a file is not taken into a dossier, and why it is not taken out."""

from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _


class NoSuchCase(Refusal):
    sentence = _("No existe ese caso.")


class CommentEmpty(Refusal):
    sentence = _("Escriba el comentario.")


class CommentTooLong(Refusal):
    sentence = _("El comentario tiene a lo más {most} letras.")


class MentionUnknown(Refusal):
    sentence = _("No hay una persona activa con el usuario «@{name}».")


class MentionOutside(Refusal):
    sentence = _("«@{name}» no es del personal: no puede mencionarse en un comentario.")


class MentionFromOutside(Refusal):
    """Told of every name alike: who asks learns of none whether it exists."""

    sentence = _("Escriba el comentario sin «@»: lo leerá el personal que atiende el caso.")


class TooManyMentions(Refusal):
    sentence = _("Un comentario menciona a lo más a {most} personas.")


class NoteTooLong(Refusal):
    sentence = _("La nota tiene a lo más {most} letras.")


class FileMissing(Refusal):
    sentence = _("Elija el archivo.")


class FileHasNothing(Refusal):
    sentence = _("El archivo está vacío.")


class FileTooHeavy(Refusal):
    sentence = _("El archivo pesa demasiado: se aceptan hasta {most} MB.")


class DossierFull(Refusal):
    sentence = _("El expediente ya tiene {most} adjuntos; retire los que sobren.")


class FileKindUnknown(Refusal):
    sentence = _("No se acepta esa clase de archivo: solo {kinds}.")


class FileMislabelled(Refusal):
    sentence = _(
        "El nombre dice «{said}» y el contenido es {found}: corrija el nombre o el archivo."
    )


class FileBroken(Refusal):
    sentence = _("El archivo está dañado o incompleto: no es {found} entero.")


class FileHidesAnother(Refusal):
    sentence = _("El archivo lleva otro archivo escondido: adjúntelos por separado.")


class FileRuns(Refusal):
    sentence = _("El archivo no se acepta por seguridad: {why}.")


class TextUnreadable(Refusal):
    sentence = _("El archivo de texto tiene caracteres que no son texto.")


class ReasonForWithdrawal(Refusal):
    sentence = _("Escriba por qué retira el adjunto.")


class AlreadyWithdrawn(Refusal):
    sentence = _("Ese adjunto ya estaba retirado.")


class NotYourAttachment(Refusal):
    sentence = _("Solo puede retirar lo que usted adjuntó.")


class NoSuchMention(Refusal):
    sentence = _("Ese aviso no es suyo o ya lo había leído.")
