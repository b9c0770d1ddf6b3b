"""The order of the ways by which a direct payment is recovered."""

from decimal import Decimal
from itertools import product

import pytest

from cartera.recovery.direct_payments.rules import ORDER, WayOpen, passed_over

HUNDRED = Decimal("100.00")


def ways(*names: str, amount: Decimal = HUNDRED, shut: str = "") -> list[WayOpen]:
    return [WayOpen(name, name, amount, shut=shut) for name in names]


@pytest.mark.parametrize(("chosen", "open_one"), list(product(ORDER, ORDER)))
def test_a_way_passes_over_what_comes_before_it_and_nothing_else(
    chosen: str, open_one: str
) -> None:
    """A cheque of the client's is asked for at any time, and stands in nobody's way."""
    found = passed_over(ways(open_one), chosen)
    before = 0 < ORDER.index(open_one) < ORDER.index(chosen)
    assert (found.way if found else None) == (open_one if before else None)


def test_the_first_of_many_is_named() -> None:
    found = passed_over(ways("liquidation", "guarantee", "liquidation"), "disbursement")
    assert found is not None
    assert found.way == "guarantee"


@pytest.mark.parametrize("amount", [Decimal("0.00"), Decimal("-5.00")])
def test_what_has_nothing_to_give_is_not_open(amount: Decimal) -> None:
    assert passed_over(ways("guarantee", amount=amount), "disbursement") is None


def test_what_is_shut_is_not_open() -> None:
    assert passed_over(ways("guarantee", shut="sin fondos"), "disbursement") is None
    assert [way.is_open for way in ways("guarantee", "liquidation")] == [True, True]
