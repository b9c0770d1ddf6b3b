"""Posting an entry: what happens, then each reason to say no."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cartera.accounting.ledger import acts, refusals, selectors
from cartera.accounting.ledger.models import Account, Entry, PostingRule, Series
from cartera.accounting.ledger.roles import Role
from cartera.accounting.ledger.rules import Draft, Posting, credit, debit, without_zeros
from cartera.control.people.models import User

DAY = date(2026, 1, 5)


def disbursement(client: str = "C-001") -> tuple[Posting, ...]:
    """The worked example: 9,000.00 financed, 90.00 of commission, 11.70 of IVA."""
    return (
        debit(Role.RECEIVABLE, Decimal("9000.00"), reference="cs 1", client_code=client),
        credit(Role.COMMISSION, Decimal("90.00"), reference="cs 1"),
        credit(Role.VAT, Decimal("11.70"), reference="cs 1"),
        credit(Role.BANK, Decimal("8898.30"), reference="cs 1"),
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

    assert (entry.number, entry.amount, entry.line_count) == (1, Decimal("9000.00"), 4)
    assert entry.period == selectors.period_of(DAY)
    assert [
        (line.account_code, line.debit, line.credit) for line in selectors.entry_lines(entry.pk)
    ] == [
        ("10301", Decimal("9000.00"), Decimal(0)),
        ("50202", Decimal(0), Decimal("90.00")),
        ("2206", Decimal(0), Decimal("11.70")),
        ("102", Decimal(0), Decimal("8898.30")),
    ]


def test_what_is_returned_is_what_is_stored(books: User, client_account: Account) -> None:
    returned = post(books)
    stored = Entry.objects.get(pk=returned.pk)
    columns = [field.attname for field in Entry._meta.concrete_fields]
    assert [getattr(returned, c) for c in columns] == [getattr(stored, c) for c in columns]


def test_each_series_counts_for_itself(books: User, client_account: Account) -> None:
    numbers = [post(books, series=s).number for s in ("egreso", "egreso", "ingreso", "egreso")]
    assert numbers == [1, 2, 1, 3]


def test_a_series_may_go_on_from_the_paper_books(books: User, client_account: Account) -> None:
    acts.open_series("egreso-2026", "Egresos de 2026", first_number=5001)
    assert [post(books, series="egreso-2026").number for _ in range(2)] == [5001, 5002]


@pytest.mark.parametrize("lines", [4, 10_000])
def test_two_statements_are_enough_however_many_lines(
    books: User, client_account: Account, lines: int
) -> None:
    postings = (*disbursement(),) * (lines // 4)
    with CaptureQueriesContext(connection) as queries:
        entry = post(books, postings=postings)
    assert len(queries) == 2
    assert entry.line_count == lines
    assert entry.amount == Decimal("9000.00") * (lines // 4)


def test_many_entries_are_posted_at_once_in_their_order(
    books: User, client_account: Account
) -> None:
    drafts = [
        Draft(date(2026, month, 1), "desembolso", f"cs {month}", disbursement())
        for month in range(1, 13)
    ]
    with CaptureQueriesContext(connection) as queries:
        entries = acts.post_entries(drafts, series=acts.OUTLAY, prepared_by_id=books.pk)
    assert len(queries) == 2
    assert [(e.number, e.description) for e in entries] == [(n, f"cs {n}") for n in range(1, 13)]
    assert [len(selectors.entry_lines(e.pk)) for e in entries] == [4] * 12


def test_nothing_to_post_posts_nothing(books: User) -> None:
    assert acts.post_entries([], series=acts.OUTLAY, prepared_by_id=books.pk) == []


def test_parts_that_are_nil_are_left_out() -> None:
    postings = (debit(Role.BANK, Decimal("1.00")), credit(Role.COMMISSION, Decimal("0.00")))
    assert without_zeros(postings) == postings[:1]


def test_a_partial_counter_entry_names_what_it_corrects(
    books: User, client_account: Account
) -> None:
    origin = post(books)
    correction = post(books, corrects_id=origin.pk, series=acts.JOURNAL)
    assert list(origin.corrections.all()) == [correction]


BANK_10 = debit(Role.BANK, Decimal("10.00"))


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"postings": (BANK_10,)}, refusals.EntryHasTooFewLines),
        ({"postings": (BANK_10, credit(Role.VAT, Decimal("9.99")))}, refusals.EntryUnbalanced),
        (
            {"postings": (BANK_10, credit(Role.VAT, Decimal(0)))},
            refusals.LineIsNeitherDebitNorCredit,
        ),
        (
            {"postings": (Posting(Decimal(1), Decimal(1), role=Role.BANK), BANK_10)},
            refusals.LineIsNeitherDebitNorCredit,
        ),
        (
            {"postings": (BANK_10, credit(Role.VAT, Decimal("-10.00")))},
            refusals.LineIsNeitherDebitNorCredit,
        ),
        ({"postings": (BANK_10, credit(Role.VAT, Decimal("10.001")))}, refusals.AmountNotInCents),
        ({"postings": (BANK_10, credit(Role.VAT, Decimal("NaN")))}, refusals.AmountNotInCents),
        ({"postings": (BANK_10, credit(Role.VAT, Decimal("1e15")))}, refusals.AmountNotInCents),
        ({"postings": (BANK_10, Posting(credit=Decimal(10)))}, refusals.LineHasNoAccount),
        ({"event": ""}, refusals.EventMissing),
        ({"description": ""}, refusals.EventMissing),
        ({"series": "ninguna"}, refusals.SeriesUnknown),
        ({"effective_on": date(2025, 12, 31)}, refusals.PeriodMissing),
        ({"postings": disbursement(client="C-404")}, refusals.ClientHasNoAccount),
        ({"postings": disbursement(client="")}, refusals.ClientHasNoAccount),
    ],
)
def test_refused(
    books: User, client_account: Account, changes: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        post(books, **changes)
    assert not Entry.objects.exists()
    assert Series.objects.get(code=acts.OUTLAY).last_number == 0


def test_refused_where_the_map_names_no_account(books: User, client_account: Account) -> None:
    PostingRule.objects.filter(role=Role.VAT).update(role="otro")
    with pytest.raises(refusals.RoleHasNoAccount, match="IVA débito fiscal"):
        post(books)


def test_a_heading_is_refused_by_the_database(books: User) -> None:
    heading = selectors.account_by_code("103")
    postings = (debit(heading.pk, Decimal(10)), credit(Role.BANK, Decimal(10)))
    with pytest.raises(refusals.HeadingTakesNoPostings), transaction.atomic():
        post(books, postings=postings)


def test_the_difference_is_named(books: User) -> None:
    with pytest.raises(refusals.EntryUnbalanced) as refused:
        post(
            books,
            postings=(debit(Role.BANK, Decimal("1234.56")), credit(Role.VAT, Decimal("1000.00"))),
        )
    assert str(refused.value) == (
        "La partida no cuadra: los cargos suman 1,234.56 y los abonos 1,000.00;"
        " la diferencia es 234.56."
    )


def test_other_errors_of_the_database_stay_errors(books: User) -> None:
    with pytest.raises(DatabaseError), refusals.refusing_by(refusals.BY_RULE):
        Account.objects.create(code="102", name="otra", nature="asset")
