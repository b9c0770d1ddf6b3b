"""PCI-F09, application of payments to assignments: one day's payments."""

from cartera.control.workflow.definitions import END, Act, Procedure, Step
from cartera.control.workflow.registry import register
from cartera.credit.payments import acts as payments
from cartera.credit.payments.models import PaymentDay
from cartera.kernel.text import gettext_noop as _
from cartera.papers.acts import issue
from cartera.procedures.cheques_and_money import clear_cheques
from cartera.procedures.pci_f10 import open_settlements


def _describe(day: PaymentDay) -> tuple[str, str]:
    again = f" ({day.round})" if day.round > 1 else ""
    return f"Abonos del {day.on:%d/%m/%Y}{again}", ""


def _open_settlements(day: PaymentDay, act: Act) -> None:
    """What is paid off and not being settled waits for custody to settle it (PCI-F10 step 1).

    What the day paid off, and what an earlier settlement that was rejected left behind.
    """
    open_settlements(act)


PCI_F09 = register(
    Procedure(
        code="PCI-F09",
        title=_("Aplicación de abonos a cesiones"),
        areas=(_("créditos"), _("contable")),
        controls=(
            _("Recepción de lo recuperado por cada área"),
            _("Preparación de remesas"),
            _("Aplicación a las cesiones"),
            _("Registro contable"),
        ),
        subject=PaymentDay,
        describe=_describe,
        issue=issue,
        steps=(
            Step(
                1,
                "AP_AB",
                _("Recibe los abonos de cobros, custodia, operaciones y desembolsos"),
                act=payments.receive_payments,
                repeats=True,
                goes_to={"nothing": END},
            ),
            Step(
                2,
                "AP_AB",
                _("Sella los cheques endosados y prepara las remesas por banco"),
                act=payments.prepare_deposits,
                template="desk/work/day.html",
                sends_back_to=(1,),
            ),
            Step(
                3,
                "AP_AB",
                _("Aplica cada abono: cargos, mora, interés y capital; el exceso es del cliente"),
                act=payments.apply_payments,
                template="desk/work/day.html",
                repeats=True,
                sends_back_to=(2, 1),
            ),
            Step(
                4,
                "AP_AB",
                _("Emite el reporte de aplicación e identifica las cesiones canceladas"),
                act=payments.report_applications,
                template="desk/work/day.html",
                makes=("FORM-18",),
            ),
            Step(
                5,
                "AP_AB",
                _("Entrega el reporte a custodia"),
                act=payments.hand_to_custody,
                template="desk/work/day.html",
                then=_open_settlements,
            ),
            Step(
                6,
                "AP_AB",
                _("Emite los comprobantes de crédito fiscal de los intereses cobrados"),
                act=payments.issue_interest_receipts,
                template="desk/work/day.html",
                makes=("CCF",),
            ),
            Step(
                7,
                "AP_AB",
                _("Cuadra aplicación con remesas y comprobantes; otra persona lo firma"),
                act=payments.tie_out,
                template="desk/work/day.html",
                not_by=(3,),
                sends_back_to=(2,),
            ),
            Step(
                8,
                "AP_AB",
                _("Emite el reporte de ingresos y la partida del día"),
                act=payments.report_income,
                template="desk/work/day.html",
                makes=("FORM-19", "FORM-20"),
            ),
            Step(
                9,
                "AP_AB",
                _("Contabiliza: banco contra cartera, intereses, IVA y valores por pagar"),
                act=payments.post_day,
                template="desk/work/day.html",
                then=clear_cheques,
            ),
            Step(
                10,
                "REC",
                _("Distribuye los comprobantes de crédito fiscal"),
                act=payments.distribute_receipts,
                template="desk/work/sending.html",
            ),
        ),
    )
)
