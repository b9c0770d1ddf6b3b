"""What people type into filters: read strictly, each mistake told at its place."""

from decimal import Decimal

import pytest

from cartera.kernel.search import search_key
from cartera.reports.asking import Scope, wanted_of
from cartera.reports.reading import page_of
from cartera.reports.registry import listing_of
from cartera.reports.tests.made_up import made_up

pytestmark = pytest.mark.django_db
ROWS = [
    (1, "a", Decimal("10.00"), "2026-01-01", None),
    (2, "b", Decimal("-20.00"), "2026-01-02", None),
    (3, "c", Decimal("30.00"), "2026-01-03", None),
    (4, "d", None, None, None),
]

FOUND = [
    ({}, [4, 3, 2, 1]),
    ({"amount_from": "10.00"}, [3, 1]),
    ({"amount_to": "10.00"}, [2, 1]),
    ({"amount_from": "-20.00", "amount_to": "10.00"}, [2, 1]),
    ({"day_from": "2026-01-02"}, [3, 2]),
    ({"day_from": "02/01/2026", "day_to": "02/01/2026"}, [2]),
    ({"day_to": " 2026-01-01 ", "amount_from": ""}, [1]),
    ({"amount_from": "1,000.00"}, []),
    ({"order": "amount"}, [2, 1, 3, 4]),
]


@pytest.mark.parametrize(("typed", "ids"), FOUND)
def test_filters_keep_what_they_say(typed: dict[str, str], ids: list[int]) -> None:
    listing = made_up(ROWS)
    wanted, refusals = wanted_of(listing, typed, staff=True, notation="es_SV")
    assert refusals == []
    found = page_of(listing, wanted, Scope(is_staff=True), after="", limit=9)
    assert [row["id"] for row in found.rows] == ids


REFUSED = [
    ({"amount_from": "x"}, "amount-unreadable", "amount_from"),
    ({"amount_to": "1.000,00"}, "amount-wrong-mark", "amount_to"),
    ({"day_from": "31/02/2026"}, "date-not-in-calendar", "day_from"),
    ({"day_to": "ayer"}, "date-unreadable", "day_to"),
    ({"order": "nada"}, "order-unknown", "order"),
    ({"order": "id"}, "order-unknown", "order"),
]


@pytest.mark.parametrize(("typed", "code", "field"), REFUSED)
def test_what_cannot_be_read_is_refused_where_it_was_typed(
    typed: dict[str, str], code: str, field: str
) -> None:
    wanted, refusals = wanted_of(made_up(ROWS), typed, staff=True, notation="es_SV")
    assert [(refusal.code, refusal.field) for refusal in refusals] == [(code, field)]
    assert wanted.conditions == ()


def test_a_filter_that_is_not_there_is_refused_to_machines_alone() -> None:
    listing = made_up(ROWS)
    assert wanted_of(listing, {"colour": "red"}, staff=True)[1] == []
    refused = wanted_of(listing, {"colour": "red"}, staff=True, strict=True)[1]
    assert [refusal.code for refusal in refused] == ["filter-unknown"]


def test_a_choice_must_be_one_of_the_choices() -> None:
    listing = listing_of("documents")
    assert wanted_of(listing, {"state": "live"}, staff=True)[1] == []
    refused = wanted_of(listing, {"state": "vivo"}, staff=True)[1]
    assert [refusal.code for refusal in refused] == ["choice-unknown"]


def test_a_client_cannot_filter_by_client() -> None:
    listing = listing_of("documents")
    refused = wanted_of(listing, {"client": "0001"}, staff=False, strict=True)[1]
    assert [refusal.field for refusal in refused] == ["client"]


HOSTILE = ["'", "''; DROP TABLE x", "\\", "%", "_", "&|!()", ":*", "a' & 'b", "\0", "ñ" * 200]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("code", ["documents", "clients", "payments", "cases", "assignments"])
def test_whatever_is_typed_into_a_search_box_finds_nothing_and_breaks_nothing(
    code: str, text: str
) -> None:
    listing = listing_of(code)
    wanted, _ = wanted_of(listing, {"q": text, "client": text, "debtor": text}, staff=True)
    assert page_of(listing, wanted, Scope(is_staff=True), after="", limit=5).rows == []
    assert isinstance(search_key(text), str)
