"""Books to test against: El Salvador's chart, a year of open periods, and who keeps them."""

from datetime import date

import pytest

from cartera.accounting.ledger import acts
from cartera.accounting.ledger.models import Account
from cartera.control.people.models import User


@pytest.fixture
def accountant(db: None) -> User:
    """Who prepares what these tests post."""
    return User.objects.create(
        username="ana.contadora", full_name="Ana Contadora", email="ana@example.com"
    )


@pytest.fixture
def books(accountant: User) -> User:
    """A company that has its chart and the year 2026 open; the value is its accountant."""
    acts.load_chart("sv")
    acts.open_periods(date(2026, 1, 1), date(2026, 12, 31), by_id=accountant.pk)
    return accountant


@pytest.fixture
def client_account(books: User) -> Account:
    """The sub-account of the first client, 10301."""
    return acts.client_account("C-001", "Comercial Izalco")
