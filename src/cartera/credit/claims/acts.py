"""Withholding what a client owes from money on its way to him; recording what he owes."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.db.models import F
from pydantic import Field

from cartera.accounting.ledger.acts import JOURNAL, post_entry
from cartera.accounting.ledger.roles import Role
from cartera.accounting.ledger.rules import credit, debit
from cartera.control.workflow.definitions import Act
from cartera.control.workflow.inputs import Amount, Label, Note, Row, Text
from cartera.credit.assignments.models import AssignedDocument, Assignment
from cartera.credit.assignments.pricing import forget_price
from cartera.credit.claims.models import Claim, Deduction
from cartera.credit.claims.refusals import (
    ClaimPartlyPaid,
    DeductionExceedsClaim,
    PendingNotAnswered,
    TargetNoLongerLive,
    UnknownClaim,
    UnknownTargetAssignment,
)
from cartera.credit.claims.selectors import deductions_of, open_claims
from cartera.credit.parties.models import Client
from cartera.credit.parties.selectors import active_client
from cartera.kernel.money import ZERO
from cartera.kernel.text import gettext_noop as _


class ClaimRow(Row):
    """How much of a pending claim is withheld."""

    claim: Annotated[int, Label(_("Cargo"))]
    amount: Annotated[Amount, Label(_("Monto"))]


class TransferRow(Row):
    """How much is withheld to pay another of the client's assignments."""

    assignment: Annotated[int, Label(_("Cesión"))]
    amount: Annotated[Amount, Label(_("Monto"))]
    reason: Annotated[Text, Label(_("Motivo"))]


Claims = Annotated[list[ClaimRow] | None, Label(_("Cargos que se descuentan"))]
Transfers = Annotated[list[TransferRow], Field(max_length=50), Label(_("Abonos a otras cesiones"))]


def withhold_pending(
    assignment: Assignment,
    act: Act,
    *,
    informed_by: Annotated[str, Label(_("Informó (jefe de cobros)"))] = "",
    claims: Claims = None,
    transfers: Transfers = [],  # noqa: B006 (pydantic copies it)
    not_deducted_because: Annotated[
        Note, Label(_("Motivo si no se descuenta todo"), widget="textarea")
    ] = "",
) -> None:
    """Record what is pending to be deducted from the disbursement (PCI-F01 step 3).

    With no list given, all that the client has pending is withheld. What is left out needs a
    reason. Refuses a claim that is not the client's, or more than its balance.
    """
    withheld = replace_deductions(act.case_id, assignment.client_id, act, claims, transfers)
    assignment.deductions, assignment.state = withheld, Assignment.State.RECEIVED
    assignment.save(update_fields=["deductions", "state", *forget_price(assignment)])
    if not not_deducted_because:
        left = sum((claim.balance for claim in open_claims(assignment.client_id)), ZERO)
        if left:
            raise PendingNotAnswered(pending=left, field="not_deducted_because")


def replace_deductions(
    case_id: int,
    client_id: int,
    act: Act,
    claims: Sequence[ClaimRow] | None,
    transfers: Sequence[TransferRow],
) -> Decimal:
    """Withhold in a case what the rows say, in place of what it withheld before; the sum."""
    Deduction.objects.filter(case_id=case_id, state="reserved").update(state="void")
    pending = _pending(client_id)
    if claims is None:
        claims = [ClaimRow(claim=c.pk, amount=c.balance) for c in pending.values()]
    made = [_for_claim(row, pending, place) for place, row in enumerate(claims)]
    made += _for_assignments(transfers, client_id)
    for deduction in made:
        deduction.case_id, deduction.client_id = case_id, client_id
        deduction.recorded_at = act.at
    Deduction.objects.bulk_create(made)
    return sum((deduction.amount for deduction in made), ZERO)


def fit_deductions(case_id: int, room: Decimal) -> Decimal:
    """Let the deductions of a case take no more than `room`: what does not fit stays claimed.

    Oldest first; the sum that is withheld in the end.
    """
    taken = ZERO
    for deduction in deductions_of(case_id).filter(state="reserved"):
        fits = min(deduction.amount, room - taken)
        if fits <= 0:
            Deduction.objects.filter(pk=deduction.pk).update(state="void")
            continue
        if fits < deduction.amount:
            Deduction.objects.filter(pk=deduction.pk).update(amount=fits)
        taken += fits
    return taken


def take_deductions(case_id: int) -> list[Deduction]:
    """The money has moved: what was withheld is taken, and claims paid in full are settled."""
    reserved = list(deductions_of(case_id).filter(state="reserved"))
    targets = Assignment.objects.filter(pk__in=[d.to_assignment_id for d in reserved])
    for target in targets.select_for_update().order_by("pk"):
        if target.state not in ("live", "paid_off"):
            raise TargetNoLongerLive(number=target.number)
    Deduction.objects.filter(pk__in=[d.pk for d in reserved]).update(state="taken")
    for claim in {d.claim_id: d.claim for d in reserved if d.claim}.values():
        settle_if_paid(claim)
    return reserved


def claim_document(document: AssignedDocument, amount: Decimal, reason: str, act: Act) -> Claim:
    """The debtor paid a document to the client, who owes it to the assignment (PCI-F04 step 3).

    Nothing is posted: the assignment's balance is in the books already.
    """
    return Claim.objects.create(
        client_id=document.assignment.client_id,
        assignment_id=document.assignment_id,
        document=document,
        kind=Claim.Kind.DIRECT_PAYMENT,
        amount=amount,
        reason=reason[:300],
        claimed_on=act.on,
        state=Claim.State.OPEN,
    )


def refund_claim(claim: Claim, amount: Decimal) -> None:
    """The client pays part of a claim otherwise than by a deduction (PCI-F04 step 7).

    Compare-and-set: refuses more than is neither refunded nor withheld yet.
    """
    found = _pending(claim.client_id).get(claim.pk)
    balance = found.balance if found else ZERO
    if amount > balance:
        raise DeductionExceedsClaim(claim=claim.pk, balance=balance, amount=amount, field="amount")
    Claim.objects.filter(pk=claim.pk).update(refunded=F("refunded") + amount)
    claim.refresh_from_db()
    settle_if_paid(claim)


def withhold_claim(claim: Claim, case_id: int, amount: Decimal, act: Act) -> Deduction:
    """Withhold part of a claim in an operation that is under way (PCI-F04 step 7).

    Refuses more than is left of it, and a claim that the operation withholds already.
    """
    row = ClaimRow(claim=claim.pk, amount=amount)
    deduction = _for_claim(row, _pending(claim.client_id), 0)
    deduction.case_id, deduction.client_id = case_id, claim.client_id
    deduction.recorded_at = act.at
    deduction.save()
    return deduction


def drop_claim(claim: Claim) -> None:
    """The claim was a mistake. Refuses one of which something was withheld or refunded.

    Its client's row is held, so that nothing is withheld of it meanwhile.
    """
    _hold_client(claim.client_id)
    claim.refresh_from_db()
    if claim.refunded or claim.deductions.exclude(state="void").exists():
        raise ClaimPartlyPaid(claim=claim.pk)
    Claim.objects.filter(pk=claim.pk, state="open").update(state="void")


def settle_if_paid(claim: Claim) -> None:
    """A claim of which all is refunded or taken is settled."""
    taken = sum(claim.deductions.filter(state="taken").values_list("amount", flat=True), ZERO)
    if taken + claim.refunded >= claim.amount:
        Claim.objects.filter(pk=claim.pk, state="open").update(state="settled")


def void_deductions(case_id: int) -> None:
    """Set free what a rejected operation had withheld."""
    Deduction.objects.filter(case_id=case_id, state="reserved").update(state="void")


def record_claim(
    claim: Claim | None,
    act: Act,
    *,
    client: Annotated[Text, Label(_("Cliente"), options="clients")],
    kind: Annotated[Literal["direct_payment", "difference", "other"], Label(_("Clase"))],
    amount: Annotated[Amount, Label(_("Monto"))],
    reason: Annotated[Text, Label(_("Motivo"))],
) -> None:
    """Record something that a client owes outside its assignments (INT-07 step 1)."""
    claim = claim or Claim(case_id=act.case_id)
    claim.client, claim.kind = active_client(client), kind
    claim.amount, claim.reason, claim.claimed_on = amount, reason, act.on
    claim.save()


def confirm_claim(
    claim: Claim, act: Act, *, remarks: Annotated[Note, Label(_("Observaciones"))] = ""
) -> None:
    """Confirm a recorded claim: from now on it is owed, in the books too (INT-07 step 2)."""
    code, reference = claim.client.code, _("cargo {claim}").format(claim=claim.pk)
    entry = post_entry(
        series=JOURNAL,
        effective_on=act.on,
        event="claim",
        description=claim.reason,
        postings=[
            debit(Role.CLAIMS, claim.amount, reference=reference, client_code=code),
            credit(Role.CHARGES, claim.amount, reference=reference, client_code=code),
        ],
        prepared_by_id=act.actor_id,
        case_id=act.case_id,
    )
    Claim.objects.filter(pk=claim.pk).update(state="open", entry=entry)


def void_claim(claim: Claim, act: Act, reason: str) -> None:
    """Turn a recorded claim down."""
    Claim.objects.filter(pk=claim.pk).update(state="void")


def _pending(client_id: int) -> dict[int, Any]:
    """The client's open claims by number; his row is held, so that no two take from one."""
    _hold_client(client_id)
    return {claim.pk: claim for claim in open_claims(client_id)}


def _hold_client(client_id: int) -> None:
    list(Client.objects.select_for_update().filter(pk=client_id))


def _for_claim(row: ClaimRow, pending: dict[int, Any], place: int) -> Deduction:
    claim = pending.get(row.claim)
    if claim is None:
        raise UnknownClaim(claim=row.claim, field=f"claims.{place}.claim")
    if row.amount > claim.balance:
        raise DeductionExceedsClaim(
            claim=claim.pk,
            balance=claim.balance,
            amount=row.amount,
            field=f"claims.{place}.amount",
        )
    goes_to = claim.assignment_id if claim.document_id else None
    reason = claim.reason[:200]
    return Deduction(claim=claim, to_assignment_id=goes_to, amount=row.amount, reason=reason)


def _for_assignments(rows: Sequence[TransferRow], client_id: int) -> list[Deduction]:
    if not rows:
        return []
    live = Assignment.objects.filter(client_id=client_id, state="live")
    by_number = {a.number: a for a in live.filter(number__in=[row.assignment for row in rows])}
    for place, row in enumerate(rows):
        if row.assignment not in by_number:
            field = f"transfers.{place}.assignment"
            raise UnknownTargetAssignment(number=row.assignment, field=field)
    return [
        Deduction(to_assignment=by_number[row.assignment], amount=row.amount, reason=row.reason)
        for row in rows
    ]
