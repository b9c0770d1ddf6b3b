"""Documents asked for, authorised and lent to a client against his guarantee (PCI-F11, 1 to 10)."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from cartera.control.workflow.definitions import Act
from cartera.control.workflow.inputs import Amount, Day, Label, Note, Row, Text
from cartera.control.workflow.moves import due_at
from cartera.credit.parties.models import Client
from cartera.credit.parties.selectors import active_client, check_represents
from cartera.kernel.money import ZERO
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.cheques.acts import ChequeDraft, move_cheques, receive_cheque
from cartera.recovery.cheques.models import Cheque
from cartera.recovery.custody.acts import (
    Why,
    accept,
    move,
    offer,
    take_out,
    withdraw_offered,
)
from cartera.recovery.custody.counting import Seen
from cartera.recovery.custody.models import HandOver, Original
from cartera.recovery.custody.rules import Holder
from cartera.recovery.custody.selectors import offered_within
from cartera.recovery.delegations.models import DelegatedDocument, Delegation
from cartera.recovery.delegations.refusals import GuaranteeDiffers, LetterMissing, NotOffered
from cartera.recovery.delegations.rules import SETTLE_WITHIN
from cartera.recovery.delegations.selectors import (
    asked_originals,
    check_free,
    open_documents,
    operation_of,
)

Remarks = Annotated[Note, Label(_("Observaciones"), widget="textarea")]
Letter = Annotated[bool, Label(_("Carta firmada por el cliente (FORM-24)"), widget="check")]
Who = Annotated[Text, Label(_("Recibió"), _("Nombre de quien recibe por el cliente"))]
Signer = Annotated[Text, Label(_("Firmó"), _("Nombre de quien firma por el cliente"))]

ASSISTANT, HEAD = "AUX_C", "J_OP"


class AskedDocument(Row):
    """A document that the client asks for."""

    operation: Annotated[int, Label(_("Documento"), options="delegable_documents")]


def request_delegation(
    delegation: Delegation | None,
    act: Act,
    *,
    client: Annotated[Text, Label(_("Cliente"), options="clients")],
    documents: Annotated[
        list[AskedDocument], Field(min_length=1, max_length=500), Label(_("Documentos"))
    ],
) -> None:
    """The client asks to collect documents himself (PCI-F11 step 1).

    Refuses a client who is unknown or not the actor's, a document that is not his to collect, not
    in the vault, or asked for already.
    """
    owner = active_client(client)
    check_speaks(owner, act)
    if delegation is not None:
        check_speaks(delegation.client, act)
    asked = asked_originals(owner.pk, [row.operation for row in documents])
    check_free(asked, delegation.pk if delegation else 0)
    if delegation is None:
        delegation = Delegation(case_id=act.case_id)
    else:
        _let_go(delegation)
    delegation.client, delegation.requested_on = owner, act.on
    delegation.amount = sum((original.amount or ZERO for original in asked), ZERO)
    delegation.save()
    DelegatedDocument.objects.bulk_create(
        DelegatedDocument(delegation=delegation, original=original, amount=original.amount or ZERO)
        for original in asked
    )


def receive_guarantee(
    delegation: Delegation,
    act: Act,
    *,
    letter: Letter,
    bank: Annotated[Text, Label(_("Banco de la garantía"))],
    number: Annotated[str, Field(min_length=1, max_length=40), Label(_("Número del cheque"))],
    amount: Annotated[Amount, Label(_("Valor del cheque"))],
    drawn_on: Annotated[Day, Label(_("Fecha del cheque"))],
    drawer: Annotated[
        str, Field(max_length=150), Label(_("Librador"), _("Vacío: el cliente"))
    ] = "",
) -> None:
    """The assistant has letter and guarantee cheque in hand (PCI-F11 step 2).

    What it pays is said when it is claimed. Refuses without the letter, and a guarantee for another
    amount than the documents' value.
    """
    if not letter:
        raise LetterMissing(field="letter")
    if amount != delegation.amount:
        raise GuaranteeDiffers(expected=delegation.amount, amount=amount, field="amount")
    owner = delegation.client
    draft = _draft_of(owner, drawer or owner.name, bank, number, amount, drawn_on)
    cheque = receive_cheque(draft, [], act)
    move_cheques([cheque], Cheque.State.HELD, act, note=_("garantía de cobranza delegada"))
    change(delegation, guarantee=cheque, state=Delegation.State.RECEIVED)


def enter_delegation(delegation: Delegation, act: Act, *, remarks: Remarks = "") -> None:
    """The documents are entered as delegated; they must still be there (PCI-F11 step 3)."""
    rows = open_documents(delegation)
    asked_originals(delegation.client_id, [operation_of(row) for row in rows])
    change(delegation, state=Delegation.State.ENTERED)


def ask_authorisation(delegation: Delegation, act: Act, *, remarks: Remarks = "") -> None:
    """The letter goes to operations management, which authorises or denies (PCI-F11 step 4)."""


def content_of_delegation(delegation: Delegation) -> dict[str, Any]:
    """What operations management signs: who collects what, against which guarantee."""
    guarantee = delegation.guarantee
    rows = delegation.documents.exclude(state="void").order_by("id")
    return {
        "client": delegation.client_id,
        "amount": f"{delegation.amount:.2f}",
        "guarantee": f"{guarantee.bank} {guarantee.number}" if guarantee else "",
        "documents": [
            [pk, f"{amount:.2f}"] for pk, amount in rows.values_list("original", "amount")
        ],
    }


def ask_custody(delegation: Delegation, act: Act, *, remarks: Remarks = "") -> None:
    """It is authorised: custody is asked for the documents (PCI-F11 step 5)."""
    if delegation.state == Delegation.State.ENTERED:
        change(delegation, state=Delegation.State.AUTHORISED)


def give_documents(delegation: Delegation, act: Act, *, remarks: Remarks = "") -> None:
    """Custody takes the documents out and hands them to the assistant (PCI-F11 step 6).

    When they came back uncounted, what custody has in hand is offered again.
    """
    withdraw_offered(act.case_id, act)
    wanted = originals_of(delegation)
    stored = [original for original in wanted if original.state == Original.State.VAULT]
    if stored:
        take_out(stored, act, _("cobranza delegada"))
    offer(wanted, act, role=ASSISTANT, reason=_("cobranza delegada"))


def hand_to_client(
    delegation: Delegation,
    act: Act,
    *,
    received_by: Who,
    seen: Seen = [],  # noqa: B006 (pydantic copies it)
) -> None:
    """The assistant counts the documents and hands them to the client, whose time now runs
    (PCI-F11 step 7)."""
    held = accept(awaited(act), act, seen=seen)
    until = due_at(SETTLE_WITHIN, act.at)
    there = Holder.away_with("client", delegation.client.name)
    move(held, there, act, Why(_("cobranza delegada"), received_by[:120], back_by_at=until))
    open_documents_of(delegation).update(state="lent")
    change(
        delegation,
        received_by=received_by[:120],
        lent_at=act.at,
        back_by_at=until,
        state=Delegation.State.LENT,
    )


def sign_letter(delegation: Delegation, act: Act, *, signed_by: Signer) -> None:
    """The client signs on the letter that he has the documents (PCI-F11 step 8)."""
    check_speaks(delegation.client, act)
    change(delegation, signed_by=signed_by[:120])


def hand_guarantee(delegation: Delegation, act: Act, *, remarks: Remarks = "") -> None:
    """Letter and guarantee go to the head of operations (PCI-F11 step 9)."""
    withdraw_offered(act.case_id, act)
    offer([guarantee_of(delegation).original], act, role=HEAD, reason=_("carta y garantía"))


def file_guarantee(delegation: Delegation, act: Act, *, letter: Letter) -> None:
    """The head of operations has letter and guarantee, copies and files both (PCI-F11 step 10)."""
    if not letter:
        raise LetterMissing(field="letter")
    accept(awaited(act), act)


def deny_delegation(delegation: Delegation, act: Act, reason: str) -> None:
    """Nothing is lent: the documents are free again (PCI-F11 step 4, denied)."""
    _let_go(delegation)
    change(delegation, state=Delegation.State.DENIED)


def awaited(act: Act) -> HandOver:
    """The hand-over of the case that waits for its answer; refuses where there is none."""
    waiting = offered_within(act.case_id)
    if waiting is None:
        raise NotOffered
    return waiting


def originals_of(delegation: Delegation) -> list[Original]:
    """The originals of what is still open."""
    return [row.original for row in open_documents(delegation)]


def open_documents_of(delegation: Delegation) -> Any:
    """The rows of what is still open, to be written at once."""
    return DelegatedDocument.objects.filter(delegation=delegation, state__in=("asked", "lent"))


def change(delegation: Delegation, **columns: Any) -> None:
    """Write columns of a delegation, in its row and in hand."""
    for name, value in columns.items():
        setattr(delegation, name, value)
    delegation.save(update_fields=list(columns))


def check_speaks(client: Client, act: Act) -> None:
    """Where a client acts by himself: refuses one who does not speak for the delegation's."""
    if act.role == "CTE":
        check_represents(act.actor_id, client)


def guarantee_of(delegation: Delegation) -> Cheque:
    """The guarantee, which is there from step 2 on."""
    if delegation.guarantee is None:
        raise LetterMissing
    return delegation.guarantee


def keeper_of_guarantee(delegation: Delegation) -> int | None:
    """Who has the guarantee in hand."""
    return delegation.guarantee.original.person_id if delegation.guarantee else None


def _let_go(delegation: Delegation) -> None:
    """What the letter named is free for others."""
    open_documents_of(delegation).update(state="void")


def _draft_of(
    owner: Client, drawer: str, bank: str, number: str, amount: Decimal, drawn_on: date
) -> ChequeDraft:
    return ChequeDraft(
        purpose=Cheque.Purpose.GUARANTEE,
        client_id=owner.pk,
        drawer=drawer,
        bank=bank,
        number=number,
        amount=amount,
        drawn_on=drawn_on,
        is_negotiable=True,
    )
