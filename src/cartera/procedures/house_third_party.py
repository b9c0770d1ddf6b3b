"""What the manual takes for granted of third parties' documents: the payment of a value, which
follows PCI-F01 from its step 8 (INT-26), the way back of a paper (INT-27), a payment that the bank
gives back (INT-28)."""

from cartera.control.people.roles import ROLES
from cartera.control.workflow.definitions import Procedure, Step, checker
from cartera.control.workflow.registry import register
from cartera.credit.payments import given_back
from cartera.credit.payments.models import PayoutReturn
from cartera.kernel.text import gettext_noop as _
from cartera.papers.acts import issue
from cartera.procedures.third_party_papers import check_owner, pay_again
from cartera.recovery.third_party import giving_back, paying
from cartera.recovery.third_party.models import PaperReturn, ValuePayment

_STAFF = tuple(code for code, role in ROLES.items() if not role.is_external)

INT_26 = register(
    Procedure(
        code="INT-26",
        title=_("Pago de un valor ajeno"),
        areas=(_("créditos"), _("contable")),
        subject=ValuePayment,
        subject_with=("value__client", "value__paper", "account", "bank_account"),
        describe=lambda payment: (
            f"{payment.value.number} · {payment.value.client.name}",
            payment.value.client.code,
        ),
        on_reject=paying.give_up_payment,
        issue=issue,
        house=True,
        steps=(
            Step(
                8,
                "AUX_D",
                _("Inicia el abono en línea a la cuenta del cliente e imprime su detalle"),
                act=paying.start_credit,
                template="desk/work/foreign.html",
                makes=("FORM-07",),
                can_reject=True,
            ),
            Step(
                10,
                "G_OP",
                _("Comprueba que lo registrado es correcto; si no, lo devuelve"),
                act=paying.review_payment,
                template="desk/work/foreign.html",
                not_by=(8,),
                sends_back_to=(8,),
                can_reject=True,
            ),
            Step(
                11,
                "G_OP",
                _("Autoriza el abono y lo pasa a gerencia general"),
                act=paying.authorise_payment,
                template="desk/work/foreign.html",
                approves=paying.content_of_payment,
                not_by=(8,),
                sends_back_to=(10, 8),
                can_reject=True,
            ),
            Step(
                12,
                "G_GRAL",
                _("Autoriza el abono: el dinero sale en este momento"),
                act=paying.release_payment,
                template="desk/work/foreign.html",
                approves=paying.content_of_payment,
                dear=lambda payment: payment.amount,
                not_by=(8, 10, 11),
                requires=(11,),
                sends_back_to=(10, 8),
                can_reject=True,
            ),
            Step(
                16,
                "AP_AB",
                _("Contabiliza el pago: valor ajeno por pagar contra banco"),
                act=paying.post_payment,
                template="desk/work/foreign.html",
                makes=("FORM-20",),
            ),
        ),
    )
)

INT_27 = register(
    Procedure(
        code="INT-27",
        title=_("Devolución de un documento ajeno a su cliente"),
        areas=(_("recuperación"),),
        subject=PaperReturn,
        subject_with=("document__client",),
        describe=lambda back: (
            f"{back.document.number} · {back.document.client.name}",
            back.document.client.code,
        ),
        house=True,
        steps=(
            Step(
                1,
                "R_CUST",
                _("Saca de la bóveda el documento que ya nadie cobra y lo pasa a recepción"),
                act=giving_back.hand_to_reception,
                template="desk/work/foreign.html",
                goes_to={"": 3},
            ),
            Step(
                2,
                "J_COB",
                _("Pasa a recepción el documento que tiene en sus manos y ya nadie cobra"),
                act=giving_back.pass_to_reception,
                template="desk/work/foreign.html",
                shared_with=tuple(role for role in _STAFF if role != "J_COB"),
                waits_for=giving_back.keeper_of,
            ),
            Step(
                3,
                "REC",
                _("Recibe el documento y responde por él"),
                act=giving_back.receive_for_client,
                template="desk/work/foreign.html",
                not_by=(1, 2),
                sends_back_to=(2,),
            ),
            Step(
                4,
                "REC",
                _("Lo entrega al cliente, con el nombre de quien recibe"),
                act=giving_back.deliver_to_client,
                template="desk/work/foreign.html",
            ),
        ),
    )
)

INT_28 = register(
    Procedure(
        code="INT-28",
        title=_("Pago de un valor ajeno devuelto por el banco"),
        areas=(_("contable"),),
        subject=PayoutReturn,
        subject_with=("of_case",),
        describe=given_back.describe_return,
        on_reject=given_back.void_return,
        house=True,
        steps=(
            Step(
                1,
                "AP_AB",
                _("Registra que el pago volvió: el banco lo devolvió o el cheque se anuló"),
                act=given_back.record_return,
                then=check_owner,
            ),
            checker(
                2,
                "J_OP",
                _("Confirma: se reversa su partida y el valor se debe otra vez"),
                given_back.confirm_return,
                template="desk/work/foreign.html",
                then=pay_again,
            ),
        ),
    )
)
