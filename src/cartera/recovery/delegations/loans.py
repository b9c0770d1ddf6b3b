"""A document of ours lent to another factoring company, which collects it (PCI-F03.2)."""

from typing import Annotated, Any

from pydantic import Field

from cartera.control.people.models import User
from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import Amount, Day, Label, Row, Text
from cartera.control.workflow.moves import due_at
from cartera.credit.parties.factors import active_factor
from cartera.kernel.money import ZERO
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.cheques.acts import ChequeDraft, Covered, receive_cheque
from cartera.recovery.cheques.batches import collector_named
from cartera.recovery.cheques.endorsing import CollectorName
from cartera.recovery.cheques.models import Cheque
from cartera.recovery.custody.acts import (
    Why,
    accept,
    move,
    offer,
    take_out,
    withdraw,
    withdraw_offered,
)
from cartera.recovery.custody.counting import Seen
from cartera.recovery.custody.models import Original
from cartera.recovery.custody.rules import Holder
from cartera.recovery.custody.selectors import offered_within
from cartera.recovery.delegations.acts import HEAD, Remarks, awaited
from cartera.recovery.delegations.models import DocumentLoan
from cartera.recovery.delegations.refusals import (
    ChequeOrReturn,
    LoanChequeDiffers,
    LoanLetterMissing,
    NotDeposited,
    NotInVault,
    RecordedByHouse,
)
from cartera.recovery.delegations.rules import RETURN_WITHIN
from cartera.recovery.delegations.selectors import check_free, to_delegate

RETURNED = "returned"
AT_THE_BANK = ("deposited", "cleared")

FactorCode = Annotated[Text, Label(_("Otra empresa de factoraje"), options="factors")]
LoanLetter = Annotated[bool, Label(_("Carta de la otra empresa (FORM-13)"), widget="check")]


def ask_letter(
    loan: DocumentLoan | None,
    act: Act,
    *,
    factor: FactorCode,
    operation: Annotated[int, Label(_("Documento"), options="delegable_documents")],
) -> None:
    """The other company is asked for its letter, to lend it a document of ours (step 1).

    Refuses a company that is not active, and a document that is not in the vault or is asked for.
    """
    lender = active_factor(factor)
    found = to_delegate().filter(document__operation_number=operation).first()
    if found is None:
        raise NotInVault(operation=operation, field="operation")
    check_free([found])
    DocumentLoan.objects.create(
        case_id=act.case_id, factor=lender, original=found, amount=found.amount or ZERO
    )


def receive_letter(
    loan: DocumentLoan,
    act: Act,
    *,
    letter_on: Annotated[Day, Label(_("Fecha de la carta"))],
    letter_by: Annotated[Text, Label(_("Quién la firma"), _("El jefe de cobros de la otra"))],
) -> None:
    """The other company's letter is here: it returns the cheque within 48 hours (step 2)."""
    by_house(act)
    _change(
        loan, letter_on=letter_on, letter_by=letter_by[:120], state=DocumentLoan.State.REQUESTED
    )


def ask_authorisation(loan: DocumentLoan, act: Act, *, remarks: Remarks = "") -> None:
    """The letter goes to operations management (step 3)."""


def authorise_loan(loan: DocumentLoan, act: Act, *, remarks: Remarks = "") -> None:
    """Operations management authorises on the letter (step 4)."""


def content_of_loan(loan: DocumentLoan) -> dict[str, Any]:
    """What operations management signs: which document goes to whom."""
    return {"factor": loan.factor_id, "original": loan.original_id, "amount": f"{loan.amount:.2f}"}


def ask_custody(loan: DocumentLoan, act: Act, *, remarks: Remarks = "") -> None:
    """The letter is copied, and custody asked for the document (step 5)."""
    if loan.state == DocumentLoan.State.REQUESTED:
        _change(loan, state=DocumentLoan.State.AUTHORISED)


def give_to_operations(loan: DocumentLoan, act: Act, *, letter: LoanLetter) -> None:
    """Custody hands the document to the head of operations and files the letter (step 6)."""
    if not letter:
        raise LoanLetterMissing(field="letter")
    withdraw_offered(act.case_id, act)
    if loan.original.state == Original.State.VAULT:
        take_out([loan.original], act, _("préstamo a otra factoraje"))
    offer([loan.original], act, role=HEAD, reason=_("préstamo a otra factoraje"))


def record_loan(
    loan: DocumentLoan,
    act: Act,
    *,
    collector: CollectorName,
    seen: Seen = [],  # noqa: B006 (pydantic copies it)
) -> None:
    """The document is recorded as collection delegated to the other company, and handed to the
    collector who takes it there (step 7)."""
    who = collector_named(collector, act)
    waiting = offered_within(act.case_id)
    if waiting is not None and waiting.giver_id == act.actor_id:
        withdraw(waiting, act)
    elif waiting is not None:
        accept(waiting, act, seen=seen)
    reason = _("para la otra factoraje")
    offer([loan.original], act, role="G_COB", reason=reason, receiver_id=who.pk)
    _change(loan, collector=who)


def hand_to_factor(
    loan: DocumentLoan,
    act: Act,
    *,
    received_by: Annotated[Text, Label(_("Recibió"), _("Quien firma la copia de la carta"))],
) -> None:
    """The collector leaves the document against a signed copy; 48 hours run (step 8)."""
    held, until = accept(awaited(act), act), due_at(RETURN_WITHIN, act.at)
    why = Why(_("préstamo a otra factoraje"), received_by[:120], back_by_at=until)
    move(held, Holder.away_with("factor", loan.factor.name), act, why)
    _change(
        loan,
        received_by=received_by[:120],
        lent_at=act.at,
        back_by_at=until,
        state=DocumentLoan.State.LENT,
    )


def file_copies(loan: DocumentLoan, act: Act, *, letter: LoanLetter) -> None:
    """The signed copies are filed (step 9)."""
    if not letter:
        raise LoanLetterMissing(field="letter")


def follow_up(
    loan: DocumentLoan, act: Act, *, informed_by: Annotated[Text, Label(_("Quién informó"))]
) -> Outcome:
    """The other company is called about its cheque (step 10)."""
    return Outcome(result={"informed_by": informed_by})


def announce_cheque(
    loan: DocumentLoan, act: Act, *, informed_by: Annotated[Text, Label(_("Quién avisó"))]
) -> Outcome:
    """The other company says that its cheque is ready, or that it collected nothing (step 11)."""
    by_house(act)
    return Outcome(result={"informed_by": informed_by})


class FactorsCheque(Row):
    """The cheque with which the other company pays."""

    bank: Annotated[Text, Label(_("Banco"))]
    number: Annotated[str, Field(min_length=1, max_length=40), Label(_("Número"))]
    amount: Annotated[Amount, Label(_("Valor"))]
    drawn_on: Annotated[Day, Label(_("Fecha del cheque"))]


def fetch_cheque(
    loan: DocumentLoan,
    act: Act,
    *,
    cheque: Annotated[list[FactorsCheque], Field(max_length=1), Label(_("Cheque"))] = [],  # noqa: B006 (pydantic copies it)
    is_returned: Annotated[
        bool, Label(_("No se cobró: devolvió el documento"), widget="check")
    ] = False,
) -> None:
    """The collector has the cheque, for the document's value, or the document again (step 12)."""
    if is_returned == bool(cheque):
        raise ChequeOrReturn(field="cheque")
    if is_returned:
        hands = Holder.in_hands_of(act.actor_id)
        move([loan.original], hands, act, Why(_("devuelto sin cobrar")))
        return _change(loan, state=DocumentLoan.State.BROUGHT)
    read = cheque[0]
    if read.amount != loan.amount:
        raise LoanChequeDiffers(expected=loan.amount, amount=read.amount, field="cheque.0.amount")
    covers = [Covered(loan.original, loan.amount)]
    received = receive_cheque(_draft_of(loan, read), covers, act)
    debtor = loan.original.debtor.name if loan.original.debtor else ""
    move([loan.original], Holder.back_with("debtor", debtor), act, Why(_("cobrado por la otra")))
    return _change(loan, cheque=received, state=DocumentLoan.State.BROUGHT)


def settle_recovery(loan: DocumentLoan, act: Act, *, remarks: Remarks = "") -> None:
    """The collector gives the head of collections what he brought (step 13)."""
    withdraw_offered(act.case_id, act)
    offer([_brought(loan)], act, role="J_COB", reason=_("recuperado de la otra factoraje"))


def settle_loan(loan: DocumentLoan, act: Act, *, letter: LoanLetter) -> None:
    """The loan is settled on the letter, and what was brought goes to operations (step 14)."""
    if not letter:
        raise LoanLetterMissing(field="letter")
    waiting = offered_within(act.case_id)
    if waiting is not None and waiting.giver_id == act.actor_id:
        withdraw(waiting, act)
    elif waiting is not None:
        accept(waiting, act)
    offer([_brought(loan)], act, role=HEAD, reason=_("préstamo liquidado"))


def report_collection(loan: DocumentLoan, act: Act, *, remarks: Remarks = "") -> Outcome:
    """Operations prints the report and passes the cheque on; or has the document again (15)."""
    accept(awaited(act), act)
    if loan.cheque is None:
        _change(loan, state=DocumentLoan.State.RETURNED, closed_on=act.on)
        return Outcome(RETURNED)
    _change(loan, state=DocumentLoan.State.SETTLED)
    return Outcome()


def apply_loan(loan: DocumentLoan, act: Act, *, remarks: Remarks = "") -> None:
    """The bank has the cheque, and PCI-F09 applies it on its value date (step 16)."""
    cheque = loan.cheque
    if cheque is None or cheque.state not in AT_THE_BANK:
        number = cheque.number if cheque else ""
        raise NotDeposited(number=number, state=cheque.get_state_display() if cheque else "")
    _change(loan, state=DocumentLoan.State.CLOSED, closed_on=act.on)


def deny_loan(loan: DocumentLoan, act: Act, reason: str) -> None:
    """Nothing is lent (step 4, denied)."""
    _change(loan, state=DocumentLoan.State.DENIED)


def by_house(act: Act) -> None:
    """Refuses somebody of another company: who receives from it records what it did."""
    if act.role == "EMP_FACT":
        raise RecordedByHouse


def _brought(loan: DocumentLoan) -> Original:
    return loan.cheque.original if loan.cheque else loan.original


def _draft_of(loan: DocumentLoan, read: FactorsCheque) -> ChequeDraft:
    return ChequeDraft(
        purpose=Cheque.Purpose.PAYMENT,
        client_id=loan.original.client_id or 0,
        drawer=loan.factor.name,
        bank=read.bank,
        number=read.number,
        amount=read.amount,
        drawn_on=read.drawn_on,
        is_negotiable=True,
        debtor_id=loan.original.debtor_id,
    )


def _change(loan: DocumentLoan, **columns: Any) -> None:
    for name, value in columns.items():
        setattr(loan, name, value)
    loan.save(update_fields=list(columns))


def collector_of(loan: DocumentLoan) -> int | None:
    """Who takes the document there and fetches the cheque."""
    found: User | None = loan.collector
    return found.pk if found else None
