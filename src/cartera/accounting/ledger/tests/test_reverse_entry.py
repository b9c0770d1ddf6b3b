"""Reversing a whole entry: what happens, then each reason to say no."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cartera.accounting.ledger import acts, refusals, selectors
from cartera.accounting.ledger.models import Account, Entry
from cartera.accounting.ledger.tests import by_hand
from cartera.accounting.ledger.tests.test_post_entry import DAY, disbursement, post
from cartera.control.people.models import User

LATER = date(2026, 2, 3)


def undo(entry: Entry, by: User) -> Entry:
    """Reverse an entry in the next month."""
    return acts.reverse_entry(entry, reason="Desembolso rechazado", on=LATER, by_id=by.pk)


def test_a_reversal_mirrors_its_origin_and_names_it(books: User, client_account: Account) -> None:
    origin = post(books)
    reversal = undo(origin, books)

    assert reversal.reverses == origin
    assert (reversal.effective_on, reversal.description) == (LATER, "Desembolso rechazado")
    assert (reversal.series.code, reversal.number) == (acts.JOURNAL, 1)
    swapped = [(li.account_code, li.credit, li.debit) for li in selectors.entry_lines(origin.pk)]
    undone = [(li.account_code, li.debit, li.credit) for li in selectors.entry_lines(reversal.pk)]
    assert undone == swapped
    assert all(account.closing == 0 for account in selectors.trial_balance())


def test_both_stay_in_the_journal(books: User, client_account: Account) -> None:
    undo(post(books), books)
    assert len(list(selectors.journal(DAY, LATER))) == 8
    assert selectors.account_balance(client_account, on=DAY) == Decimal("9000.00")


def test_the_lines_are_never_carried_here_and_back(books: User, client_account: Account) -> None:
    origin = post(books, postings=disbursement() * 500)
    with CaptureQueriesContext(connection) as queries:
        undo(origin, books)
    assert len(queries) == 4


def test_an_entry_is_reversed_once(books: User, client_account: Account) -> None:
    origin = post(books)
    undo(origin, books)
    with pytest.raises(refusals.EntryAlreadyReversed):
        undo(origin, books)


def test_a_reversal_is_not_reversed(books: User, client_account: Account) -> None:
    with pytest.raises(refusals.ReversalIsNotReversed):
        undo(undo(post(books), books), books)


def test_what_is_corrected_in_part_is_not_reversed_whole(
    books: User, client_account: Account
) -> None:
    origin = post(books)
    correction = post(books, corrects_id=origin.pk)
    with pytest.raises(refusals.CorrectedEntryIsNotReversed):
        undo(origin, books)
    undo(correction, books)
    assert undo(origin, books).reverses == origin


def test_a_reason_is_asked_for(books: User, client_account: Account) -> None:
    with pytest.raises(refusals.ReasonMissing):
        acts.reverse_entry(post(books), reason=" ", on=LATER, by_id=books.pk)


def test_the_day_needs_an_open_period(books: User, client_account: Account) -> None:
    origin = post(books)
    with pytest.raises(refusals.PeriodMissing):
        acts.reverse_entry(origin, reason="x", on=date(2027, 1, 1), by_id=books.pk)
    acts.close_period(selectors.period_of(LATER), by_id=books.pk)
    with pytest.raises(refusals.PeriodClosed), transaction.atomic():
        undo(origin, books)


def test_the_database_refuses_a_reversal_that_differs(books: User, client_account: Account) -> None:
    """A balanced 'reversal' that does not undo its origin, written past the acts."""
    origin = post(books)
    forged = by_hand.entry([(5, 0), (0, 5)], books.pk, reverses=origin.pk)
    assert isinstance(by_hand.refusal(*forged), refusals.ReversalDiffers)
    assert by_hand.refusal(*by_hand.entry([(5, 0), (0, 5)], books.pk)) is None
