"""PCI-F07, collection and settlement of third-party values: a document outside every assignment
that the debtor's cheque also covers."""

from cartera.control.workflow.definitions import END, Act, Procedure, Step
from cartera.control.workflow.registry import register
from cartera.kernel.text import gettext_noop as _
from cartera.papers.acts import issue
from cartera.procedures.pci_f03 import begin_search
from cartera.procedures.third_party_papers import (
    begin_paper_return,
    begin_payout,
    claim_ours,
    give_up_foreign,
    send_routed,
)
from cartera.recovery.delegations.refusals import SearchedAlready
from cartera.recovery.third_party import collecting, deciding, entering, finding, paying
from cartera.recovery.third_party.models import ForeignDocument


def _search_elsewhere(document: ForeignDocument, act: Act) -> None:
    """Another factor has it: where, and who lends to whom, is found out (PCI-F03). A paper that was
    taken for it goes back.

    Refuses, where the client's answer is typed, what is being looked for already.
    """
    if document.state != ForeignDocument.State.ELSEWHERE:
        return
    begin_paper_return(document, act)
    try:
        begin_search(document.ours, document.number, document.amount, act)
    except SearchedAlready as refusal:
        refusal.field = "gives"
        raise


PCI_F07 = register(
    Procedure(
        code="PCI-F07",
        title=_("Cobranza y liquidación de valores ajenos"),
        areas=(_("recuperación"),),
        controls=(
            _("Motivo de la no recuperación registrado"),
            _("Búsqueda del documento"),
            _("Ingreso del documento no cedido"),
            _("Gestión según la clase de cheque"),
            _("Revisión de los saldos pendientes del dueño"),
            _("Documentos preparados para el cliente"),
        ),
        subject=ForeignDocument,
        subject_with=("client", "debtor", "ours", "paper", "cheque__original"),
        describe=finding.describe,
        on_reject=give_up_foreign,
        issue=issue,
        steps=(
            Step(
                1,
                "G_COB",
                _("Visita al deudor: el cheque incluye otro documento y no lo entregan"),
                act=finding.tell_of_other,
            ),
            Step(
                2,
                "G_COB",
                _("Liquida el documento como no recuperado, con los datos del otro"),
                act=finding.settle_uncollected,
                template="desk/work/foreign.html",
                can_reject=True,
            ),
            Step(
                3,
                "J_COB",
                _("Revisa la ruta y registra el motivo"),
                act=finding.check_route,
                template="desk/work/foreign.html",
                not_by=(1, 2),
                can_reject=True,
            ),
            Step(
                4,
                "J_COB",
                _("Busca el documento en otra cesión vigente; si no está, lo pide al cliente"),
                act=finding.look_for,
                template="desk/work/foreign.html",
                sends_back_to=(3,),
                goes_to={finding.ASSIGNED: END},
                can_reject=True,
            ),
            Step(
                5,
                "CTE",
                _("Entrega el documento, o avisa que lo tiene otra factoraje"),
                act=finding.answer,
                template="desk/work/foreign.html",
                recorded_by=("J_COB",),
                calls=("PCI-F03",),
                goes_to={finding.ANOTHER_FACTOR: END},
                sends_back_to=(4,),
                can_reject=True,
                then=_search_elsewhere,
            ),
            Step(
                6,
                "J_COB",
                _("Ingresa el documento al sistema como ajeno"),
                act=entering.enter_foreign,
                sends_back_to=(5,),
                template="desk/work/foreign.html",
            ),
            Step(
                7,
                "J_COB",
                _("Imprime el reporte de documentos no cedidos"),
                act=entering.report_unassigned,
                template="desk/work/foreign.html",
                makes=("FORM-14",),
                goes_to={entering.PAID: 11},
            ),
            Step(
                8,
                "J_COB",
                _("Pasa documento y reporte al jefe de operaciones"),
                act=entering.pass_document,
                template="desk/work/foreign.html",
            ),
            Step(
                9,
                "J_OP",
                _("Firma la copia y entrega el documento a custodia"),
                act=entering.sign_for_document,
                template="desk/work/foreign.html",
                not_by=(8,),
                sends_back_to=(8,),
            ),
            Step(
                10,
                "R_CUST",
                _("Lo agrega a una ruta de cobro, junto al nuestro"),
                act=entering.put_on_route,
                template="desk/work/foreign.html",
                calls=("PCI-F02",),
                not_by=(9,),
                sends_back_to=(9,),
            ),
            Step(
                11,
                "J_OP",
                _("Encamina el cheque: negociable a endoso, no negociable a canje o a su dueño"),
                act=collecting.route_cheque,
                template="desk/work/foreign.html",
                calls=("PCI-F06", "PCI-F05"),
                goes_to={collecting.CREDIT: 13},
                can_reject=True,
                then=send_routed,
            ),
            Step(
                12,
                "AP_AB",
                _("Aplica el valor del documento ajeno, una vez depositado"),
                act=collecting.apply_value,
                template="desk/work/foreign.html",
                calls=("PCI-F09",),
                goes_to={"": 14},
                can_reject=True,
            ),
            Step(
                13,
                "AUX_C",
                _("Cheque no negociable: el cliente lo acredita en su propia cuenta"),
                act=collecting.credit_to_owner,
                template="desk/work/foreign.html",
                inferred=True,
                not_by=(11,),
                sends_back_to=(11,),
                goes_to={collecting.CREDIT: END},
                then=claim_ours,
            ),
            Step(
                14,
                "AP_AB",
                _("Emite el reporte de valores por pagar al cliente, de cesiones y ajenos"),
                act=deciding.report_pending,
                template="desk/work/foreign.html",
                makes=("FORM-16", "FORM-17"),
            ),
            Step(
                15,
                "J_OP",
                _("Recibe el reporte de valores ajenos del cliente"),
                act=deciding.receive_report,
                template="desk/work/foreign.html",
                needs=("FORM-17",),
                not_by=(14,),
                sends_back_to=(14,),
            ),
            Step(
                16,
                "J_OP",
                _("Da al jefe de cobros la lista del día de valores por pagar"),
                act=deciding.list_to_pay,
                template="desk/work/foreign.html",
            ),
            Step(
                17,
                "J_COB",
                _("Retiene el valor, con su motivo, si hay problemas de recuperación; o lo libera"),
                act=deciding.decide_value,
                template="desk/work/foreign.html",
                not_by=(12, 14),
                goes_to={deciding.RETAIN: 17},
                can_reject=True,
            ),
            Step(
                18,
                "J_COB",
                _("Pasa los valores liberados a desembolsos"),
                act=deciding.pass_released,
                template="desk/work/foreign.html",
            ),
            Step(
                19,
                "AUX_D",
                _("Abona al cliente, como todo desembolso"),
                act=paying.order_payment,
                template="desk/work/foreign.html",
                calls=("PCI-F01",),
                not_by=(17,),
                sends_back_to=(17,),
                then=begin_payout,
            ),
            Step(
                20,
                "AUX_D",
                _("Entrega la nota de abono a custodia"),
                act=paying.hand_credit_note,
                template="desk/work/foreign.html",
                sends_back_to=(19, 17),
            ),
            Step(
                21,
                "R_CUST",
                _("La adjunta al documento ajeno y pasa ambos a recepción para su entrega"),
                act=paying.attach_and_pass,
                template="desk/work/foreign.html",
                not_by=(20,),
                sends_back_to=(20,),
            ),
        ),
    )
)
