"""The life of a cheque as it is declared: from coming in, it always finds an end."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartera.recovery.cheques.models import Cheque
from cartera.recovery.cheques.rules import (
    FINAL,
    FOLLOWS,
    IN_HAND,
    may_follow,
    uncovered,
)

AMOUNTS = st.decimals("0.01", "1000000", places=2)


def _reached_from(state: str) -> set[str]:
    found, fresh = {state}, [state]
    while fresh:
        new = set(FOLLOWS[fresh.pop()]) - found
        found |= new
        fresh += new
    return found


def test_every_state_is_reached_and_leads_to_an_end() -> None:
    assert set(FOLLOWS) == set(Cheque.State.values) == _reached_from("received")
    assert all(_reached_from(state) & set(FINAL) for state in FOLLOWS)


def test_only_the_bank_takes_back_what_is_final() -> None:
    assert {state: FOLLOWS[state] for state in FINAL if FOLLOWS[state]} == {"cleared": ("bounced",)}


def test_nothing_is_deposited_unstamped_or_cleared_undeposited() -> None:
    before = {new: {old for old in FOLLOWS if may_follow(old, new)} for new in FOLLOWS}
    assert before["cleared"] == {"deposited"}
    assert before["deposited"] == {"slipped"}
    assert before["slipped"] == {"stamped", "bounced"}
    assert not set(IN_HAND) & set(FINAL)


@given(AMOUNTS, st.lists(AMOUNTS, max_size=6))
def test_what_is_uncovered_is_the_rest(amount: Decimal, covers: list[Decimal]) -> None:
    assert uncovered(amount, covers) + sum(covers) == amount


@pytest.mark.parametrize("state", ["exchanged", "returned", "replaced"])
def test_what_left_does_not_come_back(state: str) -> None:
    assert not any(may_follow(state, new) for new in FOLLOWS)
