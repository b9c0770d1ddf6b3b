"""What the manual takes for granted of cheques: one that the bank returned (INT-22), and the
collector's errand to the bank (INT-24)."""

from cartera.control.workflow.definitions import END, Procedure, Step
from cartera.control.workflow.registry import register
from cartera.kernel.text import gettext_noop as _
from cartera.procedures.cheques_and_money import begin_replacement, deposit_again
from cartera.recovery.cheques import depositing, rejecting
from cartera.recovery.cheques.models import ChequeRejection
from cartera.recovery.custody.models import HandOver

INT_22 = register(
    Procedure(
        code="INT-22",
        title=_("Cheque rechazado"),
        areas=(_("recuperación"),),
        subject=ChequeRejection,
        subject_with=("cheque__client", "cheque__original", "keeper"),
        house=True,
        steps=(
            Step(
                1,
                rejecting.COLLECTIONS,
                _("Acuerda con el cliente y decide qué se hace con el cheque"),
                act=rejecting.decide,
                template="desk/work/cheques.html",
            ),
            Step(
                2,
                "J_OP",
                _("Confirma la decisión"),
                act=rejecting.confirm,
                template="desk/work/cheques.html",
                approves=rejecting.content_of_rejection,
                not_by=(1,),
                sends_back_to=(1,),
                goes_to={rejecting.REDEPOSIT: END},
                then=deposit_again,
            ),
            Step(
                3,
                "AP_AB",
                _("Entrega el cheque rechazado a cobros"),
                act=rejecting.hand_to_collections,
                template="desk/work/cheques.html",
                waits_for=lambda rejection: rejection.keeper_id,
            ),
            Step(
                4,
                rejecting.COLLECTIONS,
                _("Lo devuelve al cliente y recibe el que trae en su lugar"),
                act=rejecting.carry_out,
                template="desk/work/cheques.html",
                not_by=(3,),
                sends_back_to=(3,),
                then=begin_replacement,
            ),
        ),
    )
)

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
                template="desk/work/cheques.html",
                waits_for=lambda errand: errand.receiver_id,
                can_reject=True,
            ),
            Step(
                2,
                "G_COB",
                _("Los deja en el banco y anota el comprobante"),
                act=depositing.leave_at_bank,
                template="desk/work/cheques.html",
                waits_for=lambda errand: errand.receiver_id,
            ),
        ),
    )
)
