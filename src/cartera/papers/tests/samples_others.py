"""Sample payloads of what belongs to clients: to be paid to them, collected for them."""

from datetime import timedelta
from decimal import Decimal

from cartera.papers.forms import form_16, form_17
from cartera.papers.forms.blocks import Deduction
from cartera.papers.tests.cast import CENTS, DAY, amounts, debtor

AMONG = 7
DEDUCTIONS = (
    Deduction("Abono a la cesión CES-000097: nota de abono 0010001", Decimal("150.00")),
    Deduction("Cargo por cheque rechazado", Decimal("28.25")),
)


def form_16_payload(count: int) -> form_16.Payload:
    """Every third from a document not assigned, every fourth retained."""
    return form_16.report_of(
        form_16.Liquidation(
            f"{n % AMONG + 1:04}",
            f"Cliente {debtor(n)}",
            DAY - timedelta(days=n // AMONG),
            value,
            assignment=None if n % 3 == 1 else f"CES-{118 + n:06}",
            foreign=f"DA-{31 + n:05}" if n % 3 == 1 else None,
            deductions=DEDUCTIONS[n % 2 :] if n % 3 == 0 else (),
            retained="cliente con documentos en mora" if n % 4 == 0 else "",
        )
        for n, value in enumerate(amounts(count))
    )


def form_17_payload(count: int) -> form_17.Payload:
    """Every third a cent short, every fourth with remarks, every fifth beside none of ours."""
    return form_17.report_of(
        form_17.CollectedDocument(
            f"{n % AMONG + 1:04}",
            f"Cliente {debtor(n)}",
            "" if n % 5 == 4 else f"CES-{118 + n:06}",
            f"DA-{31 + n:05}",
            f"Q-{2587 + n}",
            debtor(n),
            value,
            value - CENTS if n % 3 == 0 else value,
            DAY - timedelta(days=n // AMONG),
            "pagado con el mismo cheque" if n % 4 == 0 else "",
        )
        for n, value in enumerate(amounts(count))
    )
