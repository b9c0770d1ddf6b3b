"""The chart, the posting map and the clients' sub-accounts."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from cartera.accounting.ledger import acts, refusals, selectors
from cartera.accounting.ledger.charts import chart_names, read_chart
from cartera.accounting.ledger.models import Account, Nature
from cartera.accounting.ledger.roles import Role
from cartera.accounting.ledger.rules import credit, debit
from cartera.accounting.ledger.tests.test_post_entry import post
from cartera.control.people.models import User

SOURCE_CODES = [
    "101",
    "102",
    "103",
    "11502",
    "11505",
    "205",
    "2206",
    "50201",
    "50202",
    "50203",
    "50601",
    "50602",
]


@pytest.mark.parametrize("template", ["sv", "co"])
def test_a_chart_loads_whole(db: None, template: str) -> None:
    count = acts.load_chart(template)
    assert count == Account.objects.count() == len(read_chart(template).accounts)
    assert all(Role(role) for role in Role)
    for role in Role:
        account = selectors.account_for(role)
        assert account.takes_postings != (account.sub_digits is not None)


def test_there_are_two_templates() -> None:
    assert chart_names() == ["co", "sv"]


def test_el_salvador_has_the_codes_that_the_forms_print(books: User) -> None:
    assert Account.objects.filter(code__in=SOURCE_CODES).count() == len(SOURCE_CODES)
    assert selectors.account_by_code("102").parent == selectors.account_by_code("101")


def test_nature_comes_from_the_template_not_from_the_first_digit(db: None) -> None:
    natures = {
        chart: {a.code[0]: a.nature for a in read_chart(chart).accounts if len(a.code) == 1}
        for chart in chart_names()
    }
    assert natures["sv"]["5"] == Nature.INCOME
    assert natures["co"]["5"] == Nature.EXPENSE


def test_a_chart_is_loaded_once(books: User) -> None:
    with pytest.raises(refusals.ChartAlreadyLoaded):
        acts.load_chart("co")


def test_an_unknown_template_is_refused(db: None) -> None:
    with pytest.raises(refusals.ChartUnknown, match="«fr»"):
        acts.load_chart("fr")


def test_each_client_gets_the_next_sub_account_once(books: User) -> None:
    first = acts.client_account("C-001", "Comercial Izalco")
    second = acts.client_account("C-002", "Textiles del Lago")
    assert (first.code, second.code) == ("10301", "10302")
    assert acts.client_account("C-001", "Comercial Izalco") == first
    assert (first.nature, first.takes_postings) == (Nature.ASSET, True)
    assert selectors.client_account_ids() == {"C-001": first.pk, "C-002": second.pk}


def test_the_template_sets_the_digits(db: None) -> None:
    acts.load_chart("co")
    assert acts.client_account("C-001", "Comercial Izalco").code == "1305050001"


def test_past_the_last_number_the_code_grows(books: User) -> None:
    heading = selectors.account_by_code("103")
    Account.objects.create(
        code="10399",
        name="x",
        nature="asset",
        parent=heading,
        sub_number=99,
        client_code="C-099",
    )
    assert acts.client_account("C-100", "Cliente cien").code == "103100"


def test_a_role_without_sub_accounts_is_refused(books: User) -> None:
    with pytest.raises(refusals.AccountIsNotHeading, match="102"):
        acts.client_account("C-001", "Comercial Izalco", role=Role.BANK)


def test_an_account_is_opened_under_a_heading(books: User) -> None:
    account = acts.open_account(code="10103", name="Banco Cuscatlán", nature="asset", under="101")
    assert account.parent == selectors.account_by_code("101")
    acts.map_role(Role.BANK, "10103")
    assert selectors.account_for(Role.BANK) == account


@pytest.mark.parametrize(
    ("code", "under", "refusal"),
    [
        ("10201", "102", refusals.AccountIsNotHeading),
        ("102", "101", refusals.AccountExists),
        ("10104", "999", refusals.AccountUnknown),
    ],
)
def test_opening_an_account_is_refused(
    books: User, code: str, under: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        acts.open_account(code=code, name="x", nature="asset", under=under)


def test_a_role_is_not_sent_to_a_bare_heading(books: User) -> None:
    with pytest.raises(refusals.HeadingTakesNoPostings):
        acts.map_role(Role.BANK, "101")


@pytest.mark.parametrize(
    "change", [{"code": "199"}, {"nature": "income"}, {"takes_postings": False}]
)
def test_an_account_in_use_keeps_what_it_is(books: User, change: dict[str, object]) -> None:
    post(books, postings=(debit(Role.BANK, Decimal(5)), credit(Role.OPENING, Decimal(5))))
    Account.objects.filter(code="10101").update(**change)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Account.objects.filter(code="102").update(**change)
    assert isinstance(refusals.refusal_of(refused.value), refusals.AccountInUse)


def test_an_account_in_use_may_be_renamed(books: User) -> None:
    post(books, postings=(debit(Role.BANK, Decimal(5)), credit(Role.OPENING, Decimal(5))))
    Account.objects.filter(code="102").update(name="Bancos del país")
    assert selectors.account_by_code("102").name == "Bancos del país"
