"""What a collector taps and types at a debtor's, as PCI-F02 step 4 takes it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.http import QueryDict

from cartera.kernel.dates import parse_date
from cartera.kernel.money import ZERO, parse_amount
from cartera.recovery.routes.models import RouteItem

WAYS = ("cheque", "note", "uncollected")


def visit_of(
    debtor: str, items: Sequence[RouteItem], posted: QueryDict, locale: str
) -> dict[str, Any]:
    """The inputs of a visit, of the documents that he chose. Refuses an amount that is none."""
    way = posted.get("way", "")
    chosen = [item for item in items if str(item.pk) in posted.getlist("item")]
    told: dict[str, Any] = {
        "debtor": debtor,
        "key": posted.get("key", ""),
        "met_with": posted.get("met_with", "")[:120],
        "device_at": posted.get("device_at") or None,
        "finish": False,
    }
    if way == "cheque":
        return told | _cheque(chosen, posted, locale)
    if way == "note":
        return told | {"outcomes": _notes(chosen, posted, locale)}
    new_on = parse_date(posted.get("new_on", ""), field="new_on").isoformat()
    reason = posted.get("other_reason", "").strip() or posted.get("reason", "")
    outcomes = [_outcome(item, "uncollected", reason=reason, new_on=new_on) for item in chosen]
    return told | {"outcomes": outcomes}


def _cheque(chosen: Sequence[RouteItem], posted: QueryDict, locale: str) -> dict[str, Any]:
    """A cheque for the documents in their order; each gets what it owes while the cheque lasts."""
    number, left = posted.get("number", ""), _amount(posted, locale)
    explained = posted.get("why", "")[:200]
    cheque = {
        "number": number,
        "bank": posted.get("bank", ""),
        "amount": str(left),
        "is_negotiable": bool(posted.get("is_negotiable")),
        "justification": explained,
    }
    outcomes = []
    for item in chosen:
        part = min(item.expected, left) if left > ZERO else item.expected
        left -= part
        why = explained if part < item.expected else ""
        outcomes.append(_outcome(item, "cheque", number=number, amount=str(part), reason=why))
    return {"outcomes": outcomes, "cheques": [cheque]}


def _notes(chosen: Sequence[RouteItem], posted: QueryDict, locale: str) -> list[dict[str, Any]]:
    """A note for each document: the number that it has, and what it says was paid."""
    amount = _amount(posted, locale) if posted.get("amount", "").strip() else None
    alone = len(chosen) == 1
    return [
        _outcome(
            item,
            "note",
            number=posted.get("number", "") if alone else f"{posted.get('number', '')}-{n}",
            amount=str(amount if alone and amount else item.expected),
            reason=posted.get("why", ""),
        )
        for n, item in enumerate(chosen, 1)
    ]


def _outcome(item: RouteItem, outcome: str, **more: str) -> dict[str, Any]:
    return {"document": item.original.label, "outcome": outcome, **more}


def _amount(posted: QueryDict, locale: str) -> Decimal:
    return parse_amount(posted.get("amount", ""), locale, field="amount")


def kept(posted: QueryDict) -> Mapping[str, str]:
    """What was typed, so that nothing of it is lost when it is refused."""
    names = ("number", "bank", "amount", "why", "met_with", "new_on", "other_reason")
    return {name: posted.get(name, "") for name in names}
