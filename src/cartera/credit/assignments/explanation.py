"""A price told line by line: each figure, in words how it comes about, and the numbers it used.

Pure, like the rules that figure it. The words are marked here and translated where they are read;
names in them that end in `_pct` are percentages, other numbers are amounts, days or dates.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from cartera.credit.assignments.rules import (
    Price,
    effective_annual_rate,
    opening_position,
    owed_as_of,
)
from cartera.credit.lines.rules import Terms
from cartera.kernel.money import ZERO
from cartera.kernel.text import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is kept back from the net, and why."""

    reason: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One figure of a price. `sign` is -1 where it is taken from what is advanced, 1 for a sum that
    the lines above lead to, 0 for what is only told."""

    code: str
    name: str
    how: str
    amount: Decimal
    numbers: Mapping[str, Any] = field(default_factory=dict)
    sign: int = 0


@dataclass(frozen=True, slots=True)
class Priced:
    """An operation with its price: all that the explanation speaks of."""

    terms: Terms
    count: int
    face: Decimal
    price: Price
    starts_on: date
    matures_on: date
    withheld: tuple[Withheld, ...] = ()

    @property
    def days(self) -> int:
        """The term in days, first day out, last day in."""
        return (self.matures_on - self.starts_on).days


@dataclass(frozen=True, slots=True)
class YearlyCost:
    """What the client gets and gives back if it pays at maturity, and the rate that makes both
    worth the same. `rate_pct` is None where there is none."""

    received: Decimal
    repaid: Decimal
    days: int
    rate_pct: Decimal | None


def explain_price(priced: Priced) -> list[PriceLine]:
    """The lines of a price, from the face value to the net, in the order of FORM-06."""
    return [
        *_advanced(priced),
        *_commission(priced),
        *_interest(priced),
        *(
            PriceLine("deduction", _("Descuento"), w.reason, w.amount, sign=-1)
            for w in priced.withheld
        ),
        _net(priced),
        *_at_maturity(priced),
    ]


def yearly_cost(priced: Priced) -> YearlyCost:
    """The effective annual rate with what it is made of; deductions pay what was owed already."""
    given = priced.price.net + priced.price.deductions
    owed = _owed(priced)
    flows = [(priced.starts_on, given), (priced.matures_on, -owed)]
    return YearlyCost(given, owed, priced.days, effective_annual_rate(flows))


def _owed(priced: Priced) -> Decimal:
    position = opening_position(priced.price, priced.starts_on)
    return owed_as_of(priced.terms, position, priced.matures_on, priced.matures_on).total


def _advanced(priced: Priced) -> Iterator[PriceLine]:
    price, terms = priced.price, priced.terms
    yield PriceLine(
        "face",
        _("Valor nominal"),
        _("La suma de los documentos: %(count)s."),
        priced.face,
        {"count": priced.count},
    )
    yield PriceLine(
        "advanced",
        _("Monto financiado"),
        _("%(advance_pct)s de %(face)s, calculado documento por documento."),
        price.advanced,
        {"advance_pct": terms.advance_pct, "face": priced.face},
        sign=1,
    )
    yield PriceLine(
        "reserve",
        _("Reserva, no se financia"),
        _("%(face)s − %(advanced)s; se devuelve al liquidar, menos lo que se deba."),
        priced.face - price.advanced,
        {"face": priced.face, "advanced": price.advanced},
    )


def _commission(priced: Priced) -> Iterator[PriceLine]:
    price, terms = priced.price, priced.terms
    on_advanced = terms.commission_base == "advanced"
    yield PriceLine(
        "commission",
        _("Comisión"),
        _("%(commission_pct)s de lo financiado, %(base)s.")
        if on_advanced
        else _("%(commission_pct)s del valor nominal, %(base)s."),
        price.commission,
        {
            "commission_pct": terms.commission_pct,
            "base": price.advanced if on_advanced else priced.face,
        },
        sign=-1,
    )
    yield _vat_line(terms, "commission", price.commission, price.vat)


def _vat_line(terms: Terms, concept: str, base: Decimal, vat: Decimal) -> PriceLine:
    taxed = concept in terms.vat_on
    how = _("%(vat_pct)s de %(base)s.") if taxed else _("Este concepto no lleva IVA.")
    name = _("IVA de la comisión") if concept == "commission" else _("IVA del interés")
    return PriceLine(
        f"{concept}_vat", name, how, vat, {"vat_pct": terms.vat_pct, "base": base}, sign=-1
    )


def _interest(priced: Priced) -> Iterator[PriceLine]:
    """What interest is charged at once; in arrears there is none to take from the net."""
    price, terms = priced.price, priced.terms
    if terms.interest_charged != "upfront":
        return
    yield PriceLine(
        "interest",
        _("Interés cobrado por anticipado"),
        _("%(rate_pct)s mensual sobre %(capital)s por %(days)s días.")
        if terms.rate_basis == "monthly"
        else _("%(rate_pct)s anual sobre %(capital)s por %(days)s días."),
        price.upfront_interest,
        {"rate_pct": terms.rate_pct, "capital": price.advanced, "days": priced.days},
        sign=-1,
    )
    yield _vat_line(terms, "interest", price.upfront_interest, price.upfront_vat)


def _net(priced: Priced) -> PriceLine:
    price = priced.price
    taken = price.advanced - price.net
    return PriceLine(
        "net",
        _("Neto a entregar"),
        _("%(advanced)s − %(taken)s de costos y descuentos."),
        price.net,
        {"advanced": price.advanced, "taken": taken},
        sign=1,
    )


def _at_maturity(priced: Priced) -> Iterator[PriceLine]:
    """What interest would cost by maturity where it is charged in arrears: told, not taken."""
    terms, price = priced.terms, priced.price
    if terms.interest_charged == "upfront":
        return
    owed = _owed(priced)
    yield PriceLine(
        "interest_to_run",
        _("Interés hasta el vencimiento"),
        _("Se cobra con los abonos: %(rate_pct)s mensual por %(days)s días si nadie paga antes.")
        if terms.rate_basis == "monthly"
        else _(
            "Se cobra con los abonos: %(rate_pct)s anual por %(days)s días si nadie paga antes."
        ),
        max(owed - price.advanced, ZERO),
        {"rate_pct": terms.rate_pct, "days": priced.days},
    )


def withheld_of(rows: Sequence[tuple[str, Decimal]]) -> tuple[Withheld, ...]:
    """Reasons and amounts as the explanation takes them."""
    return tuple(Withheld(reason, amount) for reason, amount in rows)
