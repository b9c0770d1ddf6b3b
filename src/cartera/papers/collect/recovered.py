"""What a client's cheques pay: FORM-10 (PCI-F06 step 1) and FORM-11 (PCI-F05 step 12)."""

from collections.abc import Iterator, Sequence
from typing import Any

from cartera.papers.collect.sources import Drawn, Sources, cents, number_of, total
from cartera.papers.forms import form_10, form_11
from cartera.papers.forms.recovered import ClientRecovered, RecoveredItem
from cartera.recovery.cheques.batches import cheques_of
from cartera.recovery.cheques.models import Cheque, ChequeBatch, ChequeCover
from cartera.recovery.cheques.rules import uncovered


def negotiable_cheques(sources: Sources) -> Iterator[Drawn]:
    """FORM-10: what the client is to endorse."""
    yield Drawn("", form_10.Payload(**_figures(sources)))


def non_negotiable_cheques(sources: Sources) -> Iterator[Drawn]:
    """FORM-11: what the client is to exchange."""
    yield Drawn("", form_11.Payload(**_figures(sources)))


def _figures(sources: Sources) -> dict[str, Any]:
    batch: ChequeBatch = sources.subject
    items = tuple(_items(cheques_of(batch)))
    figures = {
        "document_amount": total(one.document_amount for one in items),
        "collected": total(one.collected for one in items),
        "difference": total(one.difference for one in items),
    }
    client = ClientRecovered(batch.client.code, batch.client.name, items, **figures)
    return {"clients": (client,), **figures}


def _items(cheques: Sequence[Cheque]) -> Iterator[RecoveredItem]:
    """A line for each document of each cheque, and one for what it is for beyond them."""
    covers: dict[int, list[ChequeCover]] = {cheque.pk: [] for cheque in cheques}
    rows = ChequeCover.objects.filter(cheque__in=cheques).select_related(
        "original__document", "original__debtor", "original__assignment"
    )
    for cover in rows.order_by("id"):
        covers[cover.cheque_id].append(cover)
    for cheque in cheques:
        for cover in covers[cheque.pk]:
            yield _of_document(cheque, cover)
        beyond = uncovered(cheque.amount, (cover.amount for cover in covers[cheque.pk]))
        if beyond:
            debtor = cheque.debtor
            code, name = (debtor.code, debtor.name) if debtor else ("", cheque.drawer)
            yield RecoveredItem(
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
            )


def _of_document(cheque: Cheque, cover: ChequeCover) -> RecoveredItem:
    paper = cover.original
    face = cents(paper.amount or cover.amount)
    return RecoveredItem(
        assignment=number_of(paper.assignment.number if paper.assignment else None),
        debtor_code=paper.debtor.code if paper.debtor else "",
        debtor=paper.debtor.name if paper.debtor else cheque.drawer,
        operation=number_of(paper.document.operation_number if paper.document else None),
        document=paper.number,
        document_amount=face,
        collected=cents(cover.amount),
        difference=cents(cover.amount - face),
        bank=cheque.bank,
        number=cheque.number,
    )
