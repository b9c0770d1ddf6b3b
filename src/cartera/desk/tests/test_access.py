"""Who may ask for what: the table covers every address, and every cell of it holds (S1)."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

import cartera.desk.urls  # noqa: F401 - declares every page
from cartera.control.audit.models import Event
from cartera.control.people.models import RoleGrant, User
from cartera.control.people.roles import ROLES
from cartera.control.workflow.engine import perform, send_back
from cartera.control.workflow.models import Task
from cartera.credit.parties.models import Representative
from cartera.credit.parties.refusals import NotYourClient
from cartera.desk.access import PAGES
from cartera.desk.tests.office import at_desk, text_of
from cartera.entrance.routes import BOTH, Route, Who, declare, routes
from cartera.entrance.sign_in import SIGN_IN_ROUTES
from cartera.kernel.clock import FixedClock, now
from cartera.papers.models import Paper
from cartera.procedures.players import Players
from tests.cast import a_company, a_live_assignment

pytestmark = pytest.mark.django_db
_DESK = {str(pattern.name) for pattern in PAGES}
ROUTES = [route for route in routes() if route.name in _DESK]
BY_NAME = {route.name: route for route in ROUTES}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def _names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns)
        else:
            yield str(pattern.name)


def test_every_address_has_its_row() -> None:
    listed = {route.name for route in (*routes(), *SIGN_IN_ROUTES)}
    assert set(_names(get_resolver().url_patterns)) == listed


def test_an_address_has_one_row() -> None:
    with pytest.raises(ValueError, match="two rows"):
        declare(Route("inbox", BOTH, Who.ANYONE, "another"))


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
        "inbox": "/",
        "opening": "/nuevo/PCI-F01/",
        "task": f"/tarea/{task.pk}/",
        "cases": "/casos/",
        "case": f"/casos/{case_id}/",
        "assignment": "/cesiones/1/",
        "paper": f"/formatos/{letter.pk}/",
        "inner_paper": f"/formatos/{inner.pk}/",
        "closing": "/cierre/",
        "access": "/quien-puede-que/",
    }


def _document() -> dict[str, str]:
    return {"debtor": "D001", "number": "Q-9", "amount": "500.00", "due_on": "2026-03-01"}


def _expected(name: str, role: str) -> int:
    """What the table says that a person of one role is answered."""
    who = BY_NAME[name].who
    staff = not ROLES[role].is_external
    if name == "opening":
        return 200 if role in ("CTE", "REC") else 403
    if who is Who.SIGNED_IN or staff:
        return 200
    return 200 if who is Who.PARTY and role == "CTE" else 403


def test_every_role_is_answered_as_the_table_says(
    company: tuple[Players, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cartera.desk.cases.views.print_paper", _print_quickly)
    players, addresses = company
    wrong = []
    for role in ROLES:
        client = at_desk(players, role.lower())
        for name in BY_NAME:
            answered = client.get(addresses[name]).status_code
            if answered != _expected(name, role):
                wrong.append((role, name, answered))
    assert wrong == []


def _print_quickly(paper: Paper) -> bytes:
    return b"%PDF-"


def test_who_has_not_signed_in_is_led_to_the_entrance(
    company: tuple[Players, dict[str, str]],
) -> None:
    client = Client()
    for name, address in company[1].items():
        for method in ("get", "post"):
            allowed = method.upper() in BY_NAME.get(name, BY_NAME["paper"]).methods
            answer = getattr(client, method)(address)
            assert answer.status_code == (302 if allowed else 405), (name, method)
            assert not allowed or answer["Location"].startswith("/cuenta/login/")


def test_no_other_method_is_answered(company: tuple[Players, dict[str, str]]) -> None:
    players, addresses = company
    client = at_desk(players, "g_gral")
    for route in ROUTES:
        for method in METHODS:
            if method not in route.methods:
                answer = client.generic(method, addresses[route.name])
                assert answer.status_code == 405, (route.name, method)


def test_a_person_without_a_role_today_sees_only_an_empty_desk(
    company: tuple[Players, dict[str, str]],
) -> None:
    players, addresses = company
    nobody = User.objects.create(username="nadie", full_name="Nadie", email="n@cartera.example")
    client = at_desk(Players({**players.users, "nadie": nobody}), "nadie")
    answered = {name: client.get(addresses[name]).status_code for name in BY_NAME}
    open_to_all = {name for name, status in answered.items() if status == 200}
    assert open_to_all == {"inbox", "cases"}
    assert f"/casos/{addresses['case']}" not in text_of(client.get("/casos/"))


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


def test_what_is_not_there_is_not_found(company: tuple[Players, dict[str, str]]) -> None:
    client = at_desk(company[0], "g_gral")
    for address in ("/tarea/99999/", "/casos/99999/", "/cesiones/99/", "/formatos/99999/", "/nada"):
        answer = client.get(address)
        assert answer.status_code == 404, address
        assert "No existe" in text_of(answer)
    assert client.get("/nuevo/PCI-X99/").status_code == 404
