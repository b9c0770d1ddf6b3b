"""Deadlines by mail: who is written to on a working morning, and when nobody is."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cartera.company.models import ClosingDay
from cartera.control.mail.models import Message
from cartera.control.people.models import RoleGrant, StandIn, User
from cartera.control.workflow.claiming import claim_task
from cartera.control.workflow.models import Task
from cartera.kernel.clock import FixedClock, now
from cartera.procedures.reminders import remind
from tests.cast import OPENING, a_company, a_live_assignment

MORNING = OPENING + timedelta(days=1)


@pytest.fixture
def late(db: None, clock: FixedClock) -> Task:
    """A step of the collections assistant's that ended the evening before, in a live company."""
    players = a_company(clock)
    a_live_assignment(players)
    case = players.request("0001", [{"debtor": "D001", "number": "Q-7", "kind": "quedan",
        "amount": "100.00", "due_on": "2026-06-30"}], "90.00", 30)  # fmt: skip
    players.play_through(case, {2: {"request_letter": True, "assignment_letters": True,
        "quedans": True, "promissory_note": True}}, upto=2)  # fmt: skip
    task = Task.objects.get(case_id=case, state="open")
    task.due_at = OPENING
    task.save(update_fields=["due_at"])
    clock.set(MORNING)
    return task


def told() -> list[tuple[str, str]]:
    written = Message.objects.filter(key__startswith="deadlines:").order_by("id")
    return [(message.to_name, message.subject) for message in written]


def test_whoever_may_do_what_is_late_is_written_to_once_a_day(late: Task) -> None:
    remind()
    remind()
    [(name, subject)] = told()
    assert name == "Auxiliar de cobros"
    assert subject == f"Plazos del {MORNING:%d/%m/%Y}: 1 vencidos, 0 para hoy"
    body = Message.objects.get(key__startswith="deadlines:").body
    assert f"PCI-F01 {late.case.number} paso 3" in body
    assert body.startswith("Vencidos")


def test_the_next_day_it_is_told_again(late: Task, clock: FixedClock) -> None:
    remind()
    clock.set(MORNING + timedelta(days=1))
    remind()
    assert len(told()) == 2


def test_who_took_it_is_told_and_nobody_else(late: Task, clock: FixedClock) -> None:
    another = User.objects.create(username="otra", full_name="Otra", email="otra@x.example")
    RoleGrant.objects.create(
        user=another, role="AUX_C", from_on=date(2026, 1, 1), recorded_at=now()
    )
    claim_task(late.pk, another)
    remind()
    assert [name for name, _ in told()] == ["Otra"]


def test_who_stands_in_is_told_as_well(late: Task) -> None:
    stands_in = User.objects.create(username="sup", full_name="Suplente", email="s@x.example")
    StandIn.objects.create(
        substitute=stands_in,
        absent=User.objects.get(username="aux_c"),
        role="AUX_C",
        from_on=MORNING.date(),
        until_on=MORNING.date(),
        reason="vacación",
        recorded_at=now(),
    )
    remind()
    assert [name for name, _ in told()] == ["Auxiliar de cobros", "Suplente"]


def test_what_ends_today_is_told_apart(late: Task) -> None:
    Task.objects.filter(pk=late.pk).update(due_at=MORNING + timedelta(hours=3))
    remind()
    [(_, subject)] = told()
    assert "0 vencidos, 1 para hoy" in subject


@pytest.mark.parametrize("due_in", [timedelta(days=2), None])
def test_what_has_time_is_not_told(late: Task, due_in: timedelta | None) -> None:
    Task.objects.filter(pk=late.pk).update(due_at=due_in and MORNING + due_in)
    remind()
    assert told() == []


def test_nobody_is_written_to_by_night_or_on_a_day_off(late: Task, clock: FixedClock) -> None:
    clock.set(datetime(2026, 1, 6, 8, 0, tzinfo=UTC))  # two in the morning in San Salvador
    remind()
    ClosingDay.objects.create(on=MORNING.date(), name="inventario")
    clock.set(MORNING)
    remind()
    assert told() == []


def test_what_waits_for_the_client_is_not_told_to_him(late: Task) -> None:
    Task.objects.filter(pk=late.pk).update(role="CTE", step=1)
    remind()
    assert [name for name, _ in told()] == ["Recepción"]


def test_an_address_that_cannot_be_written_to_stops_nobody(late: Task) -> None:
    User.objects.filter(username="aux_c").update(email="sin arroba")
    remind()
    assert told() == []
