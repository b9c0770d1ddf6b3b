"""What somebody asks of a list: read from typed text, by the company's notation or a machine's."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q

from cartera.credit.parties.models import Client, Debtor
from cartera.kernel.dates import parse_date
from cartera.kernel.money import PLAIN, parse_amount
from cartera.kernel.refusals import Refusal
from cartera.reports.listing import RANGES, Asks, Condition, Filter, Listing
from cartera.reports.refusals import ChoiceUnknown, FilterUnknown, OrderUnknown
from cartera.reports.words import has_words

MOST_TYPED = 120
MOST_PARTIES = 200
NOBODY = Condition("FALSE")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows of a list, in which order. `typed` is what was accepted, as it was typed."""

    conditions: tuple[Condition, ...] = ()
    order: str = ""
    typed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose rows somebody may have: all of them, or those of the clients he speaks for."""

    is_staff: bool
    client_codes: tuple[str, ...] = ()


def wanted_of(
    listing: Listing,
    typed: Mapping[str, str],
    *,
    staff: bool,
    notation: str = PLAIN,
    strict: bool = False,
) -> tuple[Wanted, list[Refusal]]:
    """What the typed values ask for, and what is wrong with them, each at its `field`.

    Days are read as 2026-02-19, and also as 19/02/2026 where `notation` is a country's. What cannot
    be read is left out of the conditions, so the list would be longer: whoever shows it says so.
    With `strict` a name that no filter has is refused too.
    """
    refusals: list[Refusal] = list(_unknown(listing, typed, staff=staff)) if strict else []
    conditions: list[Condition] = []
    accepted: list[tuple[str, str]] = []
    for one in listing.filters_for(staff=staff):
        for name in one.names:
            text = storable(typed.get(name, "")).strip()[:MOST_TYPED]
            if not text:
                continue
            try:
                conditions.append(_read(one, name, text, notation))
            except Refusal as refusal:
                refusal.field = name
                refusals.append(refusal)
            else:
                accepted.append((name, text))
    wanted = Wanted(tuple(conditions), listing.order, tuple(accepted))
    asked = storable(typed.get("order", "")).strip()[:60]
    if not asked or asked == listing.order:
        return wanted, refusals
    column = listing.column(asked.removeprefix("-"))
    if column is None or not column.order or (column.staff_only and not staff):
        allowed = ", ".join(orders_of(listing, staff=staff))
        return wanted, [*refusals, OrderUnknown(order=asked, allowed=allowed, field="order")]
    return replace(wanted, order=asked, typed=(*wanted.typed, ("order", asked))), refusals


def orders_of(listing: Listing, *, staff: bool) -> list[str]:
    """The names of the columns that the list can be sorted by."""
    return [column.name for column in listing.seen_by(staff=staff) if column.order]


def _unknown(listing: Listing, typed: Iterable[str], *, staff: bool) -> Iterable[Refusal]:
    known = [name for one in listing.filters_for(staff=staff) for name in one.names]
    for name in typed:
        if name not in {*known, "order"}:
            yield FilterUnknown(name=name[:40], allowed=", ".join(known), field=name[:40])


def storable(text: str) -> str:
    """The text without what PostgreSQL has no place for."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()


def _read(one: Filter, name: str, text: str, notation: str) -> Condition:
    if one.asks in RANGES:
        sign = ">=" if name.endswith("_from") else "<="
        value = _day(text, notation) if one.asks is Asks.DAYS else _amount(text, notation)
        return Condition(f"{one.sql} {sign} %s", (value,))
    return _READERS[one.asks](one, text)


def _day(text: str, notation: str) -> Any:
    return parse_date(text, "iso" if notation == PLAIN or "-" in text else "dmy")


def _amount(text: str, notation: str) -> Any:
    return parse_amount(text, notation, signed=True)


def _choice(one: Filter, text: str) -> Condition:
    if text not in one.choices:
        raise ChoiceUnknown(value=text[:40], allowed=", ".join(one.choices))
    return one.matching(text) if one.matching else Condition(f"{one.sql} = %s", (text,))


def _text(one: Filter, text: str) -> Condition:
    return one.matching(text) if one.matching else NOBODY


def _client(one: Filter, text: str) -> Condition:
    return _party(one, Client, text)


def _debtor(one: Filter, text: str) -> Condition:
    return _party(one, Debtor, text)


def _party(one: Filter, model: type[Client] | type[Debtor], text: str) -> Condition:
    """The code that was typed, or else every party whose name has words that begin so. One query.

    The ids go into the statement as values, so that PostgreSQL sees how many rows each one has;
    of a single one it can walk the rows in their order.
    """
    found = model.objects.filter(Q(code__iexact=text) | Q(has_words(text)))
    rows = list(found.order_by("id").values_list("id", "code")[:MOST_PARTIES])
    exact = [row for row in rows if row[1].casefold() == text.casefold()]
    chosen = [code if one.by_code else pk for pk, code in exact or rows]
    if len(chosen) == 1:
        return Condition(f"{one.sql} = %s", (chosen[0],))
    return Condition(f"{one.sql} = ANY(%s)", (chosen,)) if chosen else NOBODY


_READERS: dict[Asks, Callable[[Filter, str], Condition]] = {
    Asks.CHOICE: _choice,
    Asks.TEXT: _text,
    Asks.CLIENT: _client,
    Asks.DEBTOR: _debtor,
}
