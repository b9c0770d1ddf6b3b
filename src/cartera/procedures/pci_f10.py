"""PCI-F10, settlement of assignments: one assignment whose advance and interest are covered."""

from typing import Any

from cartera.control.workflow.definitions import Act, Procedure, Step
from cartera.control.workflow.moves import start_cases
from cartera.control.workflow.registry import register
from cartera.credit.assignments.models import Assignment
from cartera.credit.disbursements.acts import taken_in
from cartera.credit.payments.acts import queue_deductions
from cartera.credit.settlements import acts as settlements
from cartera.credit.settlements.models import Settlement
from cartera.kernel.text import gettext_noop as _
from cartera.papers.acts import issue
from cartera.procedures.papers_in_custody import (
    pass_to_reception,
    take_out_documents,
    take_out_guarantees,
)


def _describe(settlement: Settlement) -> tuple[str, str]:
    assignment = settlement.assignment
    return f"{assignment} · {assignment.client.name}", assignment.client.code


def _queue(settlement: Settlement, act: Act) -> None:
    """What was withheld for other assignments waits for PCI-F09 step 1."""
    queue_deductions(taken_in(act.case_id), act)


PCI_F10 = register(
    Procedure(
        code="PCI-F10",
        title=_("Liquidación de cesiones"),
        areas=(_("créditos"), _("contable")),
        controls=(
            _("Emisión de reportes y estados de cuenta"),
            _("Preparación de los documentos de la cesión"),
            _("Cuadratura de la cesión"),
            _("Verificación de lo liquidado"),
            _("Reembolso del saldo"),
            _("Registro contable"),
        ),
        subject=Settlement,
        subject_with=("assignment__client", "account", "bank_account"),
        describe=_describe,
        on_reject=settlements.reject_settlement,
        issue=issue,
        steps=(
            Step(
                1,
                "R_CUST",
                _("Recibe el reporte de abonos con las cesiones por liquidar"),
                act=settlements.receive_report,
                needs=("FORM-18",),
                can_reject=True,
            ),
            Step(
                2,
                "R_CUST",
                _("Emite el reporte de documentos y el estado de cuenta"),
                act=settlements.issue_statements,
                makes=("FORM-21", "FORM-22"),
                can_reject=True,
            ),
            Step(
                3,
                "R_CUST",
                _("Saca de la bóveda los documentos"),
                act=settlements.take_out_documents,
                can_reject=True,
                then=take_out_documents,
            ),
            Step(
                4,
                "R_CUST",
                _("Saca el pagaré y los cheques de garantía"),
                act=settlements.take_out_guarantees,
                can_reject=True,
                then=take_out_guarantees,
            ),
            Step(
                5,
                "R_CUST",
                _("Cuadra lo nominal con lo cobrado, descuenta e imprime la liquidación"),
                act=settlements.square_settlement,
                template="desk/work/squaring.html",
                makes=("FORM-23",),
                can_reject=True,
            ),
            Step(
                6,
                "R_CUST",
                _("Marca lo que se devuelve para abono a la cuenta del cliente"),
                act=settlements.mark_refund,
                template="desk/work/squaring.html",
            ),
            Step(
                7,
                "R_CUST",
                _("Ordena los dos juegos de documentos"),
                act=settlements.arrange_sets,
                template="desk/work/sending.html",
            ),
            Step(
                8,
                "J_OP",
                _("Verifica y autoriza; si algo no cuadra, lo devuelve a custodia"),
                act=settlements.verify_settlement,
                template="desk/work/squaring.html",
                not_by=(5, 6),
                approves=settlements.content_of_settlement,
                sends_back_to=(5, 6),
                can_reject=True,
            ),
            Step(
                9,
                "J_OP",
                _("Pasa el primer juego a custodia y el segundo a desembolsos"),
                act=settlements.pass_sets,
                template="desk/work/sending.html",
            ),
            Step(
                10,
                "J_OP",
                _("Ordena el reembolso y devuelve el reporte a aplicación de abonos"),
                act=settlements.refund_balance,
                template="desk/work/squaring.html",
                inferred=True,
            ),
            Step(
                11,
                "AUX_D",
                _("Abona la liquidación y entrega las notas de abono a custodia"),
                act=settlements.credit_settlement,
                template="desk/work/squaring.html",
                dear=lambda settlement: settlement.amount_to_return,
                not_by=(5, 8),
                requires=(8,),
                sends_back_to=(8,),
                then=_queue,
            ),
            Step(
                12,
                "R_CUST",
                _("Adjunta las notas de abono y pasa todo a recepción"),
                act=settlements.attach_credit_notes,
                template="desk/work/sending.html",
                then=pass_to_reception,
            ),
            Step(
                13,
                "AP_AB",
                _("Contabiliza la liquidación: valor por pagar al cliente contra banco"),
                act=settlements.post_settlement,
                makes=("FORM-20",),
                inferred=True,
            ),
        ),
    )
)


def open_settlements(act: Act, **which: Any) -> None:
    """Open a case for each paid-off assignment among `which` that has none yet; set-based."""
    paid_off = list(
        Assignment.objects.filter(state="paid_off", **which)
        .exclude(settlements__state__in=("started", "squared", "authorised", "paid", "posted"))
        .select_related("client")
        .order_by("number")
    )
    if not paid_off:
        return
    titles = [(f"{a} · {a.client.name}", a.client.code) for a in paid_off]
    cases = start_cases(PCI_F10, act, titles, parent_id=act.case_id)
    Settlement.objects.bulk_create(
        Settlement(case=case, assignment=assignment)
        for case, assignment in zip(cases, paid_off, strict=True)
    )
