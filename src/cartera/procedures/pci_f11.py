"""PCI-F11, delegated collection: documents that a client collects himself, against a guarantee."""

from cartera.control.workflow.definitions import Authorisation, Procedure, Step
from cartera.control.workflow.registry import register
from cartera.kernel.text import gettext_noop as _
from cartera.papers.acts import issue
from cartera.procedures.papers_delegated import close_papers, deny, pass_on
from cartera.recovery.delegations import acts as lending
from cartera.recovery.delegations import settling
from cartera.recovery.delegations.models import Delegation
from cartera.recovery.delegations.rules import SETTLE_WITHIN


def _describe(delegation: Delegation) -> tuple[str, str]:
    return f"{delegation.client.name} · {delegation.amount:,}", delegation.client.code


PCI_F11 = register(
    Procedure(
        code="PCI-F11",
        title=_("Cobranza delegada"),
        areas=(_("créditos"), _("recuperación")),
        controls=(
            _("Registro de los documentos delegados"),
            _("Autorización"),
            _("Preparación de los documentos"),
            _("Liquidación"),
        ),
        subject=Delegation,
        subject_with=("client", "guarantee__original", "guarantee__client"),
        describe=_describe,
        on_reject=deny,
        issue=issue,
        steps=(
            Step(
                1,
                "CTE",
                _("Pide por carta los documentos que cobrará, con un cheque de garantía"),
                act=lending.request_delegation,
                makes=("FORM-24",),
                recorded_by=("AUX_C",),
            ),
            Step(
                2,
                "AUX_C",
                _("Recibe la carta y el cheque de garantía por el valor de los documentos"),
                act=lending.receive_guarantee,
                template="desk/work/delegation.html",
                sends_back_to=(1,),
                can_reject=True,
            ),
            Step(
                3,
                "AUX_C",
                _("Registra los documentos pedidos como cobranza delegada"),
                act=lending.enter_delegation,
                template="desk/work/delegation.html",
                can_reject=True,
            ),
            Step(
                4,
                "AUX_C",
                _("Pide la autorización de gerencia de operaciones, que aprueba o deniega"),
                act=lending.ask_authorisation,
                template="desk/work/delegation.html",
                authorises=Authorisation(
                    groups=(("G_OP",),), text=_("Gerencia de operaciones, en la carta")
                ),
                approves=lending.content_of_delegation,
                can_reject=True,
            ),
            Step(
                5,
                "AUX_C",
                _("Solicita los documentos a custodia"),
                act=lending.ask_custody,
                template="desk/work/delegation.html",
                requires=(4,),
                can_reject=True,
            ),
            Step(
                6,
                "R_CUST",
                _("Saca los documentos de la bóveda y los entrega al auxiliar de cobros"),
                act=lending.give_documents,
                template="desk/work/delegation.html",
                sends_back_to=(5,),
            ),
            Step(
                7,
                "AUX_C",
                _("Los recibe con la carta y los entrega al cliente: empieza su plazo"),
                act=lending.hand_to_client,
                template="desk/work/delegation.html",
                not_by=(6,),
                sends_back_to=(6,),
            ),
            Step(
                8,
                "CTE",
                _("Recibe los documentos y firma la carta"),
                act=lending.sign_letter,
                recorded_by=("AUX_C",),
            ),
            Step(
                9,
                "AUX_C",
                _("Entrega la carta y el cheque de garantía al jefe de operaciones"),
                act=lending.hand_guarantee,
                template="desk/work/delegation.html",
                waits_for=lending.keeper_of_guarantee,
            ),
            Step(
                10,
                "J_OP",
                _("Los recibe, copia el cheque en la carta y archiva ambos"),
                act=lending.file_guarantee,
                template="desk/work/delegation.html",
                not_by=(9,),
                sends_back_to=(9,),
            ),
            Step(
                11,
                "CTE",
                _("Liquida con el auxiliar de cobros: el cheque, o los documentos sin cobrar"),
                act=settling.settle_with_client,
                template="desk/work/delegation.html",
                due=SETTLE_WITHIN,
                due_since=lambda delegation: delegation.lent_at,
                recorded_by=("AUX_C",),
                goes_to={settling.UNSETTLED: 13},
            ),
            Step(
                12,
                "AUX_C",
                _("Recibe lo que trae el cliente y liquida con el jefe de operaciones"),
                act=settling.settle_with_operations,
                template="desk/work/delegation.html",
                sends_back_to=(11,),
            ),
            Step(
                13,
                "J_OP",
                _("Revisa que el cheque sea igual a los documentos prestados y cierra"),
                act=settling.close_delegation,
                template="desk/work/delegation.html",
                not_by=(11, 12),
                sends_back_to=(12, 11),
                goes_to={settling.UNSETTLED: 18},
                then=close_papers,
            ),
            Step(
                14,
                "J_OP",
                _("Entrega el cheque de garantía y la carta al auxiliar de cobros"),
                act=settling.hand_back_guarantee,
                template="desk/work/delegation.html",
                waits_for=lending.keeper_of_guarantee,
            ),
            Step(
                15,
                "AUX_C",
                _("Los recibe y devuelve al cliente su cheque de garantía"),
                act=settling.return_guarantee,
                template="desk/work/delegation.html",
                not_by=(14,),
                sends_back_to=(14,),
            ),
            Step(
                16,
                "CTE",
                _("Firma la copia del cheque de garantía"),
                act=settling.sign_copy,
                recorded_by=("AUX_C",),
            ),
            Step(
                17,
                "AUX_C",
                _("Archiva la carta y la copia"),
                act=settling.file_letter,
            ),
            Step(
                18,
                "AUX_C",
                _("Liquida con custodia lo recuperado por cesión; los cheques siguen su trámite"),
                act=settling.settle_with_custody,
                template="desk/work/delegation.html",
                inferred=True,
                then=pass_on,
            ),
        ),
    )
)
