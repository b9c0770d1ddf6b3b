"""The shared cast of the stories: one named person for each role, in a company of 2026.

`a_company()` sets the house up in the test's database; the clock stands at 5 January 2026, 9 in the
morning in San Salvador. Everything then goes through the procedures.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache

from django.contrib.auth.hashers import make_password

from cartera.kernel.clock import FixedClock
from cartera.procedures.players import COMPANY_OF_PLAYERS, Players
from cartera.procedures.setup import set_up_company, set_up_people

OPENING = datetime(2026, 1, 5, 15, 0, tzinfo=UTC)
PASSWORD = "una-clave-larga-de-prueba"
CLIENT = "0001"
DEBTOR = "D001"


def a_company(clock: FixedClock) -> Players:
    """The company, its people, one client with a line of 100,000 and two debtors."""
    clock.set(OPENING)
    set_up_company(
        from_on=date(2026, 1, 1),
        to_on=date(2027, 12, 31),
        name="Factoraje de Prueba, S.A. de C.V.",
        tax_id="0614-010190-101-4",
    )
    users = set_up_people(COMPANY_OF_PLAYERS, from_on=date(2026, 1, 1), password_hash=_hashed())
    players = Players(users)
    players.admit_client(CLIENT, "Distribuidora Izalco, S.A. de C.V.")
    players.admit_debtor(DEBTOR, "Comercial Sonsonate, S.A.", "500000.00")
    players.admit_debtor("D002", "Almacenes Ahuachapán, S.A.", "500000.00")
    players.approve_line(CLIENT, "100000.00", date(2026, 1, 1), date(2027, 12, 31))
    return players


@cache
def _hashed() -> str:
    """Hashing is slow on purpose: once for all the companies of a process."""
    return make_password(PASSWORD)


def a_document(number: str = "Q-2587", amount: str = "10000.00", **more: str) -> dict[str, str]:
    """A quedan as the client types it, due in 45 days."""
    due_on = (OPENING.date() + timedelta(days=45)).isoformat()
    return {"debtor": DEBTOR, "number": number, "amount": amount, "due_on": due_on} | more


def a_live_assignment(players: Players, *documents: dict[str, str], term_days: int = 45) -> int:
    """A request taken through PCI-F01 whole; the case of the assignment."""
    listed = documents or (a_document(),)
    total = sum(Decimal(document["amount"]) for document in listed)
    case_id = players.request(CLIENT, listed, f"{total:.2f}", term_days)
    players.disburse(case_id, [document["number"] for document in listed])
    return case_id


def a_payment(assignment: int, amount: str, on: date, **more: str) -> dict[str, str | int]:
    """A cheque for the assignment's first document, as it is typed at PCI-F09 step 1."""
    typed: dict[str, str | int] = {
        "assignment": assignment,
        "document": "Q-2587",
        "bank": "Banco Agrícola",
        "reference": f"CH-{assignment}-{on:%m%d}",
        "amount": amount,
        "value_on": on.isoformat(),
    }
    return typed | more


def move_to(clock: FixedClock, on: date) -> None:
    """It is 9 in the morning of `on` in San Salvador."""
    clock.set(datetime(on.year, on.month, on.day, 15, 0, tzinfo=UTC))
