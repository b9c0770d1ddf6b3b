"""Sample payloads of the papers of recovery: documents that somebody else collects."""

from cartera.papers.forms import form_13, form_14, form_15, form_24
from cartera.papers.forms.blocks import PartyBlock
from cartera.papers.tests.cast import (
    CENTS,
    CLIENT,
    DAY,
    FACTOR,
    REPRESENTATIVE,
    amounts,
    debtor,
    total,
)


def form_24_payload(count: int) -> form_24.Payload:
    values = amounts(count)
    groups = []
    for n in range(min(count, 3)):
        own = [(m, value) for m, value in enumerate(values) if m % 3 == n]
        rows = tuple(
            form_24.DelegatedRow(f"Q-{2587 + m}", str(45001 + m), debtor(m), value)
            for m, value in own
        )
        groups.append(form_24.OfAssignment(f"{118 + n}", rows, total([v for _, v in own])))
    return form_24.Payload(
        FACTOR, CLIENT, tuple(groups), total(values), "2 días hábiles", REPRESENTATIVE
    )


def form_13_payload(count: int) -> form_13.Payload:
    values = amounts(count)
    rows = tuple(
        form_13.LentRow(CLIENT.name, debtor(n), f"Q-{2587 + n}", value)
        for n, value in enumerate(values)
    )
    borrower = PartyBlock("Crédito Centroamericano, S.A. de C.V.", "F01", "Santa Tecla")
    return form_13.Payload(FACTOR, borrower, rows, total(values), "48 horas", "Rosa Cañas")


def form_14_payload(count: int) -> form_14.Payload:
    return form_14.report_of(
        form_14.ForeignDocument(
            f"{n // 20 + 1:04}",
            CLIENT.name,
            f"D{n % 4 + 1:03}",
            debtor(n),
            f"NC-{301 + n:05}",
            f"Q-{2587 + n}",
            value,
            value - CENTS * (n % 3),
            DAY,
            DAY if n % 5 else None,
        )
        for n, value in enumerate(amounts(count))
    )


def form_15_payload(count: int) -> form_15.Payload:
    values = amounts(count)
    rows = tuple(
        form_15.CollectedRow(
            CLIENT.code,
            CLIENT.name,
            f"{118 + n // 5}",
            f"Q-{2587 + n}",
            str(45001 + n),
            debtor(n),
            value,
            value,
            "Banco Agrícola",
            f"{10001 + n:07}",
            "F01",
        )
        for n, value in enumerate(values)
    )
    return form_15.Payload(rows, total(values), total(values))
