"""The day on which an act counts: the company's own, unless it is closed already."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from cartera.company.models import ClosingDay, Company, DayClose, LegalCeiling, TaxedConcept
from cartera.company.selectors import (
    business_day,
    current_business_day,
    day_to_post,
    legal_ceiling,
    taxed_concepts,
)
from cartera.kernel.clock import FixedClock

pytestmark = pytest.mark.django_db
SAN_SALVADOR = "America/El_Salvador"


@pytest.fixture
def house() -> Company:
    return Company.objects.create(name="Factoraje de Prueba")


def closed(on: date) -> DayClose:
    return DayClose.objects.create(
        on=on,
        closed_at=datetime(on.year, on.month, on.day, 23, tzinfo=UTC),
        closed_by_id=1,
        chain_seq=1,
        chain_hash="0" * 64,
    )


def test_it_is_the_companys_day_and_not_utcs(house: Company, clock: FixedClock) -> None:
    clock.set(datetime(2026, 1, 6, 3, 30, tzinfo=UTC))  # still the 5th in San Salvador
    assert current_business_day() == date(2026, 1, 5)
    clock.set(datetime(2026, 1, 6, 6, 0, tzinfo=UTC))  # midnight there
    assert current_business_day() == date(2026, 1, 6)


def test_an_act_after_the_close_counts_on_the_next_business_day(
    house: Company, clock: FixedClock
) -> None:
    friday = date(2026, 1, 9)
    clock.set(datetime(2026, 1, 9, 23, 30, tzinfo=UTC))  # Friday, half past five there
    closed(friday)
    assert current_business_day() == date(2026, 1, 12)


def test_the_companys_own_closing_day_is_passed_over(house: Company, clock: FixedClock) -> None:
    ClosingDay.objects.create(on=date(2026, 1, 12), name="Aniversario")
    clock.set(datetime(2026, 1, 9, 23, 30, tzinfo=UTC))
    closed(date(2026, 1, 9))
    assert current_business_day() == date(2026, 1, 13)


def test_a_reopened_day_takes_acts_again(house: Company, clock: FixedClock) -> None:
    clock.set(datetime(2026, 1, 9, 23, 30, tzinfo=UTC))
    close = closed(date(2026, 1, 9))
    close.reopened_at, close.reopened_by_id = clock.now(), 2
    close.reopening_reason = "faltó un abono"
    close.save()
    assert current_business_day() == date(2026, 1, 9)


def test_a_day_closed_ahead_of_the_clock_moves_acts_behind_it(house: Company) -> None:
    closed_on = date(2026, 8, 5)  # 3 to 6 August are holidays in San Salvador
    instant = datetime(2026, 8, 3, 15, tzinfo=UTC)
    assert business_day(instant, SAN_SALVADOR, closed_on) == date(2026, 8, 7)


def test_what_happened_on_a_closed_day_is_posted_today(house: Company) -> None:
    closed(date(2026, 1, 9))
    today = date(2026, 1, 12)
    assert day_to_post(date(2026, 1, 9), today) == today
    assert day_to_post(date(2026, 1, 10), today) == date(2026, 1, 10)
    assert day_to_post(None, today) == today


def test_a_ceiling_holds_from_its_day_until_the_next(house: Company) -> None:
    LegalCeiling.objects.create(from_on=date(2026, 1, 1), rate_pct="40")
    LegalCeiling.objects.create(from_on=date(2026, 7, 1), rate_pct="38.5")
    assert legal_ceiling("", date(2025, 12, 31)) is None
    assert legal_ceiling("", date(2026, 6, 30)) == 40
    assert legal_ceiling("", date(2026, 7, 1)) == Decimal("38.5")
    assert legal_ceiling("vivienda", date(2026, 7, 1)) is None


def test_a_concept_is_taxed_from_the_day_that_somebody_typed(house: Company) -> None:
    TaxedConcept.objects.create(concept="interest", from_on=date(2026, 7, 1), carries_vat=True)
    assert taxed_concepts(date(2026, 6, 30)) == {}
    assert taxed_concepts(date(2026, 7, 1)) == {"interest": True}
