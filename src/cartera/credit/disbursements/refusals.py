"""Why money does not leave."""

from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _


class NoBankAccount(Refusal):
    sentence = _("La empresa no tiene esa cuenta bancaria en uso.")


class DisbursedTwice(Refusal):
    sentence = _("La cesión ya tiene un desembolso en curso.")


class NotReviewed(Refusal):
    sentence = _("Confirme que lo registrado es correcto, o devuelva la operación con su motivo.")


class SetsMissing(Refusal):
    sentence = _("Se preparan tres juegos de documentos.")


CONSTRAINTS = {"an_assignment_is_disbursed_once": DisbursedTwice}
