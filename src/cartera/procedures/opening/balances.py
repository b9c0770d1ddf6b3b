"""What a portfolio is in the books: its control totals against the trial balance that came with it.

Three accounts are held against the detail: what clients owe, what is theirs, and their charges.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from cartera.accounting.ledger.models import Account
from cartera.accounting.ledger.refusals import RoleHasNoAccount
from cartera.accounting.ledger.roles import Role
from cartera.accounting.ledger.rules import Posting, credit, debit
from cartera.accounting.ledger.selectors import account_for
from cartera.kernel.money import ZERO
from cartera.kernel.refusals import Refusal
from cartera.procedures.opening import refusals as no
from cartera.procedures.opening.portfolio import Portfolio
from cartera.procedures.opening.reading import Row, Wrong
from cartera.procedures.opening.template import ASSIGNMENTS, BALANCES, CLAIMS

CONTROLS = (Role.RECEIVABLE, Role.CLAIMS, Role.PAYABLE_TO_CLIENT)
REFERENCE = "saldo inicial"

Detail = Mapping[Role, Mapping[str, Decimal]]
"""By control role and client: debits less credits."""


@dataclass(frozen=True, slots=True)
class Books:
    """The accounts by code, and which of them are control accounts; read once."""

    accounts: Mapping[str, Account]
    controls: Mapping[str, Role]
    interest: str


def books() -> Books:
    """The chart as it stands."""
    return Books(
        accounts={account.code: account for account in Account.objects.select_related("parent")},
        controls={account_for(role).code: role for role in CONTROLS},
        interest=_code_of(Role.INTEREST_RECEIVABLE),
    )


def _code_of(role: Role) -> str:
    try:
        return account_for(role).code
    except RoleHasNoAccount:
        return ""


def detail_of(portfolio: Portfolio) -> Detail:
    """What the assignments and the charges of a portfolio are in the control accounts."""
    found: dict[Role, dict[str, Decimal]] = {role: defaultdict(lambda: ZERO) for role in CONTROLS}
    for row in portfolio.book.rows(ASSIGNMENTS):
        client, capital = row["client"], row["capital"] or ZERO
        found[Role.RECEIVABLE][client] += max(capital, ZERO)
        found[Role.PAYABLE_TO_CLIENT][client] += min(capital, ZERO)
        found[Role.CLAIMS][client] += row["charges_due"] or ZERO
    for row in portfolio.book.rows(CLAIMS):
        found[Role.CLAIMS][row["client"]] += row["amount"] or ZERO
    return {role: {c: v for c, v in sorted(sums.items()) if v} for role, sums in found.items()}


def wrong_balances(portfolio: Portfolio) -> Iterator[Wrong]:
    """What is wrong with the trial balance: each row, then the whole against the detail."""
    rows = portfolio.book.rows(BALANCES)
    if not rows:
        return
    chart = books()
    for row in rows:
        for key, refusal in _row(row, chart, portfolio):
            yield Wrong(BALANCES.title, row.n, BALANCES.column(key).title, refusal)
    debits = sum((row["debit"] or ZERO for row in rows), ZERO)
    owed = sum((row["credit"] or ZERO for row in rows), ZERO)
    if debits != owed:
        refusal = no.BalancesUneven(debits=debits, credits=owed)
        yield Wrong(BALANCES.title, 0, "", refusal)
    for code, role in chart.controls.items():
        own = [row for row in rows if row["account"] == code]
        for refusal in _differences(code, own, detail_of(portfolio)[role]):
            yield Wrong(BALANCES.title, own[0].n if own else 0, "", refusal)


def _row(row: Row, chart: Books, portfolio: Portfolio) -> Iterator[tuple[str, Refusal]]:
    code, client = row["account"], row["client"]
    if code is not None:
        yield from (("account", refusal) for refusal in _account(code, client, chart))
    if client and not portfolio.has_client(client):
        yield "client", no.ClientUnknown(code=client)
    sides = (row["debit"] or ZERO, row["credit"] or ZERO)
    if bool(sides[0]) == bool(sides[1]):
        yield "debit", no.AmountOnBothSides()
    if code == chart.interest and any(sides):
        yield "account", no.InterestKeptAsCash(code=code)


def _account(code: str, client: str | None, chart: Books) -> Iterator[Refusal]:
    account = chart.accounts.get(code)
    if account is None:
        yield no.AccountUnknown(code=code)
    elif account.client_code:
        yield no.SubAccountByCode(code=account.parent.code if account.parent else "")
    elif account.sub_digits is not None and code in chart.controls:
        if not client:
            yield no.AccountByClient(code=code)
    elif not account.takes_postings:
        yield no.AccountTakesNoPostings(code=code)


def _differences(code: str, rows: list[Row], kept: Mapping[str, Decimal]) -> Iterator[Refusal]:
    """By client where every row names one, else in total."""
    booked: dict[str, Decimal] = defaultdict(lambda: ZERO)
    by_client = bool(rows) and all(row["client"] for row in rows)
    for row in rows:
        booked[row["client"] if by_client else ""] += _net(row)
    wanted = kept if by_client else {"": sum(kept.values(), ZERO)}
    for client in sorted({*booked, *wanted}):
        apart = booked.get(client, ZERO) - wanted.get(client, ZERO)
        if apart:
            yield no.ControlDiffers(
                code=code,
                client=f" ({client})" if client else "",
                booked=booked.get(client, ZERO),
                kept=wanted.get(client, ZERO),
                difference=apart,
            )


def _net(row: Row) -> Decimal:
    amount: Decimal = (row["debit"] or ZERO) - (row["credit"] or ZERO)
    return amount


def postings_of(portfolio: Portfolio) -> list[Posting]:
    """The lines of the opening entry: the detail by client, the other accounts as they came.

    Where no trial balance came, the portfolio stands against the opening balances' own account.
    """
    lines = [
        _posting(role, amount, client)
        for role, sums in detail_of(portfolio).items()
        for client, amount in sums.items()
    ]
    rows = portfolio.book.rows(BALANCES)
    if rows:
        chart = books()
        for row in rows:
            if row["account"] not in chart.controls:
                account = chart.accounts[row["account"]]
                lines.append(_posting(account.pk, _net(row), row["client"] or ""))
        return lines
    apart = sum((line.debit - line.credit for line in lines), ZERO)
    return [*lines, _posting(Role.OPENING, -apart, "")] if apart else lines


def _posting(to: Role | int, net: Decimal, client: str) -> Posting:
    if net > 0:
        return debit(to, net, reference=REFERENCE, client_code=client)
    return credit(to, -net, reference=REFERENCE, client_code=client)
