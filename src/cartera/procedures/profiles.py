"""What each country brings to a new company: its books, formats, calendar and IVA."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from cartera.kernel.text import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Profile:
    """A country: its code and the usual settings of a company in it. `vat_pct` in percent."""

    country: str
    name: str
    chart: str
    locale: str
    currency: str
    subdivision: str
    timezone: str
    place: str
    vat_pct: Decimal


PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        "SV": Profile(
            country="SV",
            name=_("El Salvador"),
            chart="sv",
            locale="es_SV",
            currency="USD",
            subdivision="SS",
            timezone="America/El_Salvador",
            place="San Salvador",
            vat_pct=Decimal(13),
        ),
        "CO": Profile(
            country="CO",
            name=_("Colombia"),
            chart="co",
            locale="es_CO",
            currency="COP",
            subdivision="",
            timezone="America/Bogota",
            place="Bogotá",
            vat_pct=Decimal(19),
        ),
    }
)
