"""What explains a difference, on figures alone."""

from decimal import Decimal

import pytest

from cartera.recovery.differences.models import Difference
from cartera.recovery.differences.rules import (
    RESOLVES,
    is_complete,
    left_unexplained,
    may_resolve,
)

D = Decimal


def test_every_resolution_is_of_one_kind_and_every_kind_has_some() -> None:
    assert set(RESOLVES) == set(Difference.Kind)
    assert sorted(r for found in RESOLVES.values() for r in found) == sorted(Difference.Resolution)


@pytest.mark.parametrize("resolution", ["justified", "completed", "accepted", "claimed"])
def test_what_is_short_is_not_resolved_as_what_is_over(resolution: str) -> None:
    assert may_resolve("short", resolution)
    assert not may_resolve("over", resolution)


def test_what_is_over_is_explained_by_other_papers_alone() -> None:
    assert may_resolve("over", "explained")
    assert not may_resolve("short", "explained")


def test_an_excess_is_explained_to_the_cent() -> None:
    assert left_unexplained(D("500.00"), D("500.00")) == 0
    assert left_unexplained(D("500.00"), D("499.99")) == D("0.01")
    assert left_unexplained(D("500.00"), D("500.01")) == D("-0.01")


def test_another_cheque_brings_just_what_was_short() -> None:
    assert is_complete(D("20.00"), D("20.00"))
    assert not is_complete(D("20.00"), D("19.99"))
