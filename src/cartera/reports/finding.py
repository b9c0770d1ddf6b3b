"""Finding anything by what people have in hand: a number, a name, a tax id, a cheque, an amount.

Each kind of thing has a `Seeker`; each way to mean it is a stretch of one index, read up to a few
rows. What is exactly what was typed comes before what only begins so.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from cartera.reports.asking import Scope, storable
from cartera.reports.listing import Condition

MOST_EACH = 6
MOST_TYPED = 80


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed: the text, and the amount that it says, if it says one."""

    text: str
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Seeker:
    """How one kind of thing is found.

    `rows` and `key` are where a stretch looks, `own` what is true of the rows of clients whose
    codes are its one value ("": staff alone). `shown` joins what `text`, `note` and `amount` say;
    `route` and `leads` are the page that it opens and the SQL of what the route asks for.
    """

    kind: str
    title: str
    route: str
    rows: str
    key: str
    shown: str
    leads: str
    text: str
    note: str
    meant: Callable[[Asked], list[Condition]]
    amount: str = "NULL::numeric"
    own: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found."""

    kind: str
    title: str
    route: str
    leads: Any
    text: str
    note: str
    amount: Decimal | None


_SEEKERS: dict[str, Seeker] = {}


def add_seeker(seeker: Seeker) -> Seeker:
    """Make a kind of thing findable. Another of the same kind is a mistake of the builder."""
    if _SEEKERS.setdefault(seeker.kind, seeker) != seeker:
        raise ValueError(f"{seeker.kind!r} is sought twice")
    return seeker


def found(asked: Asked, scope: Scope) -> list[Hit]:
    """What the text means of what the scope holds, a few of each kind. One query a kind at most."""
    text = storable(asked.text).strip()[:MOST_TYPED]
    if not text:
        return []
    cleaned = Asked(text, asked.amount)
    return [
        hit
        for seeker in _SEEKERS.values()
        if scope.is_staff or (seeker.own and scope.client_codes)
        for hit in _sought(seeker, cleaned, scope)
    ]


def _sought(seeker: Seeker, asked: Asked, scope: Scope) -> list[Hit]:
    meant = [one for one in seeker.meant(asked) if one.sql != "FALSE"]
    if not meant:
        return []
    stretches, values = [], []
    for rank, one in enumerate(meant):
        own = "" if scope.is_staff else f" AND {seeker.own}"
        stretches.append(
            f"(SELECT {seeker.key} AS id, {rank} AS rank FROM {seeker.rows}"
            f" WHERE ({one.sql}){own} LIMIT {MOST_EACH})"
        )
        values += [*one.values, *([] if scope.is_staff else [list(scope.client_codes)])]
    statement = (
        f"SELECT {seeker.leads}, {seeker.text}, {seeker.note}, {seeker.amount}"
        f" FROM (SELECT id, min(rank) AS rank FROM ({' UNION ALL '.join(stretches)}) s GROUP BY id"
        f" ORDER BY rank, id LIMIT {MOST_EACH}) hit {seeker.shown} ORDER BY hit.rank, hit.id"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    return [Hit(seeker.kind, seeker.title, seeker.route, *row) for row in rows]
