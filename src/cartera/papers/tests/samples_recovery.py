"""Sample payloads of what collectors bring."""

from decimal import Decimal
from typing import Any

from cartera.papers.forms import form_10, form_11, form_12
from cartera.papers.forms.recovered import ClientRecovered, RecoveredItem
from cartera.papers.tests.cast import CLIENT, amounts, debtor, total

SHORT = Decimal("10.00")


def _figures(count: int, bank: str = "Banco Agrícola") -> dict[str, Any]:
    """Each document short by what its debtor kept, by cheques of one bank, or by notes of none."""
    items = tuple(
        RecoveredItem(
            assignment=f"{118 + n // 5}",
            debtor_code=f"D-{17 + n % 4:03}",
            debtor=debtor(n),
            operation=f"{45001 + n}",
            document=f"Q-{2587 + n}",
            document_amount=value,
            collected=value - SHORT,
            difference=-SHORT,
            bank=bank,
            number=f"{10001 + n:07}",
            remarks="retención del 1 %" if n % 5 == 0 else "",
        )
        for n, value in enumerate(amounts(count))
    )
    figures = {
        "document_amount": total(amounts(count)),
        "collected": total(amounts(count)) - SHORT * count,
        "difference": -SHORT * count,
    }
    return {"clients": (ClientRecovered(CLIENT.code, CLIENT.name, items, **figures),), **figures}


def form_10_payload(count: int) -> form_10.Payload:
    return form_10.Payload(**_figures(count))


def form_11_payload(count: int) -> form_11.Payload:
    return form_11.Payload(**_figures(count))


def form_12_payload(count: int) -> form_12.Payload:
    return form_12.Payload(**_figures(count, bank=""))
