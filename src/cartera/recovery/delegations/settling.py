"""The client gives account of what he collected; the guarantee goes back to him, or pays
(PCI-F11 steps 11 to 18)."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field

from cartera.company.selectors import company
from cartera.control.workflow.definitions import Act, Outcome
from cartera.control.workflow.inputs import Amount, AnyAmount, Day, Label, Row, Text
from cartera.kernel.money import ZERO
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.cheques.acts import (
    ChequeDraft,
    Covered,
    add_covers,
    move_cheques,
    receive_cheque,
)
from cartera.recovery.cheques.models import Cheque
from cartera.recovery.cheques.rules import uncovered
from cartera.recovery.custody.acts import Why, accept, move, offer, withdraw_offered
from cartera.recovery.custody.counting import Seen
from cartera.recovery.custody.models import Original
from cartera.recovery.custody.rules import Holder
from cartera.recovery.delegations.acts import (
    ASSISTANT,
    HEAD,
    Letter,
    Remarks,
    Signer,
    Who,
    awaited,
    change,
    check_speaks,
    guarantee_of,
    open_documents_of,
)
from cartera.recovery.delegations.models import (
    BroughtCheque,
    DelegatedDocument,
    Delegation,
    GuaranteeReturn,
)
from cartera.recovery.delegations.refusals import (
    ChequeDiffers,
    ChequeTwice,
    ChequeUnlisted,
    CountedDiffers,
    DeadlineRuns,
    DocumentsUntold,
    LetterMissing,
    NothingBrought,
    NothingLeftLent,
    NotLent,
    SettledAndNot,
    ToldTwice,
)
from cartera.recovery.delegations.rules import Told, told, untold, worth
from cartera.recovery.delegations.selectors import documents_of, open_documents, operation_of

UNSETTLED = "unsettled"


class Brought(Row):
    """A cheque that the client brings."""

    bank: Annotated[Text, Label(_("Banco"))]
    number: Annotated[str, Field(min_length=1, max_length=40), Label(_("Número"))]
    amount: Annotated[Amount, Label(_("Valor"))]
    drawn_on: Annotated[Day, Label(_("Fecha del cheque"))]
    drawer: Annotated[str, Field(max_length=150), Label(_("Librador"), _("Vacío: el cliente"))] = ""
    is_negotiable: Annotated[bool, Label(_("Negociable"), widget="check")] = True


class ToldDocument(Row):
    """What became of a document."""

    operation: Annotated[int, Label(_("Operación"))]
    cheque: Annotated[
        str,
        Field(max_length=40),
        Label(_("Número del cheque que lo paga"), _("Vacío: se devuelve sin cobrar")),
    ] = ""


def settle_with_client(
    delegation: Delegation,
    act: Act,
    *,
    cheques: Annotated[list[Brought], Field(max_length=20), Label(_("Cheques que trae"))] = [],  # noqa: B006 (pydantic copies it)
    documents: Annotated[
        list[ToldDocument],
        Field(max_length=500),
        Label(_("Qué pasó con cada documento"), _("Vacío: el cheque los paga todos")),
    ] = [],  # noqa: B006 (pydantic copies it)
    unsettled: Annotated[
        bool, Label(_("No liquidó dentro del plazo: se cobrará la garantía"), widget="check")
    ] = False,
) -> Outcome:
    """The client says with which cheques he pays and what he gives back (PCI-F11 step 11).

    Every document that he has must be told of, and each cheque be worth what it pays. Or, once his
    time is up, that he did not settle. What is said anew voids what was said before. Once all came
    back uncollected there is nothing left to tell, nor for the guarantee to pay.
    """
    check_speaks(delegation.client, act)
    if unsettled:
        return _unsettled(delegation, act, bool(cheques or documents))
    rows = {operation_of(row): row for row in open_documents(delegation)}
    if rows and not cheques and not documents:
        raise NothingBrought(field="cheques")
    said = _said(rows, cheques, documents)
    _check_worth(rows, cheques, said)
    _void_brought(delegation, act)
    brought = _write_brought(delegation, cheques)
    for operation, row in rows.items():
        row.brought = brought.get(said.cheques.get(operation, ""))
    DelegatedDocument.objects.bulk_update(rows.values(), ["brought"])
    if delegation.state != Delegation.State.LENT:
        change(delegation, state=Delegation.State.LENT)
    return Outcome()


def settle_with_operations(delegation: Delegation, act: Act, *, remarks: Remarks = "") -> Outcome:
    """The assistant has the cheques and what came back uncollected, and hands all of it to the head
    of operations (PCI-F11 step 12)."""
    withdraw_offered(act.case_id, act)
    _give_back_voided(delegation, act)
    given = [cheque.original for cheque in _take_in(delegation, act)]
    given += _take_back(delegation, act)
    offer(given, act, role=HEAD, reason=_("liquidación de cobranza delegada"))
    if delegation.state != Delegation.State.SETTLING:
        change(delegation, state=Delegation.State.SETTLING)
    return Outcome(result={"handed": len(given)})


def close_delegation(
    delegation: Delegation,
    act: Act,
    *,
    total: Annotated[
        AnyAmount,
        Label(_("Suma de los cheques"), _("O el valor de la garantía, si se cobrará")),
    ],
    seen: Seen = [],  # noqa: B006 (pydantic copies it)
) -> Outcome:
    """The head of operations checks that the cheques are worth what was lent, and closes; or takes
    the guarantee as payment where the client did not settle (PCI-F11 step 13).

    Refuses a total that is not what was received.
    """
    if delegation.state == Delegation.State.UNSETTLED:
        return _claim_guarantee(delegation, act, total)
    rows = open_documents(delegation)
    _check_counted(total, sum((row.amount for row in rows), ZERO))
    accept(awaited(act), act, seen=seen)
    for debtor, originals in _by_debtor(rows).items():
        there = Holder.back_with("debtor", debtor)
        move(originals, there, act, Why(_("cobrado por el cliente")))
    open_documents_of(delegation).update(state="collected")
    change(delegation, state=Delegation.State.CLOSED, closed_on=act.on)
    return Outcome()


def hand_back_guarantee(delegation: Delegation, act: Act, *, remarks: Remarks = "") -> None:
    """Guarantee and letter go to the assistant for the client, and with them the cheques that were
    found right (PCI-F11 step 14)."""
    withdraw_offered(act.case_id, act)
    given = [cheque.original for cheque in brought_cheques(delegation)]
    given.append(guarantee_of(delegation).original)
    offer(given, act, role=ASSISTANT, reason=_("garantía que se devuelve"))


def return_guarantee(delegation: Delegation, act: Act, *, received_by: Who) -> None:
    """The client has his guarantee cheque back (PCI-F11 step 15)."""
    accept(awaited(act), act)
    give_back_cheque(guarantee_of(delegation), act, received_by)


def sign_copy(delegation: Delegation, act: Act, *, signed_by: Signer) -> Outcome:
    """The client signs on the copy that he has his guarantee back (PCI-F11 step 16)."""
    check_speaks(delegation.client, act)
    return Outcome(result={"signed_by": signed_by[:120]})


def file_letter(delegation: Delegation, act: Act, *, letter: Letter) -> None:
    """Letter and signed copy are filed (PCI-F11 step 17)."""
    if not letter:
        raise LetterMissing(field="letter")


def settle_with_custody(delegation: Delegation, act: Act, *, remarks: Remarks = "") -> Outcome:
    """Custody is told which documents were recovered, by assignment; the cheques go on
    (PCI-F11 step 18)."""
    rows = documents_of(delegation)
    by_assignment: dict[str, int] = {}
    for row in rows:
        if row.state != DelegatedDocument.State.RETURNED and row.original.document:
            number = str(row.original.document.assignment.number)
            by_assignment[number] = by_assignment.get(number, 0) + 1
    return Outcome(result={"recovered": by_assignment})


def deliver_guarantee(back: GuaranteeReturn, act: Act, *, received_by: Who) -> None:
    """A client has a cheque of his back: the guarantee of what was denied, or one with which he
    did not settle after all (INT-25 step 1)."""
    give_back_cheque(back.cheque, act, received_by)
    GuaranteeReturn.objects.filter(pk=back.pk).update(
        state="delivered", received_by=received_by[:120], delivered_on=act.on
    )


def give_back_cheque(cheque: Cheque, act: Act, received_by: str) -> None:
    """A cheque goes back to its client, from the hands of who acts."""
    move_cheques([cheque], Cheque.State.RETURNED, act, note=received_by)
    there = Holder.back_with("client", cheque.client.name)
    move([cheque.original], there, act, Why(_("devuelto al cliente"), received_by[:120]))


def brought_cheques(delegation: Delegation) -> list[Cheque]:
    """The cheques with which the client settled, that are in the house. One query."""
    found = Cheque.objects.filter(brought__delegation=delegation, brought__voided_at__isnull=True)
    return list(found.select_related("original", "client").order_by("id"))


def unsaid_cheques(delegation: Delegation) -> list[Cheque]:
    """The cheques that the client brought and then said otherwise of, that are here still. One
    query."""
    held = Cheque.objects.filter(brought__delegation=delegation, state=Cheque.State.RECEIVED)
    voided = held.filter(brought__voided_at__isnull=False)
    return list(voided.select_related("original", "client").order_by("id"))


def _unsettled(delegation: Delegation, act: Act, brings: bool) -> Outcome:
    if brings:
        raise SettledAndNot(field="unsettled")
    if not open_documents(delegation):
        raise NothingLeftLent(field="unsettled")
    until = delegation.back_by_at
    if until is not None and act.at <= until:
        local = until.astimezone(ZoneInfo(company().timezone))
        raise DeadlineRuns(until=local, field="unsettled")
    if delegation.state == Delegation.State.SETTLING:  # what he brought is not accepted
        change(delegation, state=Delegation.State.LENT)
    if delegation.state == Delegation.State.LENT:
        _void_brought(delegation, act)
        change(delegation, state=Delegation.State.UNSETTLED)
    return Outcome(UNSETTLED)


def _said(
    rows: dict[int, DelegatedDocument],
    cheques: Sequence[Brought],
    documents: Sequence[ToldDocument],
) -> Told:
    """What was said, once each document is named once and each cheque is listed."""
    seen: set[int] = set()
    numbers = [row.number for row in cheques]
    for place, number in enumerate(numbers):
        if number in numbers[:place]:
            raise ChequeTwice(number=number, field=f"cheques.{place}.number")
    for place, row in enumerate(documents):
        if row.operation not in rows:
            raise NotLent(operation=row.operation, field=f"documents.{place}.operation")
        if row.operation in seen:
            raise ToldTwice(operation=row.operation, field=f"documents.{place}.operation")
        if row.cheque and row.cheque not in numbers:
            raise ChequeUnlisted(number=row.cheque, field=f"documents.{place}.cheque")
        seen.add(row.operation)
    said = told(list(rows), [(row.operation, row.cheque) for row in documents], numbers)
    missing = untold(rows, said)
    if missing:
        raise DocumentsUntold(missing=", ".join(map(str, missing)), field="documents")
    return said


def _check_worth(
    rows: dict[int, DelegatedDocument], cheques: Sequence[Brought], said: Told
) -> None:
    amounts = {operation: row.amount for operation, row in rows.items()}
    for place, cheque in enumerate(cheques):
        expected = worth(amounts, said.paid_by(cheque.number))
        if cheque.amount != expected:
            field = f"cheques.{place}.amount"
            raise ChequeDiffers(
                number=cheque.number, amount=cheque.amount, expected=expected, field=field
            )


def _void_brought(delegation: Delegation, act: Act) -> None:
    said = BroughtCheque.objects.filter(delegation=delegation, voided_at__isnull=True)
    said.update(voided_at=act.at)


def _write_brought(delegation: Delegation, cheques: Sequence[Brought]) -> dict[str, BroughtCheque]:
    made = BroughtCheque.objects.bulk_create(
        BroughtCheque(
            delegation=delegation,
            drawer=row.drawer or delegation.client.name,
            bank=row.bank,
            number=row.number,
            amount=row.amount,
            drawn_on=row.drawn_on,
            is_negotiable=row.is_negotiable,
        )
        for row in cheques
    )
    return {row.number: row for row in made}


def _give_back_voided(delegation: Delegation, act: Act) -> None:
    """What the client said otherwise meanwhile he gets back."""
    voided = unsaid_cheques(delegation)
    if voided:
        move_cheques(voided, Cheque.State.RETURNED, act, note=_("el cliente trajo otro"))
        there = Holder.back_with("client", delegation.client.name)
        move([cheque.original for cheque in voided], there, act, Why(_("el cliente trajo otro")))


def _take_in(delegation: Delegation, act: Act) -> list[Cheque]:
    """The cheques as they stand in the house, those that are new received now."""
    rows = open_documents(delegation)
    said = BroughtCheque.objects.filter(delegation=delegation, voided_at__isnull=True)
    for brought in said.filter(cheque__isnull=True).order_by("id"):
        covers = [Covered(r.original, r.amount) for r in rows if r.brought_id == brought.pk]
        brought.cheque = receive_cheque(_draft_of(delegation, brought), covers, act)
        brought.save(update_fields=["cheque"])
    return brought_cheques(delegation)


def _draft_of(delegation: Delegation, brought: BroughtCheque) -> ChequeDraft:
    return ChequeDraft(
        purpose=Cheque.Purpose.PAYMENT,
        client_id=delegation.client_id,
        drawer=brought.drawer,
        bank=brought.bank,
        number=brought.number,
        amount=brought.amount,
        drawn_on=brought.drawn_on,
        is_negotiable=brought.is_negotiable,
    )


def _take_back(delegation: Delegation, act: Act) -> list[Original]:
    """What came back uncollected, in the assistant's hands from now on."""
    back = [row.original for row in open_documents(delegation) if row.brought_id is None]
    if back:
        hands = Holder.in_hands_of(act.actor_id)
        move(back, hands, act, Why(_("devuelto sin cobrar"), delegation.received_by))
        open_documents_of(delegation).filter(brought__isnull=True).update(state="returned")
    earlier = delegation.documents.filter(state="returned").values("original")
    return list(Original.objects.filter(pk__in=earlier, state="in_hand"))


def _claim_guarantee(delegation: Delegation, act: Act, total: Decimal) -> Outcome:
    """The guarantee pays what is lent still, and the client keeps those documents.

    It cannot be cut: what it is for beyond them, because others came back, goes with the last one
    and is applied as any excess is; what its assignment does not owe is the client's.
    """
    _check_counted(total, delegation.amount)
    withdraw_offered(act.case_id, act)
    owner = Holder.back_with("client", delegation.client.name)
    rows = open_documents(delegation)
    _say_what_it_pays(guarantee_of(delegation), rows)
    move([row.original for row in rows], owner, act, Why(_("lo pagó con la garantía")))
    open_documents_of(delegation).update(state="claimed")
    change(delegation, state=Delegation.State.CLAIMED, closed_on=act.on)
    return Outcome(UNSETTLED)


def _say_what_it_pays(guarantee: Cheque, rows: Sequence[DelegatedDocument]) -> None:
    """Each document that it pays; the rest with the last. One that came in saying so keeps it."""
    if guarantee.covers.exists():
        return
    covers = [Covered(row.original, row.amount) for row in rows[:-1]]
    left = uncovered(guarantee.amount, (each.amount for each in covers))
    add_covers(guarantee, [*covers, Covered(rows[-1].original, left)])


def _check_counted(total: Decimal, expected: Decimal) -> None:
    if total != expected:
        raise CountedDiffers(expected=expected, amount=total, field="total")


def _by_debtor(rows: Sequence[DelegatedDocument]) -> dict[str, list[Original]]:
    grouped: dict[str, list[Original]] = {}
    for row in rows:
        debtor = row.original.debtor
        grouped.setdefault(debtor.name if debtor else "", []).append(row.original)
    return grouped
