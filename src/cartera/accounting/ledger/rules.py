"""What an entry is before it is posted, and what can be said against it without a database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cartera.accounting.ledger.refusals import (
    AmountNotInCents,
    EntryHasTooFewLines,
    EntryUnbalanced,
    EventMissing,
    LineHasNoAccount,
    LineIsNeitherDebitNorCredit,
)
from cartera.accounting.ledger.roles import Role
from cartera.kernel.money import CENT, ZERO

LARGEST = Decimal("99999999999999.99")


@dataclass(frozen=True, slots=True)
class Posting:
    """One line to be posted, in the company's currency: an account, or a role of the posting map.

    A role whose account is a heading with a sub-account for each client (cuentas por cobrar)
    needs `client_code`, and goes to that client's sub-account.
    """

    debit: Decimal = ZERO
    credit: Decimal = ZERO
    account_id: int | None = None
    role: Role | None = None
    reference: str = ""
    client_code: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry to be posted: its day, the business event it comes from, and its lines in order."""

    effective_on: date
    event: str
    description: str
    postings: Sequence[Posting]
    case_id: int | None = None
    corrects_id: int | None = None


def debit(
    to: Role | int, amount: Decimal, *, reference: str = "", client_code: str = ""
) -> Posting:
    """A line that debits an account, given by its role or its id."""
    return _posting(to, amount, ZERO, reference, client_code)


def credit(
    to: Role | int, amount: Decimal, *, reference: str = "", client_code: str = ""
) -> Posting:
    """A line that credits an account, given by its role or its id."""
    return _posting(to, ZERO, amount, reference, client_code)


def without_zeros(postings: Iterable[Posting]) -> tuple[Posting, ...]:
    """The lines that move something: a part that is nil (no commission) is not posted."""
    return tuple(line for line in postings if line.debit or line.credit)


def total_of(draft: Draft) -> Decimal:
    """The sum of the debits, which is that of the credits.

    Refuses fewer than two lines, a line that is debit and credit or neither, an amount that is
    negative, not a number or finer than a cent, a line without account, and different sums.
    """
    if not draft.event or not draft.description:
        raise EventMissing(field="event" if not draft.event else "description")
    if len(draft.postings) < 2:
        raise EntryHasTooFewLines(field="postings")
    debited = credited = ZERO
    for n, line in enumerate(draft.postings, start=1):
        _check_line(n, line)
        debited += line.debit
        credited += line.credit
    if debited != credited:
        apart = abs(debited - credited)
        raise EntryUnbalanced(debits=debited, credits=credited, difference=apart)
    return debited


def _posting(
    to: Role | int, debit: Decimal, credit: Decimal, reference: str, client_code: str
) -> Posting:
    account_id, role = (None, to) if isinstance(to, Role) else (to, None)
    return Posting(debit, credit, account_id, role, reference, client_code)


def _check_line(n: int, line: Posting) -> None:
    amount = line.debit or line.credit
    if (line.account_id is None) == (line.role is None):
        raise LineHasNoAccount(n=n, field=f"postings.{n}")
    if not amount.is_finite() or amount > LARGEST or amount != amount.quantize(CENT):
        raise AmountNotInCents(n=n, field=f"postings.{n}")
    if amount <= 0 or (line.debit and line.credit):
        raise LineIsNeitherDebitNorCredit(n=n, field=f"postings.{n}")
