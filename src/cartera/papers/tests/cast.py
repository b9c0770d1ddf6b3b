"""Who and what the sample papers speak of."""

from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from cartera.papers.forms.blocks import PartyBlock, Representative

ZONE = ZoneInfo("America/El_Salvador")
FACTOR = "Factoraje Cuscatlán, S.A. de C.V."
CLIENT = PartyBlock(
    name="Textiles Izalco, S.A. de C.V.",
    code="0001",
    address="Km 8½ Carretera a Sonsonate, Santa Tecla, La Libertad",
    nit="0614-010190-101-3",
    nrc="12345-6",
    activity="Fabricación de tejidos y prendas de vestir",
)
DEBTORS = (
    "Almacenes Quezaltepeque, S.A. de C.V.",
    "Súper Mercados de Oriente, S.A.",
    "Distribuidora Ñandú y Compañía",
    "Hospital Nuestra Señora de la Paz, Institución Autónoma Descentralizada",
)
DAY = date(2026, 1, 5)
CENTS = Decimal("0.01")


def amounts(count: int) -> list[Decimal]:
    """Different amounts, the same each time."""
    return [
        Decimal(1000 + (n * 7919) % 90000) + Decimal((n * 37) % 100) / 100 for n in range(count)
    ]


def total(values: list[Decimal]) -> Decimal:
    """Their sum."""
    return sum(values, Decimal("0.00"))


def debtor(n: int) -> str:
    """One of the few debtors."""
    return DEBTORS[n % len(DEBTORS)]


REPRESENTATIVE = Representative("Ana María Guardado de Peña", "02495046-3", "0614-150575-102-1")
