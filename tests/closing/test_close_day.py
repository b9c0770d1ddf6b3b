"""INT-04: a day is proved and closed; then every reason for which it stays open."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from cartera.accounting.ledger.acts import post_entry
from cartera.accounting.ledger.refusals import DayClosed
from cartera.accounting.ledger.roles import Role
from cartera.accounting.ledger.rules import credit, debit
from cartera.company.models import DayClose
from cartera.company.selectors import current_business_day, last_closed_on
from cartera.control.audit.models import Checkpoint, Event
from cartera.control.workflow.engine import open_case
from cartera.control.workflow.models import Case, Task
from cartera.control.workflow.refusals import RoleMissing
from cartera.credit.assignments.models import Assignment
from cartera.kernel.clock import FixedClock
from cartera.procedures.closing import close_day
from cartera.procedures.players import Players, usual_answers
from cartera.procedures.refusals import DayAlreadyClosed, DayNotReady, DayStillToCome
from tests.cast import a_company, a_document, a_live_assignment, a_payment, move_to

MONDAY = date(2026, 1, 5)
TUESDAY = date(2026, 1, 6)


def _close(players: Players) -> int:
    return close_day(players.users["contab"], players.users["aud_int"])


def _obstacles(players: Players) -> list[str]:
    with pytest.raises(DayNotReady) as refused:
        open_case("INT-04", players.users["contab"], {})
    found: list[str] = [str(o) for o in refused.value.details["obstacles"]]  # type: ignore[attr-defined]
    return found


@pytest.mark.django_db
def test_a_day_whose_work_is_posted_closes_and_the_next_act_counts_tomorrow(
    clock: FixedClock,
) -> None:
    players = a_company(clock)
    a_live_assignment(players)
    case_id = _close(players)
    assert last_closed_on() == MONDAY
    assert current_business_day() == TUESDAY
    assert Case.objects.get(pk=case_id).state == "closed"
    close, point = DayClose.objects.get(), Checkpoint.objects.get()
    assert (close.chain_seq, close.chain_hash) == (point.seq, point.hash)
    assert Event.objects.get(seq=point.seq).hash == point.hash
    assert close.totals["capital"] == "9000.00"
    assert close.totals["disbursed"] == "8898.30"


@pytest.mark.django_db
def test_the_whole_path_of_an_assignment_closes_each_of_its_days(clock: FixedClock) -> None:
    players = a_company(clock)
    a_live_assignment(players)
    _close(players)
    for on, amount in ((date(2026, 2, 4), "5000.00"), (date(2026, 2, 19), "5000.00")):
        move_to(clock, on)
        players.receive_and_apply([a_payment(1, amount, on)])
        _close(players)
    move_to(clock, date(2026, 2, 20))
    players.settle(Case.objects.get(procedure="PCI-F10").pk)
    _close(players)
    assert Assignment.objects.get().state == "settled"
    assert DayClose.objects.get(on=date(2026, 2, 20)).totals["returned"] == "778.20"
    assert DayClose.objects.count() == 4


def test_the_checkpoint_leaves_the_database_when_the_close_is_committed(
    committed_db: str, clock: FixedClock, settings: Settings, tmp_path: Path
) -> None:
    settings.CHECKPOINT_FOLDER = tmp_path
    players = a_company(clock)
    _close(players)
    move_to(clock, TUESDAY)
    _close(players)
    lines = [json.loads(t) for t in (tmp_path / f"{committed_db}.jsonl").read_text().splitlines()]
    points = Checkpoint.objects.order_by("seq")
    assert [(line["on"], line["seq"], line["hash"]) for line in lines] == [
        (point.on.isoformat(), point.seq, point.hash) for point in points
    ]


@pytest.mark.django_db
def test_a_disbursement_without_its_entry_is_named(clock: FixedClock) -> None:
    players = a_company(clock)
    case_id = players.request("0001", [a_document()], "10000.00", 45)
    while Task.objects.get(case_id=case_id, state="open").step < 13:
        _play_next(players, case_id)
    assert _obstacles(players) == ["el desembolso de la cesión 1 no está contabilizado"]
    assert last_closed_on() is None


@pytest.mark.django_db
def test_a_round_of_payments_without_its_entry_is_named(clock: FixedClock) -> None:
    players = a_company(clock)
    a_live_assignment(players)
    move_to(clock, date(2026, 2, 4))
    payment = a_payment(1, "5000.00", date(2026, 2, 4))
    players.open("PCI-F09", "AP_AB", {"payments": [payment]})
    assert _obstacles(players) == ["los abonos del 04/02/2026 (1) no están contabilizados"]


@pytest.mark.django_db
def test_a_settlement_paid_without_its_entry_is_named(clock: FixedClock) -> None:
    players = a_company(clock)
    a_live_assignment(players)
    move_to(clock, date(2026, 2, 19))
    players.receive_and_apply([a_payment(1, "10000.00", date(2026, 2, 19))])
    case_id = Case.objects.get(procedure="PCI-F10").pk
    answers = {3: {"documents_out": True}, 4: {"promissory_note": True}}
    while (task := Task.objects.get(case_id=case_id, state="open")).step < 12:
        players.play(case_id, answers.get(task.step, {}))
    assert _obstacles(players) == ["la liquidación de la cesión 1 no está contabilizada"]


@pytest.mark.django_db
def test_a_balance_that_the_entries_do_not_prove_is_named(clock: FixedClock) -> None:
    players = a_company(clock)
    a_live_assignment(players)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE assignments_assignment SET capital = capital - 1")
    named = "; ".join(_obstacles(players))
    assert "cesión 1: 8999.00; debía ser 9000.00" in named
    assert "0001: 9000.00; debía ser 8999.00" in named


@pytest.mark.django_db
def test_a_day_closes_once_and_none_before_it(clock: FixedClock) -> None:
    players = a_company(clock)
    _close(players)
    with pytest.raises(DayAlreadyClosed):
        open_case("INT-04", players.users["contab"], {"on": "2026-01-05"})


@pytest.mark.django_db
def test_a_day_still_to_come_does_not_close(clock: FixedClock) -> None:
    players = a_company(clock)
    with pytest.raises(DayStillToCome):
        open_case("INT-04", players.users["contab"], {"on": "2026-01-06"})


@pytest.mark.django_db
def test_who_closed_the_day_does_not_receive_its_checkpoint(clock: FixedClock) -> None:
    players = a_company(clock)
    contab = players.users["contab"]
    with pytest.raises(RoleMissing):
        close_day(contab, contab)
    with pytest.raises(RoleMissing):
        open_case("INT-04", players.users["aud_int"], {})


@pytest.mark.django_db
def test_the_database_takes_no_entry_on_a_closed_day_or_before_it(clock: FixedClock) -> None:
    players = a_company(clock)
    move_to(clock, TUESDAY)
    _close(players)
    for day in (MONDAY, TUESDAY):
        with pytest.raises(DayClosed):
            _post(players, day)
    _post(players, date(2026, 1, 7))


def _post(players: Players, on: date) -> None:
    ten = Decimal("10.00")
    with transaction.atomic():
        post_entry(
            series="diario",
            effective_on=on,
            event="by_hand",
            description="Ajuste",
            postings=[debit(Role.BANK, ten), credit(Role.INTEREST, ten)],
            prepared_by_id=players.users["contab"].pk,
        )


def _play_next(players: Players, case_id: int) -> None:
    step = Task.objects.get(case_id=case_id, state="open").step
    players.play(case_id, usual_answers(["Q-2587"]).get(step, {}))
