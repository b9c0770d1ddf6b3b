"""What names a thing by its number, and what names nothing."""

import pytest

from cartera.kernel.numbers import named_number


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("0042", 42), ("9" * 18, 10**18 - 1)])
def test_figures_name_a_number(text: str, number: int) -> None:
    assert named_number(text) == number


@pytest.mark.parametrize(
    "text", ["", "-1", "1.0", " 1", "1_0", "٣", "²", "uno", "9" * 19, "9" * 9999]
)
def test_what_is_not_figures_alone_or_too_long_names_nothing(text: str) -> None:
    assert named_number(text) is None


def test_who_asks_may_allow_fewer_figures() -> None:
    assert (named_number("9999", 4), named_number("10000", 4)) == (9999, None)
