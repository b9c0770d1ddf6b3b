"""PCI-F04, recovery of direct payments: the debtor paid the client instead of the house."""

from collections.abc import Sequence

from cartera.control.workflow.definitions import Act, Procedure, Step
from cartera.control.workflow.models import Case
from cartera.control.workflow.moves import start_at
from cartera.control.workflow.registry import register
from cartera.credit.payments.models import Payment
from cartera.kernel.calendar import Deadline
from cartera.kernel.text import gettext_noop as _
from cartera.papers.acts import issue
from cartera.procedures.cheque_batches import begin_at_stamp
from cartera.procedures.house_custody import INT_17
from cartera.recovery.cheques.acts import move_cheques
from cartera.recovery.custody.acts import CUSTODIAN, offer, say_assignment
from cartera.recovery.custody.models import HandOver, Original
from cartera.recovery.direct_payments import acts as notes
from cartera.recovery.direct_payments import refunding
from cartera.recovery.direct_payments.models import DirectPayment


def _give_guarantee_back(note: DirectPayment, act: Act) -> None:
    """A guarantee cheque that was not needed goes to the vault, with its assignment's papers."""
    cheque = note.guarantee
    if cheque is None or note.refunds.filter(cheque=cheque).exists():
        return
    if cheque.state == "reserved":
        move_cheques([cheque], "held", act, note=_("abono directo cancelado"))
    if cheque.original.state != "in_hand" or cheque.original.person_id != act.actor_id:
        return
    case = start_at(INT_17, 2, act, *notes.describe(note))
    reason = _("cheque de garantía de un abono directo cancelado")
    offer([cheque.original], act, role=CUSTODIAN, reason=reason, hand_over=HandOver(case=case))


def _to_the_bank(note: DirectPayment, act: Act) -> None:
    """The client's cheques are stamped, carried to the bank and applied when it gives them."""
    cheques = refunding.cheques_back(note)
    if cheques:
        source = Payment.Source.DIRECT
        begin_at_stamp(cheques, len(cheques), act, source=source, keeper=act.actor_id)


PCI_F04 = register(
    Procedure(
        code="PCI-F04",
        title=_("Cobro de abonos directos a clientes"),
        areas=(_("créditos"),),
        controls=(
            _("Reserva de fondos del cheque de garantía"),
            _("Ingreso de la nota de abono"),
            _("Solicitud de reintegro al cliente"),
            _("Aplicación a la cesión"),
        ),
        subject=DirectPayment,
        subject_with=(
            "client", "debtor", "document__assignment", "original", "guarantee__original", "claim",
        ),
        describe=notes.describe,
        on_reject=notes.void_note,
        issue=issue,
        steps=(
            Step(
                1,
                "R_CUST",
                _("Entrega al jefe de operaciones la nota con su cheque de garantía"),
                act=notes.hand_note,
            ),
            Step(
                2,
                "J_OP",
                _("Reserva en el banco los fondos del cheque de garantía; sin fondos, pendiente"),
                act=notes.reserve_funds,
                not_by=(1,),
                sends_back_to=(1,),
                can_reject=True,
            ),
            Step(
                3,
                "J_OP",
                _("Ingresa la nota, imprime el reporte por cliente y copia la nota"),
                act=notes.enter_note,
                makes=("FORM-12",),
                can_reject=True,
            ),
            Step(4, "J_OP", _("Archiva la nota por cliente"), act=notes.file_note),
            Step(
                5,
                "J_OP",
                _("Entrega copia y reporte al auxiliar de cobros"),
                act=notes.give_copies,
            ),
            Step(
                6,
                "AUX_C",
                _("Pide al cliente que reintegre el pago"),
                act=notes.request_refund,
                can_reject=True,
            ),
            Step(
                7,
                "AUX_C",
                _("Lo recupera: cheque, liquidación, desembolso o dos días hábiles"),
                act=refunding.recover_refund,
                template="desk/work/refund.html",
                due=Deadline(2),
                repeats=True,
                can_reject=True,
            ),
            Step(
                8,
                "AUX_C",
                _("Informa al jefe de operaciones que quedó cancelado"),
                act=refunding.tell_cancelled,
            ),
            Step(
                9,
                "J_OP",
                _("Saca de pendientes lo recuperado"),
                act=refunding.take_off_pending,
                not_by=(7,),
                sends_back_to=(7,),
                then=_give_guarantee_back,
            ),
            Step(
                10,
                "J_OP",
                _("Imprime el reporte de cancelación y lo pasa a aplicación de abonos"),
                act=refunding.pass_cancellation,
            ),
            Step(
                11,
                "AP_AB",
                _("Lo aplica a la cesión"),
                act=refunding.apply_refund,
                calls=("PCI-F09",),
                not_by=(7,),
                then=_to_the_bank,
            ),
        ),
    )
)  # fmt: skip


def begin_notes(drafts: Sequence[tuple[notes.NoteDraft, Original]], act: Act) -> list[Case]:
    """Notes that a route brought begin at step 2: the head of operations has them already.

    One case for each note, with the paper in his hands (PCI-F02 step 12).
    """
    cases = []
    for draft, paper in drafts:
        client = draft.document.assignment.client
        title = f"{client.name} · {draft.document.debtor.name} · {draft.reference}"
        case = start_at(PCI_F04, 2, act, title, client.code)
        if draft.guarantee is not None:
            say_assignment(draft.guarantee.original, draft.document.assignment_id)
            if draft.guarantee.state == "received":
                move_cheques([draft.guarantee], "held", act)
        notes.write_note(None, draft, act, paper, case_id=case.pk)
        cases.append(case)
    return cases
