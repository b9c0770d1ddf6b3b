"""Why a party is not taken."""

from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _


class UnknownClient(Refusal):
    sentence = _("No hay un cliente con el código {code}.")


class UnknownDebtor(Refusal):
    sentence = _("No hay un deudor con el código o nombre {code}.")


class ClientNotActive(Refusal):
    sentence = _("El cliente {client} no está activo.")


class DebtorNotActive(Refusal):
    sentence = _("El deudor {debtor} no está activo.")


class NotYourClient(Refusal):
    sentence = _("Usted no representa al cliente {client}.")


class CodeTaken(Refusal):
    sentence = _("El código {code} ya está en uso.")


class PartyRecorded(Refusal):
    sentence = _("Ya hay un registro con ese NIT.")


class UnknownAccount(Refusal):
    sentence = _("El cliente {client} no tiene esa cuenta de abono activa.")


class UnknownFactor(Refusal):
    sentence = _("No hay otra empresa de factoraje con el código {code}.")


class FactorNotActive(Refusal):
    sentence = _("La empresa de factoraje {factor} no está activa.")


CONSTRAINTS = {
    "a_client_is_recorded_once": PartyRecorded,
    "a_debtor_is_recorded_once": PartyRecorded,
}
