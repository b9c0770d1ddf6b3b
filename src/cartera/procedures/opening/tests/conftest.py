"""A company with its people and books, and nobody to do business with yet."""

from datetime import date

import pytest

from cartera.kernel.clock import FixedClock
from cartera.procedures.players import COMPANY_OF_PLAYERS, Players
from cartera.procedures.setup import set_up_company, set_up_people


@pytest.fixture
def players(clock: FixedClock, db: None) -> Players:
    """The people of an empty house, on Monday 5 January 2026."""
    set_up_company(from_on=date(2025, 12, 1), to_on=date(2026, 12, 31))
    users = set_up_people(COMPANY_OF_PLAYERS, from_on=date(2025, 12, 1))
    return Players(users)
