"""A block: a table of figures with its totals, drawn on a page and written to a workbook."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from cartera.desk.lists.cells import Cell as Written
from cartera.desk.lists.cells import Notation, written
from cartera.reports.listing import NUMBERS, Column, Kind

_CSS = {Kind.TEXT: "told", Kind.DAY: "day", Kind.INSTANT: "day"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with where it leads, and a tone (good, warn, bad) that a chip or a row shows.

    Where many rows are added up and few are drawn, `href` is what makes the address.
    """

    value: Any
    href: str | Callable[[], str] = ""
    tone: str = ""

    @property
    def address(self) -> str:
        """Where it leads; empty where nowhere."""
        return self.href if isinstance(self.href, str) else self.href()


@dataclass(frozen=True, slots=True)
class Drawn:
    """A cell beside its column, ready to be drawn."""

    column: Column
    value: Any
    href: str
    tone: str

    @property
    def is_number(self) -> bool:
        """Whether it is set to the right."""
        return self.column.kind in NUMBERS

    def total(self, notation: Notation) -> Written:
        """A total as it is written on a page; nothing is an empty one."""
        css = "num" if self.is_number else ""
        return Written(written(self.column, self.value, notation), css)

    def cell(self, notation: Notation) -> Written:
        """The cell as it is written on a page; nothing is an empty one."""
        kind = self.column.kind
        css = _CSS.get(kind, "num" if self.is_number else "")
        if isinstance(self.value, Decimal) and self.value < 0:
            css = f"{css} negative"
        tone = self.tone if kind is Kind.CHIP else None
        return Written(written(self.column, self.value, notation), css, self.href, tone)


@dataclass(frozen=True, slots=True)
class Block:
    """A table. `totals` has a value for each column, None where nothing adds up; `more` leads to
    the whole list; `note` says what the figures are; `empty` what to do where there is nothing.
    `bars` draw them, each named by what `bars_of` says, or else by the first column."""

    code: str
    title: str
    columns: tuple[Column, ...]
    rows: list[tuple[Any, ...]]
    totals: tuple[Any, ...] = ()
    more: str = ""
    note: str = ""
    empty: str = ""
    bars: Sequence[Any] = field(default_factory=list)
    bars_of: str = ""

    @property
    def drawn(self) -> list[list[Drawn]]:
        """The rows, each cell beside its column."""
        return [self._drawn(row) for row in self.rows]

    @property
    def total_row(self) -> list[Drawn]:
        """The totals, each beside its column."""
        return self._drawn(self.totals)

    def _drawn(self, row: Iterable[Any]) -> list[Drawn]:
        cells = (one if isinstance(one, Cell) else Cell(one) for one in row)
        return [
            Drawn(column, cell.value, cell.address, cell.tone)
            for column, cell in zip(self.columns, cells, strict=False)
        ]


def column(name: str, title: str, kind: Kind = Kind.TEXT) -> Column:
    """A column of a block; amounts and counts add up."""
    return Column(name, title, "", kind, in_total=kind in (Kind.AMOUNT, Kind.WHOLE))


def total_of(columns: Sequence[Column], rows: Sequence[Sequence[Any]]) -> tuple[Any, ...]:
    """The sums of what adds up; None for other columns and where nothing is known.

    Of no rows there are none at all.
    """
    if not rows:
        return ()
    return tuple(
        _sum(row[place] for row in rows) if one.in_total else None
        for place, one in enumerate(columns)
    )


def _sum(values: Iterable[Any]) -> Any:
    plain = [value.value if isinstance(value, Cell) else value for value in values]
    known = [value for value in plain if value is not None]
    return sum(known) if known else None
