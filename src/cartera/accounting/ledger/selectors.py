"""What the books say: accounts, balances, entries. Amounts are in the company's currency."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from cartera.accounting.ledger import sql
from cartera.accounting.ledger.models import DEBIT_NATURES, Account, Entry, Period, PostingRule
from cartera.accounting.ledger.refusals import AccountUnknown, PeriodMissing, RoleHasNoAccount
from cartera.accounting.ledger.roles import Role
from cartera.kernel.money import ZERO

DAWN = date.min
DUSK = date.max


@dataclass(frozen=True, slots=True)
class AccountBalance:
    """An account over a stretch of days. `opening` and `closing` are debits less credits."""

    account_id: int
    code: str
    name: str
    nature: str
    client_code: str
    opening: Decimal
    debits: Decimal
    credits: Decimal

    @property
    def closing(self) -> Decimal:
        """Debits less credits at the end."""
        return self.opening + self.debits - self.credits

    @property
    def natural(self) -> Decimal:
        """The closing balance with the sign that the account's nature calls positive."""
        return self.closing if self.nature in DEBIT_NATURES else -self.closing


@dataclass(frozen=True, slots=True)
class EntryLine:
    """A line of an entry, as its paper shows it."""

    n: int
    account_code: str
    account_name: str
    reference: str
    client_code: str
    debit: Decimal
    credit: Decimal


@dataclass(frozen=True, slots=True)
class JournalRow:
    """A line of the journal with the head of its entry."""

    entry_id: int
    series: str
    number: int
    effective_on: date
    recorded_at: datetime
    event: str
    description: str
    n: int
    account_code: str
    account_name: str
    reference: str
    client_code: str
    debit: Decimal
    credit: Decimal


def account_by_code(code: str) -> Account:
    """The account of that code. Refuses one that is not in the chart."""
    account = Account.objects.filter(code=code).first()
    if account is None:
        raise AccountUnknown(code=code)
    return account


def account_for(role: Role) -> Account:
    """The account that the posting map gives a role. Refuses a role that has none."""
    rule = PostingRule.objects.select_related("account").filter(role=role).first()
    if rule is None:
        raise RoleHasNoAccount(role=role.label)
    return rule.account


def client_account_ids(role: Role = Role.RECEIVABLE) -> dict[str, int]:
    """Each client's own sub-account under the heading of a role, by the client's code."""
    own = Account.objects.filter(parent__posting_rules__role=role).exclude(client_code="")
    return dict(own.values_list("client_code", "id"))


def period_of(on: date) -> Period:
    """The period of a day. Refuses a day whose month was never opened."""
    period = Period.objects.filter(year=on.year, month=on.month).first()
    if period is None:
        raise PeriodMissing(on=on)
    return period


def trial_balance(on: date | None = None, from_on: date | None = None) -> list[AccountBalance]:
    """Every account moved up to `on`, in order of code; what is before `from_on` opens it."""
    return [AccountBalance(*row) for row in _rows(sql.TRIAL_BALANCE, _span(from_on, on))]


def account_balance(
    account: Account | Role, *, on: date | None = None, client_code: str | None = None
) -> Decimal:
    """What an account and all under it hold at a day's end, positive as its nature says.

    With `client_code`, only the lines of that client.
    """
    found = account_for(account) if isinstance(account, Role) else account
    inputs = {"account": found.pk, "on": on or DUSK, "client": client_code}
    net = next(iter(_rows(sql.ACCOUNT_BALANCE, inputs)))[0]
    return _natural(net, found.nature)


def balance_by_client(account: Account | Role, *, on: date | None = None) -> dict[str, Decimal]:
    """What each client has in an account and all under it, positive as its nature says.

    A line counts for the client it names, or else for the client whose sub-account it is in;
    lines of neither come under "". Clients who are square are left out.
    """
    found = account_for(account) if isinstance(account, Role) else account
    rows = _rows(sql.BALANCE_BY_CLIENT, {"account": found.pk, "on": on or DUSK})
    return {client: _natural(net, found.nature) for client, net in rows}


def entry_lines(entry_id: int) -> list[EntryLine]:
    """The lines of an entry, in order. (FORM-08, FORM-20.)"""
    return [EntryLine(*row) for row in _rows(sql.ENTRY_LINES, {"entry": entry_id})]


def entries_of_case(case_id: int) -> list[Entry]:
    """The entries that a case made, in the order they were posted."""
    return list(Entry.objects.filter(case_id=case_id).select_related("series").order_by("id"))


def journal(from_on: date, to_on: date) -> Iterator[JournalRow]:
    """Every line posted for the days from one to another, by day, series, number and line."""
    for row in _rows(sql.JOURNAL, {"from_on": from_on, "to_on": to_on}):
        yield JournalRow(*row)


def _span(from_on: date | None, on: date | None) -> dict[str, date]:
    return {"from_on": from_on or DAWN, "on": on or DUSK}


def _natural(net: Decimal | None, nature: str) -> Decimal:
    amount = net if net is not None else ZERO
    return amount if nature in DEBIT_NATURES else -amount


def _rows(statement: str, inputs: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, inputs)
        yield from cursor.fetchall()
