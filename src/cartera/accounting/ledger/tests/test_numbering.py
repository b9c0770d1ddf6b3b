"""Numbers have no holes and no doubles, also when many post at once (R19)."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from decimal import Decimal

import pytest
from django.db import connections, transaction

from cartera.accounting.ledger import acts, refusals
from cartera.accounting.ledger.models import Entry, Series
from cartera.accounting.ledger.roles import Role
from cartera.accounting.ledger.rules import credit, debit
from cartera.accounting.ledger.tests import by_hand
from cartera.accounting.ledger.tests.test_post_entry import post
from cartera.control.people.models import User

FIVE = (debit(Role.BANK, Decimal(5)), credit(Role.OPENING, Decimal(5)))
LINES = [(5, 0), (0, 5)]
CLERKS, ENTRIES = 8, 12


def test_a_posting_given_up_leaves_no_hole(books: User) -> None:
    _post_and_decide(books, stay=True)
    _post_and_decide(books, stay=False)
    assert post(books, postings=FIVE).number == 2


ONWARD = "UPDATE ledger_series SET last_number = last_number + 1 WHERE code = 'diario'"
BACK = "UPDATE ledger_series SET last_number = 0 WHERE code = 'diario'"
AHEAD = """INSERT INTO ledger_series (code, name, first_number, last_number)
           VALUES ('x', 'x', 1, 7)"""
ATTEMPTS: dict[str, Callable[[int], list[str]]] = {
    "a number skipped": lambda by: [
        ONWARD,
        *by_hand.entry(LINES, by),
    ],
    "a number that the counter has not reached": lambda by: by_hand.entry(
        LINES, by, number="s.last_number + 1"
    )[1:],
    "the number of the entry before": lambda by: by_hand.entry(
        LINES, by, number="s.last_number - 1"
    ),
    "a counter moved on without an entry": lambda by: [*by_hand.entry(LINES, by), ONWARD],
    "a counter set back": lambda by: [*by_hand.entry(LINES, by), BACK],
    "a counter born ahead": lambda by: [*by_hand.entry(LINES, by), AHEAD],
}


@pytest.mark.parametrize("case", ATTEMPTS)
def test_refused_by_the_database(books: User, case: str) -> None:
    for _ in range(2):
        post(books, postings=FIVE, series=acts.JOURNAL)
    refused = by_hand.refusal(*ATTEMPTS[case](books.pk))
    assert isinstance(refused, refusals.NumberOutOfOrder)


def test_many_clerks_at_once_number_without_holes(committed_books: User) -> None:
    """Eight real connections, a third of their postings given up."""
    user = committed_books

    def clerk(first: int) -> None:
        with _leaving():
            for turn in range(ENTRIES):
                _post_and_decide(user, stay=(first + turn) % 3 != 0)

    with ThreadPoolExecutor(CLERKS) as office:
        assert list(office.map(clerk, range(CLERKS))) == [None] * CLERKS

    numbers = list(Entry.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, CLERKS * ENTRIES * 2 // 3 + 1))
    assert Series.objects.get(code=acts.OUTLAY).last_number == len(numbers)


@contextmanager
def _leaving() -> Iterator[None]:
    try:
        yield
    finally:
        connections.close_all()


def _post_and_decide(user: User, *, stay: bool) -> None:
    with transaction.atomic():
        post(user, postings=FIVE)
        transaction.set_rollback(not stay)
