"""Random requests over every page: never an incident, nothing reflected as it came (S6).

What a page's own forms and links name is what is asked of it, with values that nobody types.
"""

import random
import re
from collections.abc import Iterator
from urllib.parse import parse_qsl

import pytest
from django.db import transaction
from django.test import Client

import cartera.desk.urls  # noqa: F401 - declares every page
from cartera.entrance.routes import Route, Who, routes
from tests.entrance.addresses import EXAMPLES
from tests.entrance.house import House
from tests.entrance.knocking import let_go

MARK = "<b9x>"
NASTY = (
    f'"><{MARK[1:]}',
    f"'{MARK}{{{{7*7}}}}{{% load %}}",
    f"{MARK}\x00\ud7ff",
    "\x00",
    "-1",
    "0",
    "9" * 30,
    "1e309",
    "NaN",
    "1234,56",
    "31/02/2026",
    "9999-12-31",
    "0001-01-01",
    "../../etc/passwd",
    "%",
    "' OR 1=1 --",
    "\u202e\U0001f4a9" * 40,
    "á" * 5000,
    "2026-01-05T09:00:00",
    "",
)
_NAMES = re.compile(r'\sname="([^"]+)"')
_QUERIES = re.compile(r'(?:href|hx-get|action)="[^"?]*\?([^"#]+)"')
ROUNDS = 4
LOOKERS = ("aud_int", "ej_neg", "cte")
PAGES = [route for route in routes() if route.surface == "page"]


@pytest.mark.parametrize("route", PAGES, ids=lambda route: route.name)
def test_whatever_is_asked_of_a_page_is_answered(house: House, route: Route) -> None:
    chance = random.Random(route.name)  # noqa: S311 - the same requests in every run
    address = EXAMPLES[route.name](house)
    for username in LOOKERS[:1] if route.who is Who.ANYONE else LOOKERS:
        client = Client(raise_request_exception=False)
        client.force_login(house.users[username])
        names = sorted(_named_on(client, address))
        for method, asked in _asked(route, names, chance):
            with transaction.atomic():
                answer = getattr(client, method)(address, asked)
                transaction.set_rollback(True)
            assert answer.status_code < 500, (username, method, asked)
            shown = b"" if answer.streaming else answer.content
            assert MARK.encode() not in shown, (username, method, asked)
            let_go(answer)


def _named_on(client: Client, address: str) -> set[str]:
    """What the page's forms and links name, and what addresses of the site name."""
    page = client.get(address)
    text = "" if page.streaming else page.content.decode(errors="replace")
    let_go(page)
    linked = {name for query in _QUERIES.findall(text) for name, _ in parse_qsl(query)}
    return set(_NAMES.findall(text)) | linked | {"q", "al", "orden", "ver", "despues", "antes"}


def _asked(
    route: Route, names: list[str], chance: random.Random
) -> Iterator[tuple[str, dict[str, str]]]:
    """Some of the names at a time, each with something that nobody types."""
    for method in ("get", "post"):
        if method.upper() in route.methods:
            for _ in range(ROUNDS):
                some = chance.sample(names, min(len(names), chance.randint(1, 8)))
                yield method, {name: chance.choice(NASTY) for name in some}


def test_what_no_keyboard_writes_is_not_read(house: House) -> None:
    client = Client()
    client.force_login(house.users["aud_int"])
    for answer in (client.get("/?cliente=%00"), client.post("/nuevo/INT-03/", {"a\x00": "1"})):
        assert answer.status_code == 400
