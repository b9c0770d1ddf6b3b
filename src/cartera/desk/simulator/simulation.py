"""An operation that nobody asked for yet, figured out under the line's conditions and others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from cartera.company.selectors import legal_ceiling
from cartera.credit.assignments.explanation import (
    Priced,
    PriceLine,
    explain_price,
    yearly_cost,
)
from cartera.credit.assignments.pricing import written_rate
from cartera.credit.assignments.rules import price
from cartera.credit.assignments.selectors import Availability, availability_of
from cartera.credit.lines.models import Line
from cartera.credit.lines.rules import Terms
from cartera.credit.lines.selectors import terms_in_force
from cartera.credit.settlements.quotation import quote
from cartera.desk.refusals import DueBeforeStart, LineNotYours, TermUnknown
from cartera.desk.simulator.inputs import Alternative, Asked, QuotedDocument
from cartera.desk.work.pricing import Rate
from cartera.entrance.visitor import Visitor
from cartera.kernel.money import PLAIN, ZERO, format_amount
from cartera.kernel.refusals import Refusal, raise_gathered


@dataclass(frozen=True, slots=True)
class Receipt:
    """What would come in on a day, and where it would go."""

    on: date
    amount: Decimal
    interest: Decimal
    default_interest: Decimal
    vat: Decimal
    capital: Decimal
    balance: Decimal


@dataclass(frozen=True, slots=True)
class Outlook:
    """One set of conditions with all that follows from it."""

    name: str
    terms: Terms
    days: int
    lines: Sequence[PriceLine]
    rate: Rate
    net: Decimal
    advanced: Decimal
    receipts: Sequence[Receipt]
    to_return: Decimal
    cost: Decimal


@dataclass(frozen=True, slots=True)
class Simulation:
    """What was asked, on whose line, and what each set of conditions brings."""

    line: Line | None
    availability: Availability | None
    starts_on: date
    face: Decimal
    outlooks: Sequence[Outlook]

    @property
    def first(self) -> Outlook:
        """What the line's own conditions bring."""
        return self.outlooks[0]

    @property
    def exceeds(self) -> bool:
        """Whether it is more than the line has left."""
        free = self.availability
        return free is not None and self.first.advanced > free.available

    @property
    def left(self) -> Decimal | None:
        """What the line would have left after it."""
        free = self.availability
        return None if free is None else free.available - self.first.advanced


def simulate(asked: Asked, visitor: Visitor) -> Simulation:
    """Figure it out. Refuses a line that is not the visitor's to see, a document that falls due
    before the disbursement, no term, and whatever the price refuses."""
    line = _line_of(asked.client, visitor)
    starts_on = asked.starts_on or visitor.standing.on
    _check_dues(asked.documents, starts_on)
    usual = terms_in_force(line, starts_on) if line else Terms()
    ceiling = legal_ceiling(line.segment, starts_on) if line else None
    sets = [Alternative(name=gettext("Condiciones de la línea") if line else gettext("Usuales"))]
    sets += [_named(place, other) for place, other in enumerate(asked.alternatives, 1)]
    outlooks = [_outlook(asked, one, usual, starts_on, ceiling) for one in sets]
    return Simulation(
        line=line,
        availability=availability_of(line) if line else None,
        starts_on=starts_on,
        face=sum((row.amount for row in asked.documents), ZERO),
        outlooks=outlooks,
    )


def _named(place: int, other: Alternative) -> Alternative:
    name = other.name or gettext("Alternativa %(place)s") % {"place": place}
    return other.model_copy(update={"name": name})


def _line_of(code: str, visitor: Visitor) -> Line | None:
    if not code:
        return None
    if not visitor.may_see(code):
        raise LineNotYours(client=code, field="client")
    line = Line.objects.select_related("client").filter(client__code=code, state="active").first()
    if line is None:
        raise LineNotYours(client=code, field="client")
    return line


def _check_dues(documents: Iterable[QuotedDocument], starts_on: date) -> None:
    refusals: list[Refusal] = [
        DueBeforeStart(due_on=row.due_on, starts_on=starts_on, field=f"documents.{place}.due_on")
        for place, row in enumerate(documents)
        if row.due_on and row.due_on <= starts_on
    ]
    raise_gathered(refusals)


def term_of(asked: Asked, one: Alternative, starts_on: date) -> int:
    """The term of a set of conditions: its own, the one asked, or until the last due day."""
    typed = one.term_days or asked.term_days
    dues = [row.due_on for row in asked.documents if row.due_on]
    if typed:
        return typed
    if not dues:
        raise TermUnknown(field="term_days")
    return (max(dues) - starts_on).days


def _outlook(
    asked: Asked, one: Alternative, usual: Terms, starts_on: date, ceiling: Decimal | None
) -> Outlook:
    terms = Terms.from_json(usual.to_json() | one.terms)
    days = term_of(asked, one, starts_on)
    matures_on = starts_on + timedelta(days=days)
    amounts = [row.amount for row in asked.documents]
    priced = price(terms, amounts, starts_on, matures_on)
    operation = Priced(terms, len(amounts), sum(amounts, ZERO), priced, starts_on, matures_on)
    cost = yearly_cost(operation)
    told = quote(_document(asked, terms, starts_on, matures_on))
    receipts = [_receipt(row) for row in told["payments"]]
    return Outlook(
        name=one.name,
        terms=terms,
        days=days,
        lines=explain_price(operation),
        rate=Rate(cost, written_rate(cost.rate_pct), ceiling),
        net=priced.net,
        advanced=priced.advanced,
        receipts=receipts,
        to_return=Decimal(told["settlement"]["amount_to_return"]),
        cost=_cost(operation, receipts),
    )


def _cost(operation: Priced, receipts: Iterable[Receipt]) -> Decimal:
    """All that the client pays: commission, interest and the IVA of both."""
    made = operation.price
    upfront = made.commission + made.vat + made.upfront_interest + made.upfront_vat
    return upfront + sum((r.interest + r.default_interest + r.vat for r in receipts), ZERO)


def _document(asked: Asked, terms: Terms, starts_on: date, matures_on: date) -> dict[str, Any]:
    """The simulation as `cartera quote` reads it: each document paid the day that it falls due."""
    by_day: dict[date, Decimal] = {}
    for row in asked.documents:
        on = row.due_on or matures_on
        by_day[on] = by_day.get(on, ZERO) + row.amount
    return {
        "terms": terms.to_json(),
        "documents": [{"amount": format_amount(row.amount, PLAIN)} for row in asked.documents],
        "disbursed_on": starts_on.isoformat(),
        "matures_on": matures_on.isoformat(),
        "payments": [
            {"on": on.isoformat(), "amount": format_amount(by_day[on], PLAIN)}
            for on in sorted(by_day)
        ],
        "as_of": max([*by_day, matures_on]).isoformat(),
    }


def _receipt(row: Mapping[str, str]) -> Receipt:
    names = ("amount", "interest", "default_interest", "vat", "capital", "balance")
    return Receipt(date.fromisoformat(row["on"]), *(Decimal(row[name]) for name in names))
