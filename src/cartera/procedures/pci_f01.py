"""PCI-F01, application of disbursements: from the client's request to its accounting entry."""

from cartera.control.workflow.definitions import Act, Authorisation, Procedure, Step
from cartera.control.workflow.registry import register
from cartera.credit.assignments import acts as assignments
from cartera.credit.assignments.models import Assignment
from cartera.credit.claims import acts as claims
from cartera.credit.disbursements import acts as disbursements
from cartera.credit.payments.acts import queue_deductions
from cartera.kernel.text import gettext_noop as _
from cartera.papers.acts import issue
from cartera.procedures.papers_in_custody import give_back, offer_to_vault, take_in_papers


def _describe(assignment: Assignment) -> tuple[str, str]:
    return f"{assignment} · {assignment.client.name}", assignment.client.code


def _needs_management(assignment: Assignment) -> bool:
    """General management signs step 6 only where the line's terms are exceeded or changed."""
    return bool(assignment.exceptions)


def _turn_down(assignment: Assignment, act: Act, reason: str) -> None:
    """All that was reserved is free again, and the client gets his originals back."""
    disbursements.reject_disbursement(assignment, act, reason)
    give_back(assignment, act)


def _queue(assignment: Assignment, act: Act) -> None:
    """What was withheld for other assignments waits for PCI-F09 step 1 once it is paid."""
    queue_deductions(disbursements.taken_in(act.case_id), act)


PCI_F01 = register(
    Procedure(
        code="PCI-F01",
        title=_("Aplicación de desembolsos"),
        areas=(_("créditos"), _("contable")),
        controls=(
            _("Recepción de los documentos de la operación"),
            _("Verificación de la deuda"),
            _("Disponibilidad en la línea aprobada del cliente"),
            _("Disponibilidad y existencia del deudor"),
            _("Registro y abono del desembolso"),
            _("Registro contable"),
        ),
        subject=Assignment,
        subject_with=("client", "account"),
        describe=_describe,
        on_reject=_turn_down,
        issue=issue,
        steps=(
            Step(
                1,
                "CTE",
                _("Pide el desembolso y entrega carta, cartas de cesión, quedanes y pagaré"),
                act=assignments.request_disbursement,
                makes=("FORM-01", "FORM-02", "FORM-03", "FORM-04"),
                recorded_by=("REC",),
            ),
            Step(
                2,
                "REC",
                _("Recibe los documentos, revisa sus datos y los pasa a cobros para verificar"),
                act=assignments.receive_documents,
                needs=("FORM-01", "FORM-02", "FORM-03", "FORM-04"),
                sends_back_to=(1,),
                can_reject=True,
                then=take_in_papers,
            ),
            Step(
                3,
                "AUX_C",
                _("Consulta al jefe de cobros qué tiene pendiente el cliente y anota descuentos"),
                act=claims.withhold_pending,
                sends_back_to=(2, 1),
                can_reject=True,
            ),
            Step(
                4,
                "AUX_C",
                _("Verifica por teléfono cada documento con su deudor y firma el reporte"),
                act=assignments.verify_debt,
                template="desk/work/calls.html",
                makes=("FORM-05",),
                sends_back_to=(2, 1),
                can_reject=True,
            ),
            Step(
                5,
                "AUX_C",
                _("Revisa si la operación cabe en las condiciones de la línea o las excede"),
                act=assignments.check_terms,
                sends_back_to=(4,),
            ),
            Step(
                6,
                "EJ_NEG",
                _("Prepara la solicitud de desembolso; si excede la línea, pide autorización"),
                act=disbursements.prepare_request,
                template="desk/work/pricing.html",
                makes=("FORM-06",),
                authorises=Authorisation(
                    groups=(("G_GRAL",),),
                    when=_needs_management,
                    text=_("Gerencia general, solo si se exceden o cambian las condiciones"),
                ),
                approves=assignments.content_of_assignment,
                sends_back_to=(4, 3),
                can_reject=True,
            ),
            Step(
                7,
                "AUX_D",
                _("Revisa la documentación y registra la operación: número y precio"),
                act=assignments.record_assignment,
                template="desk/work/pricing.html",
                entitles=True,
                sends_back_to=(6,),
                can_reject=True,
            ),
            Step(
                8,
                "AUX_D",
                _("Inicia el abono en línea a la cuenta del cliente e imprime su detalle"),
                act=disbursements.start_credit,
                makes=("FORM-07",),
                sends_back_to=(7,),
            ),
            Step(
                9,
                "AUX_D",
                _("Copia la carta y prepara tres juegos de documentos"),
                act=disbursements.prepare_sets,
                template="desk/work/sending.html",
            ),
            Step(
                10,
                "G_OP",
                _("Recibe el juego y comprueba que lo registrado es correcto; si no, lo devuelve"),
                act=disbursements.review_recording,
                template="desk/work/bearing.html",
                not_by=(6, 7, 8),
                sends_back_to=(7, 6),
                can_reject=True,
            ),
            Step(
                11,
                "G_OP",
                _("Autoriza el abono y lo pasa a gerencia general"),
                act=disbursements.authorise_credit,
                template="desk/work/bearing.html",
                not_by=(6, 7, 8),
                approves=assignments.content_of_assignment,
                sends_back_to=(10, 7),
                can_reject=True,
            ),
            Step(
                12,
                "G_GRAL",
                _("Autoriza el abono: el dinero sale en este momento"),
                act=disbursements.release_money,
                template="desk/work/bearing.html",
                dear=lambda assignment: assignment.amount_net,
                not_by=(6, 7, 8, 10, 11),
                approves=assignments.content_of_assignment,
                requires=(11,),
                sends_back_to=(10, 7),
                can_reject=True,
                then=_queue,
            ),
            Step(
                13,
                "AP_AB",
                _("Emite el comprobante de crédito fiscal por la comisión y su IVA"),
                act=disbursements.issue_commission_receipt,
                makes=("CCF",),
            ),
            Step(
                14,
                "AUX_D",
                _("Agrega comprobante y nota de abono al juego del cliente"),
                act=disbursements.attach_papers,
                template="desk/work/sending.html",
            ),
            Step(
                15,
                "REC",
                _("Recibe los juegos y los envía por correo externo"),
                act=disbursements.send_out,
                template="desk/work/sending.html",
                then=offer_to_vault,
            ),
            Step(
                16,
                "AP_AB",
                _("Contabiliza el desembolso: cuentas por cobrar contra comisión, IVA y banco"),
                act=disbursements.post_disbursement,
                makes=("FORM-08",),
                inferred=True,
            ),
        ),
    )
)
