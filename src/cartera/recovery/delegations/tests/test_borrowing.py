"""What is searched and borrowed is kept by the database, whoever writes."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from cartera.control.workflow.models import Case
from cartera.credit.parties.models import Factor
from cartera.kernel.clock import FixedClock, now
from cartera.recovery.custody.models import Original
from cartera.recovery.delegations.models import Borrowing, FactorSearch
from cartera.recovery.delegations.refusals import SearchedAlready
from cartera.recovery.delegations.searching import borrowing_of, open_search
from cartera.recovery.delegations.selectors import to_collect
from tests.cast import a_company, a_document, a_live_assignment


@pytest.fixture
def search(db: None, clock: FixedClock) -> FactorSearch:
    """A document worth 2,000.00 that another company has, with ours of 6,000.00."""
    players = a_company(clock)
    a_live_assignment(players, a_document("Q-1", "6000.00"))
    players.play_through(players.open("INT-23", "J_COB", {"code": "F01", "name": "La Otra"}))
    case = a_case(1)
    factor = Factor.objects.get(code="F01")
    found = open_search(case.pk, to_collect().get(number="Q-1"), "Z-9", None, state="told")
    FactorSearch.objects.filter(pk=found.pk).update(factor=factor, amount="2000.00")
    return FactorSearch.objects.get(pk=found.pk)


def a_case(number: int) -> Case:
    return Case.objects.create(
        procedure="PCI-F03", number=number, opened_at=now(), opened_on=now().date()
    )


def refused(sql: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError:
        return True
    return False


def test_the_same_is_not_searched_twice_with_one_document(search: FactorSearch) -> None:
    with pytest.raises(SearchedAlready):
        open_search(a_case(2).pk, search.original, "z 9", None)
    other = open_search(a_case(3).pk, search.original, "Z-10", None)
    assert other.state == "asked"


@pytest.mark.parametrize(
    "change",
    [
        "number = 'Z-1'",
        "state = 'decided'",
        "state = 'called', amount = NULL",
        "amount = -1",
    ],
)
def test_the_database_keeps_what_is_searched(search: FactorSearch, change: str) -> None:
    assert refused(f"UPDATE delegations_factorsearch SET {change}")
    assert refused("DELETE FROM delegations_factorsearch")


@pytest.mark.parametrize(
    "change",
    [
        "amount = 1",
        "number = 'Z-1'",
        "state = 'lent'",
        "closed_on = now(), state = 'closed'",
    ],
)
def test_the_database_keeps_what_is_borrowed(search: FactorSearch, change: str) -> None:
    borrowing_of(search, a_case(2).pk)
    assert refused(f"UPDATE delegations_borrowing SET {change}")
    assert refused("DELETE FROM delegations_borrowing")


def test_a_document_is_borrowed_once_at_a_time(search: FactorSearch) -> None:
    first: Any = borrowing_of(search, a_case(2).pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        borrowing_of(search, a_case(3).pk)
    Borrowing.objects.filter(pk=first.pk).update(state="denied")
    assert borrowing_of(search, a_case(3).pk).state == "asked"
    assert Original.objects.filter(kind="borrowed").count() == 0
