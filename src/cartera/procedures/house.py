"""The house procedures: what the manual lacks and a company needs, each with maker and checker."""

from cartera.control.workflow import access as people
from cartera.control.workflow.definitions import END, Procedure, Step, checker
from cartera.control.workflow.models import AccessRequest
from cartera.control.workflow.registry import register
from cartera.credit.claims import acts as claims
from cartera.credit.claims.models import Claim
from cartera.credit.lines import acts as lines
from cartera.credit.lines.models import Line
from cartera.credit.parties import acts as parties
from cartera.credit.parties.models import Client, Debtor
from cartera.credit.payments import bounces
from cartera.credit.payments.models import Bounce
from cartera.credit.settlements import returns
from cartera.credit.settlements.models import DocumentReturn
from cartera.kernel.text import gettext_noop as _
from cartera.papers.acts import issue
from cartera.procedures import setting_acts as settings
from cartera.procedures.cheques_and_money import check_at_bank, take_back_from_bank
from cartera.procedures.models import SettingChange
from cartera.procedures.pci_f10 import open_settlements

INT_01 = register(
    Procedure(
        code="INT-01",
        title=_("Apertura de cliente"),
        subject=Client,
        describe=lambda client: (client.name, client.code),
        on_reject=parties.reject_client,
        house=True,
        steps=(
            Step(1, "EJ_NEG", _("Registra al cliente y su cuenta"), act=parties.record_client),
            checker(2, "G_OP", _("Revisa y admite al cliente"), parties.admit_client),
        ),
    )
)

INT_02 = register(
    Procedure(
        code="INT-02",
        title=_("Apertura de deudor"),
        subject=Debtor,
        describe=lambda debtor: (debtor.name, ""),
        on_reject=parties.reject_debtor,
        house=True,
        steps=(
            Step(1, "EJ_NEG", _("Registra al deudor y su límite"), act=parties.record_debtor),
            checker(2, "J_COB", _("Revisa y admite al deudor"), parties.admit_debtor),
        ),
    )
)

INT_03 = register(
    Procedure(
        code="INT-03",
        title=_("Aprobación de línea"),
        subject=Line,
        describe=lambda line: (line.client.name, line.client.code),
        on_reject=lines.reject_line,
        house=True,
        steps=(
            Step(1, "EJ_NEG", _("Propone la línea y sus condiciones"), act=lines.propose_line),
            checker(
                2,
                "G_GRAL",
                _("Aprueba la línea"),
                lines.approve_line,
                approves=lines.content_of_line,
            ),
        ),
    )
)

INT_06 = register(
    Procedure(
        code="INT-06",
        title=_("Cheque rechazado por el banco"),
        subject=Bounce,
        describe=lambda bounce: (
            f"{bounce.payment.bank} {bounce.payment.reference}",
            bounces.client_of(bounce.payment).code,
        ),
        on_reject=bounces.void_bounce,
        issue=issue,
        house=True,
        steps=(
            Step(
                1,
                "AP_AB",
                _("Registra el rechazo del banco"),
                act=bounces.record_bounce,
                then=check_at_bank,
            ),
            checker(
                2,
                "J_OP",
                _("Confirma: se reversa la aplicación y se reclama el cargo"),
                bounces.confirm_bounce,
                makes=("CCF",),
                then=take_back_from_bank,
            ),
        ),
    )
)

INT_07 = register(
    Procedure(
        code="INT-07",
        title=_("Cargo pendiente de un cliente"),
        subject=Claim,
        describe=lambda claim: (claim.reason, claim.client.code),
        on_reject=claims.void_claim,
        house=True,
        steps=(
            Step(1, "AUX_C", _("Registra lo que el cliente debe"), act=claims.record_claim),
            checker(2, "J_COB", _("Confirma el cargo: se descontará"), claims.confirm_claim),
        ),
    )
)

INT_08 = register(
    Procedure(
        code="INT-08",
        title=_("Acceso: roles y suplencias"),
        subject=AccessRequest,
        describe=lambda request: (str(request), ""),
        on_reject=people.reject_access,
        house=True,
        steps=(
            Step(
                1,
                "ADM_ACC",
                _("Pide dar un rol o una suplencia"),
                act=people.request_access,
                goes_to={people.OF_MANAGEMENT: 3},
            ),
            checker(
                2,
                people.AUTHORISER,
                _("Autoriza el acceso"),
                people.grant_access,
                approves=people.content_of_access,
                goes_to={"": END},
            ),
            checker(
                3,
                "G_OP",
                _("Autoriza el acceso de quien tiene o suple la gerencia general"),
                people.grant_access,
                approves=people.content_of_access,
            ),
        ),
    )
)

INT_10 = register(
    Procedure(
        code="INT-10",
        title=_("Devolución de documentos no cobrados"),
        subject=DocumentReturn,
        describe=returns.describe,
        on_reject=returns.void_return,
        house=True,
        steps=(
            Step(1, "R_CUST", _("Propone devolverlos al cliente"), act=returns.propose_return),
            checker(
                2,
                "J_OP",
                _("Autoriza la devolución; la cesión queda lista para liquidarse"),
                returns.confirm_return,
                then=lambda proposed, act: open_settlements(act, pk=proposed.assignment_id),
            ),
        ),
    )
)

INT_11 = register(
    Procedure(
        code="INT-11",
        title=_("Ajustes de la empresa"),
        subject=SettingChange,
        describe=lambda change: (str(change), ""),
        on_reject=settings.reject_setting,
        house=True,
        steps=(
            Step(1, "CONTAB", _("Pide el ajuste, con su motivo"), act=settings.request_setting),
            checker(
                2,
                "G_GRAL",
                _("Autoriza el ajuste: entra en vigor"),
                settings.approve_setting,
                approves=settings.content_of_setting,
            ),
        ),
    )
)
