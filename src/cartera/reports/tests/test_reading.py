"""Pages of a list: in order, one after another, the same rows as the whole list."""

import pytest

from cartera.reports.asking import Scope, wanted_of
from cartera.reports.listing import Listing
from cartera.reports.reading import every_row, page_of, sum_of
from cartera.reports.registry import listings

pytestmark = pytest.mark.django_db
STAFF = Scope(is_staff=True)


@pytest.mark.parametrize("listing", listings(), ids=lambda listing: listing.code)
def test_every_column_can_be_read_and_sorted_both_ways(listing: Listing) -> None:
    for name in (column.name for column in listing.columns if column.order):
        for order in ("", name, f"-{name}"):
            wanted, refusals = wanted_of(listing, {"order": order}, staff=True)
            assert refusals == []
            assert page_of(listing, wanted, STAFF, after="", limit=5).rows == []
            assert list(every_row(listing, wanted, STAFF, most=5)) == []
            assert sum_of(listing, wanted, STAFF).count == 0
