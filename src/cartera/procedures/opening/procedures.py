"""INT-12 and INT-13: opening balances brought in, and taken back, each by maker and checker."""

from cartera.control.workflow.definitions import Act, Procedure, Step, checker
from cartera.control.workflow.registry import register
from cartera.kernel.text import gettext_noop as _
from cartera.procedures.opening import acts as opening
from cartera.procedures.opening.bringing import ids_of
from cartera.procedures.opening.models import OpeningBatch, OpeningUndoing
from cartera.procedures.pci_f10 import open_settlements

DECIDER = "G_GRAL"


def _settle_what_is_paid(batch: OpeningBatch, act: Act) -> None:
    """Assignments that came in owing nothing wait for their settlement, as any other."""
    open_settlements(act, pk__in=ids_of(batch, "assignment"))


INT_12 = register(
    Procedure(
        code="INT-12",
        title=_("Saldos iniciales"),
        subject=OpeningBatch,
        describe=lambda batch: (f"Saldos al {batch}", ""),
        on_reject=opening.reject_opening,
        house=True,
        steps=(
            Step(1, "CONTAB", _("Trae los saldos y los propone"), act=opening.bring_opening),
            checker(
                2,
                DECIDER,
                _("Autoriza los saldos iniciales: se registran y se contabilizan"),
                opening.post_opening,
                approves=opening.content_of_opening,
                then=_settle_what_is_paid,
            ),
        ),
    )
)

INT_13 = register(
    Procedure(
        code="INT-13",
        title=_("Anulación de los saldos iniciales"),
        subject=OpeningUndoing,
        describe=lambda undoing: (f"Anulación de los saldos al {undoing}", ""),
        on_reject=opening.reject_undoing,
        house=True,
        steps=(
            Step(1, "CONTAB", _("Pide anularlos, con su motivo"), act=opening.request_undoing),
            checker(
                2,
                DECIDER,
                _("Autoriza la anulación: sale todo lo que entró"),
                opening.undo_opening,
            ),
        ),
    )
)
