"""A price with its explanation, beside the step that fixes it or signs it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cartera.company.selectors import legal_ceiling
from cartera.control.workflow.models import Task
from cartera.credit.assignments.explanation import (
    PriceLine,
    Withheld,
    YearlyCost,
    explain_price,
    withheld_of,
    yearly_cost,
)
from cartera.credit.assignments.models import Assignment
from cartera.credit.assignments.pricing import priced_of, written_rate
from cartera.credit.claims.models import Deduction
from cartera.credit.claims.selectors import deductions_of
from cartera.desk.work.at import At


@dataclass(frozen=True, slots=True)
class Rate:
    """The yearly cost of an operation beside the most that the law allows."""

    cost: YearlyCost
    rate_pct: Decimal | None
    ceiling_pct: Decimal | None

    @property
    def is_over(self) -> bool:
        """Whether it passes the legal maximum."""
        return self.margin_pct is not None and self.margin_pct < 0

    @property
    def margin_pct(self) -> Decimal | None:
        """How far below the maximum it stays."""
        if self.rate_pct is None or self.ceiling_pct is None:
            return None
        return self.ceiling_pct - self.rate_pct


@dataclass(frozen=True, slots=True)
class PriceView:
    """What the page shows of a price."""

    lines: Sequence[PriceLine]
    rate: Rate
    starts_on: date
    matures_on: date
    exceptions: Sequence[str]


def price_view(assignment: Assignment, on: date) -> PriceView | None:
    """The price that stands on an assignment, explained; None before there is one."""
    if not assignment.amount_advanced:
        return None
    priced = priced_of(assignment, on, _withheld(assignment))
    cost = yearly_cost(priced)
    ceiling = legal_ceiling(assignment.line.segment, on)
    return PriceView(
        explain_price(priced),
        Rate(cost, written_rate(cost.rate_pct), ceiling),
        priced.starts_on,
        priced.matures_on,
        assignment.exceptions,
    )


def context(at: At, foreseen: Any) -> dict[str, Any]:
    """The price as the step would leave it, or as it stands."""
    on = at.visitor.standing.on
    price = foreseen if isinstance(foreseen, PriceView) else None
    is_new = price is not None and at.task.kind == Task.Kind.STEP
    return {"price": price or price_view(at.subject, on), "price_is_new": is_new}


def _withheld(assignment: Assignment) -> tuple[Withheld, ...]:
    rows = deductions_of(assignment.case_id) if assignment.case_id else ()
    return withheld_of([(told_of(deduction), deduction.amount) for deduction in rows])


def told_of(deduction: Deduction) -> str:
    """Why it is withheld."""
    target = deduction.to_assignment
    return f"{target}: {deduction.reason}" if target else deduction.reason
