"""Why a difference does not go on."""

from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _


class NoSuchCheque(Refusal):
    sentence = _("No hay un cheque {number} de {bank} en sus manos que haya cobrado en una ruta.")


class NoDifference(Refusal):
    sentence = _("El cheque {number} es por lo que suman sus documentos: no hay diferencia.")


class AlreadyPresented(Refusal):
    sentence = _("Ese cheque ya tiene una diferencia pendiente.")


class AttemptUnsaid(Refusal):
    sentence = _("Escriba qué dijo el deudor.")


class FindingsUnsaid(Refusal):
    sentence = _("Escriba qué dijo el cliente.")


class ExplanationMissing(Refusal):
    sentence = _("Escriba la justificación de la diferencia.")


class WrongResolution(Refusal):
    sentence = _("Un {kind} no se resuelve así.")


class ExcessUnexplained(Refusal):
    sentence = _("El sobrante es {amount}; lo que escribió suma {explained}.")


class ExcessAlreadyExplained(Refusal):
    sentence = _("Solo un sobrante se explica con otros documentos.")


class NotCompleted(Refusal):
    sentence = _("Falta {amount}; el otro cheque es de {brought}.")


class CompletedWithoutCheque(Refusal):
    sentence = _("Escriba el cheque con que se completó.")


class ChequeUncalledFor(Refusal):
    sentence = _("Solo un faltante se completa con otro cheque.")


CONSTRAINTS = {"a_cheque_has_one_open_difference": AlreadyPresented}
