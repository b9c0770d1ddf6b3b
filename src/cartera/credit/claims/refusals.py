"""Why a claim or a deduction is refused."""

from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _


class UnknownClaim(Refusal):
    sentence = _("El cliente no tiene un cargo pendiente con el número {claim}.")


class DeductionExceedsClaim(Refusal):
    sentence = _("El cargo {claim} tiene un saldo de {balance}; no pueden descontarse {amount}.")


class UnknownTargetAssignment(Refusal):
    sentence = _("El cliente no tiene vigente la cesión {number}.")


class TargetNoLongerLive(Refusal):
    sentence = _("La cesión {number}, a la que se abonaría, ya se liquidó: devuelva la operación.")


class DeductionTwice(Refusal):
    sentence = _("Ese cargo ya se descuenta en esta operación.")


class ClaimPartlyPaid(Refusal):
    sentence = _("Del cargo {claim} ya se descontó o se reintegró una parte: no puede anularse.")


class PendingNotAnswered(Refusal):
    sentence = _(
        "El cliente tiene cargos pendientes por {pending}: descuéntelos o escriba por qué no."
    )


CONSTRAINTS = {"a_claim_is_deducted_once_in_a_case": DeductionTwice}
