"""Whatever a constraint of the accounting rooms refuses, a person reads why."""

import pytest
from django.db import connection

from cartera.accounting.banking import refusals as banking
from cartera.accounting.ledger import refusals as ledger
from cartera.accounting.tax import refusals as tax
from cartera.kernel.refusals import Refusal

RULES = {"ledger": ledger.BY_RULE, "banking": banking.BY_RULE, "tax": tax.BY_RULE}

# What no act can run into: it would be a mistake in the program, and stays an error.
UNREACHED = {
    "a_period_is_a_month_of_a_year",
    "a_period_is_open_or_closed",
    "an_account_is_not_its_own_heading",
    "a_clients_account_has_heading_and_number",
    "only_a_heading_numbers_its_clients",
}


@pytest.mark.django_db
@pytest.mark.parametrize("room", RULES)
def test_every_check_has_its_refusal(room: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT conname FROM pg_constraint JOIN pg_class t ON t.oid = conrelid
               WHERE relname LIKE %s AND contype = 'c'""",
            [f"{room}\\_%"],
        )
        names = {name for (name,) in cursor}
    assert names - UNREACHED
    assert names - UNREACHED - set(RULES[room]) == set()


@pytest.mark.parametrize("room", RULES)
def test_each_refusal_is_a_spanish_sentence(room: str) -> None:
    for refusal in set(RULES[room].values()):
        assert issubclass(refusal, Refusal)
        assert refusal.sentence[0].isupper()
        assert refusal.sentence.endswith(".")


def test_no_rule_is_told_in_two_ways() -> None:
    names = [name for rules in RULES.values() for name in rules]
    assert len(names) == len(set(names))
