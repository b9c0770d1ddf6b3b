"""The day's journal entry (FORM-20) from what was applied, and its counter-entry at a bounce."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from cartera.accounting.ledger.roles import Role
from cartera.accounting.ledger.rules import Posting, credit, debit
from cartera.credit.payments.sql import CARRIED_IN_DAY
from cartera.kernel.money import ZERO

# What each assignment was credited with by a day or a bounce; recomputed rows by themselves.
_APPLIED = """
SELECT c.code, a.number, x.cause_id, sum(x.capital - x.excess), sum(x.excess), sum(x.interest),
    sum(x.default_interest), sum(x.vat), sum(x.charges)
FROM payments_application x
JOIN assignments_assignment a ON a.id = x.assignment_id
JOIN parties_client c ON c.id = a.client_id
WHERE x.day_id = %(day)s OR x.bounce_id = %(bounce)s
GROUP BY c.code, a.number, x.cause_id ORDER BY c.code, a.number, x.cause_id NULLS FIRST
"""

# Money of the day by where it is: bank account, or what was withheld and is owed to the client.
_MONEY = f"""
SELECT b.ledger_account_id, s.number, sum(i.amount)
FROM ({CARRIED_IN_DAY}) i JOIN banking_depositslip s ON s.id = i.slip_id
JOIN banking_bankaccount b ON b.id = s.bank_account_id
GROUP BY b.ledger_account_id, s.number ORDER BY s.number
"""

_BY_ACCOUNT = f"""
SELECT s.bank_account_id, sum(i.amount)
FROM ({CARRIED_IN_DAY}) i JOIN banking_depositslip s ON s.id = i.slip_id
GROUP BY 1 ORDER BY min(s.number)
"""

# Cheques that were in hand until the bank gave them: what stood for them is released.
_CLEARED = """
SELECT c.code, p.reference, sum(p.amount)
FROM payments_payment p LEFT JOIN assignments_assignment a ON a.id = p.assignment_id
JOIN parties_client c ON c.id = coalesce(a.client_id, p.client_id)
WHERE p.day_id = %(day)s AND p.cheque_id IS NOT NULL AND p.state = 'applied'
GROUP BY c.code, p.cheque_id, p.reference ORDER BY c.code, p.cheque_id
"""

# Money for papers of no assignment: what the day, or a bounce, gave to their owners.
_THIRD_PARTY = """
SELECT c.code, p.paper_id, sum(x.third_party)
FROM payments_application x JOIN payments_payment p ON p.id = x.payment_id
JOIN parties_client c ON c.id = p.client_id
WHERE x.assignment_id IS NULL AND (x.day_id = %(day)s OR x.bounce_id = %(bounce)s)
GROUP BY c.code, p.paper_id HAVING sum(x.third_party) <> 0 ORDER BY c.code, p.paper_id
"""

_WITHHELD = """
SELECT c.code, a.number, sum(p.amount)
FROM payments_payment p JOIN assignments_assignment a ON a.id = p.assignment_id
JOIN parties_client c ON c.id = a.client_id
WHERE p.day_id = %(day)s AND p.kind = 'deduction' AND p.state = 'applied'
GROUP BY c.code, a.number ORDER BY c.code, a.number
"""


@dataclass(frozen=True, slots=True)
class Credited:
    """What one assignment was credited with, in its parts; a recomputation names its cause."""

    client_code: str
    assignment: int
    cause: int | None
    capital: Decimal
    excess: Decimal
    interest: Decimal
    default_interest: Decimal
    vat: Decimal
    charges: Decimal

    @property
    def reference(self) -> str:
        """How the entry's line names it."""
        again = f" r/{self.cause}" if self.cause else ""
        return f"abono cs {self.assignment}{again}"


def credited(*, day_id: int | None = None, bounce_id: int | None = None) -> list[Credited]:
    """What the day, or the bounce, credited assignments with. One query."""
    return [Credited(*row) for row in _rows(_APPLIED, {"day": day_id, "bounce": bounce_id})]


def postings_of_day(day_id: int, case_id: int) -> list[Posting]:
    """The lines of the day's entry: money by bank, then each assignment's parts (FORM-20)."""
    return [
        *money_of_day(day_id, case_id),
        *credits_of(credited(day_id=day_id)),
        *third_party_lines(third_party(day_id=day_id)),
    ]


def credits_of(rows: list[Credited]) -> list[Posting]:
    """The credit side: capital by assignment; income, IVA and excess by client."""
    return [
        posting
        for row in rows
        for role, amount in (
            (Role.RECEIVABLE, row.capital),
            (Role.PAYABLE_TO_CLIENT, row.excess),
            (Role.INTEREST, row.interest),
            (Role.DEFAULT_INTEREST, row.default_interest),
            (Role.VAT, row.vat),
            (Role.CLAIMS, row.charges),
        )
        for posting in _signed(role, amount, row.reference, row.client_code)
    ]


def third_party(
    *, day_id: int | None = None, bounce_id: int | None = None
) -> list[tuple[str, int, Decimal]]:
    """What the day, or the bounce, gave to third parties: client, paper, amount. One query."""
    return _rows(_THIRD_PARTY, {"day": day_id, "bounce": bounce_id})


def third_party_lines(rows: list[tuple[str, int, Decimal]]) -> list[Posting]:
    """Money of third parties as a credit, or a debit where a bounce took it back."""
    return [
        posting
        for code, paper, amount in rows
        for posting in _signed(Role.FOREIGN_FUNDS, amount, reference_of(paper), code)
    ]


def reference_of(paper_id: int) -> str:
    """How entries and reports name a paper of no assignment: its operation number here."""
    return f"DA-{paper_id:05d}"


def money_of_day(day_id: int, case_id: int) -> Iterator[Posting]:
    """Where the day's money is: by bank, cheques that cleared, what was withheld. Three queries."""
    for account, slip, amount in _rows(_MONEY, {"case": case_id, "day": day_id}):
        yield debit(account, amount, reference=f"remesa {slip}")
    for code, number, amount in _rows(_CLEARED, {"day": day_id}):
        reference = f"cheque {number}"
        yield debit(Role.CHEQUES_TO_APPLY, amount, reference=reference, client_code=code)
        yield credit(Role.CHEQUES_IN_HAND, amount, reference=reference, client_code=code)
    for code, assignment, amount in _rows(_WITHHELD, {"day": day_id}):
        reference = f"descuento para cs {assignment}"
        yield debit(Role.PAYABLE_TO_CLIENT, amount, reference=reference, client_code=code)


def deposited_by_account(day_id: int, case_id: int) -> dict[int, Decimal]:
    """What was carried of the day's payments to each bank account of the company's. One query."""
    return dict(_rows(_BY_ACCOUNT, {"case": case_id, "day": day_id}))


def _signed(role: Role, amount: Decimal, reference: str, client_code: str) -> Iterator[Posting]:
    """A credit; what a recomputation took back is a debit; nothing is no line."""
    if amount > ZERO:
        yield credit(role, amount, reference=reference, client_code=client_code)
    elif amount < ZERO:
        yield debit(role, -amount, reference=reference, client_code=client_code)


def _rows(sql: str, values: dict[str, int | None]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
