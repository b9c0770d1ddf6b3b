"""R18: what is closed takes nothing; two people open it again, and audit reads of it."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from cartera.accounting.ledger.acts import post_entry
from cartera.accounting.ledger.models import Period
from cartera.accounting.ledger.refusals import DayClosed, PeriodClosed, PeriodStateRefused
from cartera.accounting.ledger.roles import Role
from cartera.accounting.ledger.rules import credit, debit
from cartera.company.models import DayClose
from cartera.company.selectors import last_closed_on
from cartera.control.workflow.engine import open_case, perform, reject
from cartera.control.workflow.models import Case, Task
from cartera.control.workflow.refusals import ApprovalOutdated, RoleMissing
from cartera.kernel.clock import FixedClock
from cartera.procedures.closing import close_day
from cartera.procedures.exceptions import exceptions_between
from cartera.procedures.models import PeriodClosing
from cartera.procedures.players import Players
from cartera.procedures.refusals import (
    DayNotClosed,
    DayOrMonth,
    EarlierMonthOpen,
    MonthNotOver,
    MonthUnreadable,
)
from tests.cast import a_company, a_document, a_live_assignment, move_to

MONDAY, TUESDAY, WEDNESDAY = date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 7)
LAST_OF_JANUARY = date(2026, 1, 31)


@pytest.fixture
def players(db: None, clock: FixedClock) -> Players:
    return a_company(clock)


def _close(players: Players) -> None:
    close_day(players.users["contab"], players.users["aud_int"])


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


def _close_january(players: Players, clock: FixedClock) -> int:
    move_to(clock, LAST_OF_JANUARY)
    _close(players)
    case_id = players.open("INT-09", "CONTAB", {"month": "2026-01"})
    players.play_through(case_id)
    return case_id


def test_a_day_reopened_by_two_people_takes_entries_again(
    players: Players, clock: FixedClock
) -> None:
    _close(players)
    with pytest.raises(DayClosed):
        _post(players, MONDAY)
    case_id = players.open("INT-05", "CONTAB", {"on": "2026-01-05", "reason": "Faltó un ajuste"})
    assert last_closed_on() == MONDAY
    players.play(case_id)
    assert last_closed_on() is None
    _post(players, MONDAY)
    _close(players)
    assert DayClose.objects.filter(on=MONDAY).count() == 2


def test_a_day_reopens_with_every_later_one_whose_totals_rest_on_it(
    players: Players, clock: FixedClock
) -> None:
    for day in (MONDAY, TUESDAY, WEDNESDAY):
        move_to(clock, day)
        _close(players)
    case_id = players.open("INT-05", "CONTAB", {"on": "2026-01-06", "reason": "Ajuste"})
    done = players.play(case_id)
    assert done.result == {"reopened": ["2026-01-06", "2026-01-07"]}
    assert last_closed_on() == MONDAY


def test_who_asks_does_not_authorise_and_management_may_refuse(players: Players) -> None:
    _close(players)
    case_id = players.open("INT-05", "CONTAB", {"on": "2026-01-05", "reason": "Ajuste"})
    task = Task.objects.get(case_id=case_id, state="open")
    with pytest.raises(RoleMissing):
        perform(task.pk, players.users["contab"], {})
    reject(task.pk, players.users["g_gral"], "No hace falta")
    assert last_closed_on() == MONDAY
    assert Case.objects.get(pk=case_id).state == "rejected"


def test_only_what_is_closed_reopens_and_one_thing_at_a_time(players: Players) -> None:
    contab = players.users["contab"]
    for typed, refusal in (
        ({"on": "2026-01-05"}, DayNotClosed),
        ({"month": "2026-01"}, PeriodStateRefused),
        ({"month": "enero"}, MonthUnreadable),
        ({}, DayOrMonth),
        ({"on": "2026-01-05", "month": "2026-01"}, DayOrMonth),
    ):
        with pytest.raises(refusal):
            open_case("INT-05", contab, typed | {"reason": "Ajuste"})


def test_a_month_closes_by_accounting_and_one_more_signature(
    players: Players, clock: FixedClock
) -> None:
    case_id = _close_january(players, clock)
    assert Period.objects.get(year=2026, month=1).state == "closed"
    assert PeriodClosing.objects.get(case_id=case_id).state == "closed"
    signed = Task.objects.filter(case_id=case_id, kind="authorisation")
    assert sorted(signed.values_list("role", "state")) == [
        ("AUD_INT", "cancelled"),
        ("G_GRAL", "done"),
    ]


def test_a_month_that_changed_after_its_signature_is_signed_again(
    players: Players, clock: FixedClock
) -> None:
    _close(players)
    move_to(clock, LAST_OF_JANUARY)
    _close(players)
    case_id = players.open("INT-09", "CONTAB", {"month": "2026-01"})
    task = Task.objects.get(case_id=case_id, role="G_GRAL", state="open")
    perform(task.pk, players.users["g_gral"], {})
    PeriodClosing.objects.filter(case_id=case_id).update(debits=Decimal("1.00"))
    with pytest.raises(ApprovalOutdated):
        players.play(case_id)


def test_a_month_closes_when_it_is_over_and_those_before_it_are_closed(
    players: Players, clock: FixedClock
) -> None:
    contab = players.users["contab"]
    with pytest.raises(MonthNotOver):
        open_case("INT-09", contab, {"month": "2026-01"})
    move_to(clock, date(2026, 2, 28))
    _close(players)
    with pytest.raises(EarlierMonthOpen):
        open_case("INT-09", contab, {"month": "2026-02"})


def test_a_closed_month_takes_no_entry_even_on_a_reopened_day(
    players: Players, clock: FixedClock
) -> None:
    _close_january(players, clock)
    players.play_through(players.open("INT-05", "CONTAB", {"on": "2026-01-31", "reason": "Ajuste"}))
    with pytest.raises(PeriodClosed):
        _post(players, LAST_OF_JANUARY)
    players.play_through(players.open("INT-05", "CONTAB", {"month": "2026-01", "reason": "Ajuste"}))
    _post(players, LAST_OF_JANUARY)


def test_audit_reads_of_reopenings_refusals_exceptions_and_stand_ins(
    players: Players, clock: FixedClock
) -> None:
    _close_january(players, clock)
    for typed in ({"on": "2026-01-31"}, {"month": "2026-01"}):
        players.play_through(players.open("INT-05", "CONTAB", typed | {"reason": "Ajuste"}))
    with pytest.raises(MonthUnreadable):
        open_case("INT-09", players.users["contab"], {"month": "enero"})
    _stand_in(players)
    big = a_document(amount="150000.00", due_on="2026-03-20")
    a_live_assignment(players, big)
    found = exceptions_between(LAST_OF_JANUARY, LAST_OF_JANUARY)
    assert {(row.kind, row.what) for row in found} == {
        ("reopened_day", "31/01/2026"),
        ("reopened_period", "2026-01"),
        ("refused", "INT-09 1"),
        ("stand_in", "REC: Recepción"),
        ("line", "cesión 1"),
    }
    assert all(row.who and row.why for row in found)
    assert exceptions_between(TUESDAY, TUESDAY) == []


def _stand_in(players: Players) -> None:
    typed = {
        "kind": "stand_in",
        "user": "j_cob",
        "absent": "rec",
        "role": "REC",
        "from_on": "2026-01-31",
        "until_on": "2026-02-10",
        "reason": "Vacaciones",
    }
    players.play_through(players.open("INT-08", "ADM_ACC", typed))
