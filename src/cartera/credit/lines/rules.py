"""The terms of a client's line: every convention of interest, commission and IVA, as plain values.

They are frozen on the assignment when it is recorded. The defaults are the source's own practice.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Final, Literal, Self, get_args

from cartera.credit.lines.refusals import TermsMissing, TermUnknown, TermValueUnknown
from cartera.kernel.money import PLAIN, PercentageOutOfRange, exact, parse_percentage
from cartera.kernel.rates import (
    COMPOUNDINGS,
    DAY_COUNTS,
    RATE_BASES,
    Compounding,
    DayCount,
    RateBasis,
)
from cartera.kernel.refusals import Refusal, raise_gathered

CommissionBase = Literal["advanced", "face"]
InterestCharged = Literal["arrears", "upfront"]
DefaultMode = Literal["added", "replacing"]
VatConcept = Literal["commission", "interest", "default_interest"]

VAT_CONCEPTS: Final[tuple[VatConcept, ...]] = get_args(VatConcept)

_CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "commission_base": get_args(CommissionBase),
    "rate_basis": RATE_BASES,
    "day_count": DAY_COUNTS,
    "compounding": COMPOUNDINGS,
    "interest_charged": get_args(InterestCharged),
    "default_basis": RATE_BASES,
    "default_day_count": DAY_COUNTS,
    "default_compounding": COMPOUNDINGS,
    "default_mode": get_args(DefaultMode),
}
_HIGHEST_PCT: Final = {
    "advance_pct": Decimal(100),
    "commission_pct": Decimal(100),
    "rate_pct": Decimal(999),
    "default_rate_pct": Decimal(999),
    "vat_pct": Decimal(100),
}


@dataclass(frozen=True, slots=True)
class Terms:
    """The conventions by which one assignment is priced and charged.

    Percentages are in hundredths (90 is ninety per cent); `rate_pct` is for each month or year as
    `rate_basis` says. Refused: a percentage out of range, a value that no convention has. A
    percentage that is not a Decimal is a TypeError. The defaults are those of arithmetic.md.
    """

    advance_pct: Decimal = Decimal(90)
    commission_pct: Decimal = Decimal(1)
    commission_base: CommissionBase = "advanced"
    rate_pct: Decimal = Decimal(2)
    rate_basis: RateBasis = "monthly"
    day_count: DayCount = "days/30"
    compounding: Compounding = "simple"
    interest_charged: InterestCharged = "arrears"
    default_rate_pct: Decimal = Decimal(36)
    default_basis: RateBasis = "annual"
    default_day_count: DayCount = "actual/365"
    default_compounding: Compounding = "simple"
    default_mode: DefaultMode = "added"
    vat_pct: Decimal = Decimal(13)
    vat_on: frozenset[VatConcept] = frozenset({"commission"})

    def __post_init__(self) -> None:
        raise_gathered([*self._out_of_range(), *self._unknown_values()])

    @classmethod
    def from_json(cls, typed: object, field: str = "terms") -> Self:
        """The terms that `typed` (a mapping of texts) states; what it leaves out has its default.

        Refused at `field` and key: an unknown key, a value that no convention has, a percentage
        that is not one. All that is wrong is told at once.
        """
        if not isinstance(typed, Mapping):
            raise TermsMissing(field=field)
        values: dict[str, Any] = {}
        refusals: list[Refusal] = []
        for key, value in typed.items():
            try:
                values[key] = _reader_of(key)(value)
            except Refusal as refusal:
                refusals.append(refusal.at(f"{field}.{key}"))
        raise_gathered(refusals)
        return cls(**values)

    def to_json(self) -> dict[str, str | list[str]]:
        """The canonical mapping: every key, in order; `from_json` gives the same terms back."""
        return {f.name: _as_json(getattr(self, f.name)) for f in fields(self)}

    def _out_of_range(self) -> list[Refusal]:
        refusals: list[Refusal] = []
        for name, high in _HIGHEST_PCT.items():
            pct = exact(getattr(self, name))
            if not 0 <= pct <= high:
                refusals.append(_out_of(name, pct))
        if not self.advance_pct:
            refusals.append(_out_of("advance_pct", self.advance_pct))
        return refusals

    def _unknown_values(self) -> list[Refusal]:
        typed = [(name, getattr(self, name), allowed) for name, allowed in _CHOICES.items()]
        typed += [("vat_on", concept, VAT_CONCEPTS) for concept in self.vat_on]
        return [
            _unknown_value(value, allowed).at(name)
            for name, value, allowed in typed
            if value not in allowed
        ]


def _out_of(name: str, pct: Decimal) -> Refusal:
    low = Decimal("0.000001") if name == "advance_pct" else Decimal(0)
    return PercentageOutOfRange(pct=pct, low=low, high=_HIGHEST_PCT[name], field=name)


def _unknown_value(value: object, allowed: tuple[str, ...]) -> TermValueUnknown:
    return TermValueUnknown(value=str(value)[:40], allowed=", ".join(allowed))


def _reader_of(key: str) -> Callable[[object], object]:
    """How the value typed under `key` is read. Refused: a key that terms do not have."""
    if key in _HIGHEST_PCT:
        return lambda value: _percentage(key, value)
    if key in _CHOICES:
        return lambda value: _choice(value, _CHOICES[key])
    if key == "vat_on":
        return _concepts
    raise TermUnknown(key=str(key)[:40])


def _percentage(key: str, value: object) -> Decimal:
    pct = parse_percentage(value, PLAIN)
    if pct > _HIGHEST_PCT[key] or (key == "advance_pct" and not pct):
        refusal = _out_of(key, pct)
        refusal.field = None
        raise refusal
    return pct


def _choice(value: object, allowed: tuple[str, ...]) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise _unknown_value(value, allowed)
    return value


def _concepts(value: object) -> frozenset[str]:
    if not isinstance(value, list | tuple | set | frozenset):
        raise _unknown_value(value, VAT_CONCEPTS)
    return frozenset(_choice(concept, VAT_CONCEPTS) for concept in value)


def _as_json(value: object) -> str | list[str]:
    if isinstance(value, frozenset):
        return [concept for concept in VAT_CONCEPTS if concept in value]
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)
