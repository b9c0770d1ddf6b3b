"""Opening another factoring company, with whom documents are lent both ways (INT-23)."""

from cartera.control.workflow.definitions import Procedure, Step, checker
from cartera.control.workflow.registry import register
from cartera.credit.parties import factors
from cartera.credit.parties.models import Factor
from cartera.kernel.text import gettext_noop as _

INT_23 = register(
    Procedure(
        code="INT-23",
        title=_("Apertura de otra empresa de factoraje"),
        subject=Factor,
        describe=lambda factor: (factor.name, ""),
        on_reject=factors.reject_factor,
        house=True,
        steps=(
            Step(
                1, "J_COB", _("Registra la otra empresa y su contacto"), act=factors.record_factor
            ),
            checker(2, "G_OP", _("Revisa y admite la otra empresa"), factors.admit_factor),
        ),
    )
)
