"""A batch of cheques as its case and its steps show it: each cheque, its paper, its slip."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cartera.accounting.banking.models import DepositItem
from cartera.desk.work.at import At
from cartera.recovery.cheques.models import Cheque, ChequeBatch, ChequeCover, ChequeRejection
from cartera.recovery.custody.models import HandOver
from cartera.recovery.custody.selectors import holder_words

SHOWN_AT_MOST = 500


@dataclass(frozen=True, slots=True)
class ShownCheque:
    """A cheque, who has its paper, what it pays and the slips that carry it."""

    cheque: Cheque
    holder: str
    documents: str
    slips: str


def cheques_in(subject: Any) -> Sequence[ShownCheque]:
    """The cheques that a case is about, if it is about any. Three queries."""
    rows = Cheque.objects.select_related("client", "original__place", "original__person")
    if isinstance(subject, ChequeBatch):
        rows = rows.filter(batched__batch=subject)
    elif isinstance(subject, ChequeRejection):
        rows = rows.filter(pk=subject.cheque_id)
    elif isinstance(subject, HandOver):
        rows = rows.filter(original__handed__hand_over=subject)
    else:
        return ()
    found = list(rows.order_by("id")[:SHOWN_AT_MOST])
    return _shown(found) if found else ()


def context(at: At, _foreseen: Any) -> dict[str, Any]:
    """What a step about cheques shows beside its form."""
    return {"cheques": cheques_in(at.subject)}


def _shown(cheques: Sequence[Cheque]) -> list[ShownCheque]:
    covers = list(
        ChequeCover.objects.filter(cheque__in=cheques).select_related("original").order_by("id")
    )
    paid = [cover.payment_id for cover in covers if cover.payment_id]
    items = DepositItem.objects.filter(payment_id__in=paid, is_live=True)
    slip_of = dict(items.values_list("payment_id", "slip__number")) if paid else {}
    documents: dict[int, list[str]] = {}
    slips: dict[int, set[str]] = {}
    for cover in covers:
        name = cover.original.number or cover.original.label
        documents.setdefault(cover.cheque_id, []).append(name)
        if cover.payment_id in slip_of:
            slips.setdefault(cover.cheque_id, set()).add(str(slip_of[cover.payment_id]))
    return [
        ShownCheque(
            cheque,
            holder_words(cheque.original),
            ", ".join(documents.get(cheque.pk, ())),
            ", ".join(sorted(slips.get(cheque.pk, ()))),
        )
        for cheque in cheques
    ]
