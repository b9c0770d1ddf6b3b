"""Why a key is not made, or not heeded."""

from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _


class TokenMissing(Refusal):
    sentence = _("Falta la llave: envíela en el encabezado Authorization, tras la palabra Bearer.")


class TokenNotValid(Refusal):
    """Unknown, revoked, expired, or of somebody who no longer works here: which, is not told."""

    sentence = _("La llave no es válida: venció, fue anulada o está mal escrita.")


class TokenOnlyReads(Refusal):
    sentence = _("Esta llave solo permite consultar.")


class TooManyCalls(Refusal):
    sentence = _("Esta llave pasó de {limit} llamadas por minuto: espere {seconds} segundos.")


class TokenNameMissing(Refusal):
    sentence = _("Escriba para qué es la llave.")


class TokenNameTooLong(Refusal):
    sentence = _("El nombre de la llave tiene a lo más {longest} letras.")


class TokenScopeUnknown(Refusal):
    sentence = _("Elija qué permite la llave.")


class TokenEndNotAllowed(Refusal):
    sentence = _("Una llave vale desde hoy y a lo más un año: elija un día hasta el {latest}.")


class TooManyTokens(Refusal):
    sentence = _("Ya tiene {limit} llaves vigentes: anule una antes de crear otra.")


class TokenNotYours(Refusal):
    sentence = _("Solo su dueño, o la administración de accesos, anula una llave.")


class NoSuchToken(Refusal):
    sentence = _("No existe esa llave.")
