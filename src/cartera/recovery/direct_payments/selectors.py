"""Reads of direct payments: what is still to be recovered, and by which ways it can be."""

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import F, Q, QuerySet, Sum

from cartera.credit.assignments.models import AssignedDocument, Assignment
from cartera.credit.claims.models import Claim, Deduction
from cartera.credit.settlements.models import Settlement
from cartera.kernel.money import ZERO
from cartera.kernel.search import number_key
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.custody.models import Original
from cartera.recovery.direct_payments.models import DirectPayment
from cartera.recovery.direct_payments.refusals import NothingPaidDirectly
from cartera.recovery.direct_payments.rules import WayOpen

# An operation whose price is not made yet: its deductions may still grow (PCI-F01 before step 6).
UNPRICED = ("requested", "received", "verified")
SHOWN_AT_MOST = 20


def document_paid(assignment: int, number: str, field: str = "document") -> AssignedDocument:
    """The document of a live assignment that the debtor paid to the client; refuses another."""
    found = AssignedDocument.objects.filter(
        assignment__number=assignment, number_key=number_key(number), state="live"
    ).select_related("assignment__client", "debtor")
    document = found.first()
    if document is None:
        raise NothingPaidDirectly(number=assignment, document=number, field=field)
    return document


def left_of(document: AssignedDocument) -> Decimal:
    """What of a document nobody has paid, neither to the house nor, by a note, to the client."""
    notes = DirectPayment.objects.filter(document=document)
    under_way = notes.exclude(state__in=("cancelled", "void")).aggregate(
        total=Sum("amount", default=ZERO)
    )["total"]
    return document.amount - document.amount_collected - (under_way or ZERO)


def original_of(note: DirectPayment) -> Original:
    """The paper of the document that the note is about: what its cheques pay."""
    return Original.objects.exclude(state="void").get(document_id=note.document_id)


def recovered(note: DirectPayment) -> Decimal:
    """What of a note is back: refunded by cheque, or taken from money on its way to the client."""
    taken = Sum("deductions__amount", filter=Q(deductions__state="taken"), default=ZERO)
    claims = Claim.objects.filter(direct_payment=note).annotate(taken=taken)
    return sum((claim.refunded + claim.taken for claim in claims), ZERO)


def promised(note: DirectPayment) -> QuerySet[Deduction]:
    """What operations withhold for a note and have not taken yet."""
    return Deduction.objects.filter(claim=note.claim_id, state="reserved").select_related("case")


def ways_of(note: DirectPayment) -> list[WayOpen]:
    """By which ways the money can come back today, in their order, with their figures."""
    return [_cheque(note), *_guarantee(note), *_liquidations(note), *_disbursements(note)]


def _cheque(note: DirectPayment) -> WayOpen:
    return WayOpen("cheque", _("Cheque del cliente"), note.amount)


def _guarantee(note: DirectPayment) -> Iterator[WayOpen]:
    cheque = note.guarantee
    if cheque is not None:
        shut = "" if cheque.state == "reserved" else _("sin fondos reservados")
        yield WayOpen("guarantee", str(cheque), cheque.amount, shut=shut)


def _liquidations(note: DirectPayment) -> Iterator[WayOpen]:
    """Settlements of the client's that return money, less what they withhold already."""
    found = Settlement.objects.filter(
        assignment__client=note.client_id, state__in=("started", "squared", "authorised")
    ).select_related("assignment")
    withheld = Sum("case__deductions__amount", filter=~Q(case__deductions__state="void"))
    for row in found.annotate(withheld=withheld).order_by("id")[:SHOWN_AT_MOST]:
        payable = max(-row.assignment.capital - (row.withheld or ZERO), ZERO)
        shut = "" if row.state == "started" else _("ya está cuadrada: que la devuelvan")
        yield WayOpen("liquidation", str(row.assignment), payable, row.case_id, shut)


def _disbursements(note: DirectPayment) -> Iterator[WayOpen]:
    """Requests of the client's that are being worked on, by what he asks for."""
    found = Assignment.objects.filter(
        client=note.client_id, state__in=(*UNPRICED, "prepared", "recorded")
    ).annotate(left=F("requested_amount") - F("deductions"))
    for row in found.order_by("id")[:SHOWN_AT_MOST]:
        shut = "" if row.state in UNPRICED else _("ya tiene precio: que la devuelvan")
        yield WayOpen("disbursement", str(row), max(row.left, ZERO), row.case_id, shut)
