"""A form as a page draws it: each field with what was typed in it and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext

from cartera.control.workflow.refusals import InputsInvalid
from cartera.credit.claims.acts import ClaimRow, TransferRow
from cartera.desk.forms.fields import Field
from cartera.desk.forms.sheets import Cells, text_of_rows
from cartera.desk.forms.typed import Typed
from cartera.entrance.words import said, word
from cartera.kernel.refusals import Refusal, Refusals

ROWS_SHOWN = 150
BLANK_ROWS = 3
MORE_ROWS = 6
PREVIEWED = 20
SELDOM_FILLED = (ClaimRow, TransferRow)

Options = Mapping[str, Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something wrong, told in one sentence, and where: a field's path, or nowhere in sight."""

    path: str
    sentence: str
    label: str = ""

    @property
    def anchor(self) -> str:
        """The id of the field where it stands, if it has one."""
        return f"f-{self.path.replace('.', '-')}" if self.path else ""


@dataclass(frozen=True, slots=True)
class Bound:
    """A field, or a cell of a table, ready to be drawn."""

    asked: Field
    path: str
    text: str = ""
    wrong: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()
    offered: tuple[tuple[str, str], ...] = ()
    rows: tuple["BoundRow", ...] = ()
    parts: tuple["Bound", ...] = ()
    hidden_rows: str = ""
    count: int = 0
    note: str = ""
    alarms: bool = False
    balance: str = ""
    sums: tuple[tuple[Field, str], ...] = ()

    @property
    def label(self) -> str:
        """Its name in the reader's language."""
        return gettext(self.asked.label)

    @property
    def help(self) -> str:
        """Its hint in the reader's language."""
        return gettext(self.asked.help) if self.asked.help else ""

    @property
    def id(self) -> str:
        """Its anchor."""
        return f"f-{self.path.replace('.', '-')}"

    @property
    def is_moot(self) -> bool:
        """Whether it asks to choose among things of which there are none, or is for programs.

        A list of texts that offers nothing is typed or scanned, a line each.
        """
        typed = self.asked.kind == "texts" and not self.asked.options
        choosing = self.asked.is_list and not (self.asked.required or typed)
        return self.asked.kind == "hidden" or (choosing and not (self.offered or self.wrong))

    @property
    def listed(self) -> str:
        """The values of a list, a line each."""
        return "\n".join(self.chosen)

    @property
    def is_given(self) -> bool:
        """Whether a table's rows are given: they are answered, not added."""
        return any(column.kind == "fixed" for column in self.asked.columns)

    @property
    def is_full(self) -> bool:
        """Whether a table takes no row more than it shows."""
        return self.asked.most is not None and len(self.rows) >= self.asked.most

    @property
    def is_idle(self) -> bool:
        """Whether it is a table that may stay empty, and is: it is folded until wanted."""
        return self.asked.row in SELDOM_FILLED and not (self.count or self.wrong)

    @property
    def has_sums(self) -> bool:
        """Whether it is a table that adds up: one that people fill with amounts."""
        return any(column.kind == "amount" for column in self.asked.columns)

    @property
    def is_checked(self) -> bool:
        """Whether a box is ticked."""
        return self.text.strip().lower() in ("1", "on", "sí", "si", "x", "true", "yes")

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """Value, words, whether chosen."""
        picked = self.chosen or (self.text,)
        return [(value, word(value), value in picked) for value in self.asked.choices]


@dataclass(frozen=True, slots=True)
class BoundRow:
    """A row of a table, its cells in the columns' order; `stood` is its anchor as it was posted."""

    place: int
    cells: tuple[Bound, ...]
    wrong: tuple[str, ...] = ()
    stood: str = ""


@dataclass(slots=True)
class Form:
    """All fields of an act with what was typed, what it is filled with, and the mistakes."""

    fields: Sequence[Field]
    typed: Typed | None = None
    preset: Mapping[str, Any] = field(default_factory=dict)
    options: Options = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    marks: dict[str, Any] = field(default_factory=dict)
    wants_more_rows: bool = False
    typed_again: str = ""

    def bound(self) -> list[Bound]:
        """The fields ready to be drawn."""
        bound = [self._bind(asked) for asked in self.fields if asked.kind != "hidden"]
        return [b for b in bound if not b.is_moot]

    def take(self, refusal: Refusal) -> None:
        """Put a refusal, or each of those it gathers, in its place; the first word stands."""
        for mistake in mistakes_of(refusal):
            self.add(mistake)

    def add(self, mistake: Mistake) -> None:
        """Put a mistake in its place, unless something stands there already."""
        if not mistake.path or not self._wrong(mistake.path):
            self.mistakes.append(self._labelled(mistake))

    @property
    def asks_nothing(self) -> bool:
        """Whether the act can be done as the form stands: nothing has to be typed."""
        return not any(f.required or f.kind == "check" for f in self.fields)

    @property
    def leaving_wrong(self) -> tuple[str, ...]:
        """What is wrong with the amount that leaves, typed again."""
        return self._wrong("_amount")

    @property
    def reason_wrong(self) -> tuple[str, ...]:
        """What is wrong with the reason of who sends back or rejects."""
        return self._wrong("reason")

    @property
    def is_long(self) -> bool:
        """Whether a table is too long to be sent again at each change."""
        tables = (asked for asked in self.fields if asked.kind == "table")
        return any(len(self.rows_of(asked)) > ROWS_SHOWN for asked in tables)

    def rows_of(self, asked: Field) -> list[Cells]:
        """The rows of a table as they stand: typed, or those that the form came with."""
        if self.typed is not None:
            return self.typed.rows.get(asked.name, [])
        return list(self.preset.get(asked.name, ()))

    def text_of(self, name: str) -> str:
        """What stands in a field."""
        asked = next((f for f in self.fields if f.name == name), None)
        return self._text(asked, name) if asked else ""

    def _labelled(self, mistake: Mistake) -> Mistake:
        name, _, rest = mistake.path.partition(".")
        asked = next((f for f in self.fields if f.name == name), None)
        if asked is None:
            return mistake
        label = gettext(asked.label)
        place, _, column = rest.partition(".")
        inner = next((c for c in asked.columns if c.name in (column, rest)), None)
        if place.isdigit():
            label = f"{label}, {gettext('fila')} {int(place) + 1}"
        if inner is not None:
            label = f"{label}, {gettext(inner.label)}"
        return Mistake(mistake.path, mistake.sentence, label)

    def _wrong(self, path: str) -> tuple[str, ...]:
        return tuple(m.sentence for m in self.mistakes if m.path == path)

    def _wrong_in(self, asked: Field) -> tuple[str, ...]:
        """What is wrong with a field, or with any value of its list."""
        inside = [m for m in self.mistakes if m.path.partition(".")[0] == asked.name]
        found = inside if asked.is_list else [m for m in inside if m.path == asked.name]
        return tuple(mistake.sentence for mistake in found)

    def _text(self, asked: Field, path: str) -> str:
        if self.typed is not None:
            return self.typed.texts.get(path, "")
        return str(self.preset.get(path, asked.default))

    def _chosen(self, asked: Field, path: str) -> tuple[str, ...]:
        if self.typed is not None:
            return tuple(self.typed.several.get(path, ()))
        return tuple(str(self.preset.get(path, asked.default)).split(","))

    def _bind(self, asked: Field) -> Bound:
        path = asked.name
        if asked.kind == "table":
            return self._bind_table(asked)
        if asked.kind == "terms":
            parts = tuple(self._bind_part(path, column) for column in asked.columns)
            return Bound(asked, path, wrong=self._wrong(path), parts=parts)
        chosen = self._chosen(asked, path) if asked.is_list else ()
        offered = tuple(self.options.get(asked.options or path, ()))
        return Bound(asked, path, self._text(asked, path), self._wrong_in(asked), chosen, offered)

    def _bind_part(self, head: str, asked: Field) -> Bound:
        path = f"{head}.{asked.name}"
        chosen = self._chosen(asked, path) if asked.kind == "several" else ()
        return Bound(asked, path, self._text(asked, path), self._wrong(path), chosen)

    def _bind_table(self, asked: Field) -> Bound:
        rows = self.rows_of(asked)
        if len(rows) > ROWS_SHOWN:
            return self._bind_long_table(asked, rows)
        blank = [self._blank(asked) for _ in range(self._blanks(asked, rows))]
        bound = tuple(self._bind_row(asked, n, row) for n, row in enumerate([*rows, *blank]))
        return self._told(
            Bound(asked, asked.name, wrong=self._wrong(asked.name), rows=bound, count=len(rows))
        )

    def _told(self, table: Bound) -> Bound:
        """A table with what it says of itself."""
        marks = self.marks.get(table.asked.name)
        if marks is None:
            return table
        sums = tuple((column, marks.sums.get(column.name, "")) for column in table.asked.columns)
        has_sums = any(told for _, told in sums)
        return replace(table, balance=marks.balance, sums=sums if has_sums else ())

    def _bind_long_table(self, asked: Field, rows: list[Cells]) -> Bound:
        """A long table travels as text; its first rows are shown, and every row that is wrong."""
        places = self._places_wrong(asked)
        shown = sorted({*range(PREVIEWED), *places[:PREVIEWED]} & set(range(len(rows))))
        bound = tuple(self._bind_row(asked, place, rows[place]) for place in shown)
        text = text_of_rows(rows, asked.columns)
        wrong = self._wrong(asked.name)
        return self._told(
            Bound(asked, asked.name, wrong=wrong, rows=bound, hidden_rows=text, count=len(rows))
        )

    def _places_wrong(self, asked: Field) -> list[int]:
        parts = [m.path.split(".") for m in self.mistakes]
        return [int(p[1]) for p in parts if p[0] == asked.name and len(p) > 1 and p[1].isdigit()]

    def _blanks(self, asked: Field, rows: list[Cells]) -> int:
        if any(column.kind == "fixed" for column in asked.columns):
            return 0
        wanted = BLANK_ROWS if self.typed is None or not rows else 1
        if self.wants_more_rows:
            wanted = MORE_ROWS
        return wanted if asked.most is None else max(min(wanted, asked.most - len(rows)), 0)

    def _blank(self, asked: Field) -> Cells:
        return {column.name: column.default for column in asked.columns}

    def _bind_row(self, asked: Field, place: int, row: Cells) -> BoundRow:
        head = f"{asked.name}.{place}"
        marks = self.marks.get(asked.name)
        notes = marks.notes if marks else {}
        alarms = marks.alarms if marks else ()
        cells = tuple(
            Bound(
                c,
                f"{head}.{c.name}",
                row.get(c.name, ""),
                self._wrong(f"{head}.{c.name}"),
                note=notes.get(f"{head}.{c.name}", ""),
                alarms=f"{head}.{c.name}" in alarms,
            )
            for c in asked.columns
        )
        return BoundRow(
            place, cells, self._wrong(head), f"f-{asked.name}-{self._stood(asked, place)}"
        )

    def _stood(self, asked: Field, place: int) -> int:
        """Where on the page that was posted the row stood."""
        places = self.typed.places.get(asked.name, []) if self.typed else []
        return places[place] if place < len(places) else place


def mistakes_of(refusal: Refusal) -> list[Mistake]:
    """A refusal as mistakes with their places."""
    if isinstance(refusal, InputsInvalid):
        return [Mistake(path, gettext(sentence)) for path, sentence in refusal.errors]
    if isinstance(refusal, Refusals):
        return [found for one in refusal for found in mistakes_of(one)]
    return [Mistake(refusal.field or "", said(refusal))]
