"""Why somebody is turned away at the door, before any act is asked."""

from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _


class StaffOnly(Refusal):
    sentence = _(
        "Esta página es para el personal de la empresa; usted no tiene un rol en ella hoy."
    )


class RolesOnly(Refusal):
    sentence = _("Esta página es de: {roles}. Usted no tiene hoy ese rol.")


class NotYourCase(Refusal):
    sentence = _("Este caso no es de su empresa: solo puede ver los suyos.")


class SecondFactorFirst(Refusal):
    sentence = _("Sus roles piden un segundo factor: actívelo en la página y vuelva a intentar.")


class NotByToken(Refusal):
    sentence = _(
        "Por este paso sale dinero: hágalo en su página, donde se confirma el segundo factor."
    )
