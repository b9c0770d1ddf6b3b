"""A company in a database of its own, to which eight clients come at once."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest

from cartera.kernel.clock import FixedClock
from cartera.procedures.players import Players
from tests.cast import OPENING, a_company
from tests.races.clients import Clients, eight_clients

RICH = "0009"


@pytest.fixture
def players(committed_db: str, clock: FixedClock) -> Players:
    """The company of the stories, and a client whose line is not soon used up."""
    company = a_company(clock)
    company.admit_client(RICH, "Ingenio La Cabaña, S.A. de C.V.")
    day = OPENING.date()
    company.approve_line(RICH, f"{Decimal(9_000_000):.2f}", day, day + timedelta(days=700))
    return company


@pytest.fixture
def clients(players: Players) -> Iterator[Clients]:
    """The eight."""
    with eight_clients() as eight:
        yield eight
