"""A settlement squared on one page: FORM-23's arithmetic, each figure with where it comes from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cartera.credit.assignments.models import Assignment
from cartera.credit.claims.selectors import deductions_of
from cartera.credit.payments.models import Application
from cartera.credit.settlements.models import Settlement
from cartera.desk.work.at import At
from cartera.desk.work.bearing import Signed, signed_before
from cartera.desk.work.pricing import told_of
from cartera.kernel.money import ZERO
from cartera.kernel.text import gettext_noop as _

UNSQUARED = ("started", "void")


@dataclass(frozen=True, slots=True)
class SquareLine:
    """One line of FORM-23. `sign`: 1 adds, -1 takes, 0 is the sum of the lines above."""

    name: str
    source: str
    amount: Decimal
    sign: int


@dataclass(frozen=True, slots=True)
class Square:
    """The settlement's lines, and its answer held against the statement's."""

    lines: Sequence[SquareLine]
    to_return: Decimal
    by_statement: Decimal
    applications: Sequence[Application]
    account: str

    @property
    def difference(self) -> Decimal:
        """By how much settlement and statement differ; it must be nothing."""
        return self.to_return - self.by_statement


def context(at: At, foreseen: Any) -> dict[str, Any]:
    """The settlement as the step would leave it, or as it stands."""
    square = foreseen if isinstance(foreseen, Square) else square_of(at.subject)
    signed: Signed | None = signed_before(at) if at.step.approves or at.step.dear else None
    return {
        "square": square,
        "square_is_new": isinstance(foreseen, Square) and at.subject.state in UNSQUARED,
        "signed": signed,
    }


def square_of(settlement: Settlement) -> Square | None:
    """The lines of a settlement once it is squared; None before."""
    if settlement.state in UNSQUARED:
        return None
    assignment = settlement.assignment
    extras = (
        settlement.other_credits
        - settlement.other_charges
        - settlement.bounce_interest
        - settlement.deductions
    )
    return Square(
        lines=list(_lines(settlement)),
        to_return=settlement.amount_to_return,
        by_statement=-assignment.capital + extras,
        applications=_applied(assignment),
        account=str(settlement.account) if settlement.account else "",
    )


def _applied(assignment: Assignment) -> list[Application]:
    """How each payment that still stands was applied, oldest value date first. One query."""
    found = Application.objects.filter(assignment=assignment, reverses=None, reversed_by=None)
    return list(found.select_related("payment").order_by("value_on", "payment_id"))


def _lines(s: Settlement) -> Iterator[SquareLine]:
    """The lines in the paper's order; what is nothing and not always there is left out."""
    yield SquareLine(_("Total cobrado"), _("los abonos aplicados a la cesión"), s.collected, 1)
    yield SquareLine(_("Valor financiado"), _("lo entregado al desembolsar"), s.advanced, -1)
    yield SquareLine(
        _("Intereses ordinarios"), _("lo que cada abono pagó de interés"), s.interest, -1
    )
    yield SquareLine(
        _("Intereses moratorios"), _("lo que pagaron por mora"), s.default_interest, -1
    )
    settled = s.collected - s.advanced - s.interest - s.default_interest
    yield SquareLine(
        _("Valor de la liquidación"), _("cobrado − financiado − intereses"), settled, 0
    )
    optional = (
        (_("Otros abonos"), _("según las observaciones"), s.other_credits, 1),
        (_("Otros cargos"), _("según las observaciones"), s.other_charges, -1),
        (_("Cargos por cheque rechazado"), _("los pagaron los abonos"), s.bounce_charges, -1),
        (_("Intereses por cheque rechazado"), _("desde su rechazo"), s.bounce_interest, -1),
        (_("IVA"), _("el de los intereses y cargos pagados"), s.vat, -1),
    )
    for name, source, amount, sign in optional:
        if amount:
            yield SquareLine(name, source, amount, sign)
    for deduction in deductions_of(s.case_id):
        yield SquareLine(_("Descuento"), told_of(deduction), deduction.amount, -1)
    yield SquareLine(
        _("Valor a devolver"), _("lo que se abona al cliente"), s.amount_to_return or ZERO, 0
    )
