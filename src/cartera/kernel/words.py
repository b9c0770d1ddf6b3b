"""An amount in Spanish words, as cheques, receipts and letters of assignment need it."""

from decimal import Decimal
from typing import Final, NamedTuple

from cartera.kernel.money import AmountTooLarge, exact, whole_cents
from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _


class AmountBelowZero(Refusal):
    sentence = _("El monto {amount} es negativo y no se escribe en letras.")


class _Unit(NamedTuple):
    one: str
    many: str


_CURRENCIES: Final = {"USD": _Unit("dólar", "dólares"), "COP": _Unit("peso", "pesos")}


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_UNDER_THIRTY: Final = _listed(
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
    "dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés "
    "veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve"
)
_TENS: Final = _listed("treinta cuarenta cincuenta sesenta setenta ochenta noventa")
_HUNDREDS: Final = _listed(
    "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos "
    "novecientos"
)
_MILLION: Final = 1_000_000
_LIMIT: Final = 10**14


def amount_in_words(amount: Decimal, currency: str = "USD") -> str:
    """`amount` as "veintiún mil 00/100 dólares"; whole millions as "un millón de dólares 00/100".

    Refused: an amount below zero, with fractions of a cent, or of more than 14 digits before the
    point. An amount that is not a Decimal is a TypeError, an unknown currency a KeyError.
    """
    unit = _CURRENCIES[currency]
    if exact(amount) < 0:
        raise AmountBelowZero(amount=amount)
    if amount >= _LIMIT:
        raise AmountTooLarge(text=str(amount), limit=14)
    whole, cents = divmod(int(whole_cents(amount) * 100), 100)
    words = _before_noun(_cardinal(whole))
    name = unit.one if whole == 1 and not cents else unit.many
    if whole and whole % _MILLION == 0:
        return f"{words} de {name} {cents:02d}/100"
    return f"{words} {cents:02d}/100 {name}"


def _cardinal(number: int) -> str:
    """The number in the long scale: a billón is a million millions."""
    billions, rest = divmod(number, _MILLION * _MILLION)
    millions, rest = divmod(rest, _MILLION)
    parts = [
        _counted(billions, "un billón", "billones"),
        _counted(millions, "un millón", "millones"),
        _below_million(rest) if rest or not number else "",
    ]
    return " ".join(part for part in parts if part)


def _counted(count: int, one: str, many: str) -> str:
    if count == 0:
        return ""
    return one if count == 1 else f"{_before_noun(_below_million(count))} {many}"


def _below_million(number: int) -> str:
    thousands, rest = divmod(number, 1000)
    if not thousands:
        return _below_thousand(rest)
    words = "mil" if thousands == 1 else f"{_before_noun(_below_thousand(thousands))} mil"
    return f"{words} {_below_thousand(rest)}" if rest else words


def _below_thousand(number: int) -> str:
    if number == 100:
        return "cien"
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _below_hundred(rest)
    words = _HUNDREDS[hundreds - 1]
    return f"{words} {_below_hundred(rest)}" if rest else words


def _below_hundred(number: int) -> str:
    if number < len(_UNDER_THIRTY):
        return _UNDER_THIRTY[number]
    tens, units = divmod(number, 10)
    words = _TENS[tens - 3]
    return f"{words} y {_UNDER_THIRTY[units]}" if units else words


def _before_noun(words: str) -> str:
    """'uno' loses its last vowel before what it counts: 'un mil', 'veintiún dólares'."""
    if words.endswith("veintiuno"):
        return f"{words.removesuffix('veintiuno')}veintiún"
    if words.endswith("uno"):
        return words[:-1]
    return words
