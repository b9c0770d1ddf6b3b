"""FORM-22 as of any day: what was lent, each payment and each reversal, and what is owed."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from cartera.credit.assignments.models import Assignment
from cartera.credit.assignments.pricing import opening_of
from cartera.credit.assignments.selectors import known_from, terms_of
from cartera.credit.payments.models import Application, Payment
from cartera.credit.payments.statements import Statement, statement_of
from cartera.kernel.text import gettext_noop as _
from cartera.papers.collect.sources import cents, client_block, number_of, total
from cartera.papers.forms import form_22
from cartera.papers.refusals import NotDisbursedYet

_BOUNCED = _("Rechazado: {what}")
_UNDONE = _("Reverso: {what}")
_ANEW = _("{what} (recalculado)")


def statement(assignment: Assignment, as_of: date, known_on: date | None = None) -> form_22.Payload:
    """The statement of an assignment as of a day (PCI-F10 step 2).

    It shows what has a value date up to that day; with `known_on`, only what had been recorded by
    then. What is owed is computed anew from the payments that stand. Amounts in the company's
    currency. Refuses an assignment that was not disbursed by `as_of`.
    """
    began_on = known_from(assignment)
    if assignment.disbursed_on is None or began_on is None or began_on > as_of:
        raise NotDisbursedYet(assignment=str(assignment), on=as_of)
    found = statement_of(assignment, as_of, known_on)
    terms = terms_of(assignment)
    movements = tuple(_movement(one) for one in found.applied)
    left = movements[-1].balance_after if movements else cents(opening_of(assignment).capital)
    return form_22.Payload(
        client=client_block(assignment.client),
        assignment=number_of(assignment.number),
        as_of=as_of,
        amount_face=cents(assignment.amount_face),
        amount_advanced=cents(assignment.amount_advanced),
        commission_pct=terms.commission_pct,
        amount_commission=cents(assignment.commission),
        amount_vat=cents(assignment.vat),
        amount_net=cents(assignment.amount_net),
        rate_pct=terms.rate_pct,
        rate_basis=terms.rate_basis,
        advance_pct=terms.advance_pct,
        term_days=assignment.term_days,
        starts_on=assignment.disbursed_on,
        matures_on=_maturity(assignment),
        movements=movements,
        totals=_totals(movements),
        balance=left,
        amount_deductions=cents(assignment.deductions),
        amount_upfront_interest=cents(assignment.upfront_interest),
        amount_upfront_vat=cents(assignment.upfront_vat),
        owed=_owed(found),
    )


def _movement(applied: Application) -> form_22.Movement:
    return form_22.Movement(
        paid_on=applied.value_on,
        description=_description(applied),
        amount=cents(applied.amount),
        charges=cents(applied.charges),
        default_interest=cents(applied.default_interest),
        interest=cents(applied.interest),
        vat=cents(applied.vat),
        to_capital=cents(applied.capital),
        balance_before=cents(applied.balance + applied.capital),
        balance_after=cents(applied.balance),
    )


def _description(applied: Application) -> str:
    payment = applied.payment
    named = payment.kind in (Payment.Kind.CHEQUE, Payment.Kind.TRANSFER)
    what = " ".join(filter(None, (payment.bank, payment.reference)))
    if not named or not what:
        what = str(payment.get_kind_display()).capitalize()
    if applied.reverses_id:
        bounced = applied.bounce_id and applied.cause_id == applied.payment_id
        return (_BOUNCED if bounced else _UNDONE).format(what=what)
    return _ANEW.format(what=what) if applied.cause_id else what


def _totals(movements: Iterable[form_22.Movement]) -> form_22.Totals:
    rows = list(movements)
    return form_22.Totals(
        amount=total(row.amount for row in rows),
        interest=total(row.interest for row in rows),
        default_interest=total(row.default_interest for row in rows),
        to_capital=total(row.to_capital for row in rows),
        charges=total(row.charges for row in rows),
        vat=total(row.vat for row in rows),
    )


def _owed(found: Statement) -> form_22.Owed | None:
    """What would pay it off on the day, from what stands of its payments and charges."""
    owed = found.owed
    if owed is None:
        return None
    parts: dict[str, Decimal] = {
        name: cents(getattr(owed, name))
        for name in ("capital", "interest", "default_interest", "charges", "vat", "total")
    }
    return form_22.Owed(**parts)


def _maturity(assignment: Assignment) -> date:
    if assignment.matures_on is None:
        raise NotDisbursedYet(assignment=str(assignment), on=assignment.requested_on)
    return assignment.matures_on
