"""PCI-F05, cheques that cannot be negotiated: one client's of one day. Its steps begin at 12."""

from cartera.control.workflow.definitions import END, Procedure, Step
from cartera.control.workflow.registry import register
from cartera.kernel.text import gettext_noop as _
from cartera.papers.acts import issue
from cartera.procedures.cheque_batches import send_to_bank
from cartera.procedures.cheque_mail import mail_report
from cartera.recovery.cheques import depositing, endorsing, exchanging
from cartera.recovery.cheques.batches import keeper_of
from cartera.recovery.cheques.models import ChequeBatch

PCI_F05 = register(
    Procedure(
        code="PCI-F05",
        title=_("Gestión de cheques no negociables"),
        areas=(_("recuperación"),),
        controls=(
            _("Envío de los documentos al cliente"),
            _("Liquidación de los cheques"),
            _("Aplicación a la cesión"),
        ),
        subject=ChequeBatch,
        subject_with=("client", "carrier"),
        issue=issue,
        steps=(
            Step(
                12,
                "J_OP",
                _("Imprime el reporte de cheques no negociables del cliente y copia cada uno"),
                act=endorsing.print_report,
                template="desk/work/cheques.html",
                makes=("FORM-11",),
            ),
            Step(
                13,
                "J_OP",
                _("Entrega originales, copias y reporte al auxiliar de cobros"),
                act=exchanging.hand_for_exchange,
                template="desk/work/cheques.html",
            ),
            Step(
                14,
                exchanging.EXCHANGER,
                _("Recibe los cheques, envía copias y reporte al cliente y pide el canje"),
                act=exchanging.notify_client,
                template="desk/work/cheques.html",
                then=mail_report,
                not_by=(13,),
                sends_back_to=(13,),
            ),
            Step(
                15,
                exchanging.EXCHANGER,
                _("Confirma con el cliente que llegaron"),
                act=exchanging.confirm_reception,
                template="desk/work/cheques.html",
            ),
            Step(
                16,
                exchanging.EXCHANGER,
                _("Recibe el cheque de canje, lo sella para depósito y prepara la remesa"),
                act=exchanging.receive_exchange,
                template="desk/work/cheques.html",
                repeats=True,
                goes_to={endorsing.NOTHING: END},
            ),
            Step(
                17,
                exchanging.EXCHANGER,
                _("Entrega cheques y remesas al gestor y avisa a jefatura de operaciones"),
                act=depositing.give_to_collector,
                template="desk/work/cheques.html",
                waits_for=keeper_of,
                then=send_to_bank,
            ),
            Step(
                18,
                "J_OP",
                _("Liquida el cheque canjeado y lo pasa a aplicación de abonos"),
                act=depositing.settle_deposit,
                template="desk/work/cheques.html",
                not_by=(16,),
                sends_back_to=(17,),
            ),
            Step(
                19,
                "AP_AB",
                _("Lo pasa a aplicación de abonos, que lo aplica en su fecha valor"),
                act=depositing.pass_to_application,
                template="desk/work/cheques.html",
                calls=("PCI-F09",),
            ),
        ),
    )
)
