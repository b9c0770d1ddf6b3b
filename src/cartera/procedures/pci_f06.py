"""PCI-F06, the endorsement route: one client's negotiable cheques of one day."""

from cartera.control.workflow.definitions import END, Procedure, Step
from cartera.control.workflow.registry import register
from cartera.kernel.text import gettext_noop as _
from cartera.papers.acts import issue
from cartera.procedures.cheque_batches import begin_again, send_to_bank
from cartera.recovery.cheques import depositing, endorsing
from cartera.recovery.cheques.batches import keeper_of
from cartera.recovery.cheques.models import ChequeBatch
from cartera.recovery.custody.acts import CUSTODIAN

PCI_F06 = register(
    Procedure(
        code="PCI-F06",
        title=_("Ruta de endosos"),
        areas=(_("recuperación"),),
        controls=(
            _("Recepción de los cheques por endosar"),
            _("Visitas de endoso"),
            _("Liquidación de los endosos"),
            _("Aplicación a la cesión"),
        ),
        subject=ChequeBatch,
        subject_with=("client", "carrier"),
        issue=issue,
        steps=(
            Step(
                1,
                "J_OP",
                _("Imprime el reporte de cheques negociables del cliente y copia cada uno"),
                act=endorsing.print_report,
                template="desk/work/cheques.html",
                makes=("FORM-10",),
            ),
            Step(
                2,
                "J_OP",
                _("Adjunta las copias y entrega cheques y reporte a un gestor"),
                act=endorsing.hand_for_endorsement,
                template="desk/work/cheques.html",
            ),
            Step(
                3,
                "G_COB",
                _("Cuenta los cheques, los recibe y firma el reporte"),
                act=endorsing.accept_for_endorsement,
                template="desk/work/cheques.html",
                waits_for=lambda batch: batch.carrier_id,
                not_by=(2,),
                sends_back_to=(2,),
            ),
            Step(
                4,
                "G_COB",
                _("Visita al cliente para el endoso y entrega los cheques a custodia"),
                act=endorsing.visit_client,
                template="desk/work/cheques.html",
                waits_for=lambda batch: batch.carrier_id,
                goes_to={endorsing.NOTHING: END},
            ),
            Step(
                5,
                CUSTODIAN,
                _("Recibe los endosados contra el reporte y los entrega a aplicación de abonos"),
                act=endorsing.receive_endorsed,
                template="desk/work/cheques.html",
                not_by=(4,),
                sends_back_to=(4,),
                goes_to={endorsing.NOTHING: END},
                then=begin_again,
            ),
            Step(
                6,
                "AP_AB",
                _("Los sella para depósito y prepara las remesas por banco"),
                act=depositing.prepare_deposit,
                template="desk/work/cheques.html",
                sends_back_to=(5,),
            ),
            Step(
                7,
                "AP_AB",
                _("Entrega cheques y remesas a un gestor para el banco"),
                act=depositing.give_to_collector,
                template="desk/work/cheques.html",
                waits_for=keeper_of,
                then=send_to_bank,
            ),
            Step(
                8,
                "J_OP",
                _("Liquida los endosos con el comprobante y la fecha valor de cada remesa"),
                act=depositing.settle_deposit,
                template="desk/work/cheques.html",
                not_by=(6,),
                sends_back_to=(7,),
                inferred=True,
            ),
            Step(
                9,
                "AP_AB",
                _("Los pasa a aplicación de abonos, que los aplica en su fecha valor"),
                act=depositing.pass_to_application,
                template="desk/work/cheques.html",
                calls=("PCI-F09",),
            ),
        ),
    )
)
