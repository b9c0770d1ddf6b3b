"""The operation on its way to the money: FORM-05, FORM-06, FORM-07 (PCI-F01 steps 4, 6 and 8)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from cartera.credit.assignments.models import Assignment, DebtVerification
from cartera.credit.assignments.selectors import availability_of, terms_of
from cartera.credit.disbursements.selectors import credit_account_of, disbursement_of
from cartera.kernel.text import gettext_noop as _
from cartera.papers.collect.sources import (
    Drawn,
    Sources,
    cents,
    client_block,
    debtor_block,
    number_of,
    total,
    withheld_rows,
)
from cartera.papers.forms import form_05, form_06, form_07
from cartera.recovery.third_party.models import ValuePayment

_KINDS = {"quedan": _("Quedan"), "factura": _("Factura"), "contrato": _("Contrato")}
_NOT_CONFIRMED = _("NO CONFIRMADO")
_WITHIN = _("Dentro de los términos de la línea")
_BEYOND = _("Gerencia general, porque {reasons}")
_REASONS = {
    "line": _("excede la disponibilidad"),
    "expired": _("la línea no está vigente"),
    "term": _("el plazo pasa del máximo"),
    "terms": _("cambia las condiciones de la línea"),
    "debtor": _("excede el límite de un deudor"),
    "ceiling": _("la tasa efectiva pasa del máximo legal"),
}


def verification_reports(sources: Sources) -> Iterator[Drawn]:
    """FORM-05, one for each debtor: the calls of this act, what was not confirmed among them."""
    assignment: Assignment = sources.subject
    made = (
        DebtVerification.objects.filter(document__assignment=assignment, recorded_at=sources.act.at)
        .select_related("document__debtor", "verified_by")
        .order_by("id")
    )
    calls: dict[int, dict[Any, list[DebtVerification]]] = defaultdict(lambda: defaultdict(list))
    for one in {said.document_id: said for said in made}.values():
        call = (one.informed_by, one.informed_at, one.is_confirmed, one.remarks)
        calls[one.document.debtor_id][call].append(one)
    for of_debtor in calls.values():
        verified = tuple(_verification(sources, call) for call in of_debtor.values())
        payload = form_05.Payload(
            client=client_block(assignment.client),
            assignment=number_of(assignment.number),
            verifications=verified,
            total=total(one.total for one in verified),
        )
        yield Drawn(verified[0].debtor.name, payload)


def _verification(sources: Sources, call: Sequence[DebtVerification]) -> form_05.Verification:
    first = call[0]
    documents = tuple(
        form_05.VerifiedDocument(
            _KINDS.get(one.document.kind, one.document.kind),
            one.document.number,
            cents(one.document.amount),
            one.document.issued_on,
            one.document.due_on,
        )
        for one in call
    )
    unconfirmed = "" if first.is_confirmed else _NOT_CONFIRMED
    return form_05.Verification(
        debtor=debtor_block(first.document.debtor),
        documents=documents,
        total=total(d.amount for d in documents),
        informed_by=first.informed_by,
        verified_by=str(first.verified_by),
        verified_at=sources.local(first.informed_at),
        remarks=". ".join(filter(None, (unconfirmed, first.remarks))),
        telephone=first.document.debtor.telephone,
    )


def disbursement_request(sources: Sources) -> Iterator[Drawn]:
    """FORM-06: every figure as the executive presents it, before the operation itself is owed."""
    assignment: Assignment = sources.subject
    act, terms = sources.act, terms_of(assignment)
    line = assignment.line
    available = availability_of(line, but_for=assignment)
    account = credit_account_of(assignment)
    withheld = withheld_rows(sources.deductions)
    yield Drawn(
        "",
        form_06.Payload(
            assignment=number_of(assignment.number),
            requested_at=sources.local(act.at),
            client=client_block(assignment.client),
            risk_category=assignment.client.risk_category,
            starts_on=act.on,
            term_days=assignment.term_days,
            matures_on=act.on + timedelta(days=assignment.term_days),
            rate_pct=terms.rate_pct,
            rate_basis=terms.rate_basis,
            commission_pct=terms.commission_pct,
            advance_pct=terms.advance_pct,
            default_rate_pct=terms.default_rate_pct,
            default_basis=terms.default_basis,
            amount_advanced=cents(assignment.amount_advanced),
            balance_owed=cents(available.outstanding),
            availability=cents(available.available),
            bank=account.bank,
            account=account.number,
            amount_face=cents(assignment.amount_face),
            line_approved=cents(line.amount_approved),
            amount_commission=cents(assignment.commission),
            amount_vat=cents(assignment.vat),
            amount_upfront_interest=cents(assignment.upfront_interest),
            amount_upfront_vat=cents(assignment.upfront_vat),
            amount_net=cents(assignment.amount_net),
            documents=_discounted(sources),
            executive=sources.actor,
            deductions=withheld,
            amount_deductions=total(one.amount for one in withheld),
            comments=assignment.comments,
            authorisation=_authorisation(assignment),
        ),
    )


def _discounted(sources: Sources) -> tuple[form_06.DiscountedDocument, ...]:
    return tuple(
        form_06.DiscountedDocument(
            d.debtor.name,
            _KINDS.get(d.kind, d.kind),
            d.number,
            cents(d.amount),
            cents(d.amount_advanced),
        )
        for d in sources.documents
    )


def _authorisation(assignment: Assignment) -> str:
    if not assignment.exceptions:
        return _WITHIN
    reasons = "; ".join(_REASONS.get(code, code) for code in assignment.exceptions)
    return _BEYOND.format(reasons=reasons)


def credits_to_clients(sources: Sources) -> Iterator[Drawn]:
    """FORM-07: the credit that was started, to be signed by two; of a disbursement (PCI-F01 step 8)
    or of a third party's value (INT-26 step 8)."""
    subject: Assignment | ValuePayment = sources.subject
    if isinstance(subject, ValuePayment):
        client, account, amount = subject.value.client, subject.account, cents(subject.amount)
        remark = _("Valor ajeno, documento {number}").format(number=subject.value.number)
    else:
        disbursement = disbursement_of(subject)
        client, account = subject.client, disbursement.account
        amount = cents(disbursement.amount_net)
        remark = f"Desembolso de la cesión {subject.number}"
    credit = form_07.Credit(
        account=account.number,
        bank=account.bank,
        applied_on=sources.act.on,
        amount=amount,
        remark=remark,
    )
    of_client = form_07.ClientCredits(client.code, client.name, (credit,), amount)
    yield Drawn("", form_07.Payload((of_client,), amount))
