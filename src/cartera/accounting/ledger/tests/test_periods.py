"""Opening, closing and reopening a month; and that a closed one takes nothing (R18)."""

import threading
from datetime import date
from decimal import Decimal

import pytest
from django.db import connections, transaction

from cartera.accounting.ledger import acts, refusals, selectors
from cartera.accounting.ledger.models import Account, Entry, Period
from cartera.accounting.ledger.roles import Role
from cartera.accounting.ledger.rules import credit, debit
from cartera.accounting.ledger.tests import by_hand
from cartera.accounting.ledger.tests.test_post_entry import DAY, post
from cartera.control.people.models import User


def test_months_are_opened_once(accountant: User) -> None:
    opened = acts.open_periods(date(2025, 11, 30), date(2026, 2, 1), by_id=accountant.pk)
    assert [str(period) for period in opened] == ["2025-11", "2025-12", "2026-01", "2026-02"]
    again = acts.open_periods(date(2026, 2, 1), date(2026, 3, 31), by_id=accountant.pk)
    assert [str(period) for period in again] == ["2026-03"]


def test_each_change_leaves_who_when_and_why(books: User) -> None:
    period = selectors.period_of(DAY)
    acts.close_period(period, by_id=books.pk, reason="Cierre de enero")
    acts.reopen_period(period, by_id=books.pk, reason="Factura omitida")
    assert period.state == Period.State.OPEN
    told = list(period.events.values_list("n", "kind", "reason", "by"))
    assert told == [
        (1, "opened", "", books.pk),
        (2, "closed", "Cierre de enero", books.pk),
        (3, "reopened", "Factura omitida", books.pk),
    ]


def test_a_closed_period_takes_nothing_until_reopened(books: User, client_account: Account) -> None:
    period = selectors.period_of(DAY)
    acts.close_period(period, by_id=books.pk)
    with pytest.raises(refusals.PeriodClosed), transaction.atomic():
        post(books)
    with pytest.raises(refusals.PeriodClosed), transaction.atomic():
        post(books, series=acts.JOURNAL)
    acts.reopen_period(period, by_id=books.pk, reason="Factura omitida")
    assert post(books).number == 1


def test_a_period_is_closed_once(books: User) -> None:
    period = selectors.period_of(DAY)
    acts.close_period(period, by_id=books.pk)
    with pytest.raises(refusals.PeriodStateRefused, match="2026-01"):
        acts.close_period(period, by_id=books.pk)


def test_an_open_period_is_not_reopened(books: User) -> None:
    with pytest.raises(refusals.PeriodStateRefused):
        acts.reopen_period(selectors.period_of(DAY), by_id=books.pk, reason="x")


def test_reopening_asks_for_a_reason(books: User) -> None:
    period = acts.close_period(selectors.period_of(DAY), by_id=books.pk)
    with pytest.raises(refusals.ReasonMissing):
        acts.reopen_period(period, by_id=books.pk, reason="  ")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_period SET state = 'closed', changes = 2 WHERE month = 1",
        "UPDATE ledger_period SET state = 'closed' WHERE month = 1",
        "UPDATE ledger_period SET changes = 9 WHERE month = 1",
        "INSERT INTO ledger_period (year, month, state, changes) VALUES (2027, 1, 'open', 1)",
    ],
)
def test_no_period_changes_unseen(books: User, statement: str) -> None:
    assert isinstance(by_hand.refusal(statement), refusals.PeriodChangeUntold)


def test_an_entry_is_dated_inside_its_period(books: User) -> None:
    """The acts find the period by the day; here the database is asked to take another."""
    entry = by_hand.entry([(5, 0), (0, 5)], books.pk, on="2026-01-31", month=2)
    assert isinstance(by_hand.refusal(*entry), refusals.DateOutsidePeriod)


def test_the_database_refuses_a_closed_period_by_hand(books: User) -> None:
    acts.close_period(selectors.period_of(DAY), by_id=books.pk)
    entry = by_hand.entry([(5, 0), (0, 5)], books.pk)
    assert isinstance(by_hand.refusal(*entry), refusals.PeriodClosed)


def test_closing_waits_for_who_is_posting_and_shuts_out_who_comes_after(
    committed_books: User,
) -> None:
    """Two real connections: the entry that came first is in the period when it closes."""
    user = committed_books
    postings = (debit(Role.BANK, Decimal(5)), credit(Role.OPENING, Decimal(5)))
    started = threading.Event()
    closed: list[int] = []

    def close() -> None:
        started.set()
        acts.close_period(selectors.period_of(DAY), by_id=user.pk)
        closed.append(Entry.objects.count())
        connections.close_all()

    closer = threading.Thread(target=close)
    with transaction.atomic():
        post(user, postings=postings)
        closer.start()
        started.wait(5)
        closer.join(0.3)
        assert not closed
    closer.join(10)
    assert closed == [1]
    with pytest.raises(refusals.PeriodClosed):
        post(user, postings=postings)
