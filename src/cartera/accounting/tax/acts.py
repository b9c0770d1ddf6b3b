"""The only writers of tax receipts: issued, corrected by a credit note, or voided; never edited."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction

from cartera.accounting.ledger.refusals import refusing_by
from cartera.accounting.tax import sql
from cartera.accounting.tax.models import Kind, ReceiptSeries, TaxReceipt, TaxReceiptVoid
from cartera.accounting.tax.refusals import (
    BY_RULE,
    CorrectedReceiptIsNotVoided,
    ReceiptAlreadyVoided,
    ReceiptSeriesExists,
    ReceiptSeriesUnknown,
    VoidReasonMissing,
)
from cartera.accounting.tax.rules import ReceiptDraft, Sums, sums_of
from cartera.kernel import clock


def open_receipt_series(
    code: str, kind: Kind, *, first_number: int = 1, authorised_until: int | None = None
) -> ReceiptSeries:
    """Begin a run of receipt numbers as the tax office authorised it. Refuses a code in use."""
    if ReceiptSeries.objects.filter(code=code).exists():
        raise ReceiptSeriesExists(series=code, field="code")
    with refusing_by(BY_RULE), transaction.atomic():
        return ReceiptSeries.objects.create(
            code=code,
            kind=kind,
            first_number=first_number,
            last_number=first_number - 1,
            authorised_until=authorised_until,
        )


def issue_receipts(
    drafts: Sequence[ReceiptDraft], *, series: str, issued_on: date, prepared_by_id: int
) -> list[TaxReceipt]:
    """Issue receipts of one series at once, numbered without holes in their order: all or none.

    One statement however many clients, and one that reads the receipts back. The kind is the
    series': a credit note's drafts name the receipt they correct. Amounts are in the company's
    currency; the VAT is the caller's. Refuses what `rules.sums_of` refuses, a series that is not
    there or has no authorised numbers left, a day whose period is not open, and a credit note
    larger than what it corrects. (PCI-F01 step 13, PCI-F09 step 6.)
    """
    sums = [sums_of(draft) for draft in drafts]
    if not drafts:
        return []
    inputs: dict[str, Any] = {
        "series": series,
        "on": issued_on,
        "recorded_at": clock.now(),
        "prepared_by": prepared_by_id,
        **_headers(drafts, sums),
        **_lines(drafts),
    }
    with refusing_by(BY_RULE), connection.cursor() as cursor:
        cursor.execute(sql.ISSUE, inputs)
        ids = [receipt_id for (receipt_id,) in cursor.fetchall()]
    if not ids:
        raise ReceiptSeriesUnknown(series=series)
    return list(TaxReceipt.objects.filter(pk__in=ids).order_by("number"))


def void_receipt(receipt: TaxReceipt, *, reason: str, on: date, by_id: int) -> TaxReceiptVoid:
    """Void a receipt: it counts for nothing any more and its number stays used.

    Refuses no reason, a receipt voided before, and one with credit notes still standing.
    """
    if not reason.strip():
        raise VoidReasonMissing(field="reason")
    if TaxReceiptVoid.objects.filter(receipt=receipt).exists():
        raise ReceiptAlreadyVoided(number=receipt.number)
    if TaxReceipt.objects.filter(corrects=receipt, void__isnull=True).exists():
        raise CorrectedReceiptIsNotVoided
    with refusing_by(BY_RULE), transaction.atomic():
        return TaxReceiptVoid.objects.create(
            receipt=receipt,
            reason=reason.strip(),
            voided_on=on,
            recorded_at=clock.now(),
            by_id=by_id,
        )


def _headers(drafts: Sequence[ReceiptDraft], sums: Sequence[Sums]) -> dict[str, Any]:
    receivers = [draft.receiver for draft in drafts]
    return {
        "codes": [receiver.code for receiver in receivers],
        "names": [receiver.name for receiver in receivers],
        "nits": [receiver.nit for receiver in receivers],
        "nrcs": [receiver.nrc for receiver in receivers],
        "activities": [receiver.activity for receiver in receivers],
        "addresses": [receiver.address for receiver in receivers],
        "cases": [draft.case_id for draft in drafts],
        "corrected": [draft.corrects_id for draft in drafts],
        "taxed": [each.taxed for each in sums],
        "exempt": [each.exempt for each in sums],
        "vat": [each.vat for each in sums],
        "totals": [draft.total for draft in drafts],
        "line_counts": [len(draft.lines) for draft in drafts],
    }


def _lines(drafts: Sequence[ReceiptDraft]) -> dict[str, Any]:
    placed = [
        (ordinal, n, line)
        for ordinal, draft in enumerate(drafts, start=1)
        for n, line in enumerate(draft.lines, start=1)
    ]
    lines = [line for _, _, line in placed]
    return {
        "ordinals": [ordinal for ordinal, _, _ in placed],
        "ns": [n for _, n, _ in placed],
        "concepts": [str(line.concept) for line in lines],
        "descriptions": [line.description for line in lines],
        "references": [line.reference for line in lines],
        "payments": [line.payment_id for line in lines],
        "line_taxed": [line.taxed for line in lines],
        "line_exempt": [line.exempt for line in lines],
        "line_vat": [line.vat for line in lines],
    }
