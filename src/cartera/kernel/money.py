"""Money: Decimal only, one rounding, and a strict reading of what people type."""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Final, NamedTuple

from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _

CENT: Final = Decimal("0.01")
ZERO: Final = Decimal("0.00")
PLAIN: Final = "plain"
"""The notation of files and machines: a point for the cents, no mark for the thousands."""

MAX_WHOLE_DIGITS: Final = 14
MAX_PCT_WHOLE_DIGITS: Final = 3
MAX_PCT_DECIMALS: Final = 6


class AmountMissing(Refusal):
    sentence = _("Falta el monto.")


class AmountNotText(Refusal):
    sentence = _("Escriba el monto entre comillas, como texto: {text}.")


class AmountUnreadable(Refusal):
    sentence = _("«{text}» no es un número; escríbalo como {example}.")


class AmountInExponent(Refusal):
    sentence = _("«{text}» está en notación científica; escríbalo como {example}.")


class AmountSigned(Refusal):
    sentence = _("«{text}» lleva signo; aquí el monto se escribe sin signo.")


class AmountMisgrouped(Refusal):
    sentence = _("En «{text}» los miles están mal separados; escríbalo como {example}.")


class AmountWrongMark(Refusal):
    sentence = _("En «{text}» los decimales se separan con «{mark}»; escríbalo como {example}.")


class AmountTooManyDecimals(Refusal):
    sentence = _("«{text}» tiene más de {limit} decimales.")


class AmountTooLarge(Refusal):
    sentence = _("«{text}» tiene más de {limit} cifras enteras.")


class AmountNotPositive(Refusal):
    sentence = _("El monto debe ser mayor que cero.")


class AmountNotInCents(Refusal):
    sentence = _("El monto {amount} tiene fracciones de centavo.")


class PercentageOutOfRange(Refusal):
    sentence = _("El porcentaje {pct} no está entre {low} y {high}.")


class _Notation(NamedTuple):
    point: str
    group: str
    example: str


_NOTATIONS: Final = {
    "es_SV": _Notation(".", ",", "1,234.56"),
    "es_CO": _Notation(",", ".", "1.234,56"),
    PLAIN: _Notation(".", "", "1234.56"),
}
_EXPONENT = re.compile(r"[+-]?[0-9.,]*[0-9][eE][+-]?[0-9]+")
_DIGITS_AND_MARKS = re.compile(r"[0-9](?:[0-9.,]*[0-9])?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")


def round_cents(amount: Decimal) -> Decimal:
    """The amount to the cent, half up (away from zero). Anything but a Decimal is a TypeError."""
    return exact(amount).quantize(CENT, ROUND_HALF_UP)


def exact(amount: Decimal) -> Decimal:
    """The same Decimal; a float, an int or a text raises TypeError, since money never is one."""
    if not isinstance(amount, Decimal):
        raise TypeError(f"money is a Decimal, not {type(amount).__name__}")
    return amount


def positive_cents(amount: Decimal, field: str | None = None) -> Decimal:
    """The same amount. Refused: zero or less, not finite, fractions of a cent."""
    if not exact(amount).is_finite() or amount <= 0:
        raise AmountNotPositive(field=field)
    return whole_cents(amount, field)


def whole_cents(amount: Decimal, field: str | None = None) -> Decimal:
    """The same amount. Refused: fractions of a cent."""
    if amount != amount.quantize(CENT, ROUND_HALF_UP):
        raise AmountNotInCents(amount=amount, field=field)
    return amount


def parse_amount(
    text: object, locale: str = "es_SV", *, signed: bool = False, field: str | None = None
) -> Decimal:
    """The amount that `text` says in the notation of `locale` (es_SV, es_CO or plain), in cents.

    Refused, each with its own sentence and never read as something else: no text, no number,
    scientific notation, a sign where none belongs, thousands badly grouped, the other country's
    decimal mark, more than two decimals, more than 14 digits before the mark.
    """
    amount = _parse(text, locale, field, MAX_WHOLE_DIGITS, 2, signed=signed)
    return amount.quantize(CENT)


def parse_percentage(text: object, locale: str = "es_SV", *, field: str | None = None) -> Decimal:
    """The percentage that `text` says: up to 999, six decimals, no sign. Refused as amounts are."""
    return _parse(text, locale, field, MAX_PCT_WHOLE_DIGITS, MAX_PCT_DECIMALS, signed=False)


def format_amount(amount: Decimal, locale: str = "es_SV") -> str:
    """The amount with two decimals as `locale` writes it: 1,234.56 in es_SV, 1.234,56 in es_CO."""
    notation = _NOTATIONS[locale]
    text = f"{round_cents(amount):,f}"
    return text.translate(_translation(",", notation.group, ".", notation.point))


def share_out(total: Decimal, weights: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """`total` in parts of whole cents, as near to `weights` as cents allow; they sum to `total`.

    Each part is the difference between two rounded running totals, so no cent is lost or made
    and equal weights differ by at most one cent. Weights that sum to zero are a ValueError.
    """
    whole = sum(weights, Decimal(0))
    if whole <= 0:
        raise ValueError("the weights must sum to more than zero")
    parts: list[Decimal] = []
    seen, given = Decimal(0), Decimal(0)
    for weight in weights:
        seen += weight
        upto = round_cents(total * seen / whole)
        parts.append(upto - given)
        given = upto
    return tuple(parts)


def _parse(
    text: object,
    locale: str,
    field: str | None,
    max_whole: int,
    max_decimals: int,
    *,
    signed: bool,
) -> Decimal:
    notation = _NOTATIONS[locale]
    typed = _text_of(text, field)
    sign, digits = _sign_and_digits(typed, notation, field, signed=signed)
    neutral = digits.translate(_translation(notation.point, ".", notation.group or ",", ","))
    whole, _mark, decimals = neutral.partition(".")
    _check_marks(typed, neutral, notation, field)
    whole = whole.replace(",", "")
    if len(decimals) > max_decimals:
        raise AmountTooManyDecimals(text=_short(typed), limit=max_decimals, field=field)
    if len(whole.lstrip("0")) > max_whole:
        raise AmountTooLarge(text=_short(typed), limit=max_whole, field=field)
    return Decimal(f"{sign}{whole}.{decimals}")


@cache
def _translation(*pairs: str) -> dict[int, str]:
    """A table for `str.translate` from each odd argument to the one after it."""
    return {ord(old): new for old, new in zip(pairs[::2], pairs[1::2], strict=True)}


def _text_of(text: object, field: str | None) -> str:
    if text is None:
        raise AmountMissing(field=field)
    if isinstance(text, int) and not isinstance(text, bool):
        return str(text)
    if not isinstance(text, str):
        raise AmountNotText(text=_short(str(text)), field=field)
    typed = text.strip()
    if not typed:
        raise AmountMissing(field=field)
    return typed


def _sign_and_digits(
    typed: str, notation: _Notation, field: str | None, *, signed: bool
) -> tuple[str, str]:
    sign = typed[0] if typed[0] in "+-" else ""
    digits = typed[len(sign) :]
    if _EXPONENT.fullmatch(typed):
        raise AmountInExponent(text=_short(typed), example=notation.example, field=field)
    if not _DIGITS_AND_MARKS.fullmatch(digits):
        raise AmountUnreadable(text=_short(typed), example=notation.example, field=field)
    if sign and not signed:
        raise AmountSigned(text=_short(typed), field=field)
    return sign, digits


def _check_marks(typed: str, neutral: str, notation: _Notation, field: str | None) -> None:
    """`neutral` has ',' for the thousands and '.' for the decimals, whatever was typed."""
    whole, mark, decimals = neutral.partition(".")
    is_other_mark = not mark and whole.count(",") == 1 and len(whole.rpartition(",")[2]) != 3
    if "," in decimals or is_other_mark or ("," in whole and not notation.group):
        raise AmountWrongMark(
            text=_short(typed), mark=notation.point, example=notation.example, field=field
        )
    if "." in decimals or ("," in whole and not _GROUPED.fullmatch(whole)):
        raise AmountMisgrouped(text=_short(typed), example=notation.example, field=field)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:37]}..."
