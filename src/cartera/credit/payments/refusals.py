"""Why a payment is refused."""

from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _


class PaymentBeforeLastCharge(Refusal):
    sentence = _(
        "El pago del {paid_on} es anterior al {charged_to}, hasta donde ya se cargaron intereses; "
        "hay que recalcular desde su fecha."
    )
