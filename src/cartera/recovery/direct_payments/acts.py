"""A direct-payment note received, entered and filed; its refund asked for (PCI-F04 steps 1-6)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from cartera.control.mail.acts import write_mail
from cartera.control.mail.rules import Recipient
from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import Amount, Day, Label, Note, Row, Text
from cartera.credit.assignments.models import AssignedDocument
from cartera.credit.claims.acts import claim_document, drop_claim
from cartera.kernel.money import format_amount
from cartera.kernel.search import number_key
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.cheques.acts import ChequeDraft, move_cheques, receive_cheque
from cartera.recovery.cheques.models import Cheque
from cartera.recovery.custody.acts import Draft, accept, offer, register, withdraw_offered
from cartera.recovery.custody.models import Original
from cartera.recovery.custody.rules import Holder
from cartera.recovery.custody.selectors import offered_within
from cartera.recovery.direct_payments.models import DirectPayment
from cartera.recovery.direct_payments.refusals import (
    FundsUnasked,
    NoGuarantee,
    NoteExceedsDocument,
    NoteReceivedBefore,
    NotReceivedByHand,
    PaidInFuture,
    RefundUnderWay,
)
from cartera.recovery.direct_payments.selectors import document_paid, left_of

HEAD = "J_OP"
Remarks = Annotated[Note, Label(_("Observaciones"), widget="textarea")]


class GuaranteeRow(Row):
    """The guarantee cheque that comes with a note."""

    bank: Annotated[Text, Label(_("Banco"))]
    number: Annotated[Annotated[str, Field(min_length=1, max_length=40)], Label(_("Número"))]
    amount: Annotated[Amount, Label(_("Valor"))]
    drawn_on: Annotated[Day, Label(_("Fecha del cheque"))]


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """A note as it is read from the paper: which document, how much, when, with what guarantee."""

    document: AssignedDocument
    reference: str
    amount: Decimal
    paid_on: date
    guarantee: Cheque | None = None


def hand_note(
    note: DirectPayment | None,
    act: Act,
    *,
    assignment: Annotated[int, Label(_("Cesión"))],
    document: Annotated[Text, Label(_("Documento pagado al cliente"))],
    reference: Annotated[
        Annotated[str, Field(min_length=1, max_length=40)], Label(_("Número de la nota"))
    ],
    amount: Annotated[Amount, Label(_("Monto pagado"))],
    paid_on: Annotated[Day, Label(_("Pagado al cliente el"))],
    guarantee: Annotated[
        list[GuaranteeRow], Field(max_length=1), Label(_("Cheque de garantía"))
    ] = [],  # noqa: B006 (pydantic copies it)
) -> None:
    """Custody hands a note with its guarantee cheque to the head of operations (PCI-F04 step 1).

    Refuses a document that is not to be collected, more than is left of it, a day to come, and a
    note received before. What came back corrected is offered anew.
    """
    if note is not None:
        withdraw_offered(act.case_id, act)
        cheque, paper = note.guarantee, note.original
    else:
        cheque, paper = None, None
    found = document_paid(assignment, document)
    if guarantee and cheque is None:
        cheque = receive_guarantee(guarantee[0], found, act)
    draft = NoteDraft(found, reference, amount, paid_on, cheque)
    note = write_note(note, draft, act, paper or register_note(draft, act))
    papers = [note.original, *([cheque.original] if cheque else [])]
    offer(papers, act, role=HEAD, reason=_("nota de abono directo"))


def register_note(draft: NoteDraft, act: Act) -> Original:
    """The note's paper comes into the hands of who acts."""
    paper = Draft(
        Original.Kind.PAYMENT_ADVICE,
        client_id=draft.document.assignment.client_id,
        debtor_id=draft.document.debtor_id,
        number=draft.reference,
        amount=draft.amount,
    )
    hands = Holder.in_hands_of(act.actor_id)
    return register([paper], hands, act, _("nota de abono directo"))[0]


def receive_guarantee(row: GuaranteeRow, document: AssignedDocument, act: Act) -> Cheque:
    """The client's guarantee cheque comes in, and is held until the note is refunded."""
    client = document.assignment.client
    draft = ChequeDraft(
        purpose=Cheque.Purpose.GUARANTEE,
        client_id=client.pk,
        drawer=client.name,
        bank=row.bank,
        number=row.number,
        amount=row.amount,
        drawn_on=row.drawn_on,
        is_negotiable=True,
        assignment_id=document.assignment_id,
    )
    return move_cheques([receive_cheque(draft, [], act)], "held", act)[0]


def write_note(
    note: DirectPayment | None,
    draft: NoteDraft,
    act: Act,
    paper: Original,
    *,
    case_id: int | None = None,
) -> DirectPayment:
    """A note is written, or written again as it was corrected; of the act's case, or of another."""
    _check(draft, act.on, note)
    note = note or DirectPayment(case_id=case_id or act.case_id, received_on=act.on)
    note.client_id = draft.document.assignment.client_id
    note.debtor_id, note.document = draft.document.debtor_id, draft.document
    note.reference, note.reference_key = draft.reference, number_key(draft.reference)
    note.amount, note.paid_on = draft.amount, draft.paid_on
    note.guarantee, note.original = draft.guarantee, paper
    note.save()
    return note


def reserve_funds(
    note: DirectPayment,
    act: Act,
    *,
    funds: Annotated[
        Literal["", "reserved", "none"],
        Label(_("Fondos del cheque de garantía"), _("Vacío solo si la nota no trae cheque")),
    ] = "",
    remarks: Remarks = "",
) -> Outcome:
    """The head of operations has note and cheque, and asks its bank to reserve the funds (step 2).

    Without funds the operation goes on as pending. Refuses a note that he has not in his hands.
    """
    hand_over = offered_within(act.case_id)
    if hand_over is not None:
        accept(hand_over, act)
    elif note.original.person_id not in (act.actor_id, act.on_behalf_of_id):
        raise NotReceivedByHand
    if note.guarantee is None and funds:
        raise NoGuarantee(field="funds")
    if note.guarantee is not None and not funds:
        raise FundsUnasked(field="funds")
    if note.guarantee is not None and funds == "reserved":
        move_cheques([note.guarantee], "reserved", act, note=remarks[:200])
    note.funds = funds or DirectPayment.Funds.NO_CHEQUE
    note.save(update_fields=["funds"])
    return Outcome(result={"funds": note.funds})


def enter_note(note: DirectPayment, act: Act, *, remarks: Remarks = "") -> Outcome:
    """Enter the note: from now on the client owes it, and the report says so (PCI-F04 step 3).

    The claim shows at PCI-F01 step 3 and PCI-F10 step 5: what is withheld there for it goes to the
    document's assignment.
    """
    reason = _("abono directo de {debtor}, nota {reference}, documento {document}").format(
        debtor=note.debtor.name, reference=note.reference, document=note.document.number
    )
    if note.claim is None:
        note.claim = claim_document(note.document, note.amount, reason, act)
    note.state = DirectPayment.State.ENTERED
    note.save(update_fields=["claim", "state"])
    return Outcome(result={"claim": note.claim.pk})


def file_note(
    note: DirectPayment,
    act: Act,
    *,
    folder: Annotated[
        Annotated[str, Field(max_length=60)],
        Label(_("Carpeta"), _("Vacía: la del cliente")),
    ] = "",
) -> None:
    """File the note by client (PCI-F04 step 4)."""
    note.folder = folder.strip() or note.client.code
    note.save(update_fields=["folder"])


def give_copies(note: DirectPayment, act: Act, *, remarks: Remarks = "") -> None:
    """Copies and report go to the collections assistant (PCI-F04 step 5)."""


def request_refund(
    note: DirectPayment,
    act: Act,
    *,
    informed: Annotated[
        Annotated[str, Field(min_length=1, max_length=120)], Label(_("A quién se le pidió"))
    ],
    by_mail: Annotated[bool, Label(_("Enviarle también un correo"), widget="check")] = True,
    remarks: Remarks = "",
) -> Outcome:
    """Ask the client to refund what the debtor paid him (PCI-F04 step 6)."""
    note.informed, note.requested_on = informed, act.on
    note.state = DirectPayment.State.REQUESTED
    note.save(update_fields=["informed", "requested_on", "state"])
    mailed = by_mail and bool(note.client.email)
    if mailed:
        _mail_request(note, act)
    return Outcome(result={"mailed": mailed})


def void_note(note: DirectPayment, act: Act, reason: str) -> None:
    """The note was a mistake: the client owes nothing for it, his guarantee cheque waits for him.

    Refuses once a part of the money is back or withheld.
    """
    if note.refunds.exists():
        raise RefundUnderWay
    withdraw_offered(act.case_id, act)
    if note.claim is not None:
        drop_claim(note.claim)
    if note.guarantee is not None and note.guarantee.state == "reserved":
        move_cheques([note.guarantee], "held", act, note=reason[:200])
    DirectPayment.objects.filter(pk=note.pk).update(state="void")


def describe(note: DirectPayment) -> tuple[str, str]:
    """What the case of a note is called: the client, the debtor, the note."""
    return f"{note.client.name} · {note.debtor.name} · {note.reference}", note.client.code


def _check(draft: NoteDraft, today: date, note: DirectPayment | None) -> None:
    document = draft.document
    if draft.paid_on > today:
        raise PaidInFuture(paid_on=f"{draft.paid_on:%d/%m/%Y}", field="paid_on")
    same = DirectPayment.objects.filter(
        debtor=document.debtor_id, reference_key=number_key(draft.reference)
    ).exclude(state="void")
    if (same.exclude(pk=note.pk) if note else same).exists():
        raise NoteReceivedBefore(
            reference=draft.reference, debtor=document.debtor.name, field="reference"
        )
    already = note.amount if note and note.document_id == document.pk else 0
    if draft.amount > left_of(document) + already:
        left = left_of(document) + already
        raise NoteExceedsDocument(
            document=document.number, left=left, amount=draft.amount, field="amount"
        )


def _mail_request(note: DirectPayment, act: Act) -> None:
    told = {
        "debtor": note.debtor.name,
        "document": note.document.number,
        "amount": format_amount(note.amount),
        "paid_on": f"{note.paid_on:%d/%m/%Y}",
        "reference": note.reference,
        "assignment": note.document.assignment.number,
    }
    write_mail(
        to=Recipient(note.client.representative or note.client.name, note.client.email),
        subject=_("Reintegro de un pago de {debtor}").format(**told),
        body=_(
            "El {paid_on}, {debtor} le pagó a usted {amount} del documento {document}, que está "
            "en la cesión {assignment} (nota {reference}).\n\nEse pago corresponde a nuestra "
            "empresa. Le pedimos reintegrarlo con un cheque dentro de los próximos dos días "
            "hábiles; de lo contrario se descontará de lo que tenga por recibir."
        ).format(**told),
        case_id=act.case_id,
        act=act,
        key=f"pci-f04:{note.pk}:{act.at:%Y%m%d%H%M%S%f}",
    )
