"""Sample payloads of the papers of recovery: documents that somebody else collects."""

from cartera.papers.forms import form_24
from cartera.papers.tests.cast import CLIENT, FACTOR, REPRESENTATIVE, amounts, debtor, total


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
