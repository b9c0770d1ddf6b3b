"""The house's own procedure of delegations: a cheque back to the client (INT-25)."""

from cartera.control.workflow.definitions import Procedure, Step
from cartera.control.workflow.registry import register
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.delegations import settling
from cartera.recovery.delegations.models import GuaranteeReturn

INT_25 = register(
    Procedure(
        code="INT-25",
        title=_("Devolución de un cheque al cliente"),
        areas=(_("recuperación"),),
        subject=GuaranteeReturn,
        subject_with=("cheque__client", "cheque__original"),
        describe=lambda back: (
            f"{back.cheque} · {back.cheque.client.name}",
            back.cheque.client.code,
        ),
        house=True,
        steps=(
            Step(
                1,
                "AUX_C",
                _("Devuelve al cliente su cheque, con el nombre de quien recibe"),
                act=settling.deliver_guarantee,
                shared_with=("J_OP",),
            ),
        ),
    )
)
