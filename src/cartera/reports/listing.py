"""What a list is: one declaration, from which come its page, its workbook, its paper and its JSON.

`sql` of a column or a filter is ours, never typed by a person; what people type travels beside it
as values (`Condition`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Words = Mapping[str, "StrOrPromise"]


class Kind(StrEnum):
    """What a column holds, and so how it is drawn, written to a workbook and told in JSON."""

    TEXT = "text"
    CHIP = "chip"
    AMOUNT = "amount"
    PERCENTAGE = "percentage"
    WHOLE = "whole"
    DAY = "day"
    INSTANT = "instant"


NUMBERS = frozenset({Kind.AMOUNT, Kind.PERCENTAGE, Kind.WHOLE})

# PostgreSQL's type of what a column is ordered by.
SQL_TYPES: Mapping[Kind, str] = {
    Kind.TEXT: "text",
    Kind.CHIP: "text",
    Kind.AMOUNT: "numeric",
    Kind.PERCENTAGE: "numeric",
    Kind.WHOLE: "bigint",
    Kind.DAY: "date",
    Kind.INSTANT: "timestamptz",
}


@dataclass(frozen=True, slots=True)
class Condition:
    """A piece of SQL that is true or not of a row, with the values of its `%s`, in order."""

    sql: str
    values: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """Where a cell leads: a route's name, and the column whose value the route asks for."""

    route: str
    key: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `order` is the SQL that it is sorted by; none, and it is not offered.

    `may_lack`: a row may have nothing there; such rows come last in both directions. `words` says a
    chip's values in Spanish. `in_total`: an amount that adds up. `hidden` columns are keys of
    links: in the JSON, on no page.
    """

    name: str
    title: str
    sql: str
    kind: Kind = Kind.TEXT
    order: str = ""
    may_lack: bool = False
    link: Link | None = None
    words: Words = field(default_factory=dict)
    in_total: bool = False
    staff_only: bool = False
    hidden: bool = False


class Asks(StrEnum):
    """What a filter asks to be typed."""

    TEXT = "text"
    CHOICE = "choice"
    DAYS = "days"  # two values: NAME_from and NAME_to, both included
    AMOUNTS = "amounts"  # the same
    CLIENT = "client"  # a code or words of a name
    DEBTOR = "debtor"  # the same


RANGES = frozenset({Asks.DAYS, Asks.AMOUNTS})


@dataclass(frozen=True, slots=True)
class Filter:
    """One thing to filter by. `sql` is the column held against what is typed.

    A text says by `matching` which rows it means, and so may a choice. `by_code`: `sql` holds a
    client's code, not its id. `choices`: the words of each value of a choice. `hint` says what can
    be typed.
    """

    name: str
    title: str
    asks: Asks
    sql: str = ""
    matching: Callable[[str], Condition] | None = None
    by_code: bool = False
    choices: Words = field(default_factory=dict)
    hint: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names under which its values are typed."""
        if self.asks in RANGES:
            return f"{self.name}_from", f"{self.name}_to"
        return (self.name,)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: where its rows come from, what they say, how they are found and ordered.

    `key` is the SQL of a whole number that names a row and breaks ties; `order` the name of the
    column first sorted by, with "-" for the last first, or "" for the key's. `own` is true of the
    rows of the clients whose codes are its one value; a list without it is for staff alone. `empty`
    says what to do first where nothing is yet; `begins` is the procedure that makes the first row.
    """

    code: str
    title: str
    tables: str
    key: str
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...] = ()
    order: str = "-"
    own: str = ""
    empty: str = ""
    begins: str = ""

    def column(self, name: str) -> Column | None:
        """The column of that name, if there is one."""
        return next((column for column in self.columns if column.name == name), None)

    def seen_by(self, *, staff: bool) -> tuple[Column, ...]:
        """The columns that a person may have, the hidden ones too."""
        return tuple(column for column in self.columns if staff or not column.staff_only)

    def filters_for(self, *, staff: bool) -> tuple[Filter, ...]:
        """The filters that are offered to a person; clients have no others to choose from."""
        return tuple(f for f in self.filters if staff or f.asks is not Asks.CLIENT)
