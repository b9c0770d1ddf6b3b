"""What the manual takes for granted of cheques: the collector's errand to the bank (INT-24)."""

from cartera.control.workflow.definitions import Procedure, Step
from cartera.control.workflow.registry import register
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.cheques import depositing
from cartera.recovery.custody.models import HandOver

INT_24 = register(
    Procedure(
        code="INT-24",
        title=_("Depósito de cheques en el banco"),
        areas=(_("recuperación"),),
        subject=HandOver,
        subject_with=("giver", "receiver"),
        on_reject=depositing.decline_errand,
        house=True,
        steps=(
            Step(
                1,
                "G_COB",
                _("Cuenta cheques y remesas y los recibe para llevarlos al banco"),
                act=depositing.take_to_bank,
                waits_for=lambda errand: errand.receiver_id,
                can_reject=True,
            ),
            Step(
                2,
                "G_COB",
                _("Los deja en el banco y anota el comprobante"),
                act=depositing.leave_at_bank,
                waits_for=lambda errand: errand.receiver_id,
            ),
        ),
    )
)
