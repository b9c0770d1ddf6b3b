"""Where a route's cheques meet documents that are not ours: one that also pays a foreign document
waits with operations for PCI-F07, what the client credited to himself he owes (PCI-F04), and the
paper of one that is given up goes back to him."""

from collections.abc import Collection, Sequence

from cartera.control.workflow.definitions import Act
from cartera.control.workflow.models import Case
from cartera.control.workflow.moves import start_at
from cartera.control.workflow.registry import procedure_of
from cartera.credit.assignments.models import AssignedDocument
from cartera.credit.payments.models import PayoutReturn
from cartera.kernel.money import ZERO
from cartera.kernel.search import number_key
from cartera.procedures.cheque_batches import begin_batches
from cartera.procedures.pci_f04 import begin_notes
from cartera.recovery.cheques.models import Cheque, ChequeCover
from cartera.recovery.custody.models import Original
from cartera.recovery.direct_payments.acts import NoteDraft, register_note
from cartera.recovery.direct_payments.models import DirectPayment
from cartera.recovery.routes.models import Route, RouteItem
from cartera.recovery.third_party.collecting import note_paid
from cartera.recovery.third_party.finding import begin_foreign, change, void_foreign
from cartera.recovery.third_party.giving_back import begin_return, paper_left_here
from cartera.recovery.third_party.models import ForeignDocument, ValuePayment
from cartera.recovery.third_party.paying import begin_payment, take_back_payment
from cartera.recovery.third_party.refusals import GivenToAnother
from cartera.recovery.third_party.selectors import (
    BEFORE_ITS_CHEQUE,
    followed,
    of_papers,
    received_for,
)

LONGEST_NAME = 40  # of a note, as its table keeps it


def send_on(cheques: Sequence[Cheque], act: Act, *, source: str = "") -> list[Case]:
    """Cheques go on to endorsement or exchange, but for those that pay a foreign document too:
    these wait for PCI-F07 step 11, which begins here where nobody had told of it before.

    One whose document is past that step, or over, waits for nobody.
    """
    held: set[int] = set()
    covers = ChequeCover.objects.filter(
        cheque__in=cheques, original__kind=Original.Kind.UNASSIGNED, original__assignment=None
    ).select_related("cheque__client", "original__client")
    foreign = list(covers.order_by("id"))
    known = of_papers([cover.original_id for cover in foreign])
    for cover in foreign:
        document = known.get(cover.original_id) or _begin_paid(cover, act)
        if document.state in BEFORE_ITS_CHEQUE:
            note_paid(document, cover.cheque)
            held.add(cover.cheque_id)
    free = [cheque for cheque in cheques if cheque.pk not in held]
    return begin_batches(free, act, source=source) if free else []


def begin_foreign_documents(route: Route, act: Act) -> None:
    """Each document that was not released because its cheque includes another begins PCI-F07, at
    the head of collections (PCI-F02 step 6)."""
    told = RouteItem.objects.filter(route=route, state="other").exclude(other_amount=None)
    for item in told.select_related("original__client", "original__debtor").order_by("id"):
        ours, amount = item.original, item.other_amount or ZERO
        if ours.client is None or followed(ours.client.pk, ours.debtor_id or 0, item.other_number):
            continue
        title, code = f"{item.other_number} · {ours.client.name}", ours.client.code
        case = start_at(procedure_of("PCI-F07"), 3, act, title, code)
        begin_foreign(
            case.pk,
            ours,
            item.other_number,
            amount,
            client_id=ours.client.pk,
            reason=item.reason,
            state="settled",
        )


def send_routed(document: ForeignDocument, act: Act) -> None:
    """The cheques that pay it go on their way, each once, whichever of its foreign documents was
    first (PCI-F07 step 11). One that is offered to be credited to its owner waits for that."""
    free = [
        cheque
        for cheque in received_for(document)
        if not cheque.original.handed.filter(closed_at__isnull=True).exists()
    ]
    if free:
        begin_batches(free, act)


def claim_ours(document: ForeignDocument, act: Act) -> None:
    """What the credited cheque paid of ours the client owes, as a direct payment (PCI-F07 step 13).

    Each document of ours begins a note of its own (PCI-F04), once however many foreign documents
    the cheque pays; a note that was voided claims nothing.
    """
    cheque = document.cheque
    if cheque is None:
        return
    covers = ChequeCover.objects.filter(cheque=cheque, original__document__isnull=False)
    found = covers.select_related("original__document__assignment__client", "original__debtor")
    owed = [(cover.original.document, cover.amount) for cover in found.order_by("id")]
    named = {ours.pk: _names(cheque, ours) for ours, _amount in owed if ours is not None}
    debtors = {ours.debtor_id for ours, _amount in owed if ours is not None}
    taken = _taken(debtors, [name for names in named.values() for name in names])
    notes: list[tuple[NoteDraft, Original]] = []
    for ours, amount in owed:
        if ours is None or any(taken.get(number_key(name)) == ours.pk for name in named[ours.pk]):
            continue
        free = next(name for name in named[ours.pk] if number_key(name) not in taken)
        draft = NoteDraft(ours, free, amount, act.on)
        notes.append((draft, register_note(draft, act)))
    if notes:
        begin_notes(notes, act)


def _names(cheque: Cheque, ours: AssignedDocument) -> list[str]:
    """How a note may be named of what a cheque paid of a document: by bank, number and document;
    and by its label, which is no other's, where that is too long or is another note's."""
    whole = f"{cheque.bank} {cheque.number}/{ours.number}"
    by_label = f"{cheque.original.label}/{ours.operation_number}"
    return [whole, by_label] if len(whole) <= LONGEST_NAME else [by_label]


def _taken(debtors: Collection[int], names: Sequence[str]) -> dict[str, int]:
    """The documents of those debtors' notes that stand under such names. One query."""
    keys = [number_key(name) for name in names]
    found = DirectPayment.objects.filter(debtor__in=debtors, reference_key__in=keys)
    rows = found.exclude(state=DirectPayment.State.VOID)
    return dict(rows.values_list("reference_key", "document_id"))


def begin_payout(document: ForeignDocument, act: Act) -> None:
    """The credit to the client goes its way as PCI-F01 does from step 8 (PCI-F07 step 19)."""
    title = f"{document.number} · {document.client.name}"
    case = start_at(procedure_of("INT-26"), 8, act, title, document.client.code)
    begin_payment(document, case.pk)


def give_up_foreign(document: ForeignDocument, act: Act, reason: str) -> None:
    """Nobody follows it any more: its paper, if it is here, goes back to its client (INT-27)."""
    void_foreign(document, act, reason)
    begin_paper_return(document, act)


def begin_paper_return(document: ForeignDocument, act: Act) -> None:
    """Whoever has the paper of a document that is over hands it to reception, for its client."""
    paper = paper_left_here(document)
    if paper is None:
        return
    title = f"{document.number} · {document.client.name}"
    there, code = procedure_of("INT-27"), document.client.code
    step = 1 if paper.person_id is None else 2
    case = start_at(there, step, act, title, code, waits_for=paper.person_id)
    begin_return(document, case.pk)


def check_owner(back: PayoutReturn, act: Act) -> None:
    """Refuses what was given to another company: INT-28 is for values paid to a client (step 1).

    No procedure takes back the cheque of PCI-F03.1 once it is given out; before, its own case
    annuls it.
    """
    if _payment_given_in(back) is None:
        raise GivenToAnother(case=back.of_case.number, field="payout")


def pay_again(back: PayoutReturn, act: Act) -> None:
    """What came back is owed to its owner still: its payment begins anew (INT-28 step 2)."""
    payment = _payment_given_in(back)
    if payment is not None:
        take_back_payment(payment)
        begin_payout(payment.value, act)


def _payment_given_in(back: PayoutReturn) -> ValuePayment | None:
    found = ValuePayment.objects.select_related("value__client", "value__case")
    return found.filter(case=back.of_case_id).first()


def _begin_paid(cover: ChequeCover, act: Act) -> ForeignDocument:
    """A foreign document that was paid before anybody had entered it (PCI-F07 step 6).

    One that is being looked for has been found.
    """
    cheque, paper = cover.cheque, cover.original
    owner = paper.client or cheque.client
    number = paper.number or paper.label
    sought = followed(owner.pk, cheque.debtor_id or 0, number)
    if sought is not None and sought.paper_id is None:
        change(sought, paper=paper)
        return sought
    if sought is not None:
        number = f"{number[:20]} · {paper.label}"
    ours = cheque.covers.filter(original__kind=Original.Kind.QUEDAN).order_by("id").first()
    case = start_at(procedure_of("PCI-F07"), 6, act, f"{number} · {owner.name}", owner.code)
    return begin_foreign(
        case.pk,
        ours.original if ours else paper,
        number,
        cover.amount,
        client_id=owner.pk,
        paper=paper,
        state="brought",
    )
