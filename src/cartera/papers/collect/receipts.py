"""The tax receipts of a case: CCF and its credit notes (PCI-F01 step 13, PCI-F09 step 6)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from cartera.accounting.tax.models import Concept, TaxReceipt, TaxReceiptLine
from cartera.credit.assignments.models import Assignment
from cartera.credit.payments.models import Payment
from cartera.kernel.text import gettext_noop as _
from cartera.kernel.words import amount_in_words
from cartera.papers.collect.sources import Drawn, Sources, cents
from cartera.papers.forms import ccf
from cartera.papers.forms.blocks import PartyBlock

_CONCEPTS = dict(Concept.choices)
_WITHHELD = _("Descontado del desembolso")
_COLLECTED = _("Cobrado con los abonos")

Rates = Mapping[int | None, Decimal]
"""The IVA, in percent, under which each payment of a receipt was charged."""


def receipts_of_case(sources: Sources) -> Iterator[Drawn]:
    """One paper for each receipt and credit note that this act issued. Three queries."""
    receipts = list(
        TaxReceipt.objects.filter(case_id=sources.act.case_id, recorded_at__gte=sources.act.at)
        .select_related("corrects")
        .prefetch_related("lines")
        .order_by("kind", "number")
    )
    rates = _rates(sources, receipts) if receipts else {}
    for receipt in receipts:
        payload = _payload(sources, receipt, rates)
        yield Drawn(f"{payload.title} {receipt.number} · {receipt.client_name}", payload)


def _payload(sources: Sources, receipt: TaxReceipt, rates: Rates) -> ccf.Payload:
    house, lines = sources.house, list(receipt.lines.all())
    of_lines = {rates[line.payment_id] for line in lines if line.vat}
    return ccf.Payload(
        number=str(receipt.number),
        kind=receipt.kind,
        corrects=str(receipt.corrects.number) if receipt.corrects else "",
        issued_on=receipt.issued_on,
        issuer=PartyBlock(
            name=house.name,
            address=house.address,
            nit=house.tax_id,
            nrc=house.registry_id,
            activity=house.activity,
        ),
        client=PartyBlock(
            name=receipt.client_name,
            code=receipt.client_code,
            address=receipt.client_address,
            nit=receipt.client_nit,
            nrc=receipt.client_nrc,
            activity=receipt.client_activity,
        ),
        lines=tuple(_line(line) for line in lines),
        net=cents(receipt.taxed),
        exempt=cents(receipt.exempt),
        vat_pct=of_lines.pop() if len(of_lines) == 1 else None,
        vat=cents(receipt.vat),
        total=cents(receipt.total),
        total_in_words=amount_in_words(receipt.total, house.currency),
        payment_terms=_terms(sources, receipt),
    )


def _terms(sources: Sources, receipt: TaxReceipt) -> str:
    if receipt.kind == ccf.CREDIT_NOTE:
        return ""
    return _WITHHELD if isinstance(sources.subject, Assignment) else _COLLECTED


def _line(line: TaxReceiptLine) -> ccf.ReceiptLine:
    return ccf.ReceiptLine(
        description=line.description or str(_CONCEPTS[line.concept]).capitalize(),
        exempt=cents(line.exempt),
        taxed=cents(line.taxed),
        reference=line.reference,
    )


def _rates(sources: Sources, receipts: list[TaxReceipt]) -> Rates:
    """The rates frozen on the assignments: the subject's own, or each payment's. One query."""
    if isinstance(sources.subject, Assignment):
        return {None: Decimal(sources.subject.terms["vat_pct"])}
    paid = {
        line.payment_id
        for receipt in receipts
        for line in receipt.lines.all()
        if line.vat and line.payment_id
    }
    found = Payment.objects.filter(pk__in=paid)
    return {
        payment: Decimal(pct)
        for payment, pct in found.values_list("pk", "assignment__terms__vat_pct")
    }
