"""A list as its page shows it: filters as typed, headers that sort, rows, sums, where to go on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.utils.translation import gettext

from cartera.desk.lists.cells import (
    Cell,
    Notation,
    cells_of,
    css_of,
    in_words,
    notation_of,
    total_cell,
)
from cartera.desk.lists.links import links_for
from cartera.entrance.visitor import Visitor
from cartera.entrance.words import said
from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _
from cartera.reports.asking import Scope, Wanted, wanted_of
from cartera.reports.listing import RANGES, Asks, Column, Filter, Listing
from cartera.reports.places import LONGEST
from cartera.reports.reading import Page, Sum, page_of, sum_of
from cartera.reports.refusals import PlaceUnknown

A_PAGE = 50
_SIDES = (_("desde"), _("hasta"))


@dataclass(frozen=True, slots=True)
class Header:
    """A column's head: where it leads to sort by it, and how it is sorted now."""

    title: str
    css: str
    href: str = ""
    sorted: str = ""  # ascending, descending or ''


@dataclass(frozen=True, slots=True)
class Box:
    """One input of the filters, with what was typed and what is wrong with it."""

    name: str
    title: str
    typed: str
    wrong: str = ""
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    is_amount: bool = False


@dataclass
class Shown:
    """All that the page of a list says."""

    listing: Listing
    boxes: list[Box]
    more: list[Box]
    headers: list[Header] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)
    sums: list[Cell] = field(default_factory=list)
    found: Sum | None = None
    wrong: list[str] = field(default_factory=list)
    query: str = ""  # filters and order, without the place
    order: str = ""
    next: str = ""
    is_filtered: bool = False
    is_first: bool = True

    @property
    def opens_more(self) -> bool:
        """Whether one of the further filters is in use."""
        return any(box.typed for box in self.more)


def scope_of(visitor: Visitor) -> Scope:
    """Whose rows the visitor may have."""
    return Scope(visitor.is_staff, () if visitor.is_staff else visitor.client_codes)


def shown_of(listing: Listing, visitor: Visitor, typed: Mapping[str, str]) -> Shown:
    """The page of a list as the address asks for it. Three queries at most for rows and sums.

    Where a filter cannot be read no row is shown: a longer list would be taken for the answer.
    """
    scope = scope_of(visitor)
    wanted, refusals = wanted_of(
        listing, typed, staff=scope.is_staff, notation=visitor.house.locale
    )
    shown = _frame(listing, wanted, refusals, typed, staff=scope.is_staff)
    after = typed.get("after", "")[: LONGEST + 1]
    if refusals:
        return shown
    try:
        page = page_of(listing, wanted, scope, after=after, limit=A_PAGE)
    except PlaceUnknown as refusal:
        shown.wrong.append(said(refusal))
        page, after = page_of(listing, wanted, scope, after="", limit=A_PAGE), ""
    shown.is_first = not after
    _fill(shown, page, sum_of(listing, wanted, scope), visitor)
    return shown


def _frame(
    listing: Listing,
    wanted: Wanted,
    refusals: list[Refusal],
    typed: Mapping[str, str],
    *,
    staff: bool,
) -> Shown:
    wrong = {refusal.field or "": said(refusal) for refusal in refusals}
    boxes: list[Box] = []
    more: list[Box] = []
    for one in listing.filters_for(staff=staff):
        (more if one.asks in RANGES else boxes).extend(_boxes(one, typed, wrong))
    shown = Shown(listing, boxes, more)
    shown.query = urlencode([(name, text) for name, text in wanted.typed if text])
    shown.order = wanted.order if wanted.order != listing.order else ""
    shown.is_filtered = any(name != "order" for name, _text in wanted.typed)
    shown.wrong = [wrong["order"]] if "order" in wrong else []
    shown.headers = [
        _header(column, wanted) for column in listing.seen_by(staff=staff) if not column.hidden
    ]
    return shown


def _fill(shown: Shown, page: Page, found: Sum, visitor: Visitor) -> None:
    notation, leads = notation_of(visitor.house), links_for(visitor)
    shown.rows = [cells_of(page.columns, row, notation, leads) for row in page.rows]
    shown.found = found
    shown.sums = _sums(page, found, notation)
    if page.after:
        joined = "&" if shown.query else ""
        shown.next = f"?{shown.query}{joined}{urlencode({'after': page.after})}"


def _sums(page: Page, found: Sum, notation: Notation) -> list[Cell]:
    if not found.totals or not page.rows:
        return []
    columns = [column for column in page.columns if not column.hidden]
    return [total_cell(column, found.totals, notation) for column in columns]


def _header(column: Column, wanted: Wanted) -> Header:
    title, css = gettext(column.title), css_of(column)
    if not column.order:
        return Header(title, css)
    ascends, descends = wanted.order == column.name, wanted.order == f"-{column.name}"
    order = f"-{column.name}" if ascends else column.name
    query = [(name, text) for name, text in wanted.typed if name != "order"]
    return Header(
        title,
        css,
        f"?{urlencode([*query, ('order', order)])}",
        "ascending" if ascends else "descending" if descends else "",
    )


def _boxes(one: Filter, typed: Mapping[str, str], wrong: Mapping[str, str]) -> list[Box]:
    title, hint = gettext(one.title), gettext(one.hint) if one.hint else ""
    titles = [title] if len(one.names) == 1 else [f"{title}, {gettext(side)}" for side in _SIDES]
    choices = tuple((value, in_words(one.choices, value)) for value in one.choices)
    return [
        Box(
            name,
            named,
            typed.get(name, "").strip(),
            wrong.get(name, ""),
            hint,
            choices if one.asks is Asks.CHOICE else (),
            one.asks is Asks.AMOUNTS,
        )
        for name, named in zip(one.names, titles, strict=True)
    ]
