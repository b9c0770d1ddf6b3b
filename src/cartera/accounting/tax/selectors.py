"""What was charged on receipts, in the company's currency. What is void counts for nothing."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import QuerySet

from cartera.accounting.tax import sql
from cartera.accounting.tax.models import TaxReceipt, TaxReceiptLine


@dataclass(frozen=True, slots=True)
class ConceptTotal:
    """What receipts charged for one concept, credit notes taken off."""

    concept: str
    taxed: Decimal
    exempt: Decimal
    vat: Decimal

    @property
    def total(self) -> Decimal:
        """Taxed, exempt and VAT together."""
        return self.taxed + self.exempt + self.vat


def receipts_of_case(case_id: int) -> QuerySet[TaxReceipt]:
    """The receipts of a case that are not void, in order of number."""
    receipts = TaxReceipt.objects.filter(case_id=case_id, void__isnull=True)
    return receipts.select_related("series").order_by("series__code", "number")


def lines_of_receipt(receipt_id: int) -> QuerySet[TaxReceiptLine]:
    """What a receipt charges, in order."""
    return TaxReceiptLine.objects.filter(receipt_id=receipt_id).order_by("n")


def charged(
    *, from_on: date | None = None, to_on: date | None = None, case_id: int | None = None
) -> list[ConceptTotal]:
    """What was charged by concept over a stretch of days, or in a case. (PCI-F09 step 7.)"""
    inputs = {"from_on": from_on, "to_on": to_on, "case": case_id}
    with connection.cursor() as cursor:
        cursor.execute(sql.CHARGED, inputs)
        return [ConceptTotal(*row) for row in cursor.fetchall()]


def charged_by_payment(case_id: int) -> dict[int, Decimal]:
    """What a case's receipts charge for each payment, VAT included: to name what does not tie."""
    with connection.cursor() as cursor:
        cursor.execute(sql.CHARGED_BY_PAYMENT, {"case": case_id})
        return dict(cursor.fetchall())
