"""Sample payloads of the papers of a collector's day."""

from datetime import timedelta

from cartera.papers.forms import form_09
from cartera.papers.tests.cast import DAY, amounts, debtor, total


def form_09_payload(count: int) -> form_09.Payload:
    values = list(enumerate(amounts(count)))
    stops = []
    for place in range(min(count, 6)):
        documents = tuple(
            form_09.DueDocument(
                operation=f"{4100 + n}",
                assignment=f"{118 + n // 3}",
                number=f"Q-{25870 + n}",
                label=f"CU-{n + 1:07}-35",
                client_code=f"{100 + n % 4:04}",
                client=f"Cliente {debtor(n % 4)}",
                due_on=DAY - timedelta(days=n % 5),
                amount=value,
            )
            for n, value in values
            if n % 6 == place
        )
        stops.append(
            form_09.DebtorStop(
                code=f"D{place + 1:03}",
                name=debtor(place),
                address="Alameda Roosevelt 2415, San Salvador",
                telephone="2260-4150",
                documents=documents,
                total=total([document.amount for document in documents]),
            )
        )
    return form_09.Payload(
        day=DAY,
        collector="Óscar Armando Villalta",
        zone="Centro",
        debtors=tuple(stops),
        count=count,
        total=total([stop.total for stop in stops]),
    )
