"""The places that each visitor is shown: those that let him in, and no others."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cartera.desk.shell.navigation import FOOT, GROUPS, open_address, places_of
from cartera.desk.tests.office import at_desk, text_of
from cartera.entrance.visitor import Visitor
from cartera.kernel.clock import FixedClock
from cartera.procedures.players import Players
from tests.cast import a_company

pytestmark = pytest.mark.django_db
ENTRIES = [entry for _, entries in GROUPS for entry in entries]


@pytest.fixture
def players(clock: FixedClock) -> Players:
    return a_company(clock)


def _links(client: Client) -> list[str]:
    page = text_of(client.get("/"))
    nav = page.partition('id="lugares"')[2].partition("</nav>")[0]
    return re.findall(r'<a href="([^"]+)"', nav)


@pytest.mark.parametrize("username", ["rec", "ap_ab", "contab", "aud_int", "adm_acc", "cte"])
def test_every_place_shown_opens(players: Players, username: str) -> None:
    client = at_desk(players, username)
    links = _links(client)
    assert "/" in links
    assert [(link, client.get(link).status_code) for link in links] == [(x, 200) for x in links]


@pytest.mark.parametrize("username", ["rec", "aud_int", "cte"])
def test_no_place_that_would_open_is_hidden(players: Players, username: str) -> None:
    client, shown = at_desk(players, username), _links(at_desk(players, username))
    visitor = Visitor(players.users["adm_acc"])
    known = {open_address(visitor, entry.route) for entry in ENTRIES} - {""}
    hidden = known - set(shown)
    assert [link for link in hidden if client.get(link).status_code != 403] == []


def test_a_client_sees_no_place_of_the_staff(players: Players) -> None:
    links = _links(at_desk(players, "cte"))
    assert "/cierre/" not in links
    assert "/quien-puede-que/" not in links


def test_a_stranger_sees_no_places(players: Players) -> None:
    assert 'id="lugares"' not in text_of(Client().get("/cuenta/login/"))


def test_the_place_where_one_is_is_marked(players: Players) -> None:
    groups = places_of(Visitor(players.users["rec"]), "/casos/12/")
    marked = {p.entry.route: p.current for group in groups for p in group.places if p.current}
    assert marked == {"cases": "true"}
    page = text_of(at_desk(players, "rec").get("/casos/"))
    assert page.count('aria-current="page"') == 1


def test_letters_and_routes_are_each_used_once() -> None:
    letters = [entry.key for entry in ENTRIES if entry.key]
    assert len(letters) == len(set(letters))
    assert "g" not in letters
    names = [entry.route for entry in (*ENTRIES, *FOOT)]
    assert len(names) == len(set(names))


def test_the_shell_asks_the_database_no_more_than_who_looks_and_what_waits(
    players: Players, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = at_desk(players, "aud_int")
    with django_assert_max_num_queries(4):
        client.get("/componentes/")
