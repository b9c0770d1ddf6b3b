"""Why a client's line or its terms are refused."""

from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _


class TermsMissing(Refusal):
    sentence = _("Faltan las condiciones de la línea.")


class TermUnknown(Refusal):
    sentence = _("Las condiciones no tienen «{key}».")


class TermValueUnknown(Refusal):
    sentence = _("«{value}» no es un valor posible; puede ser: {allowed}.")
