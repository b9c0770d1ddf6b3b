"""Posting an entry: what happens, then each reason to say no."""

from datetime import date
from decimal import Decimal
from typing import Any

from cartera.accounting.ledger import acts, selectors
from cartera.accounting.ledger.models import Account, Entry
from cartera.accounting.ledger.roles import Role
from cartera.accounting.ledger.rules import Posting, credit, debit
from cartera.control.people.models import User

DAY = date(2026, 1, 5)
D = Decimal


def disbursement(client: str = "C-001") -> tuple[Posting, ...]:
    """The worked example: 9,000.00 financed, 90.00 of commission, 11.70 of IVA."""
    return (
        debit(Role.RECEIVABLE, D("9000.00"), reference="cs 1", client_code=client),
        credit(Role.COMMISSION, D("90.00"), reference="cs 1"),
        credit(Role.VAT, D("11.70"), reference="cs 1"),
        credit(Role.BANK, D("8898.30"), reference="cs 1"),
    )


def post(by: User, **changes: Any) -> Entry:
    """Post the worked example's disbursement, with changes."""
    inputs: dict[str, Any] = {
        "series": acts.OUTLAY,
        "effective_on": DAY,
        "event": "desembolso",
        "description": "Desembolso de la cesión 1",
        "postings": disbursement(),
        "prepared_by_id": by.pk,
    }
    return acts.post_entry(**{**inputs, **changes})


def test_an_entry_is_posted_with_its_lines_number_and_period(
    books: User, client_account: Account
) -> None:
    entry = post(books)

    assert (entry.number, entry.amount, entry.line_count) == (1, D("9000.00"), 4)
    assert entry == Entry.objects.get(pk=entry.pk)
    assert entry.period == selectors.period_of(DAY)
    assert [
        (line.account_code, line.debit, line.credit) for line in selectors.entry_lines(entry.pk)
    ] == [
        ("10301", D("9000.00"), D(0)),
        ("50202", D(0), D("90.00")),
        ("2206", D(0), D("11.70")),
        ("102", D(0), D("8898.30")),
    ]
