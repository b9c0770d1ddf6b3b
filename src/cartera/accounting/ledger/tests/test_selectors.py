"""What the books say, against sums made in plain Python."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cartera.accounting.ledger import acts, selectors
from cartera.accounting.ledger.models import DEBIT_NATURES, Account
from cartera.accounting.ledger.roles import Role
from cartera.accounting.ledger.rules import Draft, Posting, credit, debit
from cartera.accounting.ledger.tests.test_post_entry import disbursement, post
from cartera.control.people.models import User

JAN, FEB = date(2026, 1, 5), date(2026, 2, 4)


@pytest.fixture
def story(books: User, client_account: Account) -> User:
    """The worked example's disbursement in January and its first payment in February."""
    post(books, effective_on=JAN)
    acts.client_account("C-002", "Textiles del Lago")
    post(books, effective_on=JAN, postings=disbursement("C-002"))
    payment = (
        debit(Role.BANK, Decimal("5000.00")),
        credit(Role.RECEIVABLE, Decimal("4820.00"), client_code="C-001"),
        credit(Role.INTEREST, Decimal("180.00")),
    )
    post(books, series=acts.INCOME, effective_on=FEB, postings=payment)
    return books


def test_the_trial_balance_opens_moves_and_closes(story: User) -> None:
    rows = {row.code: row for row in selectors.trial_balance(FEB, from_on=date(2026, 2, 1))}
    bank = rows["102"]
    assert (bank.opening, bank.debits, bank.credits) == (
        Decimal("-17796.60"),
        Decimal("5000.00"),
        Decimal(0),
    )
    assert bank.closing == Decimal("-12796.60")
    assert rows["50202"].natural == Decimal("180.00")
    assert list(rows) == sorted(rows)
    assert sum(row.closing for row in rows.values()) == 0


def test_the_trial_balance_of_a_day_knows_nothing_later(story: User) -> None:
    assert "50201" not in {row.code for row in selectors.trial_balance(JAN)}


def test_a_heading_holds_what_is_under_it(story: User) -> None:
    receivable = selectors.account_for(Role.RECEIVABLE)
    assert selectors.account_balance(receivable) == Decimal("13180.00")
    assert selectors.account_balance(receivable, on=JAN) == Decimal("18000.00")
    assert selectors.account_balance(Role.RECEIVABLE, client_code="C-001") == Decimal("4180.00")
    assert selectors.account_balance(Role.INTEREST) == Decimal("180.00")
    assert selectors.account_balance(Role.CASH) == 0


def test_what_each_client_owes(story: User) -> None:
    owed = {"C-001": Decimal("4180.00"), "C-002": Decimal("9000.00")}
    assert selectors.balance_by_client(Role.RECEIVABLE) == owed
    assert selectors.balance_by_client(Role.BANK) == {"": Decimal("-12796.60")}


def test_one_account_for_many_clients_is_told_apart_by_its_lines(story: User) -> None:
    excess = (
        debit(Role.BANK, Decimal("778.20")),
        credit(Role.PAYABLE_TO_CLIENT, Decimal("778.20"), client_code="C-001"),
    )
    post(story, series=acts.INCOME, effective_on=FEB, postings=excess)
    assert selectors.balance_by_client(Role.PAYABLE_TO_CLIENT) == {"C-001": Decimal("778.20")}


def test_the_journal_is_in_order_of_day_series_and_number(story: User) -> None:
    rows = list(selectors.journal(JAN, FEB))
    heads = [(row.effective_on, row.series, row.number, row.n) for row in rows]
    assert heads == sorted(heads)
    assert len(rows) == 11


AMOUNTS = st.decimals(min_value=Decimal("0.01"), max_value=Decimal("9999999.99"), places=2)
POSTABLE = [Role.BANK, Role.CASH, Role.INTEREST, Role.VAT, Role.OPENING, Role.LOSS_EXPENSE]
ENTRIES = st.lists(
    st.tuples(
        st.dates(date(2026, 1, 1), date(2026, 12, 31)),
        st.lists(st.tuples(st.sampled_from(POSTABLE), AMOUNTS), min_size=1, max_size=6),
    ),
    max_size=12,
)


def drafted(day: date, debits: list[tuple[Role, Decimal]]) -> Draft:
    """An entry of these debits against one credit of opening."""
    lines: list[Posting] = [debit(role, amount) for role, amount in debits]
    total = sum((amount for _, amount in debits), Decimal(0))
    return Draft(day, "prueba", "prueba", (*lines, credit(Role.OPENING, total)))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entries=ENTRIES, on=st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_any_entries_sum_to_the_same_in_sql_and_in_python(
    books: User, entries: list[tuple[date, list[tuple[Role, Decimal]]]], on: date
) -> None:
    expected: dict[str, Decimal] = defaultdict(Decimal)
    drafts = [drafted(day, debits) for day, debits in entries]
    for draft in drafts:
        for line in draft.postings if draft.effective_on <= on else ():
            assert line.role is not None
            expected[selectors.account_for(line.role).code] += line.debit - line.credit
    with transaction.atomic():
        acts.post_entries(drafts, series=acts.JOURNAL, prepared_by_id=books.pk)
        balance = selectors.trial_balance(on)
        transaction.set_rollback(True)
    assert {row.code: row.closing for row in balance} == expected
    assert sum(row.closing for row in balance) == 0
    assert all(
        (r.natural == r.closing) == (r.nature in DEBIT_NATURES or not r.closing) for r in balance
    )
