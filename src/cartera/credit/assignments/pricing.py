"""What an operation costs and where it leaves the line's terms (PCI-F01 steps 5 to 7)."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from cartera.company.selectors import legal_ceiling
from cartera.credit.assignments.explanation import Priced, Withheld, yearly_cost
from cartera.credit.assignments.models import AssignedDocument, Assignment
from cartera.credit.assignments.refusals import NoDocuments
from cartera.credit.assignments.rules import (
    Position,
    Price,
    brought_position,
    price,
)
from cartera.credit.assignments.selectors import (
    availability_of,
    debtor_concentration,
    terms_of,
)
from cartera.credit.lines.models import Line
from cartera.credit.lines.rules import Terms
from cartera.credit.lines.selectors import is_in_force
from cartera.credit.parties.models import Debtor
from cartera.kernel.money import CENT, ZERO

HIGHEST_RATE_PCT = Decimal("9999999999.99")


def exceptions_of(
    assignment: Assignment,
    line: Line,
    usual: Terms,
    asked: Terms,
    documents: Sequence[AssignedDocument],
    on: date,
) -> list[str]:
    """What of the operation exceeds or changes the line: codes, empty when it is within terms.

    line: availability. expired: the line's term, or another line took its place. term: longer
    than allowed. terms: rates or percentages changed. debtor: a debtor's limit over all clients.
    ceiling: the effective rate is above the legal maximum that the company typed.
    """
    advanced = _advanced(asked, documents)
    found = {
        "line": availability_of(line, but_for=assignment).available < advanced,
        "expired": not is_in_force(line, on),
        "term": assignment.term_days > line.max_term_days,
        "terms": usual != asked,
        "debtor": bool(_debtors_over_limit(assignment, asked, documents)),
        "ceiling": _above_ceiling(assignment, line, on),
    }
    return [code for code, is_found in found.items() if is_found]


def _advanced(terms: Terms, documents: Sequence[AssignedDocument]) -> Decimal:
    if not documents:
        raise NoDocuments
    on = date(2000, 1, 1)
    return price(terms, [d.amount for d in documents], on, on + timedelta(days=1)).advanced


def _debtors_over_limit(
    assignment: Assignment, terms: Terms, documents: Sequence[AssignedDocument]
) -> list[Debtor]:
    held = debtor_concentration({d.debtor_id for d in documents}, but_for=assignment)
    asked: dict[int, Decimal] = {}
    debtors = {d.debtor_id: d.debtor for d in documents}
    for document in documents:
        share = _advanced(terms, [document])
        asked[document.debtor_id] = asked.get(document.debtor_id, ZERO) + share
    return [
        debtors[debtor]
        for debtor, amount in asked.items()
        if held.get(debtor, ZERO) + amount > debtors[debtor].limit_amount
    ]


def _above_ceiling(assignment: Assignment, line: Line, on: date) -> bool:
    ceiling = legal_ceiling(line.segment, on)
    rate = assignment.effective_rate_pct
    return ceiling is not None and rate is not None and rate > ceiling


def price_assignment(
    assignment: Assignment,
    terms: Terms,
    documents: Sequence[AssignedDocument],
    on: date,
    deductions: Decimal,
) -> Price:
    if not documents:
        raise NoDocuments
    matures_on = on + timedelta(days=assignment.term_days)
    return price(terms, [d.amount for d in documents], on, matures_on, deductions)


def forget_price(assignment: Assignment) -> list[str]:
    """What goes back before its price has none until it is priced anew; the columns it clears."""
    figures = ("amount_advanced", "commission", "vat", "upfront_interest", "upfront_vat")
    for column in (*figures, "amount_net"):
        setattr(assignment, column, ZERO)
    assignment.effective_rate_pct = None
    return [*figures, "amount_net", "effective_rate_pct"]


def write_price(
    assignment: Assignment, documents: Sequence[AssignedDocument], priced: Price, on: date
) -> None:
    for document, advanced in zip(documents, priced.advanced_each, strict=True):
        document.amount_advanced = advanced
    AssignedDocument.objects.bulk_update(documents, ["amount_advanced"])
    assignment.amount_face = sum((d.amount for d in documents), ZERO)
    assignment.amount_advanced = priced.advanced
    assignment.commission, assignment.vat = priced.commission, priced.vat
    assignment.upfront_interest = priced.upfront_interest
    assignment.upfront_vat = priced.upfront_vat
    assignment.deductions, assignment.amount_net = priced.deductions, priced.net
    assignment.effective_rate_pct = _effective_rate(assignment, priced, on)


def _effective_rate(assignment: Assignment, priced: Price, on: date) -> Decimal | None:
    """What the client pays a year if it repays at maturity, all costs counted (arithmetic.md)."""
    return written_rate(yearly_cost(_operation(assignment, priced, on, ())).rate_pct)


def written_rate(rate_pct: Decimal | None) -> Decimal | None:
    """A yearly rate as it is kept and shown: to the hundredth, within what the column holds."""
    if rate_pct is None:
        return None
    return min(rate_pct, HIGHEST_RATE_PCT).quantize(CENT, ROUND_HALF_UP)


def priced_of(assignment: Assignment, on: date, withheld: Sequence[Withheld]) -> Priced:
    """The operation with the price that was written on it, as of its disbursement or of `on`."""
    a = assignment
    price = Price(
        tuple(document.amount_advanced for document in a.listed),
        a.amount_advanced,
        a.commission,
        a.vat,
        a.upfront_interest,
        a.upfront_vat,
        a.deductions,
        a.amount_net,
    )
    return _operation(a, price, a.disbursed_on or on, tuple(withheld))


def _operation(
    assignment: Assignment, price: Price, starts_on: date, withheld: tuple[Withheld, ...]
) -> Priced:
    return Priced(
        terms=terms_of(assignment),
        count=len(price.advanced_each),
        face=assignment.amount_face,
        price=price,
        starts_on=starts_on,
        matures_on=starts_on + timedelta(days=assignment.term_days),
        withheld=withheld,
    )


def opening_of(assignment: Assignment) -> Position:
    """Where the assignment stood the moment it was disbursed, from its price; or, where it came in
    with the opening balances, as it came in."""
    if assignment.brought is not None:
        return brought_position(assignment.brought)
    if assignment.disbursed_on is None:
        raise ValueError(f"{assignment} is not disbursed")
    return Position(
        capital=assignment.amount_advanced,
        charged_to=assignment.disbursed_on,
        prepaid_interest=assignment.upfront_interest,
        prepaid_vat=assignment.upfront_vat,
    )
