"""PCI-F03.1, a document that another factoring company lends to us, to collect it with ours."""

from cartera.control.workflow.definitions import END, Authorisation, Procedure, Step
from cartera.control.workflow.registry import register
from cartera.kernel.text import gettext_noop as _
from cartera.papers.acts import issue
from cartera.procedures.factor_links import asks
from cartera.recovery.delegations import borrowing, paying
from cartera.recovery.delegations.loans import RETURNED
from cartera.recovery.delegations.models import Borrowing
from cartera.recovery.delegations.rules import RETURN_WITHIN


def _describe(loan: Borrowing) -> tuple[str, str]:
    client = loan.original.client
    return f"{loan.factor.name} · {loan.number}", client.code if client else ""


PCI_F03_1 = register(
    Procedure(
        code="PCI-F03.1",
        title=_("Préstamo de documentos: el quedan de mayor valor es de la empresa propia (X)"),
        areas=(_("recuperación"),),
        controls=(
            _("Solicitud a la otra empresa"),
            _("Cobro"),
            _("Liquidación de la ruta"),
            _("Cheque emitido a la otra empresa"),
        ),
        subject=Borrowing,
        subject_with=(
            "factor",
            "collector",
            "issued_cheque__bank_account",
            "original__client",
            "original__debtor",
            "borrowed",
        ),
        describe=_describe,
        on_reject=borrowing.deny_borrowing,
        issue=issue,
        steps=(
            Step(
                1,
                "J_COB",
                _("Emite la carta que pide el documento a la otra empresa"),
                act=borrowing.issue_letter,
                makes=("FORM-13",),
                can_reject=True,
            ),
            Step(
                2,
                "J_COB",
                _("Da la carta a un gestor de cobros"),
                act=borrowing.give_letter,
                can_reject=True,
            ),
            Step(
                3,
                "G_COB",
                _("Entrega la carta a la otra empresa"),
                act=borrowing.deliver_letter,
                not_by=(2,),
                waits_for=borrowing.carrier_of,
                then=asks(4),
                sends_back_to=(2,),
            ),
            Step(
                4,
                "EMP_FACT",
                _("Recibe la carta y entrega el documento, o no lo presta"),
                act=borrowing.take_document,
                template="desk/work/between_factors.html",
                recorded_by=("G_COB",),
                waits_for=borrowing.carrier_of,
                sends_back_to=(3,),
                can_reject=True,
            ),
            Step(
                5,
                "G_COB",
                _("Recibe el documento y lo lleva a cobro con el nuestro, o lo devuelve"),
                act=borrowing.take_along,
                calls=("PCI-F02",),
                waits_for=borrowing.carrier_of,
                goes_to={RETURNED: END},
            ),
            Step(
                6,
                "J_COB",
                _("Liquida lo cobrado y dice que es de la otra empresa, o que no se cobró"),
                act=borrowing.settle_collection,
                inferred=True,
                not_by=(5,),
                sends_back_to=(5,),
                goes_to={borrowing.UNPAID: END},
            ),
            Step(
                7,
                "J_OP",
                _("Entrega a contabilidad el reporte de documentos no cedidos y la carta"),
                act=borrowing.report_foreign,
                makes=("FORM-14",),
                not_by=(6,),
                sends_back_to=(6,),
            ),
            Step(
                8,
                "CONTAB",
                _("Emite el cheque por lo que se cobró del documento"),
                act=paying.draw_cheque,
                sends_back_to=(7, 6),
            ),
            Step(
                9,
                "CONTAB",
                _("Obtiene las dos firmas del cheque"),
                act=paying.ask_signatures,
                authorises=Authorisation(
                    groups=(("G_GRAL",), ("J_OP", "G_NEG")),
                    text=_("Gerencia general, y jefe de operaciones o gerencia de negocios"),
                ),
                approves=paying.content_of_cheque,
                sends_back_to=(8,),
            ),
            Step(
                10,
                "CONTAB",
                _("Avisa al jefe de cobros que el cheque está listo"),
                act=paying.tell_ready,
                requires=(9,),
                dear=paying.money_out,
                sends_back_to=(8,),
            ),
            Step(
                11,
                "J_COB",
                _("Entrega el cheque a la otra empresa"),
                act=paying.deliver_cheque,
                due=RETURN_WITHIN,
                due_since=lambda loan: loan.lent_at,
                not_by=(8, 10),
            ),
        ),
    )
)
