"""A document that another factoring company lends to us, to collect it with ours (PCI-F03.1)."""

from typing import Annotated, Any

from pydantic import Field

from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import Day, Label, Text
from cartera.control.workflow.moves import due_at
from cartera.kernel.money import ZERO
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.cheques.batches import collector_named
from cartera.recovery.cheques.endorsing import CollectorName
from cartera.recovery.custody.acts import Draft, Why, move, register
from cartera.recovery.custody.models import Original
from cartera.recovery.custody.rules import Holder
from cartera.recovery.delegations.acts import Remarks
from cartera.recovery.delegations.loans import RETURNED, by_house
from cartera.recovery.delegations.models import Borrowing
from cartera.recovery.delegations.paying import annul_drawn
from cartera.recovery.delegations.refusals import (
    BorrowedNotCollected,
    BorrowedNotWithDebtor,
    BorrowedOnRoute,
    BorrowedStillPaid,
    LetterCopyMissing,
    LetterToYourself,
    NobodyTold,
    ReceiverUnsaid,
)
from cartera.recovery.delegations.rules import RETURN_WITHIN
from cartera.recovery.delegations.selectors import (
    collected_in_house,
    is_on_a_route,
    is_paid,
)
from cartera.recovery.routes.joining import join_route

UNPAID = "unpaid"
Receiver = Annotated[
    str, Field(max_length=120), Label(_("Quién lo recibe"), _("Solo si lo devuelve"))
]


def issue_letter(loan: Borrowing, act: Act, *, remarks: Remarks = "") -> None:
    """The letter that asks the other company for its document (step 1)."""
    _change(loan, letter_on=act.on, state=Borrowing.State.ISSUED)


def give_letter(loan: Borrowing, act: Act, *, collector: CollectorName) -> None:
    """The letter goes to the collector who will bring the document: somebody else (step 2)."""
    who = collector_named(collector, act)
    if who.pk in (act.actor_id, act.on_behalf_of_id):
        raise LetterToYourself(field="collector")
    _change(loan, collector=who)


def deliver_letter(
    loan: Borrowing,
    act: Act,
    *,
    received_by: Annotated[Text, Label(_("Recibió la carta"), _("En la otra empresa"))],
) -> None:
    """The collector leaves the letter with the other company (step 3)."""
    _change(loan, received_by=received_by[:120], state=Borrowing.State.DELIVERED)


def take_document(
    loan: Borrowing,
    act: Act,
    *,
    lent_by: Annotated[Text, Label(_("Quién entregó el documento"))],
    due_on: Annotated[Day | None, Label(_("Fecha de cobro del documento"))] = None,
) -> None:
    """The other company hands its document to the collector, who records it; 48 hours run (4)."""
    by_house(act)
    ours = loan.original
    draft = Draft(
        Original.Kind.BORROWED,
        client_id=ours.client_id,
        debtor_id=ours.debtor_id,
        number=loan.number,
        amount=loan.amount,
        due_on=due_on,
    )
    hands, reason = Holder.in_hands_of(act.actor_id), _("prestado por otra factoraje")
    paper = register([draft], hands, act, reason)[0]
    _change(
        loan,
        borrowed=paper,
        lent_by=lent_by[:120],
        lent_at=act.at,
        back_by_at=due_at(RETURN_WITHIN, act.at),
        state=Borrowing.State.LENT,
    )


def take_along(
    loan: Borrowing,
    act: Act,
    *,
    is_returned: Annotated[
        bool, Label(_("No se cobra: devuelve el documento"), widget="check")
    ] = False,
    received_by: Receiver = "",
) -> Outcome:
    """The document goes with ours on the collector's route of today; or back to its owner (5).

    A debtor whose cheque was returned may have given it back. Refuses a route that is not out with
    ours, and giving back what is on a route, what may still be paid, or without saying who
    receives it.
    """
    paper = _paper(loan)
    if not is_returned:
        join_route(paper, loan.original, act)
        _change(loan, state=Borrowing.State.ROUTED)
        return Outcome()
    if not received_by:
        raise ReceiverUnsaid(field="received_by")
    if is_on_a_route(paper):
        raise BorrowedOnRoute(number=loan.number)
    if paper.state == Original.State.GONE:  # a debtor had it, for a cheque
        _check_unpaid(loan, paper)
        why = Why(_("lo devuelve el deudor: su cheque no se pagó"))
        move([paper], Holder.in_hands_of(act.actor_id), act, why)
    there = Holder.back_with("factor", loan.factor.name[:120])
    move([paper], there, act, Why(_("devuelto sin cobrar"), received_by))
    _end(loan, Borrowing.State.RETURNED, received_by, act)
    return Outcome(RETURNED)


def settle_collection(
    loan: Borrowing,
    act: Act,
    *,
    letter: Annotated[bool, Label(_("Copia de la carta (FORM-13)"), widget="check")] = False,
    is_unpaid: Annotated[
        bool,
        Label(_("No se cobró: el cheque que lo pagaba se devolvió a su dueño"), widget="check"),
    ] = False,
    told_to: Annotated[
        str,
        Field(max_length=120),
        Label(_("A quién se avisó"), _("De la otra empresa; solo si no se cobró")),
    ] = "",
) -> Outcome:
    """What was collected belongs to the other company, with a copy of the letter; or nothing was,
    since the cheque went back, and it claims its document of the debtor, who has it (step 6).

    A cheque of ours that was drawn for what is no longer so is annulled. Refuses while custody has
    not received a cheque for it; and that it was not paid while a cheque that pays it may be money.
    """
    if is_unpaid:
        return _give_up(loan, told_to.strip(), act)
    if not letter:
        raise LetterCopyMissing(field="letter")
    collected = collected_in_house(_paper(loan))
    if collected <= ZERO:
        raise BorrowedNotCollected(number=loan.number)
    if collected != loan.collected:
        annul_drawn(loan, act, _("se cobró otra cantidad"))
    _change(loan, collected=collected, state=Borrowing.State.SETTLED)
    return Outcome()


def report_foreign(loan: Borrowing, act: Act, *, remarks: Remarks = "") -> None:
    """Accounting is given the report of documents not assigned, and the letter's copy (step 7)."""


def deny_borrowing(loan: Borrowing, act: Act, reason: str) -> None:
    """The other company lends nothing, or it is not asked any more."""
    _change(loan, state=Borrowing.State.DENIED)


def _give_up(loan: Borrowing, told_to: str, act: Act) -> Outcome:
    paper = _paper(loan)
    if paper.state != Original.State.GONE:
        raise BorrowedNotWithDebtor(number=loan.number)
    _check_unpaid(loan, paper)
    if not told_to:
        raise NobodyTold(field="told_to")
    _end(loan, Borrowing.State.UNPAID, told_to, act)
    return Outcome(UNPAID)


def _check_unpaid(loan: Borrowing, paper: Original) -> None:
    if is_paid(paper):
        raise BorrowedStillPaid(number=loan.number)


def _end(loan: Borrowing, state: Borrowing.State, told_to: str, act: Act) -> None:
    """It ends with nothing collected; a cheque of ours drawn for it is annulled."""
    annul_drawn(loan, act, _("no se cobró lo que pagaba"))
    _change(loan, collected=None, closed_on=act.on, closed_by=told_to, state=state)


def carrier_of(loan: Borrowing) -> int | None:
    """Who carries the letter and collects with the document."""
    return loan.collector_id


def _paper(loan: Borrowing) -> Original:
    if loan.borrowed is None:
        raise ValueError(f"{loan} has no paper")
    return loan.borrowed


def _change(loan: Borrowing, **columns: Any) -> None:
    for name, value in columns.items():
        setattr(loan, name, value)
    loan.save(update_fields=list(columns))
