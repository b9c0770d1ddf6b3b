"""Pages of a list: in order, one after another, the same rows as the whole list."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cartera.reports.asking import Scope, Wanted, wanted_of
from cartera.reports.listing import Kind, Listing
from cartera.reports.places import Place, name_of_place
from cartera.reports.reading import COUNTED_AT_MOST, every_row, page_of, sum_of
from cartera.reports.refusals import ListForStaff, PlaceUnknown
from cartera.reports.registry import listing_of, listings
from cartera.reports.tests.made_up import ORDERS, made_up

pytestmark = pytest.mark.django_db
STAFF = Scope(is_staff=True)

_TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=3)
_HOURS = st.integers(0, 3).map(lambda hour: datetime(2026, 1, 1, hour, 0, 0, 123, tzinfo=UTC))
_VALUES = st.tuples(
    st.none() | _TEXTS,
    st.none() | st.sampled_from([Decimal("-5.00"), Decimal("0.00"), Decimal("1234.56")]),
    st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 3)),
    st.none() | _HOURS,
)


def _in_pages(listing: Listing, wanted: Wanted, size: int) -> list[dict[str, Any]]:
    """All the pages of a list, one after another."""
    rows, after = [], ""
    while True:
        page = page_of(listing, wanted, STAFF, after=after, limit=size)
        rows += page.rows
        if not page.after:
            return rows
        after = page.after


@pytest.mark.parametrize("listing", listings(), ids=lambda listing: listing.code)
def test_every_column_can_be_read_and_sorted_both_ways(listing: Listing) -> None:
    for name in (column.name for column in listing.columns if column.order):
        for order in ("", name, f"-{name}"):
            wanted, refusals = wanted_of(listing, {"order": order}, staff=True)
            assert refusals == []
            assert page_of(listing, wanted, STAFF, after="", limit=5).rows == []
            assert list(every_row(listing, wanted, STAFF, most=5)) == []
            assert sum_of(listing, wanted, STAFF).count == 0


@pytest.mark.parametrize("order", ORDERS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(_VALUES, min_size=1, max_size=12), size=st.integers(1, 5))
def test_pages_one_after_another_are_the_whole_list(
    order: str, values: list[tuple[Any, ...]], size: int
) -> None:
    listing = made_up([(n, *row) for n, row in enumerate(values, 1)])
    wanted = Wanted(order=order or listing.order)
    paged = [tuple(row.values()) for row in _in_pages(listing, wanted, size)]
    assert paged == list(every_row(listing, wanted, STAFF, most=100))
    assert sorted(row[0] for row in paged) == list(range(1, len(values) + 1))


@pytest.mark.parametrize("order", [order for order in ORDERS if order])
def test_what_is_not_there_comes_last_both_ways(order: str) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    rows = [(1, None, None, None, None), (2, "a", Decimal(1), at.date(), at), (3, *[None] * 4)]
    found = _in_pages(made_up(rows), Wanted(order=order), 1)
    lacking = [3, 1] if order.startswith("-") else [1, 3]
    assert [row["id"] for row in found] == [2, *lacking]


def test_sums_are_given_with_the_count() -> None:
    rows = [(n, None, Decimal("10.10"), None, None) for n in range(1, 4)]
    found = sum_of(made_up(rows), Wanted(), STAFF)
    assert (found.count, found.is_more, found.totals) == (3, False, {"amount": Decimal("30.30")})


def test_a_long_list_is_counted_up_to_a_limit_and_not_added_up() -> None:
    listing = made_up(
        [(1, None, None, None, None)],
        tables=f"(SELECT n AS id, NULL::text AS text, 1::numeric AS amount, NULL::date AS day,"
        f" NULL::timestamptz AS at FROM generate_series(1, {COUNTED_AT_MOST + 5}) n) v",
    )
    found = sum_of(listing, Wanted(), STAFF)
    assert (found.count, found.is_more, found.totals) == (COUNTED_AT_MOST, True, {})


PLACES = [
    "x",
    "%%%",
    "é",
    "A" * 2000,
    name_of_place(Place("2026-01-01", 1), Kind.DAY, "DESC"),  # another direction
    name_of_place(Place("1", 1), Kind.AMOUNT, "ASC"),  # another column
    name_of_place(Place("2026-99-99", 1), Kind.DAY, "ASC"),
    name_of_place(Place("x'; --", 1), Kind.DAY, "ASC"),
    name_of_place(Place(None, -1), Kind.DAY, "ASC"),
    name_of_place(Place(None, 2**63), Kind.DAY, "ASC"),
    name_of_place(Place("2026-01-01\0", 1), Kind.DAY, "ASC"),
]


@pytest.mark.parametrize("after", PLACES)
def test_a_place_that_is_not_of_the_list_is_refused(after: str) -> None:
    listing = made_up([(1, "a", None, None, None)])
    with pytest.raises(PlaceUnknown):
        page_of(listing, Wanted(order="day"), STAFF, after=after, limit=5)


def test_a_list_without_own_rows_is_for_staff() -> None:
    with pytest.raises(ListForStaff):
        page_of(listing_of("entries"), Wanted(), Scope(is_staff=False), after="", limit=5)


def test_columns_for_staff_are_not_in_a_clients_page() -> None:
    found = page_of(listing_of("assignments"), Wanted(), Scope(is_staff=False), after="", limit=5)
    assert "effective_rate_pct" not in [column.name for column in found.columns]
