"""Where the manual's steps meet the vault: originals come in with a request, go to custody once the
money has left, and go back to the client with the settlement."""

from collections.abc import Iterable
from functools import partial

from cartera.control.workflow.definitions import Act
from cartera.control.workflow.moves import start_at
from cartera.credit.assignments.models import AssignedDocument, Assignment
from cartera.credit.settlements.models import Settlement
from cartera.kernel.text import gettext_noop as _
from cartera.procedures.house_custody import INT_17, INT_20
from cartera.recovery.custody.acts import CUSTODIAN, Draft, Why, move, offer, register, take_out
from cartera.recovery.custody.models import HandOver, Original, OwnerReturn
from cartera.recovery.custody.refusals import NotThere
from cartera.recovery.custody.rules import Holder
from cartera.recovery.custody.selectors import holder_words, originals_of, owners_originals

_GUARANTEES = (Original.Kind.PROMISSORY_NOTE, Original.Kind.GUARANTEE_CHEQUE)


def take_in_papers(assignment: Assignment, act: Act) -> None:
    """Reception has the originals from now on: documents, letters, note (PCI-F01 step 2).

    When the request comes back corrected, what reception has already stands for the same papers,
    and what is no longer listed goes back to the client.
    """
    there = {_paper_of(o): o for o in originals_of(assignment.pk).filter(state="in_hand")}
    listed = {_paper_of(draft): draft for draft in _papers_of(assignment)}
    for paper, draft in listed.items():
        if paper in there:
            _read_again(there[paper], draft)
    fresh = [draft for paper, draft in listed.items() if paper not in there]
    if fresh:
        hands, reason = Holder.in_hands_of(act.actor_id), _("recibido con la solicitud")
        register(fresh, hands, act, reason)
    dropped = [original for paper, original in there.items() if paper not in listed]
    if dropped:
        owner = Holder.back_with("client", assignment.client.name)
        move(dropped, owner, act, Why(_("ya no va en la solicitud")))


def offer_to_vault(assignment: Assignment, act: Act) -> None:
    """The operation is done: reception hands its originals to custody (PCI-F01 step 15, INT-17)."""
    held = list(originals_of(assignment.pk).filter(state="in_hand"))
    if not held:
        return
    title = f"{assignment} · {assignment.client.name}"
    case = start_at(INT_17, 2, act, title, assignment.client.code)
    reason = _("originales de la cesión {number}").format(number=assignment.number)
    offer(held, act, role=CUSTODIAN, reason=reason, hand_over=HandOver(case=case))


def give_back(assignment: Assignment, act: Act) -> None:
    """A request was turned down: whoever has its originals gives them back (INT-20 step 2)."""
    held = owners_originals(assignment.pk).filter(state="in_hand").first()
    if held is None:
        return
    title = f"{assignment} · {assignment.client.name}"
    keeper = held.person_id
    case = start_at(INT_20, 2, act, title, assignment.client.code, waits_for=keeper)
    OwnerReturn.objects.create(case=case, assignment=assignment)


def take_out_documents(settlement: Settlement, act: Act) -> None:
    """Documents and letters of the assignment leave the vault (PCI-F10 step 3)."""
    _take_out(owners_originals(settlement.assignment_id).exclude(kind__in=_GUARANTEES), act)


def take_out_guarantees(settlement: Settlement, act: Act) -> None:
    """Note and guarantee cheques leave the vault (PCI-F10 step 4)."""
    _take_out(owners_originals(settlement.assignment_id).filter(kind__in=_GUARANTEES), act)


def pass_to_reception(settlement: Settlement, act: Act) -> None:
    """Custody hands the originals to reception, for the client (PCI-F10 step 12, INT-20)."""
    assignment = settlement.assignment
    held = list(owners_originals(assignment.pk).filter(state="in_hand"))
    if not held:
        return
    title = f"{assignment} · {assignment.client.name}"
    case = start_at(INT_20, 1, act, title, assignment.client.code)
    hand_over = offer(held, act, role="REC", reason=_("liquidación de la cesión"))
    OwnerReturn.objects.create(case=case, assignment=assignment, hand_over=hand_over)


def _take_out(wanted: Iterable[Original], act: Act) -> None:
    """What is in the vault comes into custody's hands. Refuses what is with somebody else.

    What went to its owner or was given up for a cheque is no longer asked for.
    """
    stored = []
    for original in wanted:
        if original.state == "vault":
            stored.append(original)
        elif original.state == "out" or original.person_id not in (None, act.actor_id):
            raise NotThere(
                label=original.label, where=_("en la bóveda"), holder=holder_words(original)
            )
    if stored:
        take_out(stored, act, _("liquidación de la cesión"))


def _papers_of(assignment: Assignment) -> list[Draft]:
    """What a request is made of on paper: its documents, a letter for each debtor, the note."""
    paper = partial(Draft, client_id=assignment.client_id, assignment_id=assignment.pk)
    documents = AssignedDocument.objects.filter(assignment=assignment).exclude(state="withdrawn")
    listed = list(documents.order_by("id"))
    return [
        *(
            paper(
                Original.Kind.QUEDAN,
                document_id=document.pk,
                debtor_id=document.debtor_id,
                number=document.number,
                amount=document.amount,
                due_on=document.due_on,
            )
            for document in listed
        ),
        *(
            paper(Original.Kind.ASSIGNMENT_LETTER, debtor_id=debtor)
            for debtor in dict.fromkeys(document.debtor_id for document in listed)
        ),
        paper(Original.Kind.PROMISSORY_NOTE, amount=assignment.amount_face),
    ]


def _paper_of(paper: Original | Draft) -> tuple[str, int | None, str]:
    """What makes two descriptions one and the same paper."""
    return (str(paper.kind), paper.debtor_id, paper.number)


def _read_again(original: Original, draft: Draft) -> None:
    """A corrected request says the same paper's figures anew."""
    Original.objects.filter(pk=original.pk).update(
        document_id=draft.document_id, amount=draft.amount, due_on=draft.due_on
    )
