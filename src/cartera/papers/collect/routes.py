"""A collector's day on paper: FORM-09 (PCI-F02 step 1)."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from cartera.credit.parties.models import Debtor
from cartera.papers.collect.sources import Drawn, Sources, cents, number_of, total
from cartera.papers.forms import form_09
from cartera.recovery.routes.models import RouteItem
from cartera.recovery.routes.selectors import items_of


def route_report(sources: Sources) -> Iterator[Drawn]:
    """FORM-09: debtor by debtor in the order of the route. One query."""
    route = sources.subject
    items = list(items_of(route.pk).filter(closed_at__isnull=True))
    stops = [
        _stop(list(group)) for _key, group in groupby(items, lambda item: item.original.debtor_id)
    ]
    payload = form_09.Payload(
        day=route.on,
        collector=str(route.collector),
        zone=route.zone,
        debtors=tuple(stops),
        count=len(items),
        total=total(stop.total for stop in stops),
    )
    yield Drawn("", payload)


def _stop(items: Sequence[RouteItem]) -> form_09.DebtorStop:
    debtor: Debtor | None = items[0].original.debtor
    documents = tuple(_due(item) for item in items)
    return form_09.DebtorStop(
        code=debtor.code if debtor else "",
        name=debtor.name if debtor else "",
        address=debtor.address if debtor else "",
        telephone=debtor.telephone if debtor else "",
        documents=documents,
        total=total(document.amount for document in documents),
    )


def _due(item: RouteItem) -> form_09.DueDocument:
    original = item.original
    document, client = original.document, original.client
    return form_09.DueDocument(
        operation=number_of(document.operation_number if document else None),
        assignment=number_of(original.assignment.number if original.assignment else None),
        number=original.number,
        label=original.label,
        client_code=client.code if client else "",
        client=client.name if client else "",
        due_on=document.due_on if document else original.due_on,
        amount=cents(item.expected),
    )
