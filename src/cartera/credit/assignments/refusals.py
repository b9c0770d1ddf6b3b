"""Why an assignment is refused."""

from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _


class NoDocuments(Refusal):
    sentence = _("La cesión no tiene documentos.")


class MaturityNotAfterDisbursement(Refusal):
    sentence = _("El vencimiento {matures_on} debe ser posterior al desembolso {disbursed_on}.")


class NetIsNegative(Refusal):
    sentence = _(
        "Las deducciones exceden en {exceeds} lo que se desembolsa; lo que no cabe queda pendiente."
    )


class DayBeforeLastCharge(Refusal):
    sentence = _("El {day} es anterior al {charged_to}, hasta donde ya se cargaron intereses.")
