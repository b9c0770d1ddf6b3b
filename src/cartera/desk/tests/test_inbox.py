"""Mi bandeja: what waits for whom, filtered, in pages, at a fixed cost."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cartera.control.people.models import StandIn
from cartera.control.workflow.models import Case, Task
from cartera.desk.tests.office import at_desk, post_step, text_of, waiting
from cartera.kernel.clock import FixedClock, now
from cartera.procedures.players import Players
from tests.cast import CLIENT, a_company, a_document

pytestmark = pytest.mark.django_db
MOST_QUERIES = 9


def _many_tasks(count: int, role: str = "REC", first: int = 10_000, **more: Any) -> list[Task]:
    """Open tasks of a step that nothing stands behind: enough for a list."""
    cases = Case.objects.bulk_create(
        Case(
            procedure="PCI-F01",
            number=first + n,
            title=f"Muchos {n}",
            client_code=CLIENT,
            opened_at=now(),
            opened_on=date(2026, 1, 5),
        )
        for n in range(count)
    )
    return Task.objects.bulk_create(
        Task(case=c, procedure="PCI-F01", step=2, role=role, opened_at=now(), **more) for c in cases
    )


def _tasks_on(client: Client, address: str = "/") -> list[str]:
    page = text_of(client.get(address))
    return [part.split('"')[0] for part in page.split('href="/tarea/')[1:]]


@pytest.fixture
def players(clock: FixedClock) -> Players:
    return a_company(clock)


def test_a_request_waits_for_reception_and_for_nobody_else(players: Players) -> None:
    case_id = players.request(CLIENT, [a_document()], "9000.00", 45)
    task = waiting(case_id)
    assert _tasks_on(at_desk(players, "rec")) == [f"{task.pk}/"]
    for other in ("aux_c", "g_gral", "cte", "deu", "aud_int"):
        assert _tasks_on(at_desk(players, other)) == []


def test_what_came_back_to_a_client_waits_for_him_and_for_who_may_record_it(
    players: Players,
) -> None:
    case_id = players.request(CLIENT, [a_document()], "9000.00", 45)
    post_step(at_desk(players, "rec"), waiting(case_id), "back", reason="Falta firma", to="1")
    task = waiting(case_id)
    assert task.role == "CTE"
    for username in ("cte", "rec"):
        client = at_desk(players, username)
        assert _tasks_on(client) == [f"{task.pk}/"]
        assert "Falta firma" in text_of(client.get("/"))


def test_a_client_does_not_see_what_waits_for_another_client(players: Players) -> None:
    _many_tasks(1, role="CTE")
    assert len(_tasks_on(at_desk(players, "cte"))) == 1
    Case.objects.filter(number=10_000).update(client_code="0009")
    assert _tasks_on(at_desk(players, "cte")) == []


def test_a_stand_in_sees_what_he_stands_in_for(players: Players) -> None:
    players.request(CLIENT, [a_document()], "9000.00", 45)
    assert _tasks_on(at_desk(players, "ej_neg")) == []
    StandIn.objects.create(
        absent=players.users["rec"],
        substitute=players.users["ej_neg"],
        role="REC",
        from_on=date(2026, 1, 1),
        until_on=date(2026, 1, 31),
        reason="Vacaciones",
        recorded_at=now(),
    )
    assert len(_tasks_on(at_desk(players, "ej_neg"))) == 1


def test_pages_follow_one_another_without_loss_or_repetition(players: Players) -> None:
    dated = _many_tasks(70, due_at=now() + timedelta(days=1))
    Task.objects.filter(pk__gte=dated[40].pk).update(due_at=None)
    client = at_desk(players, "rec")
    seen: list[str] = []
    address = "/"
    while address:
        page = text_of(client.get(address))
        seen += _tasks_on(client, address)
        found = page.partition('class="button" href="?')[2].partition('"')[0]
        address = f"/?{found.replace('&amp;', '&')}" if found else ""
    assert seen == [f"{task.pk}/" for task in dated]


def test_overdue_today_and_taken_are_told_apart(players: Players) -> None:
    late, today, later, mine = _many_tasks(4)
    for task, due in ((late, -1), (today, 2), (later, 72)):
        Task.objects.filter(pk=task.pk).update(due_at=now() + timedelta(hours=due))
    client = at_desk(players, "rec")
    post_step(client, mine, "claim")
    assert _tasks_on(client, "/?ver=overdue") == [f"{late.pk}/"]
    assert _tasks_on(client, "/?ver=today") == [f"{today.pk}/"]
    assert _tasks_on(client, "/?ver=mine") == [f"{mine.pk}/"]
    assert _tasks_on(client, "/?cliente=0009") == []
    assert _tasks_on(client, "/?procedimiento=PCI-F09") == []
    assert len(_tasks_on(client, "/?cliente=0001&procedimiento=PCI-F01")) == 4


@pytest.mark.parametrize("asked", ["ver=x&despues=x&vence=x", "despues=-1", "vence=2026-99-99"])
def test_an_address_that_says_nonsense_shows_everything(players: Players, asked: str) -> None:
    _many_tasks(2)
    assert len(_tasks_on(at_desk(players, "rec"), f"/?{asked}")) == 2


def test_a_page_costs_the_same_with_more_tasks(players: Players) -> None:
    client = at_desk(players, "rec")
    client.get("/")
    costs = []
    for count in (1, 200):
        _many_tasks(count, first=10_000 * (count + 1))
        with CaptureQueriesContext(connection) as asked:
            client.get("/")
        costs.append(len(asked))
    assert costs[0] == costs[1] <= MOST_QUERIES
