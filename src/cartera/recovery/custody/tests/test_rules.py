"""Labels prove themselves; who holds decides who moves; a count names what differs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartera.recovery.custody.rules import (
    Holder,
    label_of,
    may_move,
    number_of,
    tally,
)


@given(st.integers(min_value=1, max_value=10**11))
def test_a_label_leads_back_to_its_original(number: int) -> None:
    assert number_of(label_of(number)) == number
    assert number_of(f" {label_of(number).lower().replace('-', '')} ") == number


@given(st.integers(min_value=1, max_value=10**7 - 1), st.integers(0, 6), st.integers(1, 9))
def test_a_slip_of_one_digit_is_no_label(number: int, place: int, more: int) -> None:
    written = label_of(number)
    digit = str((int(written[3 + place]) + more) % 10)
    assert number_of(written[: 3 + place] + digit + written[4 + place :]) is None


@pytest.mark.parametrize("label", ["", "CU-", "1", "XX-0000001-95", "CU-0000001", "CU-00000a1-95"])
def test_what_is_no_label_is_none(label: str) -> None:
    assert number_of(label) is None


@pytest.mark.parametrize(
    ("holder", "himself", "custodian", "another"),
    [
        (Holder.in_hands_of(7), True, False, False),
        (Holder.in_place(1), False, True, False),
        (Holder("lost"), False, True, False),
        (Holder.away_with("factor", "Factor Y"), True, True, True),
        (Holder.back_with("bank", "Banco Agrícola"), True, True, True),
    ],
)
def test_who_holds_decides_who_moves(
    holder: Holder, himself: bool, custodian: bool, another: bool
) -> None:
    assert may_move(holder, (7, None), is_custodian=False) is himself
    assert may_move(holder, (9, 7), is_custodian=False) is himself  # stands in for him
    assert may_move(holder, (8,), is_custodian=True) is custodian
    assert may_move(holder, (8,), is_custodian=False) is another


def test_a_count_names_what_is_missing_and_what_is_too_much() -> None:
    found = tally(["a", "b", "c"], ["c", "d", "d"])
    assert (found.missing, found.strange, found.agrees) == (("a", "b"), ("d",), False)
    assert tally(["a"], ["a", "a"]).agrees
