"""Bars are as long as what they measure."""

from decimal import Decimal

from cartera.desk.look.charts import Measured, bars_of


def test_the_longest_bar_fills_its_place_and_the_others_are_in_proportion() -> None:
    bars = bars_of([Measured("a", Decimal("200.00"), "200.00"), Measured("b", 50, "50")])
    assert [bar.width for bar in bars] == ["1000", "250"]


def test_what_is_little_is_still_seen_and_what_is_not_draws_nothing() -> None:
    bars = bars_of([Measured("a", 1_000_000, ""), Measured("b", 1, ""), Measured("c", 0, "")])
    assert [bar.width for bar in bars] == ["1000", "1", "0"]


def test_a_negative_value_is_written_without_a_bar() -> None:
    bars = bars_of([Measured("a", Decimal("-5.00"), "-5.00"), Measured("b", 0, "0")])
    assert [(bar.width, bar.shown) for bar in bars] == [("0", "-5.00"), ("0", "0")]


def test_nothing_measured_has_no_bars() -> None:
    assert bars_of([]) == []
