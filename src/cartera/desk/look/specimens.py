"""Made-up rows with which the living page draws its components."""

from decimal import Decimal
from typing import Any

from cartera.desk.look.charts import Measured, bars_of


def samples() -> dict[str, Any]:
    """What the specimens show by name."""
    return {
        "amount": Decimal("1234567.89"),
        "negative": Decimal("-4321.00"),
        "bars": bars_of(
            (
                Measured("Al día", Decimal("812400.00"), "812,400.00", "#c-bars", "good"),
                Measured("1 a 30 días", Decimal("140250.50"), "140,250.50", "#c-bars"),
                Measured("31 a 60 días", Decimal("61000.00"), "61,000.00", "", "warn"),
                Measured("Más de 60 días", Decimal("9800.00"), "9,800.00", "", "bad"),
            )
        ),
    }
