"""What was recovered, client by client: FORM-10 and FORM-11 of cheques (PCI-F02 step 10, PCI-F06
step 1, PCI-F05 step 12), FORM-12 of notes (PCI-F02 step 10, PCI-F04 step 3)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from cartera.credit.parties.models import Client
from cartera.papers.collect.sources import Drawn, Sources, cents, number_of, total
from cartera.papers.forms import form_10, form_11, form_12
from cartera.papers.forms.recovered import ClientRecovered, RecoveredItem
from cartera.recovery.cheques.batches import cheques_of
from cartera.recovery.cheques.models import Cheque, ChequeCover
from cartera.recovery.cheques.rules import uncovered
from cartera.recovery.custody.models import Original
from cartera.recovery.differences.selectors import justifications
from cartera.recovery.direct_payments.models import DirectPayment
from cartera.recovery.routes.entering import cheques_taken, notes_taken
from cartera.recovery.routes.models import Route, RouteItem

Of = tuple[Client, RecoveredItem]


def negotiable_cheques(sources: Sources) -> Iterator[Drawn]:
    """FORM-10: what clients are to endorse."""
    lines = list(_of_cheques(_cheques(sources, is_negotiable=True)))
    if lines:
        yield Drawn("", form_10.Payload(**_figures(lines)))


def non_negotiable_cheques(sources: Sources) -> Iterator[Drawn]:
    """FORM-11: what clients are to exchange."""
    lines = list(_of_cheques(_cheques(sources, is_negotiable=False)))
    if lines:
        yield Drawn("", form_11.Payload(**_figures(lines)))


def payment_notes(sources: Sources) -> Iterator[Drawn]:
    """FORM-12: what clients are to give back, of a route or of one note."""
    subject = sources.subject
    if isinstance(subject, DirectPayment):
        lines = [_of_direct_payment(subject)]
    else:
        lines = [_of_note(item) for item in notes_taken(subject)]
    if lines:
        yield Drawn("", form_12.Payload(**_figures(lines)))


def _cheques(sources: Sources, *, is_negotiable: bool) -> list[Cheque]:
    """A batch's cheques, which are all of one kind, or those of that kind of a route."""
    if not isinstance(sources.subject, Route):
        return cheques_of(sources.subject)
    route: Route = sources.subject
    taken = sources.once("cheques", lambda: cheques_taken(route))
    return [cheque for cheque in taken if cheque.is_negotiable == is_negotiable]


def _figures(lines: Iterable[Of]) -> dict[str, Any]:
    """The paper's clients, each with its lines and totals, in the order of their codes."""
    ordered = sorted(lines, key=lambda line: line[0].code)
    groups = [list(group) for _code, group in groupby(ordered, lambda line: line[0].code)]
    clients = tuple(_client(group[0][0], [item for _of, item in group]) for group in groups)
    return {"clients": clients, **_sums(clients)}


def _client(client: Client, items: Sequence[RecoveredItem]) -> ClientRecovered:
    return ClientRecovered(client.code, client.name, tuple(items), **_sums(items))


def _sums(parts: Sequence[Any]) -> dict[str, Any]:
    names = ("document_amount", "collected", "difference")
    return {name: total(getattr(part, name) for part in parts) for name in names}


def _of_cheques(cheques: Sequence[Cheque]) -> Iterator[Of]:
    """A line for each document of each cheque, and one for what it is for beyond them."""
    covers: dict[int, list[ChequeCover]] = {cheque.pk: [] for cheque in cheques}
    rows = ChequeCover.objects.filter(cheque__in=cheques).select_related(
        "original__document", "original__debtor", "original__assignment"
    )
    for cover in rows.order_by("id"):
        covers[cover.cheque_id].append(cover)
    clients = Client.objects.in_bulk({cheque.client_id for cheque in cheques})
    why = justifications(cheques) if cheques else {}
    for cheque in cheques:
        client = clients[cheque.client_id]
        for cover in covers[cheque.pk]:
            yield client, _of_document(cheque, cover, why)
        beyond = uncovered(cheque.amount, (cover.amount for cover in covers[cheque.pk]))
        if beyond:
            debtor = cheque.debtor
            code, name = (debtor.code, debtor.name) if debtor else ("", cheque.drawer)
            item = RecoveredItem(
                "",
                code,
                name,
                "",
                "",
                cents(beyond - beyond),
                cents(beyond),
                cents(beyond),
                cheque.bank,
                cheque.number,
                why.get((cheque.pk, None), ""),
            )
            yield client, item


def _of_document(
    cheque: Cheque, cover: ChequeCover, why: Mapping[tuple[int, int | None], str]
) -> RecoveredItem:
    paper = cover.original
    face = cents(paper.amount or cover.amount)
    difference = cents(cover.amount - face)
    said = why.get((cheque.pk, paper.pk)) or why.get((cheque.pk, None), "")
    return _line(
        paper,
        document_amount=face,
        collected=cents(cover.amount),
        difference=difference,
        bank=cheque.bank,
        number=cheque.number,
        remarks=said if difference else "",
        debtor=paper.debtor.name if paper.debtor else cheque.drawer,
    )


def _of_note(item: RouteItem) -> Of:
    paper, client = item.original, item.original.client
    if client is None:
        raise ValueError(f"{item} is of no client")
    line = _line(
        paper,
        document_amount=cents(item.expected),
        collected=cents(item.collected),
        difference=cents(item.collected - item.expected),
        bank="",
        number=(item.advice.number or item.advice.label) if item.advice else "",
        remarks=item.reason,
    )
    return client, line


def _of_direct_payment(note: DirectPayment) -> Of:
    document = note.document
    item = RecoveredItem(
        assignment=number_of(document.assignment.number),
        debtor_code=note.debtor.code,
        debtor=note.debtor.name,
        operation=number_of(document.operation_number),
        document=document.number,
        document_amount=cents(document.amount),
        collected=cents(note.amount),
        difference=cents(note.amount - document.amount),
        bank="",
        number=note.reference,
    )
    return note.client, item


def _line(paper: Original, **figures: Any) -> RecoveredItem:
    debtor = paper.debtor.name if paper.debtor else ""
    return RecoveredItem(
        **{"debtor": debtor, **figures},
        assignment=number_of(paper.assignment.number if paper.assignment else None),
        debtor_code=paper.debtor.code if paper.debtor else "",
        operation=number_of(paper.document.operation_number if paper.document else None),
        document=paper.number,
    )
