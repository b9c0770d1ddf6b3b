"""The company's identity, its logo and its next months change by two people (INT-11)."""

from base64 import b64encode
from datetime import date
from typing import Any

import pytest

from cartera.accounting.ledger.models import Period, PeriodEvent
from cartera.company.models import Company
from cartera.kernel.clock import FixedClock
from cartera.kernel.refusals import Refusal
from cartera.kernel.tax_ids import NitInvalid
from cartera.papers.refusals import LogoRefused
from cartera.procedures.players import COMPANY_OF_PLAYERS, Players
from cartera.procedures.refusals import PeriodsOutOfReach, SettingIncomplete, SettingValueUnknown
from cartera.procedures.setup import set_up_company, set_up_people

PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + (40).to_bytes(4) + (20).to_bytes(4) + b"\0" * 9


@pytest.fixture
def players(clock: FixedClock, db: None) -> Players:
    """An empty house whose books end with 2026."""
    set_up_company(from_on=date(2026, 1, 1), to_on=date(2026, 12, 31))
    return Players(set_up_people(COMPANY_OF_PLAYERS, from_on=date(2026, 1, 1)))


def _ask(players: Players, **typed: Any) -> int:
    return players.open("INT-11", "CONTAB", {"reason": "Cambió"} | typed)


def test_a_datum_changes_when_management_agrees(players: Players) -> None:
    case_id = _ask(players, setting="company", name="giro", value="Factoraje")
    assert Company.objects.get().activity == ""
    players.play(case_id)
    assert Company.objects.get().activity == "Factoraje"


def test_a_logo_changes_as_it_was_seen(players: Players) -> None:
    players.play(_ask(players, setting="logo", value=b64encode(PNG).decode()))
    logo = Company.objects.get().logo
    assert logo is not None
    assert bytes(logo) == PNG


def test_the_next_year_is_opened(players: Players) -> None:
    players.play(_ask(players, setting="periods", on="2027-12-31"))
    assert Period.objects.filter(year=2027, state="open").count() == 12
    opened = PeriodEvent.objects.get(period__year=2027, period__month=7)
    assert (opened.kind, opened.by) == ("opened", players.users["g_gral"])


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ({"setting": "company", "name": "color", "value": "x"}, SettingValueUnknown),
        ({"setting": "company", "name": "nombre", "value": ""}, SettingIncomplete),
        ({"setting": "company", "name": "NIT", "value": "0614"}, NitInvalid),
        ({"setting": "company", "name": "teléfono", "value": "9" * 61}, Refusal),
        ({"setting": "logo", "value": "no es base64"}, LogoRefused),
        ({"setting": "logo", "value": b64encode(b"<svg/>").decode()}, LogoRefused),
        ({"setting": "periods", "on": "2026-12-31"}, PeriodsOutOfReach),
        ({"setting": "periods", "on": "2031-01-31"}, PeriodsOutOfReach),
        ({"setting": "periods"}, SettingIncomplete),
    ],
)
def test_what_cannot_be_is_refused(
    players: Players, typed: dict[str, Any], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        _ask(players, **typed)
