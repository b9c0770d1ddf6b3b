"""What changed between what was signed and what stands now, field by field, in words."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext

from cartera.control.workflow.inputs import canonical
from cartera.credit.parties.models import Client, CreditAccount, Debtor
from cartera.entrance.visitor import Visitor
from cartera.entrance.words import TERMS, word
from cartera.kernel.money import format_amount
from cartera.kernel.text import gettext_noop as _

_NAMES: Mapping[str, str] = {
    "assignment": _("Cesión"),
    "client": _("Cliente"),
    "account": _("Cuenta de abono"),
    "term_days": _("Plazo en días"),
    "advanced": _("Monto financiado"),
    "commission": _("Comisión"),
    "vat": _("IVA"),
    "upfront": _("Interés cobrado por anticipado, con IVA"),
    "deductions": _("Descuentos"),
    "net": _("Neto a entregar"),
    "collected": _("Total cobrado"),
    "amount_to_return": _("Valor a devolver"),
    "documents": _("Documentos"),
}
_ROWS: Mapping[str, tuple[Any, str]] = {"client": (Client, "name"), "account": (CreditAccount, "")}
_NOT_AMOUNTS = ("assignment", "client", "account", "term_days")


@dataclass(frozen=True, slots=True)
class Change:
    """A field that is not as it was signed; either side is empty where there was nothing."""

    name: str
    was: str
    now: str


def changes_between(
    was: Mapping[str, Any], now: Mapping[str, Any], visitor: Visitor
) -> list[Change]:
    """What of a signed content is no longer so. Queries only for a client, account or debtor."""
    plain = json.loads(canonical(now))
    return [
        change
        for key in {**was, **plain}
        if was.get(key) != plain.get(key) and not _is_numbering(key, was)
        for change in _told(key, was.get(key), plain.get(key), visitor)
    ]


def _is_numbering(key: str, was: Mapping[str, Any]) -> bool:
    """Whether an assignment only got its number: that changes nothing of what was signed."""
    return key == "assignment" and was.get(key) is None


def _told(key: str, was: Any, now: Any, visitor: Visitor) -> Iterator[Change]:
    if isinstance(was, Mapping) and isinstance(now, Mapping):
        for inner in {**was, **now}:
            if was.get(inner) != now.get(inner):
                name = gettext(TERMS.get(inner, inner)).removesuffix(", %")
                yield Change(name, _term(inner, was.get(inner)), _term(inner, now.get(inner)))
    elif isinstance(was, list) or isinstance(now, list):
        yield from _rows(key, was or [], now or [], visitor)
    else:
        yield Change(_name(key), _plain(key, was, visitor), _plain(key, now, visitor))


def _name(key: str) -> str:
    return gettext(_NAMES.get(key, key))


def _term(key: str, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(word, value))
    return f"{value} %" if key.endswith("_pct") else word(str(value or ""))


def _rows(key: str, was: Sequence[Any], now: Sequence[Any], visitor: Visitor) -> Iterator[Change]:
    """Rows that went, and rows that came."""
    gone = [row for row in was if row not in now]
    come = [row for row in now if row not in was]
    names = _debtor_names([*gone, *come]) if key == "documents" else {}
    for row in gone:
        yield Change(_name(key), _row(row, names, visitor), "")
    for row in come:
        yield Change(_name(key), "", _row(row, names, visitor))


def _debtor_names(rows: Sequence[Sequence[Any]]) -> dict[int, str]:
    wanted = {row[0] for row in rows}
    return dict(Debtor.objects.filter(pk__in=wanted).values_list("pk", "name"))


def _row(row: Sequence[Any], names: Mapping[int, str], visitor: Visitor) -> str:
    first = names.get(row[0], row[0])
    parts = [first, *row[1:-1], _amount(row[-1], visitor)]
    return " · ".join(str(part) for part in parts if part not in (None, ""))


def _plain(key: str, value: Any, visitor: Visitor) -> str:
    if value in (None, ""):
        return ""
    if key in _ROWS:
        model, column = _ROWS[key]
        found = model.objects.filter(pk=value).first()
        return str(getattr(found, column) if column and found else found or value)
    return str(value) if key in _NOT_AMOUNTS else _amount(value, visitor)


def _amount(value: Any, visitor: Visitor) -> str:
    try:
        return format_amount(Decimal(str(value)), visitor.house.locale)
    except InvalidOperation:
        return str(value)
