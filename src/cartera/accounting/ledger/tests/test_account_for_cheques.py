"""A company that had a chart before gets the account that cheques in hand stand for."""

from dataclasses import replace
from importlib import import_module

import pytest
from django.db import connection

from cartera.accounting.ledger import acts
from cartera.accounting.ledger.acts import load_chart
from cartera.accounting.ledger.charts import read_chart
from cartera.accounting.ledger.models import PostingRule
from cartera.accounting.ledger.roles import Role
from cartera.accounting.ledger.selectors import account_for

SQL = import_module("cartera.accounting.ledger.migrations.0004_cheques_to_apply").ACCOUNT


@pytest.mark.django_db
@pytest.mark.parametrize(("chart", "code"), [("sv", "206"), ("co", "281510")])
def test_the_account_is_opened_beside_what_is_held_for_others(
    chart: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = read_chart(chart)
    before = replace(
        today,
        accounts=tuple(plan for plan in today.accounts if plan.code != code),
        posting={r: c for r, c in today.posting.items() if r != Role.CHEQUES_TO_APPLY},
    )
    monkeypatch.setattr(acts, "read_chart", lambda _template: before)
    load_chart(chart)
    with connection.cursor() as cursor:
        cursor.execute(SQL)
    account = account_for(Role.CHEQUES_TO_APPLY)
    assert (account.code, account.nature, account.takes_postings) == (code, "liability", True)
    assert not account.client_code


@pytest.mark.django_db
def test_a_company_without_chart_gets_none() -> None:
    with connection.cursor() as cursor:
        cursor.execute(SQL)
    assert not PostingRule.objects.exists()
