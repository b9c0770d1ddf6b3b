"""PCI-F03.2, a document of ours lent to another factoring company, which collects it."""

from cartera.control.workflow.definitions import END, Procedure, Step
from cartera.control.workflow.registry import register
from cartera.kernel.text import gettext_noop as _
from cartera.papers.acts import issue
from cartera.procedures.factor_links import asks
from cartera.procedures.papers_delegated import close_loan
from cartera.recovery.delegations import loans
from cartera.recovery.delegations.models import DocumentLoan
from cartera.recovery.delegations.rules import RETURN_WITHIN


def _describe(loan: DocumentLoan) -> tuple[str, str]:
    client = loan.original.client
    return f"{loan.factor.name} · {loan.original.number}", client.code if client else ""


PCI_F03_2 = register(
    Procedure(
        code="PCI-F03.2",
        title=_("Préstamo de documentos: el quedan de mayor valor es de la otra empresa (Y)"),
        areas=(_("recuperación"),),
        controls=(
            _("Autorización del préstamo"),
            _("Registro del préstamo"),
            _("Obtención del cheque"),
            _("Liquidación del préstamo"),
            _("Aplicación a la cesión"),
        ),
        subject=DocumentLoan,
        subject_with=(
            "factor",
            "collector",
            "original__client",
            "original__debtor",
            "cheque__original",
        ),
        describe=_describe,
        on_reject=loans.deny_loan,
        issue=issue,
        steps=(
            Step(
                1,
                "J_COB",
                _("Pide a la otra empresa su carta de solicitud"),
                act=loans.ask_letter,
                then=asks(2),
            ),
            Step(
                2,
                "EMP_FACT",
                _("Envía la carta, con el compromiso de devolver el cheque en 48 horas"),
                act=loans.receive_letter,
                template="desk/work/between_factors.html",
                makes=("FORM-13",),
                recorded_by=("J_COB",),
                can_reject=True,
            ),
            Step(
                3,
                "J_COB",
                _("Pide la autorización de gerencia de operaciones"),
                act=loans.ask_authorisation,
                can_reject=True,
            ),
            Step(
                4,
                "G_OP",
                _("Autoriza el préstamo en la carta, o lo deniega"),
                act=loans.authorise_loan,
                approves=loans.content_of_loan,
                not_by=(1, 3),
                sends_back_to=(3,),
                can_reject=True,
            ),
            Step(
                5,
                "J_COB",
                _("Copia la carta y solicita el documento a custodia"),
                act=loans.ask_custody,
                requires=(4,),
                can_reject=True,
            ),
            Step(
                6,
                "R_CUST",
                _("Entrega el documento al jefe de operaciones y archiva la carta autorizada"),
                act=loans.give_to_operations,
                sends_back_to=(5,),
            ),
            Step(
                7,
                "J_OP",
                _("Lo registra como cobranza delegada a la otra empresa y lo da a un gestor"),
                act=loans.record_loan,
                not_by=(6,),
                sends_back_to=(6,),
            ),
            Step(
                8,
                "G_COB",
                _("Lleva el documento a la otra empresa y trae la copia firmada"),
                act=loans.hand_to_factor,
                not_by=(7,),
                waits_for=loans.collector_of,
                sends_back_to=(7,),
            ),
            Step(
                9,
                "J_COB",
                _("Archiva las copias"),
                act=loans.file_copies,
                inferred=True,
            ),
            Step(
                10,
                "J_COB",
                _("Da seguimiento al cheque por teléfono"),
                act=loans.follow_up,
                then=asks(11),
                due=RETURN_WITHIN,
                due_since=lambda loan: loan.lent_at,
            ),
            Step(
                11,
                "EMP_FACT",
                _("Avisa que el cheque está listo"),
                act=loans.announce_cheque,
                template="desk/work/between_factors.html",
                recorded_by=("J_COB",),
                due=RETURN_WITHIN,
                due_since=lambda loan: loan.lent_at,
                sends_back_to=(10,),
            ),
            Step(
                12,
                "G_COB",
                _("Recoge el cheque, o el documento que no se cobró"),
                act=loans.fetch_cheque,
                waits_for=loans.collector_of,
                due=RETURN_WITHIN,
                due_since=lambda loan: loan.lent_at,
                sends_back_to=(10,),
            ),
            Step(
                13,
                "G_COB",
                _("Liquida lo recuperado con el jefe de cobros"),
                act=loans.settle_recovery,
                calls=("PCI-F02",),
                waits_for=loans.collector_of,
            ),
            Step(
                14,
                "J_COB",
                _("Liquida el préstamo en la carta y lo pasa a operaciones"),
                act=loans.settle_loan,
                inferred=True,
                not_by=(13,),
                sends_back_to=(13,),
            ),
            Step(
                15,
                "J_OP",
                _("Imprime el reporte de cobranza delegada y pasa el cheque a aplicación"),
                act=loans.report_collection,
                makes=("FORM-15",),
                not_by=(14,),
                sends_back_to=(14,),
                goes_to={loans.RETURNED: END},
                then=close_loan,
            ),
            Step(
                16,
                "AP_AB",
                _("Lo aplica a la cesión, una vez depositado"),
                act=loans.apply_loan,
                calls=("PCI-F09",),
            ),
        ),
    )
)
