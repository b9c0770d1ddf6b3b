"""From an empty database to a company that can work: settings, books, bank account, people.

The training company, the replay and the tests begin here; a real company's first-run page will.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from cartera.accounting.banking.acts import open_bank_account
from cartera.accounting.ledger.acts import load_chart, open_periods
from cartera.accounting.ledger.roles import Role
from cartera.accounting.ledger.selectors import account_for
from cartera.accounting.tax.acts import open_receipt_series
from cartera.accounting.tax.models import Kind
from cartera.company.models import Company
from cartera.control.audit.acts import Record, append
from cartera.control.people.models import RoleGrant, User
from cartera.kernel.clock import now
from cartera.kernel.text import gettext_noop as _
from cartera.recovery.custody.models import Place

BANKS = (("Banco Agrícola", "5010-001122-3"), ("Banco Cuscatlán", "401-44-55-0009"))

FIRST_PLACE = "B-01"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to set up: how he signs in, what he is called, the roles he holds."""

    username: str
    full_name: str
    roles: tuple[str, ...]
    email: str = ""


def set_up_company(
    *, from_on: date, to_on: date, banks: Sequence[tuple[str, str]] = BANKS, **settings: Any
) -> Company:
    """One company with its chart of accounts, posting map, periods, series, bank accounts and the
    first place of its vault.

    `settings` are columns of `Company`. Periods are opened from `from_on`'s month to `to_on`'s.
    """
    with transaction.atomic():
        house = Company.objects.create(**{"name": "Factoraje", **settings})
        load_chart(house.chart)
        system = _system_user()
        open_periods(from_on, to_on, by_id=system.pk)
        open_receipt_series("CCF", Kind.CCF)
        open_receipt_series("NC", Kind.CREDIT_NOTE)
        bank = account_for(Role.BANK)
        for name, number in banks:
            open_bank_account(
                bank_name=name, number=number, ledger_code=bank.code, currency=house.currency
            )
        Place.objects.create(code=FIRST_PLACE, name=_("Bóveda principal"))
        append(
            Record(recorded_at=now(), effective_on=from_on, kind="system", result="company_set_up")
        )
    return house


def set_up_people(
    people: Sequence[Person], *, from_on: date, password_hash: str | None = None
) -> Mapping[str, User]:
    """The people with their roles from `from_on`, by username; all sign in with the one password
    that was hashed, or none yet.

    Hashing is slow on purpose, so who sets up many companies does it once.
    """
    made: dict[str, User] = {}
    kept = password_hash or make_password(None)
    with transaction.atomic():
        for person in people:
            user = User(
                username=person.username,
                full_name=person.full_name,
                email=person.email or f"{person.username}@cartera.example",
                password=kept,
            )
            user.save()
            made[person.username] = user
        RoleGrant.objects.bulk_create(
            RoleGrant(user=made[p.username], role=role, from_on=from_on, recorded_at=now())
            for p in people
            for role in p.roles
        )
    return made


def _system_user() -> User:
    """The program itself, which opens the books of a new company and can never sign in."""
    user = User(username="cartera", full_name="Cartera", email="cartera@cartera.example")
    user.set_unusable_password()
    user.is_active = False
    user.save()
    return user
