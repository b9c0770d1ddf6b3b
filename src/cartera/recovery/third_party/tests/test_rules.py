"""Which way a cheque that pays a foreign document may go."""

import pytest

from cartera.recovery.third_party.rules import Way, may_go


@pytest.mark.parametrize(
    ("way", "is_negotiable", "allowed"),
    [
        ("endorse", True, True),
        ("endorse", False, False),
        ("exchange", False, True),
        ("exchange", True, False),
        ("credit", False, True),
        ("credit", True, False),
    ],
)
def test_a_negotiable_cheque_is_endorsed_and_another_exchanged_or_credited(
    way: Way, is_negotiable: bool, allowed: bool
) -> None:
    assert may_go(way, is_negotiable=is_negotiable) is allowed
