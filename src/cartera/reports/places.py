"""A place in a list: the row after which a page begins, as an address carries it."""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from cartera.kernel.numbers import LARGEST_ID
from cartera.reports.listing import Kind
from cartera.reports.refusals import PlaceUnknown

LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Place:
    """What the row is sorted by, as PostgreSQL writes it (None: it lacks it), and its key."""

    value: str | None
    key: int


def name_of_place(place: Place, kind: Kind, way: str) -> str:
    """The place as letters and figures. `way` is ASC or DESC."""
    told = json.dumps([way, kind.value, place.value, place.key], ensure_ascii=False)
    return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


def place_of(text: str, kind: Kind, way: str) -> Place:
    """The place that `name_of_place` named. Refuses what it never wrote for this order."""
    told = _told(text)
    if not isinstance(told, list) or len(told) != 4 or told[:2] != [way, kind.value]:
        raise PlaceUnknown(field="after")
    value, key = told[2:]
    if type(key) is not int or not 0 <= key <= LARGEST_ID or not _reads_as(kind, value):
        raise PlaceUnknown(field="after")
    return Place(value, key)


def _told(text: str) -> Any:
    if len(text) > LONGEST or not text.isascii():
        return None
    try:
        return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, RecursionError):
        return None


def _reads_as(kind: Kind, value: object) -> bool:
    """Whether PostgreSQL will read it as what the list is sorted by."""
    if value is None:
        return True
    if not isinstance(value, str) or "\0" in value:
        return False
    try:
        value.encode()
        return _READERS[kind](value)
    except (ValueError, InvalidOperation):
        return False


def _any(value: str) -> bool:
    return True


def _finite(value: str) -> bool:
    return len(value) < 40 and value.isascii() and Decimal(value).is_finite()


def _whole(value: str) -> bool:
    return len(value) < 20 and value.isascii() and abs(int(value)) <= LARGEST_ID


_READERS: Mapping[Kind, Callable[[str], bool]] = {
    Kind.TEXT: _any,
    Kind.CHIP: _any,
    Kind.AMOUNT: _finite,
    Kind.PERCENTAGE: _finite,
    Kind.WHOLE: _whole,
    Kind.DAY: lambda value: bool(date.fromisoformat(value)),
    Kind.INSTANT: lambda value: bool(datetime.fromisoformat(value)),
}
