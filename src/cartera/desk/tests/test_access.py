"""What the desk keeps from whom, beyond the table of access (S1: `tests/entrance`)."""

from datetime import date

import pytest

from cartera.control.audit.models import Event
from cartera.control.people.models import RoleGrant, User
from cartera.control.workflow.engine import perform, send_back
from cartera.control.workflow.models import Task
from cartera.credit.parties.models import Representative
from cartera.credit.parties.refusals import NotYourClient
from cartera.desk.tests.office import at_desk, text_of
from cartera.kernel.clock import FixedClock, now
from cartera.papers.models import Paper
from cartera.procedures.players import Players
from tests.cast import a_company, a_live_assignment

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(clock: FixedClock) -> tuple[Players, dict[str, str]]:
    """A company with one operation of its client, and an address of each kind in it."""
    players = a_company(clock)
    case_id = a_live_assignment(players)
    other = players.request("0001", [_document()], "500.00", 30)
    task = Task.objects.get(case_id=other, state="open")
    letter = Paper.objects.filter(case_id=case_id, form="FORM-01").first()
    inner = Paper.objects.filter(case_id=case_id, form="FORM-06").first()
    assert letter is not None
    assert inner is not None
    return players, {
        "task": f"/tarea/{task.pk}/",
        "case": f"/casos/{case_id}/",
        "assignment": "/cesiones/1/",
        "paper": f"/formatos/{letter.pk}/",
        "inner_paper": f"/formatos/{inner.pk}/",
    }


def _document() -> dict[str, str]:
    return {"debtor": "D001", "number": "Q-9", "amount": "500.00", "due_on": "2026-03-01"}


def test_a_person_without_a_role_today_sees_only_an_empty_desk(
    company: tuple[Players, dict[str, str]],
) -> None:
    players, addresses = company
    nobody = User.objects.create(username="nadie", full_name="Nadie", email="n@cartera.example")
    client = at_desk(Players({**players.users, "nadie": nobody}), "nadie")
    assert client.get(addresses["case"]).status_code == 403
    assert addresses["case"] not in text_of(client.get("/casos/"))


def test_who_speaks_for_another_client_sees_nothing_of_this_one(
    company: tuple[Players, dict[str, str]],
) -> None:
    players, addresses = company
    client = at_desk(_speaking_for_another(players), "otro")
    for name in ("task", "case", "assignment", "paper"):
        answer = client.get(addresses[name])
        assert answer.status_code == 403, name
        assert "no es de su empresa" in text_of(answer)
    assert client.post(addresses["task"], {"_asks": "do"}).status_code == 403
    assert addresses["case"] not in text_of(client.get("/casos/"))


def test_a_client_cannot_take_over_what_came_back_to_another(
    company: tuple[Players, dict[str, str]],
) -> None:
    players, addresses = company
    task = Task.objects.get(pk=int(addresses["task"].split("/")[2]))
    send_back(task.pk, players.users["rec"], "Falta firma", to=1)
    back = Task.objects.get(case_id=task.case_id, state="open")
    other = _speaking_for_another(players).users["otro"]
    players.approve_line("0002", "1000.00", date(2026, 1, 1), date(2026, 12, 31))
    typed = {"client": "0002", "amount": "500.00", "term_days": 30, "documents": [_document()]}
    with pytest.raises(NotYourClient):
        perform(back.pk, other, typed)


def _speaking_for_another(players: Players) -> Players:
    """The players with one more, who speaks for a second client."""
    user = User.objects.create(username="otro", full_name="Otro", email="o@cartera.example")
    RoleGrant.objects.create(user=user, role="CTE", from_on=date(2026, 1, 1), recorded_at=now())
    other = players.admit_client("0002", "Otra, S.A.")
    Representative.objects.create(user=user, client=other)
    return Players({**players.users, "otro": user})


def test_a_client_does_not_see_what_is_the_company_s_own(
    company: tuple[Players, dict[str, str]],
) -> None:
    players, addresses = company
    client = at_desk(players, "cte")
    assert client.get(addresses["inner_paper"]).status_code == 403
    page = text_of(client.get(addresses["case"]))
    assert "Neto a entregar" in page
    for kept in ("Concentración por deudor", "Partidas", "FORM-06", "La línea y sus condiciones"):
        assert kept not in page


def test_every_denial_is_recorded(company: tuple[Players, dict[str, str]]) -> None:
    players, _ = company
    before = Event.objects.filter(kind="refused").count()
    at_desk(players, "cte").get("/cierre/")
    last = Event.objects.filter(kind="refused").latest("seq")
    assert Event.objects.filter(kind="refused").count() == before + 1
    assert (last.actor_id, last.result) == (players.users["cte"].pk, "staff-only")
