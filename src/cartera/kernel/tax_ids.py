"""Tax identifiers of El Salvador and Colombia, checked and written one way."""

import re
from collections.abc import Callable
from typing import Final

import stdnum.co.nit
import stdnum.sv.nit
from stdnum.exceptions import ValidationError

from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _

_NRC: Final = re.compile(r"[0-9]{1,8}")
_DUI: Final = re.compile(r"[0-9]{9}")
_SEPARATORS: Final = str.maketrans("", "", " -.")


class NitInvalid(Refusal):
    sentence = _(
        "«{text}» no es un NIT ni un DUI válido; revise sus cifras y su dígito verificador."
    )


class DuiInvalid(Refusal):
    sentence = _("«{text}» no es un DUI válido; son nueve cifras y la última las verifica.")


class NrcInvalid(Refusal):
    sentence = _("«{text}» no es un NRC; son de una a ocho cifras.")


class ColombianNitInvalid(Refusal):
    sentence = _("«{text}» no es un NIT de Colombia válido; revise su dígito de verificación.")


class TaxCountryUnknown(Refusal):
    sentence = _("No se conocen los identificadores fiscales de {country}.")


def normalise_nit(text: str, *, field: str | None = None) -> str:
    """A Salvadoran NIT as 0614-050707-104-8; where a person's DUI stands for it, as 00016297-5.

    Refused: a number of other than 14 or 9 digits, or whose check digit does not hold.
    """
    if len(_digits_of(text)) == 9:
        return normalise_dui(text, field=field)
    try:
        digits = stdnum.sv.nit.validate(text)
    except ValidationError:
        raise NitInvalid(text=text[:40], field=field) from None
    return f"{digits[:4]}-{digits[4:10]}-{digits[10:13]}-{digits[13]}"


def normalise_dui(text: str, *, field: str | None = None) -> str:
    """A Salvadoran DUI as 00016297-5. Refused: not nine digits, or a check digit that fails."""
    digits = _digits_of(text)
    if not _DUI.fullmatch(digits) or int(digits[-1]) != _dui_check_digit(digits):
        raise DuiInvalid(text=text[:40], field=field)
    return f"{digits[:8]}-{digits[8]}"


def normalise_nrc(text: str, *, field: str | None = None) -> str:
    """A Salvadoran NRC (VAT registration), digits only. Refused: not one to eight digits."""
    digits = _digits_of(text)
    if not _NRC.fullmatch(digits):
        raise NrcInvalid(text=text[:40], field=field)
    return digits


def normalise_colombian_nit(text: str, *, field: str | None = None) -> str:
    """A Colombian NIT as 213.123.432-1. Refused: a check digit that does not hold."""
    try:
        digits = stdnum.co.nit.validate(text)
    except ValidationError:
        raise ColombianNitInvalid(text=text[:40], field=field) from None
    return f"{int(digits[:-1]):,}-{digits[-1]}".replace(",", ".")


def normalise_tax_id(country: str, text: str, *, field: str | None = None) -> str:
    """The tax id of a party of `country` ("SV" or "CO"). Refused as that country's rules say."""
    reader = _READERS.get(country)
    if reader is None:
        raise TaxCountryUnknown(country=country, field=field)
    return reader(text, field=field)


_READERS: Final[dict[str, Callable[..., str]]] = {
    "SV": normalise_nit,
    "CO": normalise_colombian_nit,
}


def _digits_of(text: str) -> str:
    return text.strip().translate(_SEPARATORS)


def _dui_check_digit(digits: str) -> int:
    weighed = sum(int(digit) * (9 - n) for n, digit in enumerate(digits[:8]))
    return (10 - weighed % 10) % 10
