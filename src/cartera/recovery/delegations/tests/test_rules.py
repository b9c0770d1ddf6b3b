"""What a client says of his documents: one cheque for all, some given back, what is untold."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cartera.recovery.delegations.rules import ours_is_greater, told, untold, worth

LENT = [45, 46, 47]


def test_the_one_cheque_pays_everything_where_nothing_else_is_said() -> None:
    said = told(LENT, [], ["CH-1"])
    assert said.paid_by("CH-1") == LENT
    assert said.returned == frozenset()
    assert untold(LENT, said) == []


def test_two_cheques_and_no_rows_say_nothing() -> None:
    assert untold(LENT, told(LENT, [], ["CH-1", "CH-2"])) == LENT


def test_a_row_without_a_cheque_gives_its_document_back() -> None:
    said = told(LENT, [(45, "CH-1"), (46, "")], ["CH-1"])
    assert said.paid_by("CH-1") == [45]
    assert said.returned == frozenset({46})
    assert untold(LENT, said) == [47]


@given(st.lists(st.tuples(st.sampled_from(LENT), st.sampled_from(["", "A", "B"])), max_size=3))
def test_what_is_said_and_what_is_untold_are_everything(rows: list[tuple[int, str]]) -> None:
    said = told(LENT, rows, ["A", "B"])
    assert set(said.cheques) | said.returned | set(untold(LENT, said)) == set(LENT)


def test_documents_are_worth_their_sum() -> None:
    amounts = {45: Decimal("6000.00"), 46: Decimal("0.01")}
    assert worth(amounts, [45, 46]) == Decimal("6000.01")
    assert worth(amounts, []) == Decimal("0.00")


def test_of_two_documents_the_greater_ones_company_collects_both() -> None:
    assert ours_is_greater(Decimal("100.01"), Decimal("100.00"))
    assert not ours_is_greater(Decimal("99.99"), Decimal("100.00"))


def test_who_was_about_to_collect_does_where_both_are_worth_the_same() -> None:
    assert ours_is_greater(Decimal("100.00"), Decimal("100.00"))
