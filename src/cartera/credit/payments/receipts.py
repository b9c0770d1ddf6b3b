"""Tax receipts for what payments brought in, credit notes for what a recomputation took back."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import connection

from cartera.accounting.tax.acts import issue_receipts
from cartera.accounting.tax.models import Concept, TaxReceipt
from cartera.accounting.tax.rules import Charged, ReceiptDraft
from cartera.control.workflow.definitions import Act
from cartera.credit.assignments.rules import vat_on
from cartera.credit.lines.selectors import stored_terms
from cartera.credit.parties.models import Client
from cartera.credit.parties.selectors import receiver_of
from cartera.kernel.money import ZERO

_ROWS = """
SELECT x.payment_id, a.client_id, a.number, a.terms, x.charges, x.default_interest, x.interest,
    x.vat,
    CASE WHEN x.amount < 0 THEN
        (SELECT l.receipt_id FROM tax_taxreceiptline l JOIN tax_taxreceipt r ON r.id = l.receipt_id
         WHERE l.payment_id = x.payment_id AND r.kind = 'CCF' ORDER BY l.receipt_id DESC LIMIT 1)
    WHEN x.interest < 0 THEN
        (SELECT r.id FROM tax_taxreceipt r WHERE r.case_id = a.case_id AND r.kind = 'CCF'
         ORDER BY r.id DESC LIMIT 1)
    END AS corrects
FROM payments_application x JOIN assignments_assignment a ON a.id = x.assignment_id
WHERE (x.day_id = %(day)s OR x.bounce_id = %(bounce)s)
    AND x.charges + x.default_interest + x.interest + x.vat <> 0
    AND NOT EXISTS (SELECT 1 FROM tax_taxreceiptline l
        JOIN tax_taxreceipt r ON r.id = l.receipt_id
        WHERE l.payment_id = x.payment_id AND r.case_id = %(case)s
            AND NOT EXISTS (SELECT 1 FROM tax_taxreceiptvoid v WHERE v.receipt_id = r.id))
ORDER BY a.client_id, x.id
"""


@dataclass(frozen=True, slots=True)
class Earned:
    """What one application row earned; below zero where it takes an earlier one back."""

    payment: int
    client: int
    assignment: int
    terms: str
    charges: Decimal
    default_interest: Decimal
    interest: Decimal
    vat: Decimal
    corrects: int | None


def issue_for(
    act: Act, *, day_id: int | None = None, bounce_id: int | None = None
) -> list[TaxReceipt]:
    """One receipt for each client, one credit note for each receipt corrected (PCI-F09 step 6).

    What has its receipt in this case already gets no second one.
    """
    earned = _earned({"day": day_id, "bounce": bounce_id, "case": act.case_id})
    clients = Client.objects.in_bulk({row.client for row in earned})
    receipts = _drafts([row for row in earned if row.corrects is None], clients, act, "client")
    notes = _drafts([row for row in earned if row.corrects], clients, act, "corrects")
    issued = []
    for series, drafts in (("CCF", receipts), ("NC", notes)):
        if drafts:
            issued += issue_receipts(
                drafts, series=series, issued_on=act.on, prepared_by_id=act.actor_id
            )
    return issued


def _earned(values: dict[str, int | None]) -> list[Earned]:
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, values)
        return [half for row in cursor.fetchall() for half in _by_sign(Earned(*row))]


def _by_sign(row: Earned) -> Iterator[Earned]:
    """What the row earned, and what it gave back, which corrects an earlier receipt.

    Interest charged at disbursement for days that did not run comes back with a payment.
    """
    default_vat = _default_vat(row)
    parts = (
        ("charges", row.charges, ZERO),
        ("default_interest", row.default_interest, default_vat),
        ("interest", row.interest, row.vat - default_vat),
    )
    nothing = replace(row, charges=ZERO, default_interest=ZERO, interest=ZERO)
    for sign, corrects in ((1, None), (-1, row.corrects)):
        mine = [part for part in parts if part[1] * sign > 0]
        if mine:
            amounts: dict[str, Any] = {name: amount for name, amount, _vat in mine}
            vat = sum((vat for _name, _amount, vat in mine), ZERO)
            yield replace(nothing, **amounts, vat=vat, corrects=corrects)


def _default_vat(row: Earned) -> Decimal:
    """The part of the row's IVA that default interest carries."""
    carried = vat_on(stored_terms(row.terms), "default_interest", abs(row.default_interest))
    vat = min(carried, abs(row.vat))
    return -vat if row.default_interest < 0 else vat


def _drafts(
    earned: Iterable[Earned], clients: dict[int, Client], act: Act, by: str
) -> list[ReceiptDraft]:
    groups: dict[int, list[Earned]] = defaultdict(list)
    for row in earned:
        groups[getattr(row, by)].append(row)
    return [_draft(group, clients[group[0].client], act) for group in groups.values()]


def _draft(group: Sequence[Earned], client: Client, act: Act) -> ReceiptDraft:
    lines = [line for row in group for line in _lines(row)]
    return ReceiptDraft(
        receiver=receiver_of(client),
        lines=lines,
        total=sum((line.taxed + line.exempt + line.vat for line in lines), ZERO),
        case_id=act.case_id,
        corrects_id=group[0].corrects,
    )


def _lines(row: Earned) -> list[Charged]:
    """The row's parts as receipt lines, without sign; IVA goes with the part that it taxes."""
    default_vat = abs(_default_vat(row))
    parts = (
        (Concept.CHARGE, abs(row.charges), ZERO),
        (Concept.DEFAULT_INTEREST, abs(row.default_interest), default_vat),
        (Concept.INTEREST, abs(row.interest), abs(row.vat) - default_vat),
    )
    return [
        Charged(
            concept,
            taxed=amount if tax else ZERO,
            exempt=ZERO if tax else amount,
            vat=tax,
            reference=f"cs {row.assignment}",
            payment_id=row.payment,
        )
        for concept, amount, tax in parts
        if amount
    ]
