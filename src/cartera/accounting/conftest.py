"""Books to test against: El Salvador's chart, a year of open periods, and who keeps them."""

from datetime import date

import pytest

from cartera.accounting.ledger import acts
from cartera.accounting.ledger.models import Account
from cartera.control.people.models import User


@pytest.fixture
def accountant(db: None) -> User:
    """Who prepares what these tests post."""
    return _accountant()


@pytest.fixture
def books(accountant: User) -> User:
    """A company that has its chart and the year 2026 open; the value is its accountant."""
    return _with_books(accountant)


@pytest.fixture
def committed_books(committed_db: str) -> User:
    """The same company in a database of its own, for tests that commit or race."""
    return _with_books(_accountant())


def _accountant() -> User:
    return User.objects.create(
        username="ana.contadora", full_name="Ana Contadora", email="ana@example.com"
    )


def _with_books(accountant: User) -> User:
    acts.load_chart("sv")
    acts.open_periods(date(2026, 1, 1), date(2026, 12, 31), by_id=accountant.pk)
    return accountant


@pytest.fixture
def client_account(books: User) -> Account:
    """The sub-account of the first client, 10301."""
    return acts.client_account("C-001", "Comercial Izalco")
